package web_test

import (
	"os"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mithaq/internal/base/locale"
)

// scenesAlways are those that stand for the others: one of each form that tells what is wrong, and what would be entered.
var scenesAlways = []string{
	"enter, looked at", "enter, with faults", "assess, with faults", "review, taken back without a reason", "publish, with faults", "coverage, with faults",
	"account, a wrong password", "sent after the session ended", "draft, with faults",
}

// TestScenes holds the scenes, each in one language and the next in another, on a phone, against WCAG 2.2 AA and the width of the window; in the long run all.
func TestScenes(t *testing.T) {
	source := axeSource(t)
	list := scenes(t)
	ctx := quietBrowser(t)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.EmulateViewport(390, 900))
	looked := 0
	for i, s := range list {
		if s.media() == "print" || os.Getenv("MITHAQ_LONG") == "" && !slices.Contains(scenesAlways, s.name) {
			continue
		}
		l := look{locale.Langs[i%len(locale.Langs)], []string{"light", "dark"}[i/3%2], 390}
		prefers(ctx, t, "", l.scheme)
		visit(ctx, t, s, string(l.lang))
		inPlace(ctx, t, s, l)
		do(ctx, t, chromedp.Evaluate[chromedp.Void](fewer))
		axe(ctx, t, s.name+" in "+string(l.lang), axeAll)
		looked++
	}
	if looked < len(scenesAlways) {
		t.Errorf("%d scenes were looked at", looked)
	}
}

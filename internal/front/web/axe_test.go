package web_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"mithaq/internal/base/locale"
	"mithaq/internal/testroot"
)

// axeSource is axe-core, a library that holds a page against the Web Content Accessibility Guidelines.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "front", "board", "ui", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("axe-core is missing (a skipped test is a failure in CI): npm ci --prefix internal/front/board/ui")
		}
		t.Skip("axe-core is missing: npm ci --prefix internal/front/board/ui")
	}
	return string(source)
}

// violation is one broken rule, with the elements that break it.
type violation struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// axe holds the page that is shown against the rules of some tags, or only against those named.
func axe(ctx context.Context, t *testing.T, where, only string) {
	t.Helper()
	found := run(ctx, t, chromedp.Evaluate[[]violation](`axe.run({runOnly: `+only+`, resultTypes: ['violations']}).then(r => r.violations)`, chromedp.EvalAwaitPromise))
	for _, v := range found {
		for i, n := range v.Nodes {
			if i == 3 {
				t.Errorf("%s: %s: and %d more", where, v.ID, len(v.Nodes)-i)
				break
			}
			t.Errorf("%s: %s: %s\n\t%s\n\t%s", where, v.ID, v.Help, n.HTML, n.FailureSummary)
		}
	}
}

const (
	axeAll    = `{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}`
	axeColour = `{type: 'rule', values: ['color-contrast', 'link-in-text-block']}` // the rules that depend on light and dark
)

// fewer leaves the first rows of each list and table: those after them are made by the same template.
const fewer = `for (const list of document.querySelectorAll('tbody, ul, .jump')) for (const row of [...list.children].slice(6)) row.remove();
	for (const body of [...document.querySelectorAll('.treaty tbody')].slice(8)) body.remove()`

// TestAccessible holds every kind of page, in each language, light and dark, against WCAG 2.2 AA as far as a program can; a bare page of the
// kind in Arabic alone.
func TestAccessible(t *testing.T) {
	source := axeSource(t)
	pages := surface(t)
	ctx := quietBrowser(t)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}); err != nil {
		t.Fatal(err)
	}
	for _, s := range pages {
		for _, lang := range locale.Langs {
			if s.bare && lang != locale.Ar {
				continue
			}
			where := s.name + " /" + string(lang) + s.path
			prefers(ctx, t, "", "light")
			visit(ctx, t, s, string(lang))
			do(ctx, t, chromedp.Evaluate[chromedp.Void](fewer))
			axe(ctx, t, where, axeAll)
			prefers(ctx, t, "", "dark")
			axe(ctx, t, where+" dark", axeColour)
		}
	}
}

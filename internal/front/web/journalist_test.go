package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shows wants text in what a selector finds; what is hidden is not read.
func shows(ctx context.Context, t *testing.T, selector string, wants ...string) {
	t.Helper()
	text := run(ctx, t, chromedp.Evaluate[string](`document.querySelector('`+selector+`')?.innerText ?? "nothing"`))
	for _, want := range wants {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("%s: %s says %q, want %q", here(ctx, t), selector, text, want)
		}
	}
}

func openInPlace(ctx context.Context, t *testing.T) bool {
	t.Helper()
	return run(ctx, t, chromedp.Evaluate[bool](`document.querySelector('#n11a details.reports').open`))
}

// remembered says whether the entry of the browser's history holds what is open.
func remembered(ctx context.Context, t *testing.T) bool {
	t.Helper()
	return run(ctx, t, chromedp.Evaluate[bool](`(history.state?.open ?? []).length > 0`))
}

// The first minute of a journalist who has never seen the board: from the list of texts to what was not kept, why, who reports it, and the file
// that the report rests on, by clicking alone. What they chose is kept all the way, and on the way back.
func TestFirstMinute(t *testing.T) {
	ctx, base := browser(t), filedServer(t)
	for _, c := range []struct{ lang, title, unmet, nobody, decided, reported, graded, file string }{
		{"en", "Terms for a political solution in Syria", "not met", "no acceptance is on record", "What decided", "1 report", "corroborated", "SHA-256"},
		{"ar", "شروط الحل السياسي في سورية", "لم يُلبَّ", "لا قبول", "ما حسم الأمر", "تقرير", "متقاطع", "SHA-256"},
		{"ru", "Условия политического решения", "не выполнено", "нет записи", "Что решило", "сообщение", "подкреплено", "SHA-256"},
	} {
		do(ctx, t, chromedp.Navigate(base+"/"+c.lang+"/"))
		shows(ctx, t, `.terms a[href^="/`+c.lang+`/a/khatib"]`, c.title)
		follow(ctx, t, `.terms a[href^="/`+c.lang+`/a/khatib"]`)
		do(ctx, t, chromedp.SetValue(chromedp.CSS(`#standard`), "corroborated"))
		if at := follow(ctx, t, `form.state button`); !strings.Contains(at, "standard=corroborated") {
			t.Errorf("the address %s does not hold what was chosen", at)
		}
		shows(ctx, t, `h1`, c.title)
		shows(ctx, t, `#t11 .lead-lane .word`, c.unmet)
		follow(ctx, t, `#t11 .more`)
		shows(ctx, t, `.official[lang="`+c.lang+`"]`, "")
		shows(ctx, t, `#n11a td.lead-lane`, c.unmet)
		shows(ctx, t, `#n11a`, c.decided)
		if openInPlace(ctx, t) {
			t.Error("the reports stand open before they are asked for")
		}
		do(ctx, t, chromedp.Click(chromedp.CSS(`#n11a details.reports summary`)))
		for !remembered(ctx, t) { // until then the change of the history's entry could be taken for the next page
		}
		shows(ctx, t, `#n11a details.reports`, "Airwars", c.graded)
		term := here(ctx, t)
		at := follow(ctx, t, `#n11a details.reports a[href*="/f/"]`)
		if !strings.HasPrefix(at, "/"+c.lang+"/i/"+plainIncident+"/f/") || !strings.Contains(at, "standard=corroborated") {
			t.Errorf("the file is at %s", at)
		}
		shows(ctx, t, `main`, c.file)
		do(ctx, t, chromedp.NavigateBack())
		if back := here(ctx, t); back != term {
			t.Errorf("back at %s, not %s", back, term)
		}
		if !openInPlace(ctx, t) {
			t.Errorf("%s: what was opened is closed on the way back", c.lang)
		}
		shows(ctx, t, `#n11a td.lead-lane`, c.unmet)
	}
}

// tabTo goes by the keyboard to what a selector finds.
func tabTo(ctx context.Context, t *testing.T, selector string) {
	t.Helper()
	for range 250 {
		do(ctx, t, chromedp.KeyEvent(kb.Tab))
		if run(ctx, t, chromedp.Evaluate[bool](`document.activeElement.matches('`+selector+`')`)) {
			return
		}
	}
	t.Fatalf("%s: the keyboard does not come to %s", here(ctx, t), selector)
}

// pressEnter follows the link in focus by the keyboard.
func pressEnter(ctx context.Context, t *testing.T) string {
	t.Helper()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	return here(ctx, t)
}

// The same way without a mouse.
func TestFirstMinuteByKeyboard(t *testing.T) {
	ctx, base := browser(t), filedServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/"))
	tabTo(ctx, t, `.terms a[href^="/en/a/khatib"]`)
	pressEnter(ctx, t)
	tabTo(ctx, t, `#t11 .more`)
	pressEnter(ctx, t)
	run(ctx, t, chromedp.Evaluate[any](`document.querySelector('#n11a h2').scrollIntoView()`))
	tabTo(ctx, t, `#n11a details.reports summary`)
	do(ctx, t, chromedp.KeyEvent(kb.Enter))
	for !remembered(ctx, t) {
	}
	if !openInPlace(ctx, t) {
		t.Fatal("the reports do not open by the keyboard")
	}
	tabTo(ctx, t, `#n11a details.reports a[href*="/f/"]`)
	if at := pressEnter(ctx, t); !strings.Contains(at, "/f/") {
		t.Errorf("the file is at %s", at)
	}
}

package web_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
)

// viewAsked is what the map asked of the server last: the zoom and the part of the world.
func viewAsked(ctx context.Context, t *testing.T) string {
	t.Helper()
	return run(ctx, t, chromedp.Poll[string](`(list => list.length > 0 && (a => a.searchParams.get('zoom') + ' ' + a.searchParams.get('bbox'))(new URL(list.at(-1).name)))(performance.getEntriesByType('resource').filter(r => r.name.includes('points.json')))`))
}

// Where somebody looked on the map, and which stretch of time they had before them, is what they see when they ask for what came in.
func TestRoomsKeepWhereOneLooked(t *testing.T) {
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "rooms.db"), app.Options{Actor: "holder", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if err := a.LoadExample(t.Context()); err != nil {
		t.Fatal(err)
	}
	base, open := liveBoard(t, a, a.RecordTexts)
	ctx, cancel := context.WithTimeout(startBrowser(t, false, chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true)), 2*time.Minute)
	t.Cleanup(cancel)
	do(ctx, t, chromedp.Navigate(base+"/en/map?grade=alleged"))
	live(ctx, t)
	listening(t, open)
	first := viewAsked(ctx, t)
	do(ctx, t, chromedp.Click(chromedp.CSS(`.mapbar button`)))
	closer := run(ctx, t, chromedp.Poll[string](`(list => { const a = new URL(list.at(-1).name); const at = a.searchParams.get('zoom') + ' ' + a.searchParams.get('bbox'); return at !== `+"`"+first+"`"+` && at; })(performance.getEntriesByType('resource').filter(r => r.name.includes('points.json')))`))
	enter(t, a, breach("live-1")...)
	saidBy(ctx, t)
	follow(ctx, t, "mithaq-live button")
	live(ctx, t)
	if again := viewAsked(ctx, t); again != closer {
		t.Errorf("the map showed %s, and shows %s", closer, again)
	}
	if grade := run(ctx, t, chromedp.Evaluate[string](`document.querySelector('#grade').value`)); grade != "alleged" {
		t.Errorf("the filter is %q", grade)
	}

	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib/timeline"))
	listening(t, open)
	moved(ctx, t, chromedp.Click(chromedp.CSS(`[data-span="month"]`)))
	do(ctx, t, chromedp.Click(chromedp.CSS(`.tl-row details[id] > summary`)))
	const stretch = `(v => v.dataset.lo + ' ' + v.dataset.hi + ' ' + document.querySelector('.tl-row details[open]')?.id)(document.querySelector('timeline-view'))`
	before := run(ctx, t, chromedp.Evaluate[string](stretch))
	enter(t, a, breach("live-2")...)
	saidBy(ctx, t)
	follow(ctx, t, "mithaq-live button")
	do(ctx, t, chromedp.WaitVisible(chromedp.CSS(`timeline-view[data-live]`)))
	if after := run(ctx, t, chromedp.Evaluate[string](stretch)); after != before {
		t.Errorf("the timeline showed %s, and shows %s", before, after)
	}

	// What was typed into a field that the page has no more is not lost.
	const typed = `[{form: "post /en/i/none/review put", field: "why", value: "because they said so"}, {form: "get /en/incidents ", field: "text", value: "ford"}]`
	do(ctx, t, chromedp.Navigate(base+"/en/incidents"))
	run(ctx, t, chromedp.Evaluate[int](`sessionStorage.setItem("mithaq.live", JSON.stringify({address: location.href, asked: true, changed: [], typed: `+typed+`})), 0`))
	do(ctx, t, chromedp.Reload())
	if kept := run(ctx, t, chromedp.Poll[string](`document.querySelector("mithaq-live blockquote")?.textContent`)); kept != "because they said so" {
		t.Errorf("of what was typed is kept %q", kept)
	}
	if text := run(ctx, t, chromedp.Evaluate[string](`document.querySelector("#text").value`)); text != "ford" {
		t.Errorf("in its field stands %q", text)
	}
}

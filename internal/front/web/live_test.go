package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// liveBrowser opens a tab whose pages listen.
func liveBrowser(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(startBrowser(t, false), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// secondTab opens another tab of the same browser.
func secondTab(ctx context.Context, t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	do(ctx, t, chromedp.Navigate("about:blank"))
	return ctx
}

// greeting counts a line from when something was written on it: from then on whatever changes is told there.
type greeting struct {
	http.ResponseWriter
	open    *atomic.Int64
	greeted bool
}

func (g *greeting) Unwrap() http.ResponseWriter { return g.ResponseWriter }

func (g *greeting) Write(b []byte) (int, error) {
	if !g.greeted {
		g.greeted = true
		g.open.Add(1)
	}
	return g.ResponseWriter.Write(b)
}

func (g *greeting) end() {
	if g.greeted {
		g.open.Add(-1)
	}
}

// liveBoard serves a board of which open counts the lines that are open and greeted.
func liveBoard(t *testing.T, a *app.App, texts func(context.Context) ([]app.Text, error)) (base string, open *atomic.Int64) {
	t.Helper()
	h, err := web.New(a, texts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	open = &atomic.Int64{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/events" {
			g := &greeting{ResponseWriter: w, open: open}
			defer g.end()
			w = g
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
	})
	return srv.URL, open
}

// saidBy waits until the bar of a page says anything.
func saidBy(ctx context.Context, t *testing.T) string {
	t.Helper()
	return run(ctx, t, chromedp.Poll[string](`document.querySelector("mithaq-live[data-told] p")?.textContent`))
}

// listening waits until a page hears what changes: the line of one of the browser's pages is open.
func listening(t *testing.T, open *atomic.Int64) {
	t.Helper()
	for range 500 {
		if open.Load() == 1 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%d lines are open", open.Load())
}

// What is entered elsewhere is told on all open pages of a browser over one line, in the language of each, and shown when the reader asks:
// nothing that was typed is lost, and what changed is marked.
func TestOpenPagesAreTold(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	base, open := liveBoard(t, a, texts)
	first := liveBrowser(t)
	do(first, t, chromedp.Navigate(base+"/en/a/truce"))
	listening(t, open)
	second, third := secondTab(first, t), secondTab(first, t)
	do(second, t, chromedp.Navigate(base+"/ar/a/truce"))
	do(third, t, chromedp.Navigate(base+"/ru/incidents"), chromedp.SendKeys(chromedp.CSS("#text"), "мост"))
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	for ctx, want := range map[context.Context]string{
		first: "2 new entries; 1a is now breached", second: "قيدان جديدان؛ حالة 1a الآن: ", third: "2 новые записи; truce: 1a: теперь ",
	} {
		if got := saidBy(ctx, t); !strings.HasPrefix(got, want) {
			t.Errorf("told %q, not %q", got, want)
		}
	}
	if n := open.Load(); n != 1 {
		t.Errorf("%d lines are open", n)
	}
	cell := chromedp.Text(chromedp.CSS(`#t1 tr .lead-lane .word`))
	if word := run(first, t, cell); strings.Contains(word, "breached") {
		t.Errorf("the page was replaced without being asked for: %q", word)
	}
	follow(first, t, "mithaq-live button")
	if mark := run(first, t, chromedp.Poll[string](`document.querySelector("#t1 .fresh")?.textContent`)); mark != "changed just now" {
		t.Errorf("marked %q", mark)
	}
	if word := run(first, t, cell); !strings.Contains(word, "breached") {
		t.Errorf("after it was asked for: %q", word)
	}
	follow(third, t, "mithaq-live button")
	if typed := run(third, t, chromedp.Poll[string](`document.querySelector("a[href*='/i/fired']") && !document.querySelector("mithaq-live[data-told]") && document.querySelector("#text").value`)); typed != "мост" {
		t.Errorf("of what was typed stands %q", typed)
	}
	// The page that had the line goes; another takes it up, and hears what comes then.
	do(first, t, chromedp.Navigate("about:blank"))
	enter(t, a, record.Source{ID: "quiet", Name: record.Text{"en": "quiet"}})
	if got := run(second, t, chromedp.Poll[string](`(t => t?.startsWith("3 ") && t)(document.querySelector("mithaq-live p")?.textContent)`)); !strings.HasPrefix(got, "3 قيود جديدة") {
		t.Errorf("told %q", got)
	}
}

// A deadline that passes is told on an open page, although nothing came in.
func TestOpenPagesAreToldDeadlines(t *testing.T) {
	var now atomic.Int64
	now.Store(time.Date(2016, 2, 10, 23, 59, 58, 0, time.UTC).Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	base, open := liveBoard(t, a, texts)
	ctx := liveBrowser(t)
	do(ctx, t, chromedp.Navigate(base+"/en/a/truce"))
	listening(t, open)
	now.Add(4)
	if got := saidBy(ctx, t); !strings.Contains(got, "2e is now ") {
		t.Errorf("told %q", got)
	}
}

var markOf = regexp.MustCompile(`data-mark="([^"]+)"`)

// Of an incident that is not for them outsiders are told nothing: neither that it came in nor what it changed.
func TestOpenPagesAreGuarded(t *testing.T) {
	h := newHouse(t)
	base, open := liveBoard(t, h.app, h.app.RecordTexts)
	ctx := liveBrowser(t)
	reader := listen(t, h.base, "Cookie", "mithaq="+h.token[review.Reader])
	reader.expect("hello")
	do(ctx, t, chromedp.Navigate(base+"/en/incidents"))
	listening(t, open)
	before := markOf.FindString(get(t, base+"/en/incidents").body)
	enter(t, h.app, breach("hidden")...)
	reader.expect("change")
	if after := markOf.FindString(get(t, base+"/en/incidents").body); before == "" || after != before {
		t.Errorf("a page made for the public bears another mark: %s, %s", before, after)
	}
	enter(t, h.app, append(breach("shown"), record.Publication{Kind: record.KindIncident, Subject: "shown", Public: true, Why: "the test", By: "holder"})...)
	if got := saidBy(ctx, t); !strings.HasPrefix(got, "1 new incident") || strings.HasPrefix(got, "1 new incidents") {
		t.Errorf("told %q", got)
	}
}

// A mark does not give away which record it names: under the key of another server the same record has another mark, so that nobody can try numbers
// of entries against one. A page that outlives its server is told that it may be out of date, and no more.
func TestMarkIsKeyed(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	first, second := boardOf(t, a, texts, web.Options{}), boardOf(t, a, texts, web.Options{})
	mark := func(base string) string { return markOf.FindString(get(t, base+"/en/a/truce").body) }
	once, again, other := mark(first.URL), mark(first.URL), mark(second.URL)
	if once == "" || once != again || once == other {
		t.Fatalf("%s, then %s; another server's %s", once, again, other)
	}
	l := listenSince(t, second.URL, markOf.FindStringSubmatch(once)[1])
	if m := l.expect("hello"); m.data.Missed != 1 {
		t.Errorf("%+v", m)
	}
	if m := l.expect("change"); !m.data.Reload || m.data.Came != 0 || m.data.Head != 0 || len(m.data.Changed) != 0 {
		t.Errorf("%+v", m)
	}
}

// What comes in between the making of a page and its line is told too; a page that is as of a day is told nothing.
func TestPageKnowsWhatItShows(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	srv := boardOf(t, a, texts, web.Options{})
	mark := func(path string) string {
		m := markOf.FindStringSubmatch(get(t, srv.URL+path).body)
		if m == nil {
			t.Fatalf("%s bears no mark", path)
		}
		return m[1]
	}
	other := listen(t, srv.URL)
	other.expect("hello")
	old := mark("/en/a/truce")
	if m := listenSince(t, srv.URL, old).expect("hello"); m.id != old || m.data.Missed != 0 {
		t.Errorf("%+v, of %s", m, old)
	}
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	other.expect("change")
	now := mark("/ar/incidents")
	late := listenSince(t, srv.URL, old)
	if m := late.expect("hello"); m.id != old || m.data.Missed != 1 {
		t.Errorf("%+v, of %s", m, old)
	}
	if m := late.expect("change"); m.id != now || m.data.Came != 2 || len(m.data.About) != 1 || m.data.About[0] != "fired" {
		t.Errorf("%+v, now %s", m, now)
	}
	if m := listenSince(t, srv.URL, now).expect("hello"); m.id != now || m.data.Missed != 0 {
		t.Errorf("%+v, now %s", m, now)
	}
	if r := get(t, srv.URL+"/en/a/truce?as-of=2016-02-01"); strings.Contains(r.body, "mithaq-live") {
		t.Error("a page as of a day listens")
	}
}

package web_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser opens a tab for a minute. Whatever the page complains of, and whatever it asks of another host, is an error of the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(openBrowser(t, false), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// quietBrowser opens a tab that may be shown pages whose status is an error, which the browser remarks on by itself, for as long as the test runs.
func quietBrowser(t *testing.T) context.Context {
	t.Helper()
	return openBrowser(t, true)
}

// openBrowser opens a browser whose pages listen to nothing: an open line would hold up the end of a test's server (liveBrowser listens).
func openBrowser(t *testing.T, statuses bool, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	ctx := startBrowser(t, statuses, more...)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "delete globalThis.EventSource"}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func startBrowser(t *testing.T, statuses bool, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is missing (a skipped test is a failure in CI): apt-get install chromium")
		}
		t.Skip("chromium is missing: apt-get install chromium")
	}
	if more == nil {
		more = []chromedp.ExecAllocatorOption{chromedp.DisableGPU}
	}
	more = append(more, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-features", "BackForwardCache,Translate"), // a page on the way back is loaded, as on a phone with little memory
		chromedp.Flag("disable-background-networking", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), more...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	var mu sync.Mutex
	err = chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			// What a driver says of its speed is of the machine, not of the page.
			driver := ev.Entry.Source == log.EntrySourceRendering && strings.Contains(ev.Entry.Text, "GL Driver Message (OpenGL, Performance")
			if !driver && (!statuses || !strings.Contains(ev.Entry.Text, "the server responded with a status of 4")) {
				t.Errorf("the browser says: %s %s", ev.Entry.Text, ev.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %v", ev.ExceptionDetails)
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(ev.Request.URL); err != nil || u.Scheme != "data" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" {
				t.Errorf("the page asks for %s", ev.Request.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Navigate("about:blank"))
	return ctx
}

func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func run[T any](ctx context.Context, t *testing.T, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// follow clicks a link and gives the path where it led.
func follow(ctx context.Context, t *testing.T, selector string) string {
	t.Helper()
	res, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil {
		t.Fatalf("%s: %v", selector, err)
	}
	if res.Status != 200 {
		t.Fatalf("%s: %d at %s", selector, res.Status, res.URL)
	}
	return here(ctx, t)
}

func here(ctx context.Context, t *testing.T) string {
	t.Helper()
	u, err := url.Parse(run(ctx, t, chromedp.Location()))
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}

// Why in one click, who says so in two: from the agreement to a term's reasons, an incident, its source, and back.
func TestClickFromAgreementToSource(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/"))
	follow(ctx, t, `.terms a[href="/en/a/khatib"]`)
	if at := follow(ctx, t, `#t11 .more`); at != "/en/a/khatib/t/11" {
		t.Fatalf("the reasons are at %s", at)
	}
	if word := run(ctx, t, chromedp.Text(chromedp.CSS(`#n11a .three .lead-lane .word`))); !strings.Contains(word, "not met") {
		t.Errorf("term 11 is %q", word)
	}
	incident := follow(ctx, t, `#n11a .chain a[href^="/en/i/"]`)
	if !strings.HasPrefix(incident, "/en/i/") {
		t.Fatalf("the incident is at %s", incident)
	}
	if at := follow(ctx, t, `.report a[href^="/en/s/"]`); !strings.HasPrefix(at, "/en/s/") {
		t.Fatalf("the source is at %s", at)
	}
	follow(ctx, t, `.incidents a[href="`+incident+`"]`)
	if at := follow(ctx, t, `a[href^="/en/a/khatib/t/11"]`); !strings.HasPrefix(at, "/en/a/khatib/t/11") {
		t.Errorf("the way back leads to %s", at)
	}
}

func TestFilterIncidents(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/incidents"),
		chromedp.SetValue(chromedp.CSS(`#from`), "2015-10-01"), chromedp.SetValue(chromedp.CSS(`#to`), "2015-10-31"),
		chromedp.SetValue(chromedp.CSS(`#grade`), "corroborated"), chromedp.SendKeys(chromedp.CSS(`#text`), "hospital"))
	at := follow(ctx, t, `.filters button`)
	for _, want := range []string{"from=2015-10-01", "grade=corroborated", "text=hospital"} {
		if !strings.Contains(at, want) {
			t.Errorf("the address %s lacks %s", at, want)
		}
	}
	n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('.incidents tbody tr').length`))
	if n == 0 || n > 20 || run(ctx, t, chromedp.Evaluate[string](`document.querySelector('#from').value`)) != "2015-10-01" {
		t.Errorf("%d rows at %s", n, at)
	}
}

// A change of language stays on the page and in the day; Arabic runs from right to left, its table too.
func TestLanguages(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib/t/11?as-of=2015-12-31"))
	if at := follow(ctx, t, `.langs a[hreflang="ar"]`); at != "/ar/a/khatib/t/11?as-of=2015-12-31" {
		t.Errorf("Arabic is at %s", at)
	}
	do(ctx, t, chromedp.Navigate(base+"/ar/a/khatib"))
	if dir := run(ctx, t, chromedp.Evaluate[string](`getComputedStyle(document.body).direction`)); dir != "rtl" {
		t.Errorf("direction %q", dir)
	}
	left := func(selector string) float64 {
		return run(ctx, t, chromedp.Evaluate[float64](`document.querySelector('`+selector+`').getBoundingClientRect().left`))
	}
	if left(`#t11 .no`) < left(`#t11 .lane`) || left(`.site .name`) < left(`.site .langs`) {
		t.Error("the page is not laid out from right to left")
	}
	if font := run(ctx, t, chromedp.Evaluate[bool](`document.fonts.check('16px "Mithaq Sans"', 'ميثاق')`)); !font {
		t.Error("the Arabic letters are not there")
	}
	if at := follow(ctx, t, `.langs a[hreflang="ru"]`); at != "/ru/a/khatib" {
		t.Errorf("Russian is at %s", at)
	}
}

// whereTheFormStands says how the form of days and standard is shown; "" where there is none.
const whereTheFormStands = `(() => {
	const form = document.querySelector('.fold form'), fold = document.querySelector('.fold > summary')
	const any = document.querySelector('main form')
	if (any && any.checkVisibility() && any.compareDocumentPosition(document.querySelector('h1')) & Node.DOCUMENT_POSITION_FOLLOWING) return 'before the title'
	if (!form) return ''
	if (form.checkVisibility({contentVisibilityAuto: true})) return 'open'
	return fold.getBoundingClientRect().top >= document.querySelector('h1').getBoundingClientRect().bottom ? 'folded below the title' : 'folded above the title'
})()`

// spaced sets a page as a reader may who needs more room between lines, letters and words (WCAG 1.4.12).
const spaced = `(() => {
	const sheet = new CSSStyleSheet()
	sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }')
	document.adoptedStyleSheets = [sheet]
})()`

// No page is wider than the screen: on a laptop, where it is shown at nearly twice and at four times its size (WCAG 1.4.10), on a phone, and where the
// words need more room. An overview of the letter fits one laptop screen.
func TestFitsTheScreen(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	over := func(path, how string) {
		t.Helper()
		if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
			t.Errorf("%s %s is %d wider than the screen", path, how, over)
		}
	}
	for _, path := range []string{"/", "/a/khatib", "/a/khatib/t/11", "/a/khatib/c/hospitals", "/a/khatib/compare", "/incidents", "/desk", "/report?from=2015-11-01&to=2015-11-30"} {
		for _, lang := range []string{"en", "ar", "ru"} {
			do(ctx, t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+"/"+lang+path))
			for _, width := range []int64{1280, 720, 320} {
				do(ctx, t, chromedp.EmulateViewport(width, 844))
				over("/"+lang+path, fmt.Sprint("at ", width))
				if stands := run(ctx, t, chromedp.Evaluate[string](whereTheFormStands)); stands != "" && (width == 1280 && stands != "open" || width == 320 && stands != "folded below the title") {
					t.Errorf("/%s%s at %d: the form of days and standard is %s", lang, path, width, stands)
				}
			}
			if lang != "ru" { // its words are the longest
				continue
			}
			do(ctx, t, chromedp.EmulateViewport(390, 844), chromedp.Evaluate[chromedp.Void](spaced))
			over("/"+lang+path, "on a phone, with room between the letters,")
			do(ctx, t, chromedp.EmulateViewport(1280, 900))
			over("/"+lang+path, "with room between the letters")
		}
	}
	do(ctx, t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+"/en/a/khatib"))
	if h := run(ctx, t, chromedp.Evaluate[float64](`document.querySelector('.treaty').getBoundingClientRect().height / document.querySelectorAll('.treaty tr').length`)); h > 60 {
		t.Errorf("a row of the overview is %.0f high", h)
	}
}

// Whoever has the keyboard alone sees where they are: each stop of a page with many kinds of fields is outlined, a date too, whose day, month and year have the focus.
func TestFocusIsSeen(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/ar/incidents"))
	seen := map[string]bool{}
	for range 38 {
		do(ctx, t, chromedp.KeyEvent(kb.Tab))
		at := run(ctx, t, chromedp.Evaluate[[]string](`(e => [e.type ?? e.localName, e.id || e.textContent.trim(), getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth])(document.activeElement)`))
		seen[at[0]] = true
		if at[2] != "solid" || at[3] != "3px" {
			t.Errorf("the focus is not seen on %q", at)
		}
	}
	if !seen["date"] || !seen["select-one"] || !seen["submit"] {
		t.Errorf("the keyboard came to %v alone", slices.Sorted(maps.Keys(seen)))
	}
}

// noDrawings makes of each drawing what a browser makes of it that knows no SVG: elements without a meaning, whose words run on in the page.
const noDrawings = `(() => {
	const plain = e => {
		const p = document.createElementNS('no-svg', e.localName)
		for (const a of e.attributes) p.setAttribute(a.name, a.value)
		for (const c of e.childNodes) p.append(c.nodeType === Node.ELEMENT_NODE ? plain(c) : c.cloneNode())
		return p
	}
	let n = 0
	for (const svg of document.querySelectorAll('svg')) if (svg.isConnected && ++n) svg.replaceWith(plain(svg))
	return n
})()`

// Where no drawing is drawn, as in the Tor Browser at its safest, its words do not run on in the page.
func TestWordsOfDrawings(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	for _, path := range []string{"/en/a/khatib", "/ar/a/khatib/timeline", "/ru/a/khatib/sequence", "/ar/map"} {
		do(ctx, t, chromedp.Navigate(base+path))
		if run(ctx, t, chromedp.Evaluate[int](noDrawings)) == 0 {
			t.Errorf("%s has no drawing", path)
		}
		if words := run(ctx, t, chromedp.Evaluate[[]string](`[...document.querySelectorAll('text, title')].filter(e => {
			const r = e.getBoundingClientRect()
			return r.width > 0 && r.right > 0 && r.left < innerWidth
		}).slice(0, 3).map(e => e.textContent)`)); len(words) > 0 {
			t.Errorf("%s: words of a drawing stand in the page: %q", path, words)
		}
		if over := run(ctx, t, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
			t.Errorf("%s is %d wider than the screen", path, over)
		}
	}
}

// A report becomes a file of pages. (With cells that were filled with a pattern the browser did not come to an end within minutes.)
func TestReportIsPrinted(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/ar/report?from=2015-11-01&to=2015-11-30"))
	if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('.cell.blind + .unseen').length`)); n == 0 {
		t.Error("no cell of the chart is hatched")
	}
	made, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{})
	if err != nil || !bytes.HasPrefix(made.Data, []byte("%PDF-")) {
		t.Errorf("the report is not printed: %v", err)
	}
}

func TestWorksWithoutScripts(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib"))
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if at := follow(ctx, t, `#t11 .more`); at != "/en/a/khatib/t/11" {
		t.Errorf("the reasons are at %s", at)
	}
	if at := follow(ctx, t, `.site a[href="/en/incidents"]`); at != "/en/incidents" {
		t.Errorf("the incidents are at %s", at)
	}
	if at := follow(ctx, t, `.filters button`); !strings.HasPrefix(at, "/en/incidents?") {
		t.Errorf("the form leads to %s", at)
	}
}

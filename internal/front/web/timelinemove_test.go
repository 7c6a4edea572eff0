package web_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// moved does something and waits until the timeline tells a new stretch of time; it gives where that begins and ends.
func moved(ctx context.Context, t *testing.T, does ...chromedp.Action[chromedp.Void]) (from, to string) {
	t.Helper()
	run(ctx, t, chromedp.Evaluate[any](`window.told = new Promise(done => {
		const says = document.querySelector('.tl-says');
		new MutationObserver(() => done(says.textContent)).observe(says, {childList: true});
	}); 0`))
	do(ctx, t, does...)
	said := run(ctx, t, chromedp.Evaluate[string](`window.told`, chromedp.EvalAwaitPromise))
	if !strings.Contains(run(ctx, t, chromedp.Evaluate[string](`document.querySelector('.tl-period').textContent`)), said) || said == "" {
		t.Errorf("it is told %q", said)
	}
	at, err := url.Parse(here(ctx, t))
	if err != nil {
		t.Fatal(err)
	}
	return at.Query().Get("from"), at.Query().Get("to")
}

func focused(ctx context.Context, t *testing.T) string {
	t.Helper()
	return run(ctx, t, chromedp.Evaluate[string](`document.activeElement.closest('details')?.id ?? ''`))
}

// The timeline moves by keys, wheel and drag; the address holds where it is, the focus stays on its row, and in Arabic the left is later.
func TestTimelineMoves(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	for _, c := range []struct{ lang, later, earlier string }{{"en", kb.ArrowRight, kb.ArrowLeft}, {"ar", kb.ArrowLeft, kb.ArrowRight}} {
		do(ctx, t, chromedp.Navigate(base+"/"+c.lang+"/a/khatib/timeline"))
		tabTo(ctx, t, ".tl-row summary")
		first := focused(ctx, t)
		do(ctx, t, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown))
		second := focused(ctx, t)
		if second == first {
			t.Errorf("the arrow does not lead to another row than %s", first)
		}
		if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('.tl-row summary[tabindex="0"]').length`)); n != 1 {
			t.Errorf("%d rows are reached by Tab", n)
		}
		from, to := moved(ctx, t, chromedp.KeyEvent("+"))
		if from <= "2015-11-01" || to >= "2016-04-30" || from >= to {
			t.Errorf("closer: %s to %s", from, to)
		}
		later, _ := moved(ctx, t, chromedp.KeyEvent(c.later))
		if later <= from {
			t.Errorf("%s: later than %s is %s", c.lang, from, later)
		}
		back, _ := moved(ctx, t, chromedp.KeyEvent(c.earlier))
		if back >= later {
			t.Errorf("%s: earlier than %s is %s", c.lang, later, back)
		}
		if now := focused(ctx, t); now != second {
			t.Errorf("the focus went from %s to %s", second, now)
		}
		if lo, hi := moved(ctx, t, chromedp.KeyEvent(kb.Home)); !strings.HasPrefix(lo, "2015-10-31T") || !strings.HasPrefix(hi, "2016-04-30T") {
			t.Errorf("the whole: %s to %s", lo, hi)
		}
		open := func() bool {
			return run(ctx, t, chromedp.Evaluate[bool](`document.activeElement.parentElement.open`))
		}
		was := open() // what was opened in one language is open in another
		if do(ctx, t, chromedp.KeyEvent(kb.Enter)); open() == was {
			t.Error("Enter does not open a row")
		}
	}
	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib/timeline"))
	middle := func() (x, y float64) {
		box := run(ctx, t, chromedp.Evaluate[[]float64](`(() => { const r = document.querySelector('.tl-axis').getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`))
		return box[0] + box[2]/2, box[1] + box[3]/2
	}
	x, y := middle()
	from, to := moved(ctx, t, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseWheel, x, y, func(p *input.DispatchMouseEventParams) { p.DeltaX, p.DeltaY = 0.01, -200 }))
	if from <= "2015-11-01" || to >= "2016-04-30" {
		t.Errorf("the wheel: %s to %s", from, to)
	}
	left := func(p *input.DispatchMouseEventParams) {
		p.Button, p.Buttons, p.ClickCount = input.MouseButtonLeft, 1, 1
	}
	x, y = middle()
	dragged, _ := moved(ctx, t,
		chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, x, y, left), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x-60, y, left),
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x-120, y, left), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x-120, y, left))
	if dragged <= from {
		t.Errorf("dragged to the left, from %s to %s", from, dragged)
	}
	before := here(ctx, t)
	moved(ctx, t, chromedp.Click(chromedp.CSS(`[data-span="week"]`)))
	if at := here(ctx, t); at == before {
		t.Error("a link leads nowhere")
	}
	moved(ctx, t, chromedp.Evaluate[chromedp.Void](`history.back()`))
	if at := here(ctx, t); at != before {
		t.Errorf("the way back leads to %s, not to %s", at, before)
	}
}

package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// mapBrowser opens a tab of a browser that draws WebGL without a graphics card.
func mapBrowser(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(openBrowser(t, false, chromedp.Flag("use-angle", "swiftshader"), chromedp.Flag("enable-unsafe-swiftshader", true)), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// live waits until the map has drawn its signs, and says how many.
func live(ctx context.Context, t *testing.T) int {
	t.Helper()
	do(ctx, t, chromedp.WaitVisible(chromedp.CSS(`mithaq-map[data-live][data-signs] .maplibregl-canvas`)))
	return run(ctx, t, chromedp.Evaluate[int](`Number(document.querySelector('mithaq-map').dataset.signs)`))
}

// picture keeps what the tab shows, where MITHAQ_PICTURES names a folder.
func picture(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("MITHAQ_PICTURES")
	if dir == "" {
		return
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), shot.Data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The map draws; a sign opens and leads to its incidents; closer to it there are more signs; a filter leaves fewer; all by keyboard too.
func TestMapIsLive(t *testing.T) {
	ctx, base := mapBrowser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/map"))
	signs := live(ctx, t)
	if signs < 5 || signs != run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('.maplive .mapsign').length`)) {
		t.Errorf("%d signs", signs)
	}
	if text := run(ctx, t, chromedp.Evaluate[string](`document.querySelector('.drawing').checkVisibility() + ' ' + document.querySelector('.maplist').innerText`)); !strings.HasPrefix(text, "false") || !strings.Contains(text, "incidents (") {
		t.Errorf("beside the map: %q", text)
	}
	picture(ctx, t, "map-live")
	do(ctx, t, chromedp.Focus(chromedp.CSS(`.maplist li:first-child button`)), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS(`.mappanel[data-open] .chain a`)))
	picture(ctx, t, "map-open")
	if at := run(ctx, t, chromedp.Evaluate[string](`document.activeElement.tagName + ' ' + document.querySelector('.mappanel .chain a').getAttribute('href')`)); !strings.HasPrefix(at, "H3 /en/i/") {
		t.Errorf("the open sign: %q", at)
	}
	run(ctx, t, chromedp.Evaluate[int](`{ const m = document.querySelector('mithaq-map'); delete m.dataset.signs; document.querySelector('.mappanel > button:last-child').click(); 0 }`))
	if n := live(ctx, t); n < 2 {
		t.Errorf("closer there are %d signs", n)
	}
	picture(ctx, t, "map-closer")
	do(ctx, t, chromedp.SetValue(chromedp.CSS(`#grade`), "verified"))
	follow(ctx, t, `.filters button`)
	if fewer := live(ctx, t); fewer == 0 || fewer >= signs {
		t.Errorf("%d signs of what is verified, of %d", fewer, signs)
	}
	do(ctx, t, chromedp.Navigate(base+"/ar/map"))
	live(ctx, t)
	picture(ctx, t, "map-ar")
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	if print := run(ctx, t, chromedp.Evaluate[string](`[...document.querySelectorAll('.drawing, .maplive')].map((e) => e.checkVisibility()).join()`)); print != "true,false" {
		t.Errorf("in print: %s", print)
	}
}

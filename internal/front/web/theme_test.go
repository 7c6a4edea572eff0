package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// prefers makes the device wish for light or dark; media "" is a screen.
func prefers(ctx context.Context, t *testing.T, media, scheme string) {
	t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, p); err != nil {
		t.Fatal(err)
	}
}

const (
	paperLight = "rgb(252, 251, 248)"
	paperDark  = "rgb(22, 24, 27)"
)

// The colours are those that the device wishes, also without scripts; what the reader chose counts more, and stays.
func TestTheme(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	paper := func(step string, want string) {
		t.Helper()
		if got := run(ctx, t, chromedp.Evaluate[string](`getComputedStyle(document.documentElement).backgroundColor`)); got != want {
			t.Errorf("%s: the paper is %s, want %s", step, got, want)
		}
	}
	choose := func(choice string) {
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`{ const s = document.querySelector('theme-switch select'); s.value = '`+choice+`'; s.dispatchEvent(new Event('change')) }`))
	}
	prefers(ctx, t, "", "light")
	do(ctx, t, chromedp.Navigate(base+"/en/"))
	paper("a light device", paperLight)
	prefers(ctx, t, "", "dark")
	paper("a dark device", paperDark)
	choose("light")
	paper("light was chosen", paperLight)
	do(ctx, t, chromedp.Navigate(base+"/ar/a/khatib"))
	paper("the next page", paperLight)
	if v := run(ctx, t, chromedp.Evaluate[string](`document.querySelector('theme-switch select').value`)); v != "light" {
		t.Errorf("the switch says %s", v)
	}
	prefers(ctx, t, "", "light")
	choose("dark")
	paper("dark was chosen", paperDark)
	prefers(ctx, t, "print", "dark")
	paper("on paper", "rgb(255, 255, 255)")
	prefers(ctx, t, "", "light")
	choose("device")
	paper("as the device", paperLight)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	prefers(ctx, t, "", "dark")
	do(ctx, t, chromedp.Navigate(base+"/en/"))
	paper("without scripts", paperDark)
}

// Who changes the language or the day stays where they were on the page; another page begins at its beginning.
func TestPlaceIsKept(t *testing.T) {
	ctx, base := browser(t), exampleServer(t)
	do(ctx, t, chromedp.Navigate(base+"/en/a/khatib"), chromedp.Evaluate[chromedp.Void](`scrollTo(0, document.querySelector('#t9').getBoundingClientRect().top + 10)`))
	top := func() float64 {
		return run(ctx, t, chromedp.Evaluate[float64](`document.querySelector('#t9').getBoundingClientRect().top`))
	}
	before := top()
	do(ctx, t, chromedp.Navigate(base+"/ar/a/khatib?as-of=2016-01-31"))
	if after := top(); after < before-3 || after > before+3 {
		t.Errorf("term 9 stood at %.0f and now at %.0f", before, after)
	}
	do(ctx, t, chromedp.Navigate(base+"/ar/incidents"))
	if y := run(ctx, t, chromedp.Evaluate[float64](`scrollY`)); y != 0 {
		t.Errorf("another page begins at %.0f", y)
	}
}

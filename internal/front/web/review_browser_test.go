package web_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"mithaq/internal/evidence/review"
)

// seat makes the browser that of a user.
func (h *house) seat(ctx context.Context, t *testing.T, user string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: "mithaq", Value: h.token[user], URL: h.base}); err != nil {
		t.Fatal(err)
	}
}

// press presses a button of a form by what it does.
func press(ctx context.Context, t *testing.T, do string) string {
	t.Helper()
	return follow(ctx, t, `button[name="do"][value="`+do+`"]`)
}

// Two users bring a finding through in a browser that runs no script, in three languages: one assesses, one makes it a finding, the second sends it
// back, and then confirms.
func TestReviewInABrowser(t *testing.T) {
	ctx, h := browser(t), newDesk(t)
	do(ctx, t, chromedp.Navigate(h.base+"/en/"))
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	h.seat(ctx, t, "lina")
	do(ctx, t, chromedp.Navigate(h.base+"/en/i/market-1/assess"),
		chromedp.SetValue(chromedp.CSS(`#f-grade`), "verified"), chromedp.SendKeys(chromedp.CSS(`#f-why`), " A third voice."), chromedp.SendKeys(chromedp.CSS(`[name="killed.low"]`), "5"))
	press(ctx, t, "look")
	if at := press(ctx, t, "enter"); !strings.HasPrefix(at, "/en/i/market-1/review?assessor=lina") {
		t.Fatalf("the assessment led to %s", at)
	}
	if at := press(ctx, t, "accept"); !strings.HasPrefix(at, "/en/reviews?") {
		t.Errorf("taking it up led to %s", at)
	}
	h.seat(ctx, t, "mona")
	do(ctx, t, chromedp.Navigate(h.base+"/ar/reviews?step=finding&by=rami"))
	if at := follow(ctx, t, `.reviews a[href*="market-1"]`); !strings.HasPrefix(at, "/ar/i/market-1/review") {
		t.Fatalf("the queue led to %s", at)
	}
	do(ctx, t, chromedp.SetValue(chromedp.CSS(`#second`), "lina"))
	press(ctx, t, "accept")
	h.seat(ctx, t, "lina")
	do(ctx, t, chromedp.Navigate(h.base+"/ru/desk"))
	follow(ctx, t, `a[href*="/i/market-1/review"]`)
	do(ctx, t, chromedp.Click(chromedp.CSS(`details:has(button[value="back"]) > summary`)), chromedp.SendKeys(chromedp.CSS(`#why-back`), "Ещё один свидетель."))
	press(ctx, t, "back")
	if f := h.finding(t, "market-1"); f.Stage != review.Inquiry || f.Review.Why != "Ещё один свидетель." {
		t.Fatalf("sent back, it stands at %s", f.Stage)
	}
	h.seat(ctx, t, "mona")
	do(ctx, t, chromedp.Navigate(h.base+"/ar/i/market-1/review?assessor=lina"), chromedp.SetValue(chromedp.CSS(`#second`), "lina"))
	press(ctx, t, "accept")
	h.seat(ctx, t, "lina")
	do(ctx, t, chromedp.Navigate(h.base+"/ru/i/market-1/review?assessor=lina"))
	press(ctx, t, "second")
	if f := h.finding(t, "market-1"); f.Stage != review.Found || f.Review.By != "lina" || f.Review.Second != "mona" {
		t.Errorf("confirmed, it stands at %s by %+v", f.Stage, f.Persons)
	}
}

// Two incidents are merged and split again in a browser, with the look at what would change between.
func TestMergeInABrowser(t *testing.T) {
	ctx, h := browser(t), twins(t)
	do(ctx, t, chromedp.Navigate(h.base+"/ru/"))
	h.seat(ctx, t, "mona")
	do(ctx, t, chromedp.Navigate(h.base+"/ru/duplicates"))
	if at := follow(ctx, t, `a[href*="a=twin-1&b=twin-2"]`); !strings.HasPrefix(at, "/ru/duplicates/pair") {
		t.Fatalf("the queue led to %s", at)
	}
	do(ctx, t, chromedp.SendKeys(chromedp.CSS(`#why`), "Один обстрел."), chromedp.Click(chromedp.CSS(`input[name="into"][value="twin-1"]`)))
	press(ctx, t, "look")
	if into(t, h, "twin-2") != "" {
		t.Fatal("looking merged them")
	}
	if at := press(ctx, t, "same"); !strings.HasPrefix(at, "/ru/duplicates/pair?") || !strings.Contains(at, "twin-3") {
		t.Errorf("the next pair is at %s", at)
	}
	if into(t, h, "twin-2") != "twin-1" {
		t.Fatal("they are not merged")
	}
	do(ctx, t, chromedp.Navigate(h.base+"/ru/i/twin-1"))
	follow(ctx, t, `.merged a[href*="/duplicates/pair"]`)
	press(ctx, t, "open")
	if into(t, h, "twin-2") != "" {
		t.Error("they are still merged")
	}
}

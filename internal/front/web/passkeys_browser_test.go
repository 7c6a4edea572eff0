package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"mithaq/internal/evidence/review"
)

// device gives the browser an authenticator that knows its holder, and signs whenever it is asked.
func device(ctx context.Context, t *testing.T) webauthn.AuthenticatorID {
	t.Helper()
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	made, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return made.AuthenticatorID
}

// An invitation is accepted, a second passkey is added, used and removed, in the browser; and each page with it is accessible.
func TestPasskeyInTheBrowser(t *testing.T) {
	h := newHouse(t)
	base := strings.Replace(h.base, "127.0.0.1", "localhost", 1)
	source := axeSource(t)
	ctx := quietBrowser(t)
	phone := device(ctx, t)
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}); err != nil {
		t.Fatal(err)
	}
	shots := os.Getenv("MITHAQ_SCREENSHOTS") // a folder for pictures of the pages
	look := func(name string) {
		t.Helper()
		for _, scheme := range []string{"light", "dark"} {
			prefers(ctx, t, "", scheme)
			axe(ctx, t, name+" "+scheme, axeAll)
			for _, wide := range []int64{1280, 390} {
				if shots == "" {
					continue
				}
				do(ctx, t, chromedp.EmulateViewport(wide, 900))
				shot(ctx, t, filepath.Join(shots, name+"-"+scheme+"-"+itoa(int(wide))+".png"))
			}
		}
		do(ctx, t, chromedp.EmulateViewport(1280, 900))
	}
	press := func(form string) string {
		t.Helper()
		_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(`form[action$="`+form+`"] button`)))
		if err != nil {
			t.Fatalf("%s: %v; the page says %q", form, err, run(ctx, t, chromedp.Evaluate[string](`document.querySelector('main').innerText`)))
		}
		return here(ctx, t)
	}
	do(ctx, t, chromedp.Navigate(base+"/en/welcome?code="+h.invite(t, review.Recorder)), chromedp.SendKeys(chromedp.CSS("#passkey-name"), "phone"))
	look("welcome")
	if at := press("/welcome/passkey"); at != "/en/" {
		t.Fatalf("accepting leads to %s", at)
	}
	for _, lang := range []string{"en", "ar", "ru"} {
		do(ctx, t, chromedp.Navigate(base+"/"+lang+"/me"))
		look("me-" + lang)
	}
	if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('[name=passkey]').length`)); n != 1 {
		t.Errorf("%d passkeys are listed", n)
	}
	press("/sign-out")
	for _, lang := range []string{"ar", "ru", "en"} {
		do(ctx, t, chromedp.Navigate(base+"/"+lang+"/sign-in?to=/"+lang+"/desk"))
		look("sign-in-" + lang)
	}
	if at := press("/sign-in/passkey"); at != "/en/desk" {
		t.Fatalf("signing in leads to %s", at)
	}
	// The one authenticator has its passkey already: it is not given a second.
	do(ctx, t, chromedp.Navigate(base+"/en/me"), chromedp.SendKeys(chromedp.CSS("#passkey-name"), "again"), chromedp.Click(chromedp.CSS(`form[action$="/me/passkeys"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`mithaq-passkey [role=alert]`)))
	if _, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: phone}); err != nil {
		t.Fatal(err)
	}
	device(ctx, t)
	do(ctx, t, chromedp.Navigate(base+"/en/me"), chromedp.SendKeys(chromedp.CSS("#passkey-name"), "key on a ring"))
	press("/me/passkeys")
	if n := run(ctx, t, chromedp.Evaluate[int](`document.querySelectorAll('[name=passkey]').length`)); n != 2 {
		t.Fatalf("%d passkeys are listed", n)
	}
	press("/me/passkeys/remove")
	press("/me/passkeys/remove")
	if text := run(ctx, t, chromedp.Text(chromedp.CSS(".note[role=alert]"))); !strings.Contains(text, "the last way") {
		t.Errorf("after the last one was removed: %q", text)
	}
	if _, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(ctx, t, chromedp.Navigate(base+"/en/sign-in"))
	if text := run(ctx, t, chromedp.Text(chromedp.CSS("main"))); !strings.Contains(text, "A passkey needs scripts") || strings.Contains(text, "Sign in with a passkey") {
		t.Errorf("without scripts: %q", text)
	}
}

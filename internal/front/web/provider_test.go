package web_test

import (
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// Who was invited, or is signed in, links an account at the provider and signs in by it; nobody else does.
func TestProvider(t *testing.T) {
	h, p := withIdentity(t)
	stranger := h.somebody(t, "")
	if to := stranger.through(t, "/en/sign-in/provider"); to != "/en/sign-in?told=unknown" || stranger.in(t) {
		t.Fatalf("somebody who was not invited: %s", to)
	}
	if r := stranger.get(t, "/en/sign-in?told=unknown"); !r.has("Sign in with The Mission") || !r.has("linked to nobody") {
		t.Error("the page does not say so")
	}
	anna := h.somebody(t, h.token[review.Recorder])
	if to := anna.through(t, "/ar/me/provider"); to != "/ar/me?told=linked" {
		t.Fatalf("linking: %s", to)
	}
	v := h.somebody(t, "")
	if to := v.through(t, "/ru/sign-in/provider", "to", "/ru/desk"); to != "/ru/desk" || !v.get(t, "/en/me").has(review.Recorder) {
		t.Fatalf("signing in: %s", to)
	}
	if v.cookie(t, "mithaq") == h.token[review.Recorder] {
		t.Error("the session is not a new one")
	}
	omar := h.somebody(t, h.token[review.Assessor])
	if to := omar.through(t, "/en/me/provider"); to != "/en/me?told=taken" {
		t.Errorf("an account of another: %s", to)
	}
	if r := v.post(t, "/en/me/provider/remove"); r.status != http.StatusForbidden || !r.has("the last way") {
		t.Errorf("the last way to sign in was taken away: %d", r.status)
	}
	if r := v.post(t, "/en/me/password", "password", goodPassword, "again", goodPassword); r.status != http.StatusOK {
		t.Fatalf("a password: %d", r.status)
	}
	if r := v.post(t, "/en/me/provider/remove"); r.status != http.StatusSeeOther {
		t.Errorf("unlinking: %d", r.status)
	}
	if to := h.somebody(t, "").through(t, "/en/sign-in/provider"); to != "/en/sign-in?told=unknown" {
		t.Errorf("an account that was unlinked: %s", to)
	}
	if to := omar.through(t, "/en/me/provider"); to != "/en/me?told=linked" {
		t.Errorf("an account that is nobody's again: %s", to)
	}

	// An invitation is accepted with an account, once, and what signed in before does so no more.
	p.subject = "u-18"
	code := h.invite(t, review.Recorder)
	if to := v.through(t, "/en/welcome/provider", "code", code); to != "/en/" {
		t.Fatalf("accepting an invitation: %s", to)
	}
	if r := v.post(t, "/en/sign-in", "user", review.Recorder, "password", goodPassword); r.status != http.StatusForbidden {
		t.Errorf("the older password: %d", r.status)
	}
	if r := v.post(t, "/en/welcome/provider", "code", code); r.status != http.StatusForbidden {
		t.Errorf("the invitation a second time: %d", r.status)
	}
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(t.Context(), review.Recorder, "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	if to := v.through(t, "/en/sign-in/provider"); to != "/en/sign-in?told=unknown" || v.in(t) {
		t.Errorf("who left: %s", to)
	}
}

// Every answer of the provider that is not the one that was asked for signs in nobody.
func TestProviderAttacks(t *testing.T) {
	h, p := withIdentity(t)
	if to := h.somebody(t, h.token[review.Recorder]).through(t, "/en/me/provider"); to != "/en/me?told=linked" {
		t.Fatal(to)
	}
	refused := func(what string, v *visitor, to string) {
		t.Helper()
		if to != "/en/sign-in?told=failed" || v.in(t) {
			t.Errorf("%s: %s", what, to)
		}
	}
	set := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) { c[name] = value }
	}
	for what, claims := range map[string]func(map[string]any){
		"another nonce":           set("nonce", "another"),
		"no nonce":                func(c map[string]any) { delete(c, "nonce") },
		"another client":          set("aud", "another"),
		"given to another client": set("azp", "another"),
		"many clients":            set("aud", []string{idClient, "another"}),
		"another issuer":          set("iss", "https://evil.example"),
		"expired":                 set("exp", time.Now().Add(-time.Minute).Unix()),
		"no end":                  func(c map[string]any) { delete(c, "exp") },
		"nobody":                  set("sub", ""),
		"of another access token": set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
	} {
		p.claims = claims
		v := h.somebody(t, "")
		refused(what, v, v.through(t, "/en/sign-in/provider"))
	}
	p.claims = nil
	p.header = map[string]any{"alg": "none"}
	v := h.somebody(t, "")
	refused("no signature", v, v.through(t, "/en/sign-in/provider"))
	p.header = map[string]any{"alg": "HS256"}
	refused("a signature of another kind", v, v.through(t, "/en/sign-in/provider"))
	p.header = nil
	var err error
	if p.sign, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	refused("another's signature", v, v.through(t, "/en/sign-in/provider"))
	p.sign = nil
	for what, answer := range map[string]func(url.Values){
		"another state":             func(q url.Values) { q.Set("state", "another") },
		"no state":                  func(q url.Values) { q.Del("state") },
		"answered by another":       func(q url.Values) { q.Set("iss", "https://evil.example") },
		"answered by nobody":        func(q url.Values) { q.Del("iss") },
		"the user refused":          func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") },
		"a code that was not given": func(q url.Values) { q.Set("code", "made up") },
	} {
		p.answer = answer
		v := h.somebody(t, "")
		refused(what, v, v.through(t, "/en/sign-in/provider"))
	}
	p.answer = nil

	// What one browser brought back counts there alone, and once: nobody is signed in as somebody whose address they were sent.
	attacker := h.somebody(t, "")
	back := attacker.comes(t, attacker.leaves(t, "/en/sign-in/provider"))
	victim := h.somebody(t, "")
	refused("another's way back", victim, victim.get(t, back).header.Get("Location"))
	victim.leaves(t, "/en/sign-in/provider")
	refused("another's way back in the middle of one's own", victim, victim.get(t, back).header.Get("Location"))
	if n := p.taken; attacker.get(t, back).header.Get("Location") != "/en/" || p.taken != n+1 {
		t.Error("the code was taken before, or not")
	}
	attacker.post(t, "/en/sign-out")
	n := p.taken
	refused("the same way back again", attacker, attacker.get(t, back).header.Get("Location"))
	if p.taken != n {
		t.Error("a code was exchanged for a way back that had been used")
	}

	// An account is linked to the session that asked, and to none that took its place.
	p.subject = "u-99"
	omar := h.somebody(t, h.token[review.Assessor])
	back = omar.comes(t, omar.leaves(t, "/en/me/provider"))
	omar.setCookie(t, "mithaq", h.token[review.Reader])
	if to := omar.get(t, back).header.Get("Location"); to != "/en/me?told=failed" {
		t.Errorf("linked to another: %s", to)
	}
	// The page after it is one of the board.
	p.subject = "u-17"
	for _, away := range []string{"https://evil.example/", "//evil.example", "/en/\\evil.example"} {
		if to := h.somebody(t, "").through(t, "/en/sign-in/provider", "to", away); to != "/en/" {
			t.Errorf("to %q leads to %q", away, to)
		}
	}
	if r := h.somebody(t, "").get(t, "/en/sign-in?told=<b>evil</b>"); r.has("evil") && strings.Contains(r.body, "<main") && strings.Contains(mainOf(r.body), "evil") {
		t.Error("what stands in the address is told")
	}
}

// mainOf gives the main part of a page.
func mainOf(body string) string {
	_, rest, _ := strings.Cut(body, "<main")
	main, _, _ := strings.Cut(rest, "</main>")
	return main
}

// A provider that is away, or that answers under another name, leaves the other ways; without one there is nothing to be found.
func TestProviderAway(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/en/sign-in/provider", "/en/me/provider", "/en/welcome/provider", "/en/me/provider/remove"} {
		if r := h.post(t, h.token[review.Reader], path); r.status != http.StatusNotFound {
			t.Errorf("%s without a provider: %d", path, r.status)
		}
	}
	p := newIdentity(t)
	for _, issuer := range []string{"http://127.0.0.1:1", p.URL + "/"} { // nobody is there; somebody who calls themselves otherwise
		handler, err := web.New(h.app, h.app.RecordTexts, web.Options{Log: slog.New(slog.DiscardHandler), Provider: &web.Provider{Issuer: issuer, Client: idClient, Secret: idSecret}})
		if err != nil {
			t.Fatal(err)
		}
		srv := httptest.NewServer(handler)
		h.base = srv.URL
		v := h.somebody(t, "")
		if r := v.post(t, "/en/sign-in/provider"); r.status != http.StatusForbidden || !r.has("does not answer") || !r.has(`name="password"`) {
			t.Errorf("%s: %d", issuer, r.status)
		}
		srv.Close()
	}
}

// The way to the provider and back works in a browser, whose policy lets no form lead elsewhere.
func TestProviderInTheBrowser(t *testing.T) {
	h, p := withIdentity(t)
	if to := h.somebody(t, h.token[review.Recorder]).through(t, "/en/me/provider"); to != "/en/me?told=linked" {
		t.Fatal(to)
	}
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(strings.TrimSuffix(p.back, "/provider/back")+"/en/sign-in?to=/en/desk"), chromedp.Click(chromedp.CSS(`form[action$="/sign-in/provider"] button`)),
		chromedp.WaitVisible(chromedp.CSS(`.you a[href="/en/me"]`)))
	if at := here(ctx, t); at != "/en/desk" {
		t.Errorf("it leads to %s", at)
	}
}

package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

const goodPassword = "five plain words are longer"

// post sends a form as a browser of ours does, with a session's token or none.
func (h *house) post(t *testing.T, token, path string, pairs ...string) reply {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if token != "" {
		req.Header.Set("Cookie", "mithaq="+token)
	}
	return replyOf(t, req)
}

// tokenIn gives the token that an answer hands over, "" where it hands over none.
func tokenIn(t *testing.T, r reply) string {
	t.Helper()
	set := r.header.Get("Set-Cookie")
	if set == "" {
		return ""
	}
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie %q lacks %s", set, want)
		}
	}
	value, _ := strings.CutPrefix(set, "mithaq=")
	value, _, _ = strings.Cut(value, ";")
	return value
}

func (h *house) invite(t *testing.T, user string) string {
	t.Helper()
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	code, err := admin.Invite(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// From an invitation to a session, and out again.
func TestSignIn(t *testing.T) {
	h := newHouse(t)
	code := h.invite(t, review.Recorder)
	if r := get(t, h.base+"/en/welcome?code="+code); r.status != 200 || !r.has(review.Recorder) {
		t.Fatalf("welcome: %d", r.status)
	}
	for _, c := range []struct{ one, two string }{{"short", "short"}, {"aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"}, {"recorder and more", "recorder and more"}, {goodPassword, goodPassword + "x"}} {
		if r := h.post(t, "", "/en/welcome", "code", code, "password", c.one, "again", c.two); r.status != http.StatusForbidden || tokenIn(t, r) != "" {
			t.Errorf("password %q: %d", c.one, r.status)
		}
	}
	r := h.post(t, "", "/en/welcome", "code", code, "password", goodPassword, "again", goodPassword)
	first := tokenIn(t, r)
	if r.status != http.StatusSeeOther || first == "" {
		t.Fatalf("accepting: %d", r.status)
	}
	if r := h.post(t, "", "/en/welcome", "code", code, "password", goodPassword, "again", goodPassword); r.status != http.StatusForbidden {
		t.Errorf("the code was taken twice: %d", r.status)
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+h.token[review.Recorder]); r.status != http.StatusForbidden {
		t.Errorf("an older session outlives the new password: %d", r.status)
	}

	// A token that the browser brings along is not the one it gets, and stands no more.
	r = h.post(t, first, "/en/sign-in", "user", review.Recorder, "password", goodPassword, "to", "/en/incidents?grade=alleged")
	second := tokenIn(t, r)
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/en/incidents?grade=alleged" || second == "" || second == first {
		t.Fatalf("signing in: %d to %s", r.status, r.header.Get("Location"))
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+first); r.status != http.StatusForbidden {
		t.Errorf("the token that was brought along: %d", r.status)
	}
	if r := get(t, h.base+"/en/me", "Cookie", "mithaq="+second); r.status != 200 || !r.has(review.Recorder) {
		t.Errorf("the account: %d", r.status)
	}
	for _, away := range []string{"https://evil.example/", "//evil.example", "/en//evil.example/..", "/\\evil.example", "/ar/", "javascript:alert(1)", "//evil.example/en/", "https://evil.example/en/", "evil:/en/", "/en/\r\nX: y"} {
		if r := get(t, h.base+"/en/sign-in?to="+url.QueryEscape(away)); !r.has(`name="to" value="/en/"`) {
			t.Errorf("to %q leads elsewhere: %s", away, r.body)
		}
	}
	r = h.post(t, "", "/en/sign-in", "user", review.Recorder, "password", goodPassword, "to", "//evil.example/en/")
	if to := r.header.Get("Location"); to != "/en/" {
		t.Errorf("it leads to %q", to)
	}
	r = h.post(t, second, "/en/sign-out")
	if r.status != http.StatusSeeOther || !strings.Contains(r.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("signing out: %d %s", r.status, r.header.Get("Set-Cookie"))
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+second); r.status != http.StatusForbidden {
		t.Errorf("signed out and in: %d", r.status)
	}
}

// Whoever guesses learns nothing and is slowed down: the answer for a user who is not there is that for a wrong password.
func TestGuessing(t *testing.T) {
	h := newHouse(t)
	code := h.invite(t, review.Recorder)
	if r := h.post(t, "", "/en/welcome", "code", code, "password", goodPassword, "again", goodPassword); r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	blank := func(r reply, user string) string { return strings.ReplaceAll(r.body, `value="`+user+`"`, "") }
	known := h.post(t, "", "/en/sign-in", "user", review.Recorder, "password", "not the password")
	unknown := h.post(t, "", "/en/sign-in", "user", "nobody", "password", "not the password")
	unset := h.post(t, "", "/en/sign-in", "user", review.Assessor, "password", "not the password")
	if known.status != http.StatusForbidden || blank(known, review.Recorder) != blank(unknown, "nobody") || blank(known, review.Recorder) != blank(unset, review.Assessor) {
		t.Errorf("%d, %d, %d: the answers differ", known.status, unknown.status, unset.status)
	}
	slowed := 0
	for i := range 12 {
		if r := h.post(t, "", "/en/sign-in", "user", review.Recorder, "password", fmt.Sprint("guess ", i)); r.status == http.StatusTooManyRequests {
			slowed++
		}
	}
	if slowed < 3 {
		t.Errorf("of 12 guesses %d were slowed down", slowed)
	}
	if r := h.post(t, "", "/en/sign-in", "user", review.Recorder, "password", goodPassword); r.status != http.StatusTooManyRequests {
		t.Errorf("the right password after too many guesses: %d", r.status)
	}
}

// One's own sessions are listed and ended; nobody ends another's.
func TestSessions(t *testing.T) {
	h := newHouse(t)
	code := h.invite(t, review.Reader)
	a := tokenIn(t, h.post(t, "", "/en/welcome", "code", code, "password", goodPassword, "again", goodPassword))
	b := tokenIn(t, h.post(t, "", "/en/sign-in", "user", review.Reader, "password", goodPassword))
	page := get(t, h.base+"/en/me", "Cookie", "mithaq="+a)
	_, rest, ok := strings.Cut(page.body, `name="session" value="`)
	if !ok {
		t.Fatal("no other session is shown")
	}
	other, _, _ := strings.Cut(rest, `"`)
	if r := h.post(t, h.token[review.Assessor], "/en/me/sessions", "session", other); r.status != http.StatusSeeOther {
		t.Errorf("%d", r.status)
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+b); r.status != 200 {
		t.Fatalf("another user ended the session: %d", r.status)
	}
	h.post(t, a, "/en/me/sessions", "session", other)
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+b); r.status != http.StatusForbidden {
		t.Errorf("the session stands: %d", r.status)
	}
	if r := h.post(t, a, "/en/me/password", "old", "wrong one here", "password", "another five plain words", "again", "another five plain words"); r.status != http.StatusForbidden {
		t.Errorf("a new password without the old one: %d", r.status)
	}
	if r := h.post(t, a, "/en/me/password", "old", goodPassword, "password", "another five plain words", "again", "another five plain words"); r.status != 200 {
		t.Errorf("a new password: %d", r.status)
	}
	if err := app.NewDoor(h.app).CheckPassword(t.Context(), review.Reader, "another five plain words"); err != nil {
		t.Error(err)
	}
}

// More than a form may carry is refused before it is read.
func TestOversizeForm(t *testing.T) {
	h := newHouse(t)
	if r := h.post(t, "", "/en/sign-in", "user", strings.Repeat("a", 2<<20)); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", r.status)
	}
}

// Strangers who try codes shut out nobody who was invited, a newer invitation takes the place of an older one, and one is taken once.
func TestInvitations(t *testing.T) {
	h := newHouse(t)
	older, newer := h.invite(t, review.Reader), h.invite(t, review.Reader)
	for range 3 * 8 {
		h.post(t, "", "/en/welcome", "code", "nonsense", "password", goodPassword, "again", goodPassword)
	}
	if r := h.post(t, "", "/en/welcome", "code", older, "password", goodPassword, "again", goodPassword); r.status != http.StatusForbidden {
		t.Errorf("the older invitation: %d", r.status)
	}
	door := app.NewDoor(h.app)
	var taken atomic.Int32
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			_, err := door.Accept(t.Context(), newer, fmt.Sprint(goodPassword, i))
			switch {
			case err == nil:
				taken.Add(1)
			case !errors.Is(err, app.ErrNoInvitation):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if taken.Load() != 1 {
		t.Errorf("one code was taken %d times", taken.Load())
	}
}

// An old password changes nothing once the user was given another, even when it was right a moment ago.
func TestOldPasswordIsLate(t *testing.T) {
	h := newHouse(t)
	door := app.NewDoor(h.app)
	code := h.invite(t, review.Reader)
	if _, err := door.Accept(t.Context(), code, goodPassword); err != nil {
		t.Fatal(err)
	}
	aside := h.app.Aside()
	was, err := aside.Kept(t.Context(), "password", review.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := aside.Keep(t.Context(), was); err != nil { // the same password, given again
		t.Fatal(err)
	}
	if err := door.ChangePassword(t.Context(), review.Reader, goodPassword, "another five plain words", ""); err != nil {
		t.Errorf("the present password: %v", err)
	}
	if err := door.ChangePassword(t.Context(), review.Reader, goodPassword, "yet another five plain words", ""); !errors.Is(err, app.ErrCredentials) {
		t.Errorf("an old password: %v", err)
	}
	composed, apart := "caf\u00e9 caf\u00e9 na\u00efve", "cafe\u0301 cafe\u0301 nai\u0308ve" // the same to the eye, from another keyboard
	if err := door.ChangePassword(t.Context(), review.Reader, "another five plain words", composed, ""); err != nil {
		t.Fatal(err)
	}
	if err := door.CheckPassword(t.Context(), review.Reader, apart); err != nil {
		t.Errorf("typed on another keyboard: %v", err)
	}
	if err := door.ChangePassword(t.Context(), review.Reader, apart, "e\u0301a\u0301i\u0301o\u0301u\u0301y\u0301", ""); !errors.Is(err, app.ErrWeakPassword) {
		t.Errorf("six letters with their accents apart: %v", err)
	}
}

// Whoever no longer works here learns from the right password no more than from a wrong one.
func TestEndedUserLearnsNothing(t *testing.T) {
	h := newHouse(t)
	door := app.NewDoor(h.app)
	if _, err := door.Accept(t.Context(), h.invite(t, review.Reader), goodPassword); err != nil {
		t.Fatal(err)
	}
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(t.Context(), review.Reader, "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	right := h.post(t, "", "/en/sign-in", "user", review.Reader, "password", goodPassword)
	wrong := h.post(t, "", "/en/sign-in", "user", review.Reader, "password", "not the password")
	if right.status != wrong.status || right.body != wrong.body {
		t.Errorf("%d and %d", right.status, wrong.status)
	}
}

package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// add gives a user at a browser a passkey of a new authenticator.
func (v *visitor) add(t *testing.T) *authenticator {
	t.Helper()
	key := newAuthenticator(t, v)
	options := v.post(t, "/passkey/new")
	if options.status != http.StatusOK {
		t.Fatalf("the question: %d", options.status)
	}
	if r := v.post(t, "/en/me/passkeys", "name", "blue key", "answer", key.create(t, options.body)); r.status != http.StatusOK || !r.has("blue key") {
		t.Fatalf("adding it: %d", r.status)
	}
	return key
}

// tries signs in with an authenticator and gives the status.
func (v *visitor) tries(t *testing.T, key *authenticator) reply {
	t.Helper()
	key.count++
	return v.post(t, "/en/sign-in/passkey", "answer", key.get(t, v.post(t, "/passkey/ask").body), "to", "/en/desk")
}

// A passkey is added, signs in, shows when it was used, and goes; the last way to sign in stays.
func TestPasskey(t *testing.T) {
	h := newHouse(t)
	anna := h.somebody(t, h.token[review.Recorder])
	key := anna.add(t)
	other := h.somebody(t, "")
	r := other.tries(t, key)
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/en/desk" || !other.in(t) {
		t.Fatalf("signing in: %d", r.status)
	}
	if strings.Contains(r.header.Get("Set-Cookie"), h.token[review.Recorder]) {
		t.Error("the session is not a new one")
	}
	page := other.get(t, "/en/me")
	_, id, _ := strings.Cut(page.body, `name="passkey" value="`)
	id, _, _ = strings.Cut(id, `"`)
	if page.has("not yet") || id == "" {
		t.Error("when it was used is not shown")
	}
	if r := other.post(t, "/en/me/passkeys/remove", "passkey", id); r.status != http.StatusForbidden || !r.has("the last way") {
		t.Errorf("the last way to sign in was taken away: %d", r.status)
	}
	if r := other.post(t, "/en/me/password", "password", goodPassword, "again", goodPassword); r.status != http.StatusOK {
		t.Fatalf("a first password: %d", r.status)
	}
	if r := other.post(t, "/en/me/passkeys/remove", "passkey", id); r.status != http.StatusSeeOther {
		t.Errorf("removing it: %d", r.status)
	}
	if r := h.get(t, review.Administrator, "/en/audit"); !r.has("added a passkey") || !r.has("removed a passkey") || !r.has("blue key") {
		t.Error("administrators are not told how somebody signs in")
	}
	if r := h.somebody(t, "").tries(t, key); r.status != http.StatusForbidden {
		t.Errorf("it signs in after it was removed: %d", r.status)
	}
	if r := h.post(t, h.token[review.Recorder], "/en/me/password", "old", "", "password", goodPassword+"x", "again", goodPassword+"x"); r.status != http.StatusForbidden {
		t.Errorf("a password was set over another without it: %d", r.status)
	}
}

// Every answer that differs from what was asked is refused, with the same words.
func TestPasskeyAttacks(t *testing.T) {
	h := newHouse(t)
	anna := h.somebody(t, h.token[review.Recorder])
	key := anna.add(t)
	omar := h.somebody(t, h.token[review.Assessor])
	theirs := omar.add(t)
	refused := func(what string, r reply) {
		t.Helper()
		if r.status != http.StatusForbidden || !r.has("The passkey was not accepted") {
			t.Errorf("%s: %d", what, r.status)
		}
	}
	with := func(change func(*authenticator)) reply {
		k := *key
		change(&k)
		r := h.somebody(t, "").tries(t, &k)
		key.count = k.count
		return r
	}
	refused("another origin", with(func(k *authenticator) { k.origin = "https://evil.example" }))
	refused("another port", with(func(k *authenticator) { k.origin = "http://localhost:1" }))
	refused("another site", with(func(k *authenticator) { k.site = "evil.example" }))
	refused("another's key under her name", with(func(k *authenticator) { k.key = theirs.key }))
	refused("another's passkey with her handle", with(func(k *authenticator) { k.id, k.key = theirs.id, theirs.key }))
	refused("her passkey with another's handle", with(func(k *authenticator) { k.handle = theirs.handle }))
	refused("nobody's handle", with(func(k *authenticator) { k.handle = []byte("nobody") }))
	refused("no handle", with(func(k *authenticator) { k.handle = nil }))
	refused("nobody was asked for a finger", with(func(k *authenticator) { k.flags = present }))
	refused("nobody was there", with(func(k *authenticator) { k.flags = verified }))

	// An answer counts once, in the browser that was asked, and for what was asked.
	v := h.somebody(t, "")
	ask := v.post(t, "/passkey/ask").body
	key.count++
	answer := key.get(t, ask)
	cookie := v.cookie(t, "mithaq-ask")
	refused("in another browser", h.somebody(t, "").post(t, "/en/sign-in/passkey", "answer", answer))
	if r := v.post(t, "/en/sign-in/passkey", "answer", answer); r.status != http.StatusSeeOther {
		t.Fatalf("the answer to the question: %d", r.status)
	}
	late := h.somebody(t, "")
	late.setCookie(t, "mithaq-ask", cookie)
	refused("a second time", late.post(t, "/en/sign-in/passkey", "answer", answer))
	again := h.somebody(t, "")
	again.post(t, "/passkey/ask")
	refused("as the answer to another question", again.post(t, "/en/sign-in/passkey", "answer", answer))
	refused("nonsense", again.post(t, "/en/sign-in/passkey", "answer", "{"))
	again.post(t, "/passkey/ask")
	refused("nonsense that was asked for", again.post(t, "/en/sign-in/passkey", "answer", `{"id":"AA","type":"public-key"}`))
	anna.post(t, "/passkey/new")
	refused("a question for a new one answered by signing in", anna.post(t, "/en/sign-in/passkey", "answer", answer))

	// A new passkey is made for who asked, where it was asked, and no id stands twice.
	fresh := newAuthenticator(t, anna)
	made := fresh.create(t, anna.post(t, "/passkey/new").body)
	omar.setCookie(t, "mithaq-ask", anna.cookie(t, "mithaq-ask"))
	refused("her question answered by another", omar.post(t, "/en/me/passkeys", "name", "x", "answer", made))
	fresh.origin = "https://evil.example"
	refused("made on another page", anna.post(t, "/en/me/passkeys", "name", "x", "answer", fresh.create(t, anna.post(t, "/passkey/new").body)))
	fresh = newAuthenticator(t, omar)
	fresh.id = key.id
	refused("an id that stands", omar.post(t, "/en/me/passkeys", "name", "x", "answer", fresh.create(t, omar.post(t, "/passkey/new").body)))
	fresh = newAuthenticator(t, omar)
	fresh.flags = present
	refused("one that asks nobody", omar.post(t, "/en/me/passkeys", "name", "x", "answer", fresh.create(t, omar.post(t, "/passkey/new").body)))
}

// A counter that goes back means that the key stands in two places: it signs in nobody any more, not even with a good counter, and is among the accesses.
func TestCopiedPasskey(t *testing.T) {
	h := newHouse(t)
	key := h.somebody(t, h.token[review.Recorder]).add(t)
	key.count = 6
	if r := h.somebody(t, "").tries(t, key); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	thief := *key
	thief.count = 4
	v := h.somebody(t, "")
	if r := v.tries(t, &thief); r.status != http.StatusForbidden || !r.has("may have been copied") || v.in(t) {
		t.Errorf("the copy: %d", r.status)
	}
	if r := h.somebody(t, "").tries(t, key); r.status != http.StatusForbidden {
		t.Errorf("after it was copied: %d", r.status)
	}
	if r := h.get(t, review.Administrator, "/en/audit"); !r.has("used a passkey that may have been copied") || !r.has(review.Recorder) {
		t.Error("administrators are not told")
	}
	if r := h.get(t, review.Recorder, "/en/me"); !r.has("signs in nobody any more") {
		t.Error("the user is not told")
	}
}

// Whoever no longer works here is told what a stranger is told.
func TestEndedUserHasNoPasskey(t *testing.T) {
	h := newHouse(t)
	key := h.somebody(t, h.token[review.Recorder]).add(t)
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(t.Context(), review.Recorder, "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	v := h.somebody(t, "")
	left := v.tries(t, key)
	stranger := *key
	stranger.handle = []byte("nobody")
	if never := v.tries(t, &stranger); left.status != http.StatusForbidden || left.body != never.body {
		t.Errorf("%d", left.status)
	}
}

// An invitation is accepted with a passkey instead of a password; what signed in before does so no more.
func TestInvitedByPasskey(t *testing.T) {
	h := newHouse(t)
	door := app.NewDoor(h.app)
	if _, err := door.Accept(t.Context(), h.invite(t, review.Reader), goodPassword); err != nil {
		t.Fatal(err)
	}
	old := h.somebody(t, "")
	if r := old.post(t, "/en/sign-in", "user", review.Reader, "password", goodPassword); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	oldKey := old.add(t)
	as, err := h.app.As(t.Context(), review.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	token, _, err := as.MakeToken(t.Context(), "mine", []review.Scope{review.ScopeRead}, 1)
	if err != nil {
		t.Fatal(err)
	}
	code := h.invite(t, review.Reader)
	v := h.somebody(t, "")
	if r := v.post(t, "/passkey/invited", "code", "nonsense"); r.status != http.StatusForbidden || r.body != "" {
		t.Errorf("with no invitation: %d", r.status)
	}
	key := newAuthenticator(t, v)
	if r := v.post(t, "/en/welcome/passkey", "code", code, "name", "x", "answer", key.create(t, v.post(t, "/passkey/invited", "code", code).body)); r.status != http.StatusSeeOther || !v.in(t) {
		t.Fatalf("accepting: %d", r.status)
	}
	if old.in(t) {
		t.Error("an older session stands")
	}
	if r := h.somebody(t, "").tries(t, key); r.status != http.StatusSeeOther {
		t.Errorf("the new passkey: %d", r.status)
	}
	if r := h.somebody(t, "").tries(t, oldKey); r.status != http.StatusForbidden {
		t.Errorf("the old passkey: %d", r.status)
	}
	if r := v.post(t, "/en/sign-in", "user", review.Reader, "password", goodPassword); r.status != http.StatusForbidden {
		t.Errorf("the old password: %d", r.status)
	}
	if _, _, err := door.EnterToken(t.Context(), token); !errors.Is(err, app.ErrNoToken) {
		t.Errorf("an older token: %v", err)
	}
	if r := v.post(t, "/passkey/invited", "code", code); r.status != http.StatusForbidden {
		t.Errorf("the invitation stands: %d", r.status)
	}
}

// Passkeys are bound to names: at an address the page says where they work.
func TestPasskeysNeedAName(t *testing.T) {
	h := newHouse(t)
	if r := get(t, h.base+"/en/sign-in"); !r.has(`href="` + strings.Replace(h.base, "127.0.0.1", "localhost", 1) + `/en/sign-in"`) {
		t.Error("the page does not lead to localhost")
	}
	if r := h.post(t, "", "/passkey/ask"); r.status != http.StatusForbidden || r.header.Get("Set-Cookie") != "" {
		t.Errorf("a question at an address: %d", r.status)
	}
	if r := h.somebody(t, "").get(t, "/en/sign-in"); !r.has("<mithaq-passkey") {
		t.Error("no passkeys at localhost")
	}
}

// How somebody signs in is changed only a short while after they signed in.
func TestOnlyFreshSessionsChangeWays(t *testing.T) {
	now := theDay
	h := newHouseAt(t, &now)
	anna := h.somebody(t, h.token[review.Recorder])
	now = now.Add(31 * 60 * 1e9)
	if r := anna.post(t, "/passkey/new"); r.status != http.StatusForbidden {
		t.Errorf("the question: %d", r.status)
	}
	for _, path := range []string{"/en/me/passkeys", "/en/me/passkeys/remove", "/en/me/password"} {
		if r := anna.post(t, path, "password", goodPassword, "again", goodPassword); r.status != http.StatusForbidden || !r.has("sign in again first") {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	r := anna.post(t, "/en/sign-out", "to", "/en/me")
	if to := r.header.Get("Location"); r.status != http.StatusSeeOther || to != "/en/sign-in?to=%2Fen%2Fme" || anna.in(t) {
		t.Errorf("signing in again leads to %q", to)
	}
}

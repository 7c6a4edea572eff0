package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/evidence/review"
)

var secret = regexp.MustCompile(`value="(mithaq_[A-Za-z0-9_-]{43})"`)

// A user makes a token on the page of their account, sees it once, and revokes it; what they may not give is not offered, and refused.
func TestTokensOnThePage(t *testing.T) {
	h := newHouse(t)
	send := func(user, path string, form url.Values) reply {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.base+"/en"+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Cookie", "mithaq="+h.token[user])
		return replyOf(t, req)
	}
	page := h.get(t, review.Recorder, "/en/me")
	if !page.has(`value="enter"`) || page.has(`value="assess"`) || !page.has("the tests") {
		t.Error("the form does not offer what a recorder may give")
	}
	for _, form := range []url.Values{
		{"scope": {"enter"}, "days": {"9"}},
		{"name": {"x"}, "days": {"9"}},
		{"name": {"x"}, "scope": {"enter"}, "days": {"0"}},
		{"name": {"x"}, "scope": {"enter"}, "days": {"ten"}},
		{"name": {"x"}, "scope": {"assess"}, "days": {"9"}},
		{"name": {"x"}, "scope": {"users"}, "days": {"9"}},
	} {
		if r := send(review.Recorder, "/me/tokens", form); r.status != http.StatusForbidden || secret.MatchString(r.body) || !r.has(`role="alert"`) {
			t.Errorf("%v: %d", form, r.status)
		}
	}
	made := send(review.Recorder, "/me/tokens", url.Values{"name": {"<b>phone"}, "scope": {"enter", "read"}, "days": {"9"}})
	found := secret.FindStringSubmatch(made.body)
	if made.status != 200 || found == nil || made.has("<b>phone") || made.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", made.status, made.body)
	}
	use := func() int {
		return h.call(t, "", http.MethodGet, "/me", "", "Authorization", "Bearer "+found[1]).status
	}
	if use() != 200 {
		t.Fatal("the token opens nothing")
	}
	again := h.get(t, review.Recorder, "/en/me")
	if again.has(found[1]) || !again.has("&lt;b&gt;phone") {
		t.Error("the token is shown again, or not listed")
	}
	id := regexp.MustCompile(`name="token" value="([0-9a-f]{12})"`).FindStringSubmatch(again.body[strings.Index(again.body, "&lt;b&gt;phone"):])
	if id == nil {
		t.Fatal("no token can be revoked")
	}
	send(review.Assessor, "/me/tokens/end", url.Values{"token": {id[1]}})
	if use() != 200 {
		t.Error("another revoked it")
	}
	if r := send(review.Recorder, "/me/tokens/end", url.Values{"token": {id[1]}}); r.status != http.StatusSeeOther || use() != http.StatusUnauthorized {
		t.Errorf("revoked: %d", r.status)
	}
	if r := h.get(t, review.Administrator, "/en/audit"); !r.has("made a token") || !r.has("revoked a token") {
		t.Error("the audit page does not tell of it")
	}
}

package web_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

var codeOf = regexp.MustCompile(`/en/welcome\?code=([\w-]+)`)

// From a single person's file to a desk with an administrator and a recorder, on the board alone.
func TestFirstAdministrator(t *testing.T) {
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "desk.db"), app.Options{Actor: "holder", Now: func() time.Time { return theDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	handler, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	h := &house{app: a, base: srv.URL}

	if r := h.post(t, "", "/en/people", "id", "rami", "role", "recorder"); r.status != http.StatusForbidden || !r.has("The first user must be an administrator") || !r.has(`value="rami"`) {
		t.Errorf("a first user without the right role: %d", r.status)
	}
	r := h.post(t, "", "/en/people", "id", "anna", "name", "Anna", "role", "administrator", "why", "runs the desk")
	code := codeOf.FindStringSubmatch(r.body)
	if r.status != 200 || code == nil || r.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("the first administrator: %d %s", r.status, r.header.Get("Cache-Control"))
	}
	if r := get(t, h.base+"/en/people"); r.status != http.StatusForbidden {
		t.Errorf("the holder goes on without signing in: %d", r.status)
	}
	anna := tokenIn(t, h.post(t, "", "/en/welcome", "code", code[1], "password", goodPassword, "again", goodPassword))
	if r := get(t, h.base+"/en/audit", "Cookie", "mithaq="+anna); r.status != 200 || !r.has("set the roles of") || !r.has("gave an invitation to") || !r.has("took an invitation") {
		t.Errorf("what was done so far: %d %s", r.status, r.body)
	}
	for _, wrong := range [][]string{
		{"id", "", "role", "recorder"},
		{"id", "rami"},
		{"id", "rami", "role", "observer"},
		{"id", "rami", "role", "king"},
		{"id", "rami", "role", "observer", "role", "reader", "party", "north"},
		{"id", "anna", "role", "reader"},
	} {
		if r := h.post(t, anna, "/en/people", wrong...); r.status != http.StatusForbidden {
			t.Errorf("%q: %d", wrong, r.status)
		}
	}
	r = h.post(t, anna, "/en/people", "id", "rami", "role", "recorder", "role", "reader")
	if code = codeOf.FindStringSubmatch(r.body); code == nil {
		t.Fatalf("a recorder: %d", r.status)
	}
	rami := tokenIn(t, h.post(t, "", "/en/welcome", "code", code[1], "password", goodPassword, "again", goodPassword))
	if r := get(t, h.base+"/en/people", "Cookie", "mithaq="+rami); r.status != http.StatusNotFound {
		t.Errorf("a recorder sees the people: %d", r.status)
	}
	if r := h.post(t, rami, "/en/people", "id", "rami", "role", "administrator"); r.status != http.StatusNotFound {
		t.Errorf("a recorder makes an administrator: %d", r.status)
	}
	if r := h.post(t, anna, "/en/people/end", "user", "anna"); r.status != http.StatusForbidden {
		t.Errorf("the last administrator ends their work: %d", r.status)
	}
	if r := h.post(t, anna, "/en/people/end", "user", "rami"); r.status != http.StatusSeeOther {
		t.Errorf("ending work: %d", r.status)
	}
	if r := get(t, h.base+"/en/me", "Cookie", "mithaq="+rami); r.status != http.StatusForbidden {
		t.Errorf("who left is signed in: %d", r.status)
	}
	if r := h.post(t, anna, "/en/people/invite", "user", "rami"); r.status != http.StatusNotFound {
		t.Errorf("who left is invited: %d", r.status)
	}
	if us, err := a.Users(t.Context()); err != nil || len(us["rami"].Roles) != 0 || len(us["anna"].Roles) != 1 {
		t.Errorf("%v %v", us, err)
	}
}

// The page of accesses shows administrators who took what, and nobody else.
func TestAudit(t *testing.T) {
	h := newHouse(t)
	as, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	r := h.get(t, review.Administrator, "/en/audit") // in a house everybody made a token
	for _, user := range houseUsers[1:] {
		if !r.has("<bdi>"+user+"</bdi>") || r.has(h.api[user]) {
			t.Errorf("%s made a token: not told, or the token is", user)
		}
	}
	for _, user := range []string{"", review.Reader, review.Assessor, review.Recorder} {
		if r := h.get(t, user, "/en/audit"); r.status < 400 {
			t.Errorf("%q sees it: %d", user, r.status)
		}
	}
}

// With somebody's work end their sessions: who comes back signs in again.
func TestReturnOpensNoOldSession(t *testing.T) {
	h := newHouse(t)
	if r := h.post(t, h.token[review.Administrator], "/en/people/end", "user", review.Reader); r.status != http.StatusSeeOther {
		t.Fatalf("%d", r.status)
	}
	h.append(t, "holder", record.User{ID: review.Reader, Roles: []string{review.Reader}, By: "holder"})
	if r := h.get(t, review.Reader, "/en/desk"); r.status != http.StatusForbidden {
		t.Errorf("the old session opens the desk: %d", r.status)
	}
	if r := h.get(t, review.Administrator, "/en/desk"); r.status != 200 {
		t.Errorf("another's session was ended: %d", r.status)
	}
}

// With a role go its rights at once, also where its holder has been let in before.
func TestRightsEndWithTheRole(t *testing.T) {
	h := newDesk(t)
	const path = "/en/i/market-1/assess"
	if r := h.get(t, "mona", path); r.status != 200 {
		t.Fatalf("%d", r.status)
	}
	h.append(t, "holder", record.User{ID: "mona", Roles: []string{review.Reader}, By: "holder"})
	if r := h.get(t, "mona", path); r.status != http.StatusNotFound {
		t.Errorf("a reader assesses: %d", r.status)
	}
}

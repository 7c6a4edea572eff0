package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// house is a board over a record that has users, one of each role, and a session of each.
type house struct {
	app   *app.App
	path  string // of the record's file
	base  string
	token map[string]string // by user, who is named as the role; "" is the public
	api   map[string]string // tokens for the API, with every scope
}

var houseUsers = []string{"", review.Administrator, review.Assessor, review.Observer, review.Publisher, review.Reader, review.Recorder}

// newHouse makes a board with one user of each role. The incidents of the example are published by nobody.
func newHouse(t *testing.T) *house {
	t.Helper()
	now := theDay
	return newHouseAt(t, &now)
}

// newHouseAt is newHouse with a clock that the test sets.
func newHouseAt(t *testing.T, now *time.Time) *house {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "house.db")
	a, err := app.Create(ctx, path, app.Options{Actor: "holder", Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if err := a.LoadExample(ctx); err != nil {
		t.Fatal(err)
	}
	h := &house{app: a, path: path, token: map[string]string{"": ""}, api: map[string]string{}}
	_, err = a.Store().Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for _, role := range houseUsers[1:] {
			u := record.User{ID: role, Roles: []string{role}, By: "holder", Why: "the test"}
			if role == review.Observer {
				u.Party = "gov"
			}
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: u}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range houseUsers[1:] {
		as, err := a.As(ctx, role)
		if err != nil {
			t.Fatal(err)
		}
		if h.token[role], err = as.SignIn(ctx, role, time.Hour); err != nil {
			t.Fatal(role, err)
		}
		if h.api[role], _, err = as.MakeToken(ctx, "the tests", scopesOf(role), 30); err != nil {
			t.Fatal(role, err)
		}
		as.Close()
	}
	return h.serve(t)
}

// serve puts a server, as if another had been killed, before the same record.
func (h *house) serve(t *testing.T) *house {
	t.Helper()
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	return &house{h.app, h.path, srv.URL, h.token, h.api}
}

// scopesOf gives the scopes that leave a role something.
func scopesOf(role string) []review.Scope {
	who := review.Principal{ID: role, Roles: []string{role}}
	return slices.DeleteFunc(slices.Clone(review.Scopes), func(s review.Scope) bool { return !who.Useful(s) })
}

// get asks as a user.
func (h *house) get(t *testing.T, user, path string) reply {
	t.Helper()
	if h.token[user] == "" {
		return get(t, h.base+path)
	}
	return get(t, h.base+path, "Cookie", "mithaq="+h.token[user])
}

// Every route says what it needs, in words that the table of rights knows.
func TestEveryRouteDeclaresItsNeed(t *testing.T) {
	routes := web.Routes()
	if len(routes) < 12 {
		t.Fatalf("%d routes", len(routes))
	}
	for _, r := range routes {
		if r.Needs == "" {
			t.Errorf("%s %s declares no need", r.Method, r.Pattern)
		}
		if r.Needs != "anybody" && r.Needs != "signed in" && !slices.Contains(review.Actions, review.Action(r.Needs)) {
			t.Errorf("%s %s needs %q, which is no right", r.Method, r.Pattern, r.Needs)
		}
		if r.Method != http.MethodGet && r.Needs == "anybody" && !openToPost[r.Pattern] {
			t.Errorf("%s %s may be sent by anybody", r.Method, r.Pattern)
		}
	}
}

// openToPost are the forms that who is not signed in may send.
var openToPost = map[string]bool{
	"/sign-in": true, "/sign-out": true, "/welcome": true, "/passkey/ask": true, "/passkey/invited": true, "/sign-in/passkey": true, "/welcome/passkey": true,
	"/sign-in/provider": true, "/welcome/provider": true,
}

var variable = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// Each role meets each route: whoever lacks what it needs is told the same as where nothing is, or is asked to sign in.
func TestRoutesByRole(t *testing.T) {
	h := newHouse(t)
	refused, let := 0, 0
	routes := web.Routes()
	slices.SortStableFunc(routes, func(a, b web.Route) int { // signing out comes last
		return strings.Compare(strings.TrimSuffix(a.Pattern, "/sign-out"), strings.TrimSuffix(b.Pattern, "/sign-out"))
	})
	slices.Reverse(routes)
	for _, r := range routes {
		path := variable.ReplaceAllString(strings.TrimSuffix(r.Pattern, "{$}"), "none")
		if !r.Plain {
			path = "/en" + path
		}
		for _, user := range houseUsers {
			who := review.Public
			if user != "" {
				who = review.Principal{ID: user, Roles: []string{user}}
			}
			may := r.Needs == "anybody" || r.Needs == "signed in" && user != "" || who.May(review.Action(r.Needs), review.State{})
			var got reply
			if r.API { // a cookie opens nothing there
				headers := []string{"Cookie", "mithaq=" + h.token[user]}
				if user != "" {
					headers = []string{"Authorization", "Bearer " + h.api[user]}
				}
				got = ask(t, r.Method, h.base+path, headers...)
			} else if r.Pattern == "/events" { // it answers without end
				got = ask(t, http.MethodHead, h.base+path, "Cookie", "mithaq="+h.token[user])
			} else if r.Method == http.MethodGet {
				got = h.get(t, user, path)
			} else {
				got = ask(t, r.Method, h.base+path, "Cookie", "mithaq="+h.token[user])
			}
			switch {
			case may:
				let++
				if got.status >= 500 {
					t.Errorf("%s %s as %q: %d", r.Method, path, user, got.status)
				}
			case user == "":
				refused++
				want := http.StatusForbidden
				if r.API {
					want = http.StatusUnauthorized
				}
				if got.status != want {
					t.Errorf("%s %s as nobody: %d", r.Method, path, got.status)
				}
			default:
				refused++
				if got.status != http.StatusNotFound {
					t.Errorf("%s %s as %s: %d", r.Method, path, user, got.status)
				}
			}
		}
	}
	t.Logf("%d let through, %d refused", let, refused)
	if refused < 5 || let < 60 {
		t.Errorf("the table was hardly tried")
	}
}

// A visitor sees what their role lets them see, and a token that opens nothing is that of nobody.
func TestVisitorsSeeTheirOwn(t *testing.T) {
	h := newHouse(t)
	count := func(user string) int { return strings.Count(h.get(t, user, "/en/incidents").body, `href="/en/i/`) }
	if n := count(""); n != 0 {
		t.Errorf("the public sees %d incidents of which none is published", n)
	}
	for _, user := range []string{review.Reader, review.Assessor, review.Publisher} {
		if n := count(user); n == 0 {
			t.Errorf("%s sees none", user)
		}
	}
	for user, part := range map[string]bool{"": true, review.Observer: true, review.Recorder: true, review.Reader: false, review.Assessor: false} {
		if r := h.get(t, user, "/en/incidents"); r.has("You see a part of this record") != part {
			t.Errorf("%q: that a part is seen is told: %t", user, !part)
		}
	}
	if n := count(review.Observer); n != 0 {
		t.Errorf("an observer sees %d incidents that were put to nobody", n)
	}
	if r := get(t, h.base+"/en/desk", "Cookie", "mithaq="+strings.Repeat("A", 43)); r.status != http.StatusForbidden {
		t.Errorf("a made-up token: %d", r.status)
	}
	// Whoever loses their roles is out at the next page.
	if r := h.get(t, review.Reader, "/en/desk"); r.status != http.StatusOK {
		t.Fatalf("the reader's desk: %d", r.status)
	}
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(t.Context(), review.Reader, "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	if r := h.get(t, review.Reader, "/en/desk"); r.status != http.StatusForbidden {
		t.Errorf("who left still reads: %d", r.status)
	}
}

// What another site sends with the visitor's cookie is refused before anything is done.
func TestOnlyOurOwnPagesSend(t *testing.T) {
	h := newHouse(t)
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
		if r := ask(t, http.MethodPost, h.base+"/en/desk", append(headers, "Cookie", "mithaq="+h.token[review.Assessor])...); r.status != http.StatusForbidden {
			t.Errorf("%v: %d", headers, r.status)
		}
	}
}

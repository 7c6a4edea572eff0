package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// These tests walk the table of routes, so that a route that is added is held against them by itself.

// walk is a board without a network: what a handler reads and writes is seen to the byte.
type walk struct {
	app     *app.App
	handler http.Handler
	token   map[string]string
	bearer  string // of everybody, for programs, with every scope
}

// everybody has every role that one user can have.
const everybody = "everybody"

var at = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8473}

func newWalk(t *testing.T, opts web.Options) *walk {
	t.Helper()
	h := newHouse(t)
	_, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		roles := []string{review.Administrator, review.Assessor, review.Publisher, review.Reader, review.Recorder}
		yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: record.User{ID: everybody, Roles: roles, By: "holder", Why: "the test"}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{app: h.app, token: h.token}
	w.again(t, everybody)
	as, err := w.app.As(t.Context(), everybody)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	if w.bearer, _, err = as.MakeToken(t.Context(), "walk", review.Scopes, 1); err != nil {
		t.Fatal(err)
	}
	opts.Log = slog.New(slog.DiscardHandler)
	if w.handler, err = web.New(h.app, h.app.RecordTexts, opts); err != nil {
		t.Fatal(err)
	}
	return w
}

// again signs a user in: some routes end the session that came along.
func (w *walk) again(t *testing.T, user string) {
	t.Helper()
	as, err := w.app.As(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	if w.token[user], err = as.SignIn(t.Context(), user, 1<<40); err != nil {
		t.Fatal(err)
	}
}

// request makes a request as if it had come over a line of this machine; each from an address of its own, so that none is slowed down.
func (w *walk) request(t *testing.T, method, path, user string, body io.Reader) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(context.WithValue(t.Context(), http.LocalAddrContextKey, net.Addr(at)), method, "http://"+at.String()+path, body)
	if err != nil {
		t.Fatal(err)
	}
	walked++
	r.RemoteAddr = net.JoinHostPort(net.IPv4(198, 18, byte(walked>>8), byte(walked)).String(), "1000")
	if w.bearer != "" && user == everybody && strings.HasPrefix(path, "/api/") {
		r.Header.Set("Authorization", "Bearer "+w.bearer)
	} else if w.token[user] != "" {
		r.AddCookie(&http.Cookie{Name: "mithaq", Value: w.token[user]})
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

var walked int

func (w *walk) send(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

func (w *walk) head(t *testing.T) record.Head {
	t.Helper()
	head, err := w.app.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// there are values of variables of addresses that name something; others name nothing.
var there = map[string]string{"agreement": "khatib", "term": "11", "claim": "hospitals", "incident": plainIncident, "source": "airwars"}

// pathOf gives an address of a route, each variable filled in by value, or where that is "" by what is there. HEAD stands for lines that have no end.
func pathOf(r web.Route, value string) (method, path string) {
	path = variable.ReplaceAllStringFunc(strings.TrimSuffix(r.Pattern, "{$}"), func(v string) string {
		if value != "" {
			return value
		}
		if known := there[strings.Trim(v, "{}.")]; known != "" {
			return url.PathEscape(known)
		}
		return "none"
	})
	if method = r.Method; method == "" {
		method = http.MethodGet
	}
	if method == http.MethodGet && strings.HasSuffix(path, "/events") {
		method = http.MethodHead
	}
	if !r.Plain {
		path = "/en" + path
	}
	return method, path
}

func changes(r web.Route) bool { return r.Method != http.MethodGet && r.Method != "" }

// What a page of another site sends is refused at every address, whoever's cookie comes along; and no address that is only asked for changes the record.
func TestWalkForeignPages(t *testing.T) {
	w := newWalk(t, web.Options{})
	before := w.head(t)
	sent := 0
	for _, route := range web.Routes() {
		method, path := pathOf(route, "")
		for _, from := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:1"}} {
			r := w.request(t, method, path, everybody, strings.NewReader("a=b"))
			r.Header.Set(from[0], from[1])
			rec := w.send(r)
			if changes(route) && (rec.Code < 400 || rec.Code >= 500 || rec.Header().Get("Set-Cookie") != "") {
				t.Errorf("%s %s from %v: %d", method, path, from, rec.Code)
			}
			sent++
		}
	}
	if after := w.head(t); after != before {
		t.Error("the record was changed")
	}
	if w.send(w.request(t, http.MethodGet, "/en/me", everybody, nil)).Code != http.StatusOK {
		t.Error("the session was ended")
	}
	if sent < 200 {
		t.Errorf("%d requests were sent", sent)
	}
}

// counting counts what is read of it. It has no end.
type counting struct {
	begin string
	read  int64
}

func (c *counting) Read(p []byte) (int, error) {
	n := copy(p, c.begin)
	c.begin = c.begin[n:]
	for i := n; i < len(p); i++ {
		p[i] = 'a'
	}
	c.read += int64(len(p))
	return len(p), nil
}

// Nothing reads more than its route says, whatever is sent: not for a stranger, who is not read at all, and not for a user.
func TestWalkOversize(t *testing.T) {
	w := newWalk(t, web.Options{})
	const slack = 64 << 10 // what is read ahead
	for _, route := range web.Routes() {
		if !changes(route) {
			continue
		}
		method, path := pathOf(route, "")
		for _, kind := range []struct{ name, begin string }{
			{"application/x-www-form-urlencoded", "a="},
			{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"},
			{"application/json", `{"a":"`},
			{"text/plain", ""},
		} {
			for _, user := range []string{everybody, ""} {
				if route.Most > 8<<20 && user == everybody && kind.name != "application/json" {
					continue // what may be large is tried with its own tests
				}
				body := &counting{begin: kind.begin}
				r := w.request(t, method, path, user, body)
				r.Header.Set("Content-Type", kind.name)
				rec := w.send(r)
				most := route.Most + slack
				if user == "" && !openToPost[route.Pattern] {
					most = 1<<20 + slack // what had been typed is given back after a session's end
				}
				if body.read > most || rec.Code < 300 && body.read > 0 || rec.Code >= 500 {
					t.Errorf("%s %s as %q, %s: %d bytes were read of at most %d, and the answer is %d", method, path, user, kind.name, body.read, route.Most, rec.Code)
				}
				if user != "" && rec.Code < 400 {
					w.again(t, user)
				}
			}
		}
	}
}

// climbs are paths that try to leave where they stand, or to break what reads them.
var climbs = []string{
	"..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cwindows%5cwin.ini", "%252e%252e%252fetc%252fpasswd", "....%2f%2fetc%2fpasswd",
	"%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd", "house.db", "%00", "none%00.csv", "%ff%fe", "%c0%ae%c0%ae%2fetc", "%0d%0aX-Evil:%201", "*", "'%20or%201=1--", strings.Repeat("a", 5000),
}

// No variable of an address leads to a file, to another address, or to a failure.
func TestWalkPaths(t *testing.T) {
	w := newWalk(t, web.Options{})
	users := []string{everybody} // who reaches furthest
	if os.Getenv("MITHAQ_LONG") != "" {
		users = append(users, "")
	}
	tried := 0
	for _, route := range web.Routes() {
		if !variable.MatchString(route.Pattern) {
			continue
		}
		for _, climb := range climbs {
			for _, user := range users {
				method, path := pathOf(route, climb)
				var body io.Reader
				if changes(route) {
					body = strings.NewReader("")
				}
				rec := w.send(w.request(t, method, path, user, body))
				tried++
				to := rec.Header().Get("Location")
				switch {
				case rec.Code == http.StatusOK, rec.Code >= 500:
					t.Errorf("%s %s as %q: %d", method, path, user, rec.Code)
				case to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "\\")):
					t.Errorf("%s %s leads to %q", method, path, to)
				case strings.Contains(rec.Body.String(), "root:") || rec.Header().Get("X-Evil") != "":
					t.Errorf("%s %s: %v", method, path, rec.Header())
				}
			}
		}
	}
	if tried < 300 {
		t.Errorf("%d addresses were tried", tried)
	}
}

// sealed are the headers of every answer, whatever it is.
var sealed = map[string]string{
	"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
}

// Every answer is sealed against frames and against another's cache, whoever asks and however they ask; each cookie is for this board alone.
func TestWalkHeaders(t *testing.T) {
	for _, proxied := range []bool{false, true} {
		w := newWalk(t, web.Options{Proxied: proxied, Hosts: []string{"board.example.org"}})
		found := 0
		for _, route := range append(web.Routes(), web.Route{Pattern: "/nowhere"}, web.Route{Pattern: "/assets/none", Plain: true}, web.Route{Pattern: "/", Plain: true}, web.Route{Pattern: "/en", Plain: true}, web.Route{Method: "PUT", Pattern: "/"}) {
			for _, user := range []string{"", everybody} {
				if proxied && user == "" {
					continue
				}
				method, path := pathOf(route, "")
				var body io.Reader
				if changes(route) {
					body = strings.NewReader("a=b")
				}
				r := w.request(t, method, path, user, body)
				if r.Host = "localhost:8473"; proxied {
					r.Host = "board.example.org"
				}
				if proxied && user != "" {
					r.Header.Set("Cookie", "__Host-mithaq="+w.token[user])
				}
				rec := w.send(r)
				h := rec.Header()
				for name, want := range sealed {
					if got := h.Values(name); !slices.Equal(got, []string{want}) {
						t.Errorf("%s %s as %q: %s is %q", method, path, user, name, got)
					}
				}
				if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe-") {
					t.Errorf("%s %s as %q: the policy is %q", method, path, user, csp)
				}
				if proxied != (h.Get("Strict-Transport-Security") != "") {
					t.Errorf("%s %s: HSTS %q", method, path, h.Get("Strict-Transport-Security"))
				}
				if cache := h.Get("Cache-Control"); !strings.Contains(cache, "private") && !strings.Contains(cache, "no-store") || strings.Contains(cache, "public") {
					t.Errorf("%s %s as %q: %d may be kept for others: %q", method, path, user, rec.Code, cache)
				}
				if rec.Code == http.StatusOK {
					found++
				}
				for _, c := range rec.Result().Cookies() {
					if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.Secure != proxied || strings.HasPrefix(c.Name, "__Host-") != proxied {
						t.Errorf("%s %s: the cookie %s", method, path, c)
					}
				}
				if user != "" && h.Get("Set-Cookie") != "" {
					w.again(t, user)
				}
			}
		}
		if found < 20 {
			t.Errorf("%d pages were found", found)
		}
	}
}

// Under a name that is not the board's own nothing answers, and what other headers say of the name counts for nothing.
func TestWalkHosts(t *testing.T) {
	w := newWalk(t, web.Options{Hosts: []string{"board.example.org"}})
	for _, route := range web.Routes() {
		method, path := pathOf(route, "")
		for _, host := range []string{"evil.example", "evil.example:8473", "board.example.org.evil.example", "evil.example@board.example.org", "board.example.org@evil.example", "127.0.0.1:8473.evil.example", "127.0.0.1:1", ""} {
			r := w.request(t, method, path, everybody, nil)
			r.Host = host
			if rec := w.send(r); rec.Code != http.StatusMisdirectedRequest || rec.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s %s under %q: %d", method, path, host, rec.Code)
			}
		}
		r := w.request(t, method, path, everybody, strings.NewReader(""))
		for _, name := range []string{"X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Server", "Forwarded"} {
			r.Header.Set(name, "host=evil.example")
		}
		rec := w.send(r)
		if strings.Contains(rec.Body.String(), "evil.example") || strings.Contains(rec.Header().Get("Location"), "evil") {
			t.Errorf("%s %s believes what a header says of its name", method, path)
		}
		if rec.Header().Get("Set-Cookie") != "" {
			w.again(t, everybody)
		}
	}
}

// Nothing that is sent becomes a line of the answer's head.
func TestWalkHeaderInjection(t *testing.T) {
	w := newWalk(t, web.Options{})
	const line = "x\r\nSet-Cookie: evil=1\r\nX-Evil: 1\r\n\r\nevil"
	fields := formFields(t, w)
	fields = append(fields, "as-of", "known-at", "standard", "told", "after", "sort", "lang")
	form := url.Values{}
	for _, name := range fields {
		form.Set(name, line)
	}
	for _, route := range web.Routes() {
		method, path := pathOf(route, "")
		var body io.Reader
		if changes(route) {
			body = strings.NewReader(form.Encode())
		}
		rec := w.send(w.request(t, method, path+"?"+form.Encode(), everybody, body))
		for name, values := range rec.Header() {
			for _, value := range values {
				if strings.EqualFold(name, "X-Evil") || strings.Contains(value, "evil=1") && name != "Location" || strings.ContainsAny(value, "\r\n") {
					t.Errorf("%s %s: %s: %q", method, path, name, value)
				}
			}
		}
		if rec.Code >= 500 {
			t.Errorf("%s %s: %d", method, path, rec.Code)
		}
		if rec.Header().Get("Set-Cookie") != "" {
			w.again(t, everybody)
		}
	}
	if len(fields) < 20 {
		t.Errorf("%d fields of forms were found", len(fields))
	}
}

// formFields gives the names of the fields of all forms on the pages that the table names.
func formFields(t *testing.T, w *walk) (names []string) {
	t.Helper()
	for _, route := range web.Routes() {
		if method, path := pathOf(route, ""); method == http.MethodGet {
			for _, m := range fieldName.FindAllStringSubmatch(w.send(w.request(t, method, path, everybody, nil)).Body.String(), -1) {
				if !slices.Contains(names, m[1]) {
					names = append(names, m[1])
				}
			}
		}
	}
	return names
}

var fieldName = regexp.MustCompile(`<(?:input|select|textarea)\b[^>]*\sname="([^"]+)"`)

// Whoever lacks a right is told, word for word, what they are told where nothing is: which rooms there are is not for everybody.
func TestWalkRefusals(t *testing.T) {
	w := newWalk(t, web.Options{})
	said := func(method, path, user string) string {
		var body io.Reader
		if method == http.MethodPost {
			body = strings.NewReader("")
		}
		rec := w.send(w.request(t, method, path, user, body))
		return itoa(rec.Code) + " " + mainOf(rec.Body.String())
	}
	compared := 0
	for _, route := range web.Routes() {
		if route.Needs == "anybody" || route.Needs == "signed in" || route.Plain {
			continue
		}
		method, path := pathOf(route, "")
		for _, user := range houseUsers[1:] {
			if (review.Principal{ID: user, Roles: []string{user}}).May(review.Action(route.Needs), review.State{}) {
				continue
			}
			compared++
			if got, want := said(method, path, user), said(http.MethodGet, "/en/nowhere", user); got != want {
				t.Errorf("%s %s as %s: %s", method, path, user, got)
			}
		}
	}
	if compared < 20 {
		t.Errorf("%d were compared", compared)
	}
}

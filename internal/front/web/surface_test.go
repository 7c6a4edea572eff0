package web_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"mithaq/internal/app"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// sight is one page of the board as a test of all pages looks at it: for each kind of page a full one and a bare one.
type sight struct {
	kind   string // the pattern of its route, or what is wrong there; "/i/{incident}"
	name   string // of the record that it is taken from
	base   string // the server
	path   string // below the language
	token  string // of the session; "": none
	status int
	bytes  int
	bare   bool // the shortest of its kind, beside the longest

	*scene // what else happens before it is looked at
}

// in gives the address of the page in a language.
func (s sight) in(lang string) string { return s.base + "/" + lang + s.path }

// perKind is how many pages of a kind are looked at in search of the longest and the shortest.
const perKind = 15

// surface finds the pages of each kind by following the links of several boards: the example with one holder, with files of
// evidence, with users, and a record in which nothing stands. A page that is linked from another is found by itself. A kind that no
// page was found of is an error of the test.
func surface(t *testing.T) []sight {
	t.Helper()
	h := newHouse(t)
	admin := h.token[review.Administrator]
	code := h.invite(t, review.Recorder)
	recorder := h.token[review.Recorder]
	faulty, _ := h.bring(t, review.Recorder, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 3)+"imp-4,attack,soon,,radio,,,35,,\n"))
	foreign, _ := h.bring(t, review.Recorder, "/en/import", "foreign.csv", []byte("Nr,Day,What,Dead\n1,2016-03-02,A market is hit,3\n"))
	for _, at := range []string{faulty, foreign} {
		h.rested(t, review.Recorder, at)
	}
	var all []sight
	for _, part := range []struct {
		name, base, token string
		from              []string
	}{
		{"example", exampleServer(t), "", []string{"/", "/report?from=2015-11-01&to=2015-11-30", "/incidents?text=hospital", "/incidents?text=zzzz", "/nowhere", "/incidents?grade=x"}},
		{"files", filedServer(t), "", []string{"/i/" + plainIncident, "/i/" + graphicIncident}},
		{"empty", emptyServer(t), "", []string{"/", "/incidents", "/desk", "/report", "/me"}},
		{"public", h.base, "", []string{"/", "/sign-in", "/welcome", "/welcome?code=" + code, "/desk"}},
		{"users", h.base, admin, []string{"/me", "/people", "/audit"}},
		{"press", h.base, h.token[review.Publisher], []string{"/publish", "/publish/one?incident=" + plainIncident}},
		{"desk", h.base, recorder, []string{"/desk", "/sources", "/coverage", "/import", strings.TrimPrefix(faulty, "/en"), strings.TrimPrefix(foreign, "/en")}},
	} {
		all = append(all, follows(t, part.name, part.base, part.token, part.from)...)
	}
	found := map[string][]sight{}
	for _, s := range all {
		found[s.kind] = append(found[s.kind], s)
	}
	for _, r := range web.Routes() {
		if r.Method == "GET" && !r.Plain && found[r.Pattern] == nil {
			t.Errorf("no page %s was found: link it from another page, or name it in surface", r.Pattern)
		}
	}
	var chosen []sight
	for _, list := range found {
		shorter := func(a, b sight) int { return a.bytes - b.bytes }
		long, short := slices.MaxFunc(list, shorter), slices.MinFunc(list, shorter)
		if chosen = append(chosen, long); short != long {
			short.bare = true
			chosen = append(chosen, short)
		}
	}
	slices.SortFunc(chosen, func(a, b sight) int {
		return strings.Compare(a.kind+" "+a.name+" "+a.path, b.kind+" "+b.name+" "+b.path)
	})
	return chosen
}

// follows follows links in English from some pages on, no kind further than perKind.
func follows(t *testing.T, name, base, token string, from []string) (list []sight) {
	t.Helper()
	match := http.NewServeMux()
	for _, r := range web.Routes() {
		if r.Method == "GET" && !r.Plain {
			match.Handle(r.Pattern, http.NotFoundHandler())
		}
	}
	count, seen := map[string]int{}, map[string]bool{}
	for todo := slices.Clone(from); len(todo) > 0; todo = todo[1:] {
		path := todo[0]
		at, err := url.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		_, kind := match.Handler(&http.Request{Method: "GET", URL: at})
		if kind == "" && !slices.Contains(from, path) || seen[path] || count[kind] >= perKind {
			continue
		}
		seen[path] = true
		count[kind]++
		headers := []string{}
		if token != "" {
			headers = []string{"Cookie", "mithaq=" + token}
		}
		r := get(t, base+"/en"+path, headers...)
		if r.status >= 300 && r.status < 400 {
			continue
		}
		if r.status != 200 {
			kind = itoa(r.status)
		}
		list = append(list, sight{kind: kind, name: name, base: base, path: path, token: token, status: r.status, bytes: len(r.body)})
		for _, m := range linkOf.FindAllStringSubmatch(r.body, -1) {
			to, err := (&url.URL{Path: "/en" + at.Path, RawQuery: at.RawQuery}).Parse(html.UnescapeString(m[1]))
			if err != nil || to.Host != "" || to.Scheme != "" {
				continue
			}
			to.Fragment = ""
			if below, ok := strings.CutPrefix(to.String(), "/en/"); ok {
				todo = append(todo, "/"+below)
			}
		}
	}
	return list
}

// emptyServer is a board over a record in which nothing stands.
func emptyServer(t *testing.T) string {
	t.Helper()
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "empty.db"), app.Options{Actor: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	h, err := web.New(a, a.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

// visit shows a page in the browser as its visitor sees it. What the browser says of an answer that is to be an error is no fault.
func visit(ctx context.Context, t *testing.T, s sight, lang string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if s.token != "" {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: "mithaq", Value: s.token, URL: s.base}); err != nil {
			t.Fatal(err)
		}
	}
	do(ctx, t, chromedp.Navigate(s.in(lang)))
	if s.scene != nil {
		s.play(ctx, t, s, lang)
	}
}

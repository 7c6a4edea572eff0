package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

func TestPagesAndAssetsAreTagged(t *testing.T) {
	base := exampleServer(t)
	first := get(t, base+"/en/a/khatib")
	tag := first.header.Get("ETag")
	if again := get(t, base+"/en/a/khatib", "If-None-Match", tag); tag == "" || again.status != 304 || again.body != "" {
		t.Errorf("tag %q: %d", tag, again.status)
	}
	for _, other := range []string{"/ar/a/khatib", "/en/a/khatib?as-of=2015-11-03"} {
		if r := get(t, base+other, "If-None-Match", tag); r.status != 200 {
			t.Errorf("%s: %d", other, r.status)
		}
	}
	style := regexp.MustCompile(`href="(/assets/board\.css\?v=[0-9a-f]+)"`).FindStringSubmatch(first.body)
	if style == nil {
		t.Fatal("no style sheet")
	}
	css := get(t, base+style[1])
	if css.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || css.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style sheet: %v", css.header)
	}
	fonts := regexp.MustCompile(`url\("(fonts/[^"]+\?v=[0-9a-f]+)"\)`).FindAllStringSubmatch(css.body, -1)
	if len(fonts) != 6 {
		t.Errorf("%d fonts", len(fonts))
	}
	for _, f := range fonts {
		if r := get(t, base+"/assets/"+f[1]); r.status != 200 || r.header.Get("Content-Type") != "font/woff2" || len(r.body) < 1000 || r.body[:4] != "wOF2" {
			t.Errorf("%s: %d %s", f[1], r.status, r.header.Get("Content-Type"))
		}
	}
	if r := get(t, base+"/assets/board.css?v=older"); r.header.Get("Cache-Control") != "no-cache" {
		t.Error("an older version is kept for ever")
	}
}

// A page that is kept is given to nobody but who would be given the same one: not after a new entry, not to whoever sees more or less, not under another name.
func TestKeptPagesAreTheVisitorsOwn(t *testing.T) {
	h := newHouse(t)
	users := []string{review.Reader, review.Assessor, review.Recorder, review.Observer, ""}
	for _, path := range []string{"/en/", "/en/a/khatib", "/en/a/khatib/t/11", "/en/a/khatib/c/hospitals", "/en/desk"} {
		first := map[string]reply{}
		for round := range 2 {
			for _, user := range users {
				r := h.get(t, user, path)
				if user == "" && path == "/en/desk" {
					continue
				}
				if r.status != http.StatusOK || user != "" && !r.has("<bdi>"+user+"</bdi></a></nav>") || user == "" && !r.has("/en/sign-in") {
					t.Errorf("%s as %q: %d, and it is another's", path, user, r.status)
				}
				if round > 0 && r.header.Get("ETag") != first[user].header.Get("ETag") {
					t.Errorf("%s as %q is another one the second time", path, user)
				}
				first[user] = r
			}
		}
		if a, b := first[review.Reader], first[review.Observer]; path == "/en/a/khatib/t/11" && len(a.body) == len(b.body) {
			t.Errorf("%s shows an observer what it shows a reader", path)
		}
	}
	seq := regexp.MustCompile(`(?s)<footer.*?</p>`)
	footer := func(user string) string { return seq.FindString(h.get(t, user, "/en/a/khatib").body) }
	before, public := footer(review.Reader), footer("")
	_, err := h.app.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: record.Source{ID: "another", Sort: "ngo", Name: record.Text{"en": "Another"}}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := footer(review.Reader); before == "" || after == before {
		t.Errorf("after an entry: %q", after)
	}
	if after := footer(""); public == "" || after != public {
		t.Errorf("that something was entered is told to the public: %q, %q", public, after)
	}
}

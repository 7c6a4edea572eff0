package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/review"
)

// unpacked gives what was packed.
func unpacked(t *testing.T, text string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is packed says the same as what is not, whether it is kept, made for each who asks, or a file; its tag tells a browser that it has it.
func TestPackedSaysTheSame(t *testing.T) {
	base := exampleServer(t)
	for path, is := range map[string]bool{
		"/en/a/khatib": true, "/ar/incidents": true, "/ru/nowhere": true, "/a/khatib/changes.atom?lang=en": true, "/assets/board.css": true,
		"/assets/js/theme.js": true, "/assets/fonts/noto-sans-latin-wght-normal.woff2": false,
	} {
		plain, small := get(t, base+path, "Accept-Encoding", "identity"), get(t, base+path, "Accept-Encoding", "br, gzip;q=0.5")
		if plain.header.Get("Content-Encoding") != "" || !strings.Contains(small.header.Get("Vary"), "Accept-Encoding") || !strings.Contains(plain.header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: %v, %v", path, plain.header, small.header)
		}
		if packed := small.header.Get("Content-Encoding") == "gzip"; packed != is {
			t.Errorf("%s: packed: %v", path, packed)
			continue
		}
		if is && (unpacked(t, small.body) != plain.body || len(small.body) >= len(plain.body)) || !is && small.body != plain.body {
			t.Errorf("%s: it says something else, in %d bytes instead of %d", path, len(small.body), len(plain.body))
		}
		if small.status != plain.status || small.header.Get("Content-Type") != plain.header.Get("Content-Type") {
			t.Errorf("%s: %d %v", path, small.status, small.header)
		}
		tag := small.header.Get("ETag")
		if plain.status != 200 || strings.HasPrefix(path, "/ar/inc") && tag == "" {
			continue
		}
		if r := get(t, base+path, "Accept-Encoding", "gzip", "If-None-Match", tag); r.status != http.StatusNotModified || r.body != "" {
			t.Errorf("%s: %d for the tag %s", path, r.status, tag)
		}
		if is && !strings.HasPrefix(tag, "W/") {
			t.Errorf("%s: %s is the tag of other bytes", path, tag)
		}
	}
	if r := get(t, base+"/assets/board.css", "Accept-Encoding", "gzip", "Range", "bytes=0-9"); r.status != http.StatusPartialContent || len(r.body) != 10 || r.header.Get("Content-Encoding") != "" {
		t.Errorf("a part: %d %v", r.status, r.header)
	}
	if r := get(t, base+"/en/a/khatib", "Accept-Encoding", "gzip;q=0"); r.header.Get("Content-Encoding") != "" {
		t.Error("packed for somebody who refuses that")
	}
}

// The length of what a session opens tells nothing to a page elsewhere that makes the browser ask for it; answers to forms, which alone
// show secrets, and open lines are never packed.
func TestPackedTellsNoSecrets(t *testing.T) {
	h := newHouse(t)
	cookie := "mithaq=" + h.token[review.Reader]
	for site, is := range map[string]bool{"same-origin": true, "none": true, "cross-site": false, "same-site": false, "": false} {
		headers := []string{"Accept-Encoding", "gzip", "Cookie", cookie}
		if site != "" {
			headers = append(headers, "Sec-Fetch-Site", site)
		}
		for _, path := range []string{"/en/a/khatib", "/en/incidents?text=a"} {
			if r := get(t, h.base+path, headers...); (r.header.Get("Content-Encoding") == "gzip") != is || r.status != 200 {
				t.Errorf("%s asked for by %q: %d %v", path, site, r.status, r.header)
			}
		}
	}
	if r := ask(t, http.MethodPost, h.base+"/en/sign-in", "Accept-Encoding", "gzip"); r.header.Get("Content-Encoding") != "" {
		t.Errorf("the answer to a form: %v", r.header)
	}
	listen(t, h.base, "Accept-Encoding", "gzip").expect("hello")
}

// An answer says of what it rests on all of it, also where it may be packed: a store on the way must not give it to somebody else.
func TestAnswersSayOnWhatTheyRest(t *testing.T) {
	base := exampleServer(t)
	for path, names := range map[string][]string{
		"/api/v1/agreements": {"Accept", "Accept-Language", "Authorization", "Accept-Encoding"},
		"/en/":               {"Cookie", "Accept-Encoding"},
		"/":                  {"Accept-Language", "Accept-Encoding"},
	} {
		vary := strings.Split(strings.Join(get(t, base+path, "Accept-Encoding", "gzip").header.Values("Vary"), ", "), ", ")
		for _, name := range names {
			if !slices.Contains(vary, name) {
				t.Errorf("%s: %q lacks %s", path, vary, name)
			}
		}
	}
}

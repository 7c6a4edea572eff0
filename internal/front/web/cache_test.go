package web_test

import (
	"regexp"
	"testing"
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

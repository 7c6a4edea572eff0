package web_test

import (
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

var (
	besideOf = regexp.MustCompile(`<(?:link rel="stylesheet" href|script src|script type="module" src)="(/assets/[^"]+)"`)
	faceOf   = regexp.MustCompile(`(?s)@font-face \{[^}]*url\("(fonts/[^"]+)"\)[^}]*unicode-range: ([^;]+);`)
)

// weigh gives how many bytes the server sends for an address, to a browser.
func weigh(t *testing.T, address string, headers ...string) (bytes int, text string) {
	t.Helper()
	r := get(t, address, append(headers, "Accept-Encoding", "gzip", "Sec-Fetch-Site", "same-origin")...)
	if r.header.Get("Content-Encoding") == "gzip" {
		return len(r.body), unpacked(t, r.body)
	}
	return len(r.body), r.body
}

// A page with its style and scripts is at most 100 kB as it is sent, so that it arrives over a poor line. The fonts of the page's own
// script, which come once, are at most 250 kB.
func TestWeight(t *testing.T) {
	const most, mostFonts = 100_000, 250_000
	beside := map[string]int{}
	var style string
	for _, s := range surface(t) {
		for _, lang := range locale.Langs {
			var headers []string
			if s.token != "" {
				headers = []string{"Cookie", "mithaq=" + s.token}
			}
			sum, page := weigh(t, s.in(string(lang)), headers...)
			files := besideOf.FindAllStringSubmatch(page, -1)
			if len(files) < 3 {
				t.Errorf("/%s%s: %d files beside it", lang, s.path, len(files))
			}
			for _, m := range files {
				if beside[m[1]] == 0 {
					n, body := weigh(t, s.base+m[1])
					beside[m[1]] = n
					if strings.Contains(m[1], ".css") {
						style = body
					}
				}
				sum += beside[m[1]]
			}
			if sum > most {
				t.Errorf("%s /%s%s: %d bytes sent", s.name, lang, s.path, sum)
			}
		}
	}
	faces := faceOf.FindAllStringSubmatch(style, -1)
	if len(faces) != 6 {
		t.Fatalf("%d faces", len(faces))
	}
	for lang, letter := range map[locale.Lang]string{locale.En: "U+0000", locale.Ar: "U+0600", locale.Ru: "U+0400"} {
		sum := 0
		for _, face := range faces {
			if strings.Contains(face[2], letter+"-") {
				sum += len(get(t, exampleServer(t)+"/assets/"+face[1]).body)
			}
		}
		if sum == 0 || sum > mostFonts {
			t.Errorf("the fonts of %s are %d bytes", lang, sum)
		}
	}
}

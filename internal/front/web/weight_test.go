package web_test

import (
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
)

var (
	besideOf = regexp.MustCompile(`<(?:link rel="stylesheet" href|script src|script type="module" src)="(/assets/[^"]+)"`)
	faceOf   = regexp.MustCompile(`(?s)@font-face \{[^}]*url\("(fonts/[^"]+)"\)[^}]*unicode-range: ([^;]+);`)
)

// zipped gives the length of a text as gzip packs it.
func zipped(t *testing.T, text string) int {
	t.Helper()
	var n counter
	z, err := gzip.NewWriterLevel(&n, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

// A page with its style and scripts is at most 100 kB packed, so that it arrives over a poor line. The fonts of the page's own
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
			r := get(t, s.in(string(lang)), headers...)
			sum, files := zipped(t, r.body), besideOf.FindAllStringSubmatch(r.body, -1)
			if len(files) < 3 {
				t.Errorf("/%s%s: %d files beside it", lang, s.path, len(files))
			}
			for _, m := range files {
				if beside[m[1]] == 0 {
					body := get(t, s.base+m[1]).body
					beside[m[1]] = zipped(t, body)
					if strings.Contains(m[1], ".css") {
						style = body
					}
				}
				sum += beside[m[1]]
			}
			if sum > most {
				t.Errorf("%s /%s%s: %d bytes packed", s.name, lang, s.path, sum)
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

package web_test

import (
	"html"
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

var askedOf = regexp.MustCompile(`data-(worker|coarse|query|lang)="([^"]*)"`)

// mapWeight gives what the live map of a page asks for before it is there.
func mapWeight(t *testing.T, base, page string, headers []string) (sum int) {
	t.Helper()
	said := map[string]string{}
	for _, m := range askedOf.FindAllStringSubmatch(page, -1) {
		said[m[1]] = html.UnescapeString(m[2])
	}
	query := "lang=" + said["lang"] + "&" + said["query"]
	for _, address := range []string{said["worker"], said["coarse"], "/map/base.json?" + query, "/map/outlines.json?bbox=33,30,44,40", "/map/points.json?bbox=33,30,44,40&zoom=6&" + query} {
		bytes, _ := weigh(t, base+address, headers...)
		sum += bytes
	}
	return sum
}

// A page with its style and scripts is at most 100 kB as it is sent, so that it arrives over a poor line; one with a live map
// at most 600 kB with all that the map asks for. The fonts of the page's own
// script, which come once, are at most 250 kB.
func TestWeight(t *testing.T) {
	const most, mostMap, mostFonts = 100_000, 600_000, 250_000
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
			bound := most
			if strings.Contains(page, "<mithaq-map") {
				bound, sum = mostMap, sum+mapWeight(t, s.base, page, headers)
			}
			if sum > bound {
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

package web_test

import (
	"slices"
	"testing"
)

func TestFrontGoesToTheReadersLanguage(t *testing.T) {
	base := exampleServer(t)
	for header, want := range map[string]string{
		"":                        "/en/",
		"ar":                      "/ar/",
		"ar-SY,ar;q=0.9,en;q=0.8": "/ar/",
		"fr,ru;q=0.7,en;q=0.3":    "/ru/",
		"en;q=0.4, ru;q=0.5":      "/ru/",
		"ru;q=0, en;q=0.1":        "/en/",
		"de":                      "/en/",
		"ar;q=broken,ru":          "/ru/",
		"*":                       "/en/",
	} {
		r := get(t, base+"/", "Accept-Language", header)
		if r.status != 302 || r.header.Get("Location") != want || !slices.Contains(r.header.Values("Vary"), "Accept-Language") {
			t.Errorf("%q: %d to %q", header, r.status, r.header.Get("Location"))
		}
	}
	if r := get(t, base+"/?as-of=2015-12-31", "Accept-Language", "ru"); r.header.Get("Location") != "/ru/?as-of=2015-12-31" {
		t.Errorf("the day was lost: %q", r.header.Get("Location"))
	}
	if r := get(t, base+"/ar"); r.header.Get("Location") != "/ar/" {
		t.Errorf("/ar: %d %q", r.status, r.header.Get("Location"))
	}
}

package web_test

import (
	"html"
	"strings"
	"testing"

	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
)

func TestErrorsSayWhatIsWrong(t *testing.T) {
	base := exampleServer(t)
	for path, want := range map[string]int{
		"/nowhere":                                       404,
		"/fr/":                                           404,
		"/en/a/none":                                     404,
		"/en/a/khatib/t/99":                              404,
		"/en/a/khatib/c/none":                            404,
		"/ar/i/none":                                     404,
		"/ru/s/none":                                     404,
		"/en/a/khatib/t/11/more":                         404,
		"/assets/../main.go":                             404,
		"/en/?as-of=yesterday":                           400,
		"/en/?as-of=2015-13-01":                          400,
		"/en/?as-of=2015":                                400,
		"/en/?known-at=2015":                             400,
		"/en/?known-at=%232":                             400,
		"/ar/?standard=discounted":                       400,
		"/ru/desk?standard=Verified":                     400,
		"/en/?as-of=%zz":                                 400,
		"/ar/incidents?from=soon":                        400,
		"/ru/incidents?to=31.12.2015":                    400,
		"/en/incidents?grade=certain":                    400,
		"/en/incidents?sort=colour":                      400,
		"/en/incidents?after=x":                          400,
		"/en/incidents?after=-date.1.2":                  400,
		"/en/s/airwars?after=date.1.x":                   400,
		"/en/desk?known-at=0000-01-03":                   200,
		"/en/incidents?text=" + strings.Repeat("x", 300): 400,
		"/en/report?from=2015-11-01":                     400,
		"/en/report?from=2015-11-30&to=2015-11-01":       400,
		"/en/report?from=x&to=y":                         400,
	} {
		if r := get(t, base+path); r.status != want && !(r.status == 307 || r.status == 301) {
			t.Errorf("%s: %d, want %d", path, r.status, want)
		} else if r.status == 400 && !strings.Contains(r.body, "<h1>") {
			t.Errorf("%s: no page", path)
		}
	}
	for _, lang := range locale.Langs {
		w := wording.For(lang)
		for path, key := range map[string]string{"/nowhere": "board.error.not_found.title", "/incidents?grade=x": "board.error.bad.title"} {
			r := get(t, base+"/"+string(lang)+path)
			if !strings.Contains(html.UnescapeString(r.body), w.Text(key)) || !r.has(`dir="`+locale.Dir(lang)+`"`) {
				t.Errorf("%s%s is not told in its language", lang, path)
			}
		}
	}
	if r := get(t, base+"/nowhere", "Accept-Language", "ar"); !r.has(`<html lang="ar" dir="rtl">`) {
		t.Error("an address of no language is not answered in the browser's")
	}
	if r := get(t, base+"/en/incidents?grade=%3Cscript%3E"); r.has("<script>") || !r.has("&lt;script&gt;") {
		t.Error("a value is not shown as text")
	}
}

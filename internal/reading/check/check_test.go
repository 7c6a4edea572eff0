package check

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/wording"
	"mithaq/internal/testroot"
)

// read checks a text, which must be without errors, remarks and notes of every other kind.
func read(tb testing.TB, text string) []diag.Diagnostic {
	tb.Helper()
	f, ds := syntax.Parse("text.mithaq", text)
	book, more := terms.Resolve([]*syntax.File{f}, outlines)
	ds = append(ds, more...)
	program, more := norms.Lower(book)
	for _, d := range append(ds, more...) {
		tb.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
	}
	return All(program, book)
}

// outlines is the file of zones that the texts of checks name: a line and two squares.
func outlines(string) ([]byte, error) {
	const square = `"geometry":{"type":"Polygon","coordinates":[[[44,15],[45,15],[45,16],[44,16],[44,15]]]}`
	return []byte(`{"type":"FeatureCollection","features":[
{"type":"Feature","id":"front","properties":{},"geometry":{"type":"LineString","coordinates":[[44,15],[45,15]]}},
{"type":"Feature","id":"valley","properties":{},` + square + `},
{"type":"Feature","id":"buffer","properties":{},` + square + `}]}`), nil
}

// TestExamples holds each check to its own texts: the example gives its remark once and nothing else, the mended text nothing.
func TestExamples(t *testing.T) {
	for _, r := range rules {
		t.Run(string(r.Code), func(t *testing.T) {
			got := read(t, r.Example)
			if len(got) != 1 || got[0].Code != r.Code || got[0].Severity != r.Severity || !got[0].Span.Known() {
				t.Errorf("the example gives %v", got)
			}
			if got, _ := diag.Open(read(t, r.Mended)); len(got) != 0 {
				t.Errorf("the mended text gives %v", got)
			}
		})
	}
}

// TestCodes sees that codes are in order, each once, and that every page is found.
func TestCodes(t *testing.T) {
	form := regexp.MustCompile(`^M3\d{3}$`)
	for i, d := range Pages() {
		if !form.MatchString(string(d.Code)) || i > 0 && rules[i-1].Code >= d.Code {
			t.Errorf("code %s", d.Code)
		}
		if found, ok := Page(d.Code); !ok || found != d {
			t.Errorf("no page for %s", d.Code)
		}
	}
	if _, ok := Page("M3999"); ok {
		t.Error("a page for a code that no check has")
	}
}

// TestWords sees that each check has its sentences, title and page in every language.
func TestWords(t *testing.T) {
	for _, lang := range []locale.Lang{locale.En, locale.Ar, locale.Ru} {
		w := wording.For(lang)
		for _, d := range Pages() {
			if !w.Has(d.Title) || !w.Has(d.Page) {
				t.Errorf("%v: no page for %s", lang, d.Code)
			}
			for _, r := range read(t, d.Example) {
				said := w.Bare().Diagnostic(r)
				for _, s := range append(append(said.Related, said.Fixes...), said.Title) {
					if strings.ContainsAny(s, "{}") || strings.Contains(s, string(d.Code)) {
						t.Errorf("%v: %s is not told whole: %s", lang, d.Code, s)
					}
				}
			}
		}
	}
}

// TestLetter names everything that the checks say of the letter in spec/language.md.
func TestLetter(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "agreement", "norms", "testdata", "letter.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range read(t, string(text)) {
		got = append(got, string(d.Code)+" "+d.Args[0].Value)
	}
	want := []string{"M3001 1a", "M3002 1a", "M3004 president", "M3201 1b", "M3004 russia"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

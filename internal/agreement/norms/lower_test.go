package norms

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read parses, resolves and lowers one text, with all remarks.
func read(tb testing.TB, name, text string) (*Program, []diag.Diagnostic) {
	tb.Helper()
	f, ds := syntax.Parse(name, text)
	book, more := terms.Resolve([]*syntax.File{f}, nil)
	ds = append(ds, more...)
	p, more := Lower(book)
	return p, append(ds, more...)
}

// must reads a text without errors.
func must(tb testing.TB, text string) *Program {
	tb.Helper()
	p, ds := read(tb, "test.mithaq", text)
	for _, d := range ds {
		if d.Severity == diag.Error {
			tb.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
		}
	}
	return p
}

func letter(tb testing.TB) string {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "letter.mithaq"))
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// TestLetter holds the whole lowered form of the letter of spec/language.md against a golden file.
func TestLetter(t *testing.T) {
	p, ds := read(t, "letter.mithaq", letter(t))
	for _, d := range ds {
		t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
	}
	got := dump(p)
	golden := filepath.Join("testdata", "letter.golden.json")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the lowered letter differs from %s (go test -update writes it anew):\n%s", golden, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "line " + g[i]
		}
	}
	return "the end is missing"
}

// TestHash sees that layout does not change the name of a text, and that words do.
func TestHash(t *testing.T) {
	text := letter(t)
	hash := func(text string) string { return must(t, text).Agreements[0].Hash }
	if hash(text) != hash(strings.ReplaceAll(text, "  uses", "      uses")) {
		t.Error("another indentation gives another hash")
	}
	if hash(text) == hash(strings.Replace(text, "2015-11-01", "2015-11-02", 1)) {
		t.Error("another date gives the same hash")
	}
}

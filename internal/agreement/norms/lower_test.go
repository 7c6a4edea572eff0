package norms

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
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
	compareGolden(t, "letter.golden.json", dump(p))
}

// TestStatements holds the lowered form of every statement beyond the letter against a golden file: a line for each act,
// place and party of its vocabulary, for each head of an agreement, and for each norm.
func TestStatements(t *testing.T) {
	archive, err := txtar.ParseFile(filepath.Join(testroot.Root(t), "spec", "corpus", "terms", "statements.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "statements.golden.jsonl", lines(must(t, string(archive.Files[0].Data))))
}

// compareGolden compares a text with a file of testdata.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
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
		t.Errorf("the lowered form differs from %s (go test -update writes it anew):\n%s", golden, firstDifference(got, string(want)))
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

// TestHashCoversVocabularies sees that the name of a text changes with the vocabulary in another file, and with the outline
// of a zone, but not with a vocabulary that it does not use.
func TestHashCoversVocabularies(t *testing.T) {
	const text = "agreement a\n  uses v\n  demand by red\n  dated 2020-01-01\n  zone \"UTC\"\n"
	hash := func(vocabulary, other, geo string) string {
		var files []*syntax.File
		for i, s := range []string{text, vocabulary, other} {
			f, _ := syntax.Parse(string(rune('a'+i)), s)
			files = append(files, f)
		}
		book, ds := terms.Resolve(files, func(string) ([]byte, error) { return []byte(geo), nil })
		if diag.HasErrors(ds) {
			t.Fatal(ds)
		}
		p, _ := Lower(book)
		return p.Agreements[0].Hash
	}
	const (
		voc   = "vocabulary v\nparty red\nline l from \"x.geojson#l\"\n"
		other = "vocabulary w\nparty blue\n"
		line  = `{"type": "Feature", "id": "l", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}`
	)
	base := hash(voc, other, line)
	if hash(voc+"party green\n", other, line) == base {
		t.Error("another vocabulary gives the same hash")
	}
	if hash(voc, other, strings.Replace(line, "3, 4", "3, 5", 1)) == base {
		t.Error("another outline gives the same hash")
	}
	if hash(voc, other+"party green\n", line) != base {
		t.Error("a vocabulary that is not used changes the hash")
	}
	if hash(strings.ReplaceAll(voc, "party red", "party   red"), other, line) != base {
		t.Error("the layout of a vocabulary changes the hash")
	}
}

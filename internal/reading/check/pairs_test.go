package check

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// pair is two texts that differ by one clause.
type pair struct {
	name   string
	code   diag.Code
	common string // vocabularies that both use
	faulty string
	mended string
	line   int // of the faulty text, on which the remark is announced
	blocks int // how many stretches of marked lines there are: one
}

// pairs reads the files spec/corpus/checks/pairs*.txtar. A file named "common.mithaq" belongs to each pair of its
// archive; any other is one pair, named "CODE what is the matter". A line that begins with "- " stands in the faulty
// text alone, one that begins with "+ " in the mended text alone.
func pairs(tb testing.TB) (all []pair) {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(testroot.Root(tb), "spec", "corpus", "checks", "pairs*.txtar"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no pairs: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		common := ""
		for _, f := range archive.Files {
			if f.Name == "common.mithaq" {
				common = string(f.Data)
				continue
			}
			p := split(string(f.Data))
			code, _, _ := strings.Cut(f.Name, " ")
			p.name, p.code, p.common = f.Name, diag.Code(code), common
			all = append(all, p)
		}
	}
	return all
}

// split makes the two texts of a pair.
func split(text string) (p pair) {
	var faulty, mended strings.Builder
	n, marked := 0, false
	for line := range strings.Lines(text) {
		without, minus := strings.CutPrefix(line, "- ")
		with, plus := strings.CutPrefix(line, "+ ")
		if (minus || plus) && !marked {
			p.blocks++
		}
		marked = minus || plus
		if !plus {
			n++
			faulty.WriteString(without)
			if announcement.MatchString(line) {
				p.line = n
			}
		}
		if !minus {
			mended.WriteString(with)
		}
	}
	p.faulty, p.mended = faulty.String(), mended.String()
	return p
}

// TestPairs reads texts that differ by one clause: the fault is remarked once, where the text says, and nothing else is;
// of the mended text there is nothing to remark.
func TestPairs(t *testing.T) {
	shown := map[diag.Code]bool{}
	for _, p := range pairs(t) {
		shown[p.code] = true
		t.Run(p.name, func(t *testing.T) {
			if p.blocks != 1 || p.line == 0 {
				t.Fatalf("%d places differ, remark announced on line %d", p.blocks, p.line)
			}
			got := readPair(t, p.common, p.faulty)
			if len(got) != 1 || got[0].Code != p.code || got[0].Span.Start.Line != p.line || got[0].Span.File != "text.mithaq" {
				t.Errorf("want %s once, on line %d of the faulty text; told %v", p.code, p.line, got)
			}
			if got := readPair(t, p.common, p.mended); len(got) != 0 {
				t.Errorf("told of the mended text: %v", got)
			}
		})
	}
	for _, d := range Pages() {
		if !shown[d.Code] {
			t.Errorf("no pair shows %s", d.Code)
		}
	}
}

// readPair gives everything that is said of a text, which must be without errors.
func readPair(t *testing.T, common, text string) []diag.Diagnostic {
	t.Helper()
	var files []*syntax.File
	var all []diag.Diagnostic
	for _, f := range [][2]string{{"common.mithaq", common}, {"text.mithaq", text}} {
		if f[1] == "" {
			continue
		}
		file, ds := syntax.Parse(f[0], f[1])
		files, all = append(files, file), append(all, ds...)
	}
	book, ds := terms.Resolve(files, outlines)
	program, more := norms.Lower(book)
	all = append(append(all, ds...), more...)
	for _, d := range all {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
		}
	}
	return append(all, All(program, book)...)
}

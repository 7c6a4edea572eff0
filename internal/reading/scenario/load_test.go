package scenario

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// read gives the program of texts, given as name to content. It fails on errors.
func read(t *testing.T, texts map[string]string) *norms.Program {
	t.Helper()
	var files []*syntax.File
	var all []diag.Diagnostic
	for name, text := range texts {
		if filepath.Ext(name) != ".mithaq" {
			continue
		}
		f, ds := syntax.Parse(name, text)
		files, all = append(files, f), append(all, ds...)
	}
	book, ds := terms.Resolve(files, func(path string) ([]byte, error) {
		if s, ok := texts[path]; ok {
			return []byte(s), nil
		}
		return nil, os.ErrNotExist
	})
	all = append(all, ds...)
	prog, ds := norms.Lower(book)
	all = append(all, ds...)
	for _, d := range all {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
		}
	}
	return prog
}

// valleyOnce is the vocabulary of the fuzz test.
var valleyOnce = sync.OnceValue(func() *norms.Program {
	file, _ := syntax.Parse("v.mithaq", `vocabulary v
party north
party south
body mission
kind site { school }
act attack (doer party, object site, at place, killed count)
state held (by party, person)
roster detainees of held
zone valley
agreement a
  uses v
  agreed between north and south
  dated 2024-03-01
  zone "UTC"
term 1
  1a: north must not attack()
`)
	book, _ := terms.Resolve([]*syntax.File{file}, nil)
	prog, _ := norms.Lower(book)
	return prog
})

// valley is the small example.
func valley(t *testing.T) *norms.Program {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testroot.Root(t), "examples", "valley", "ceasefire.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	return read(t, map[string]string{"ceasefire.mithaq": string(b)})
}

// outcomes runs every test of a file that must parse.
func outcomes(t *testing.T, prog *norms.Program, name, text string) []Outcome {
	t.Helper()
	f, ds := Parse(name, text, prog)
	for _, d := range ds {
		t.Errorf("%s: %s %v", d.Span, d.Code, d.Args)
	}
	programs := map[string]*norms.Program{}
	for _, b := range prog.Bundles() {
		programs[b.Reading] = b.Program
	}
	var all []Outcome
	for i := range f.Tests {
		out, err := f.Tests[i].Run(programs)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, out...)
	}
	return all
}

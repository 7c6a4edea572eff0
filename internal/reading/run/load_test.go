package run

import (
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/testroot"
)

// program reads texts, given as name and content in turn. It fails on errors.
func program(t testing.TB, texts ...string) *norms.Program {
	t.Helper()
	var files []*syntax.File
	var all []diag.Diagnostic
	for i := 0; i < len(texts); i += 2 {
		f, ds := syntax.Parse(texts[i], texts[i+1])
		files, all = append(files, f), append(all, ds...)
	}
	book, ds := terms.Resolve(files, func(string) ([]byte, error) { return nil, os.ErrNotExist })
	all = append(all, ds...)
	prog, ds := norms.Lower(book)
	for _, d := range append(all, ds...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s %v", d.Span, d.Code, d.Args)
		}
	}
	return prog
}

// head is the vocabulary and the heading of the small texts of these tests.
const head = `vocabulary v
party red
party blue
body un
kind thing { maps lists }
act leave (doer party, at place)
act give (doer party, to party, what thing)
act announce (doer party, what mark, day date)
act detain (doer party, person)
act release (doer party, person)
act verify (doer party)
act fire (doer party, shells count)
state held (by party, person) begins detain(doer: by, person) ends release(person)
roster detainees of held
zone valley
zone town in valley
agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
`

// small reads the terms of a small text.
func small(t testing.TB, terms string) *norms.Program {
	t.Helper()
	return program(t, "a.mithaq", head+terms)
}

// example reads texts of the folder of examples.
func example(t testing.TB, names ...string) *norms.Program {
	t.Helper()
	var texts []string
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(testroot.Root(t), "examples", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, name, string(b))
	}
	return program(t, texts...)
}

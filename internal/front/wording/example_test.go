package wording

import (
	"io/fs"
	"strings"
	"testing"

	"mithaq/examples"
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
)

// exampleProgram reads the agreements of one example.
func exampleProgram(t *testing.T, folder string) *norms.Program {
	t.Helper()
	names, err := fs.Glob(examples.Agreements, folder+"/*.mithaq")
	if err != nil || len(names) == 0 {
		t.Fatalf("the example has %d texts: %v", len(names), err)
	}
	var files []*syntax.File
	var all []diag.Diagnostic
	for _, name := range names {
		data, err := fs.ReadFile(examples.Agreements, name)
		if err != nil {
			t.Fatal(err)
		}
		file, ds := syntax.Parse(name, string(data))
		files, all = append(files, file), append(all, ds...)
	}
	book, ds := terms.Resolve(files, func(p string) ([]byte, error) {
		return fs.ReadFile(examples.Agreements, p)
	})
	program, more := norms.Lower(book)
	for _, d := range append(append(all, ds...), more...) {
		if d.Severity == diag.Error {
			t.Fatalf("an example has an error: %+v", d)
		}
	}
	return program
}

// TestExampleReadBack reads every norm, claim and concern of the examples back in each language: no hole, no name left in another language.
func TestExampleReadBack(t *testing.T) {
	for _, folder := range []string{"syria-2015", "south-sudan-2018", "hodeidah-2018", "black-sea-2022", "minsk-2014"} {
		t.Run(folder, func(t *testing.T) { readBack(t, exampleProgram(t, folder)) })
	}
}

func readBack(t *testing.T, p *norms.Program) {
	t.Helper()
	l := Lookup{Program: p}
	for _, lang := range locale.Langs {
		w := For(lang)
		total := 0
		look := func(what string, sentences ...string) {
			for _, s := range sentences {
				total++
				t.Logf("%s %s: %s", lang, what, flat(s))
				if s == "" || strings.ContainsAny(s, "[]{}") {
					t.Errorf("%s: %s: %q", lang, what, s)
				}
				if lang != locale.En && foreign.MatchString(s) {
					t.Errorf("%s: %s holds English: %q", lang, what, s)
				}
			}
		}
		for i := range p.Agreements {
			a := &p.Agreements[i]
			for j := range a.Norms {
				back := w.Norm(l, &a.Norms[j])
				look(a.Norms[j].Name(), back.Text)
				look(a.Norms[j].Name(), back.Clauses...)
				look(a.Norms[j].Name(), back.Kept...)
				look(a.Norms[j].Name(), back.NotKept...)
			}
			for j := range a.Claims {
				look("claim "+a.Claims[j].ID, w.ClaimText(l, &a.Claims[j])...)
			}
			for j := range a.Concerns {
				look("concern "+a.Concerns[j].ID, w.ConcernText(l, &a.Concerns[j])...)
			}
			for j := range a.Positions {
				look("position", w.PositionText(l, &a.Positions[j])[:1]...)
			}
		}
		if total < 30 {
			t.Errorf("%s: only %d sentences", lang, total)
		}
	}
}

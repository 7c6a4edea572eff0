// Package reading reads texts together: syntax, names, norms, remarks. Its folders are what can be asked of texts that stand alone, with no
// record: what is wrong with them, what their names mean, whether they can be performed, whether one meets another.
package reading

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check"
)

// Whole is what texts say together; it is whole when Diagnostics has no error.
type Whole struct {
	Trees       []*syntax.File
	Files       map[string]*source.File // by name, for showing lines
	Book        *terms.Book
	Program     *norms.Program // nil when there are errors
	Diagnostics []diag.Diagnostic

	read []diag.Diagnostic // before the checks
}

// Parsed is a text with its tree and the remarks on its syntax.
type Parsed struct {
	Tree        *syntax.File
	Diagnostics []diag.Diagnostic
}

// Parse reads one text by itself.
func Parse(name, text string) Parsed {
	tree, ds := syntax.Parse(name, text)
	return Parsed{tree, ds}
}

// Read reads texts that were parsed, together. load gives the files that they name.
func Read(texts []Parsed, load terms.Load) *Whole { return lowered(texts, load).checked(check.Whole) }

// Glance is Read without the checks that make runs, for a text that is just being typed.
func Glance(texts []Parsed, load terms.Load) *Whole { return lowered(texts, load).checked(check.Quick) }

// Finish gives of a Glance what Read gives.
func (w *Whole) Finish() *Whole { return w.checked(check.Whole) }

// lowered reads texts up to the form that is judged.
func lowered(texts []Parsed, load terms.Load) *Whole {
	w := &Whole{Files: map[string]*source.File{}}
	for _, t := range texts {
		w.Trees = append(w.Trees, t.Tree)
		w.Files[t.Tree.Source.Name] = t.Tree.Source
		w.read = append(w.read, t.Diagnostics...)
	}
	book, ds := terms.Resolve(w.Trees, load)
	w.Book, w.read = book, append(w.read, ds...)
	if !diag.HasErrors(w.read) {
		program, ds := norms.Lower(book)
		w.read = append(w.read, ds...)
		if !diag.HasErrors(w.read) {
			w.Program = program
		}
	}
	return w
}

// checked gives the texts with the remarks of checks on them, where they are whole.
func (w *Whole) checked(checks func(*norms.Program, *terms.Book, []diag.Diagnostic) []diag.Diagnostic) *Whole {
	out := *w
	if out.Program != nil {
		out.Diagnostics = checks(out.Program, out.Book, out.read)
	} else {
		out.Diagnostics = slices.Clone(out.read)
		diag.Sort(out.Diagnostics)
	}
	out.tongues()
	return &out
}

// tongues notes with each remark on a text whose keywords are not English in which language they are: what a remark quotes of the language
// is then said in that.
func (w *Whole) tongues() {
	langs := map[string]string{}
	for _, t := range w.Trees {
		if t.Table != syntax.English {
			langs[t.Source.Name] = t.Table.Lang
		}
	}
	for i := range w.Diagnostics {
		if d := &w.Diagnostics[i]; langs[d.Span.File] != "" {
			d.Args = append(d.Args[:len(d.Args):len(d.Args)], diag.Arg{Name: diag.Tongue, Value: langs[d.Span.File]})
		}
	}
}

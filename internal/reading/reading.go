// Package reading reads texts together: syntax, names, norms, remarks. Its folders are what can be asked of texts that stand alone, with no
// record: what is wrong with them, what their names mean, whether they can be performed, whether one meets another.
package reading

import (
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
func Read(texts []Parsed, load terms.Load) *Whole {
	w := &Whole{Files: map[string]*source.File{}}
	for _, t := range texts {
		w.Trees = append(w.Trees, t.Tree)
		w.Files[t.Tree.Source.Name] = t.Tree.Source
		w.Diagnostics = append(w.Diagnostics, t.Diagnostics...)
	}
	book, ds := terms.Resolve(w.Trees, load)
	w.Book, w.Diagnostics = book, append(w.Diagnostics, ds...)
	if !diag.HasErrors(w.Diagnostics) {
		program, ds := norms.Lower(book)
		w.Diagnostics = append(w.Diagnostics, ds...)
		if !diag.HasErrors(w.Diagnostics) {
			w.Program = program
			w.Diagnostics = check.Whole(program, book, w.Diagnostics)
		}
	}
	diag.Sort(w.Diagnostics)
	w.tongues()
	return w
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

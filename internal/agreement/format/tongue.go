package format

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// To formats a text with its keywords in another language: the tree is the same, and names, texts and comments stay as they are. ds are the
// remarks for which that cannot be done: on syntax that could not be read, or on a name that is a word of the other language in a place where
// it would be read as one; then there is no text.
func To(name, text string, table *syntax.Table) (out string, ds []diag.Diagnostic) {
	f, all := syntax.Parse(name, text)
	for _, d := range all {
		// A text that mixes languages is put into one; that mends it.
		if d.Severity == diag.Error && d.Code != syntax.Mixed {
			ds = append(ds, d)
		}
	}
	if ds != nil || len(f.Stmts) == 0 {
		return File(f), ds
	}
	other, _ := syntax.Parse(name, f.In(table))
	if same, at := syntax.Same(f, other); !same {
		return "", []diag.Diagnostic{f.NameTaken(table, at)}
	}
	return File(other), nil
}

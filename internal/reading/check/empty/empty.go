// Package empty finds terms that hold no norm and do not say what they are: nothing of them is judged, and no reader can tell why.
package empty

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3006.
var Rule = rule.Rule{
	Code: "M3006", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1 "The parties recall their earlier statements"
`,
	Mended: `vocabulary v
party red

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1 "The parties recall their earlier statements"
  recital
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, a := range t.Book.Agreements {
		says := map[*terms.Term]bool{} // it holds a norm, in some reading at least, a rule, or wording that is left as such
		for n := range a.AllNorms {
			says[n.Term] = true
		}
		for _, c := range a.Counts {
			says[c.Term] = true
		}
		for _, term := range a.Terms {
			if term.Nature == terms.Normative && !says[term] && len(term.Only) == 0 {
				found = append(found, diag.Diagnostic{Span: term.Span, Args: diag.Args("term", term.ID), Fixes: []diag.Fix{recital(a, term)}})
			}
		}
	}
	return found
}

// recital is the line that makes a term a recital.
func recital(a *terms.Agreement, term *terms.Term) diag.Fix {
	fix := diag.Fix{Key: "recital"}
	for _, s := range a.File.Stmts {
		x, ok := s.(*syntax.Agreement)
		if !ok {
			continue
		}
		for _, item := range x.Items {
			if t, ok := item.(*syntax.Term); ok && t.Label.Span == term.Span {
				end := source.Span{File: t.Span.File, Start: t.Span.End, End: t.Span.End}
				fix.Edits = []diag.Edit{{Span: end, Text: "\n  " + a.File.Table.Translate("recital")}}
			}
		}
	}
	return fix
}

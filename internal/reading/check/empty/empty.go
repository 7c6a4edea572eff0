// Package empty finds terms that hold no norm and do not say what they are: nothing of them is judged, and no reader can tell why.
package empty

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
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
				found = append(found, diag.Diagnostic{Span: term.Span, Args: diag.Args("term", term.ID)})
			}
		}
	}
	return found
}

// Package amount finds obligations to do something that can be counted, where the text says neither how many nor which: one
// truck, one prisoner, one house keeps them.
package amount

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3009.
var Rule = rule.Rule{
	Code: "M3009", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text("at least 100 trucks "),
}

func text(number string) string {
	return `vocabulary v
party red
act let_pass (doer party, at place, trucks count)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must let_pass() ` + number + `by 2020-03-01
`
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		act := n.Act.Act
		if n.Modality != syntax.Must || n.Deed != syntax.DoAct || act == nil || n.ForEach != nil || n.AtLeast != nil {
			return
		}
		if r := left(&n.Act); r != nil {
			found = append(found, diag.Diagnostic{
				Span: n.Label, Args: diag.Args("norm", n.ID, "act", act.ID, "role", r.Name),
				Related: []diag.Related{{Key: "role", Span: r.Span}}, Fixes: []diag.Fix{{Key: "number"}},
			})
		}
	})
	return found
}

// left gives the role that would say how many or who, where the act has one and the pattern leaves all of these open.
func left(p *terms.Pattern) (open *terms.Role) {
	given := map[*terms.Role]bool{}
	for _, w := range p.Wants {
		given[w.Role] = true
	}
	for _, r := range p.Act.Roles {
		if r.Type != terms.PersonRole && (r.Type != terms.CountRole || r.Measure) {
			continue
		}
		if given[r] {
			return nil
		}
		if open == nil || r.Type == terms.CountRole {
			open = r
		}
	}
	return open
}

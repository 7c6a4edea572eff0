// Package recourse finds agreements between several that say nothing of what follows a breach: no consequence, no notice, no
// time to cure, nobody who settles a dispute.
package recourse

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3016.
var Rule = rule.Rule{
	Code: "M3016", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text("  disputes to commission\n"),
}

func text(disputes string) string {
	return `vocabulary v
party red
party blue
body commission
act hand_over (doer party, to party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
` + disputes + `term 1
  1a: red must hand_over(to: commission) by 2020-03-01
  1b: blue must hand_over(to: commission) by 2020-03-01
`
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, a := range t.Book.Agreements {
		if a.Force != syntax.Agreed || len(a.By) < 2 || !rule.Seen(a) {
			continue
		}
		binds, path := false, len(a.Disputes) > 0
		for _, b := range t.Book.Agreements {
			for _, x := range b.Includes {
				path = path || x == a && len(b.Disputes) > 0 || b == a && len(x.Disputes) > 0
			}
		}
		for n := range a.AllNorms {
			binds = binds || n.Modality == syntax.Must || n.Modality == syntax.MustNot
			path = path || follows(n)
		}
		if binds && !path {
			found = append(found, diag.Diagnostic{Span: a.Span, Args: diag.Args("agreement", a.ID), Fixes: []diag.Fix{{Key: "path"}}})
		}
	}
	return found
}

// follows says whether a norm speaks of what comes after a breach.
func follows(n *terms.Norm) (yes bool) {
	yes = n.Otherwise != nil || n.Cure != nil || n.Judged != nil ||
		n.Effect != nil && (n.Deed == syntax.Terminate || n.Deed == syntax.Suspend)
	terms.Walk{
		Point: func(p *terms.Point, _ bool) { yes = yes || p.Breach },
		Cond: func(c terms.Cond, _ bool) {
			if x, ok := c.(*terms.NormIs); ok && x.Word == syntax.IsBreached {
				yes = true
			}
		},
	}.Norm(n)
	return yes
}

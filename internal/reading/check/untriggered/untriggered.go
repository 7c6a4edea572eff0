// Package untriggered finds deadlines that count from an act of which no norm speaks: nobody is to do it, so the deadline
// may never begin.
package untriggered

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3015.
var Rule = rule.Rule{
	Code: "M3015", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text("  1b: red must sign() by 2020-02-01\n"),
}

func text(trigger string) string {
	return `vocabulary v
party red
act withdraw (doer party)
act sign (doer party)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must withdraw() within 30 days of sign(doer: red)
` + trigger
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	spoken := map[*terms.Act]bool{}
	speak := func(p *terms.Pattern) {
		if p != nil && p.Act != nil {
			spoken[p.Act] = true
		}
	}
	t.Norms(func(a *terms.Agreement, n *terms.Norm) {
		speak(&n.Act)
		if n.Cure != nil {
			speak(n.Cure.Notice)
		}
		if n.Consent != nil {
			spoken[n.Consent.Act] = true
		}
		if n.Judged != nil {
			spoken[n.Judged.Finding.Act] = true
		}
		for i := range a.Counts {
			speak(&a.Counts[i].From)
		}
	})
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		if n.Modality != syntax.Must {
			return
		}
		for i := range n.Bounds {
			if b := &n.Bounds[i]; b.Ends() && b.Point.Act != nil && !spoken[b.Point.Act.Act] {
				act := b.Point.Act.Act
				found = append(found, diag.Diagnostic{
					Span: b.Point.Span, Args: diag.Args("norm", n.ID, "act", act.ID), Related: []diag.Related{{Key: "def", Span: act.Span}},
					Fixes: []diag.Fix{{Key: "norm"}},
				})
			}
		}
	})
	return found
}

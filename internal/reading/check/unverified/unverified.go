// Package unverified finds ceasefires that nobody is to watch: of the classes of Clayton and Sticher, a bare cessation of
// hostilities.
package unverified

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3017.
var Rule = rule.Rule{
	Code: "M3017", Severity: diag.Remark, Run: run,
	Example: truce.Without("  observed by mission at least 60%"),
	Mended:  truce.Text,
}

// watching are words for acts by which somebody watches.
var watching = phrase.New(
	"monitor*", "verify", "verification", "verifies", "observe", "observation", "inspect*", "supervise*", "supervision", "oversee",
	"رصد", "الرصد", "مراقبة", "المراقبة", "تحقق", "التحقق", "تفتيش", "إشراف",
	"наблюд*", "провер*", "мониторинг*", "контрол*", "инспек*", "верифика*",
)

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		a := c.Agreement
		watched := a.Observed != nil && len(a.Observed.By) > 0
		for n := range a.AllNorms {
			watched = watched || n.Observed != nil && len(n.Observed.By) > 0 || n.Judged != nil ||
				n.Act.Act != nil && n.Modality != syntax.MustNot && watching.In(n.Act.Act.ID, n.Act.Act.Titles)
		}
		if !watched {
			found = append(found, diag.Diagnostic{
				Span: a.Span, Args: diag.Args("agreement", a.ID), Fixes: []diag.Fix{{Key: "observer"}},
			})
		}
	}
	return found
}

// Package purpose finds ceasefires that say neither what they are for nor to which process they belong.
package purpose

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3022.
var Rule = rule.Rule{
	Code: "M3022", Severity: diag.Note, Run: run,
	Example: strings.Replace(truce.Text, "term 1 \"The truce opens the way to talks on a settlement\"\n  recital\n", "", 1),
	Mended:  truce.Text,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		a := c.Agreement
		said := len(a.Includes) > 0 || len(a.Supersedes) > 0
		for _, b := range t.Book.Agreements {
			said = said || slices.Contains(b.Includes, a)
		}
		for _, x := range a.Terms {
			said = said || x.Nature != terms.Normative
		}
		if !said {
			found = append(found, diag.Diagnostic{Span: a.Span, Args: diag.Args("agreement", a.ID), Fixes: []diag.Fix{{Key: "recital"}}})
		}
	}
	return found
}

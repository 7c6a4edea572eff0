// Package unpermitted finds ceasefires that forbid acts and allow none: movements, training or self-defence, which each side
// will do, are then left to dispute.
package unpermitted

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3018.
var Rule = rule.Rule{
	Code: "M3018", Severity: diag.Note, Run: run,
	Example: truce.With("  2b: red and blue may patrol(at: valley)", "  2b: red and blue must patrol(at: valley) by 2020-02-01"),
	Mended:  truce.Text,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		allows := false
		for n := range c.Agreement.AllNorms {
			allows = allows || n.Modality == syntax.May || n.Modality == syntax.MustNot && (len(n.Except) > 0 || n.Unless != nil)
		}
		if !allows {
			found = append(found, diag.Diagnostic{
				Span: c.Bans[0].Label, Args: diag.Args("agreement", c.Agreement.ID, "norm", c.Bans[0].ID), Fixes: []diag.Fix{{Key: "allow"}},
			})
		}
	}
	return found
}

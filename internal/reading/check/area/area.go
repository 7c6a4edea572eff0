// Package area finds ceasefires that name no place: they hold wherever the parties meet, abroad and at sea too, or the text
// forgot to say where.
package area

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3021.
var Rule = rule.Rule{
	Code: "M3021", Severity: diag.Note, Run: run,
	Example: truce.With("  2a: red and blue must not attack(at: valley) for 3 months", "  2a: red and blue must not attack() for 3 months"),
	Mended:  truce.Text,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		placed := false
		for _, n := range c.Bans {
			for _, w := range n.Act.Wants {
				placed = placed || w.Role.Type == terms.PlaceRole
			}
		}
		if !placed {
			found = append(found, diag.Diagnostic{
				Span: c.Bans[0].Label, Args: diag.Args("norm", c.Bans[0].ID, "act", c.Bans[0].Asks()), Fixes: []diag.Fix{{Key: "place"}},
			})
		}
	}
	return found
}

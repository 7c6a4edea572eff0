// Package length finds ceasefires that say neither how long they last nor when they are looked at again.
package length

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/phrase"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3020.
var Rule = rule.Rule{
	Code: "M3020", Severity: diag.Remark, Run: run,
	Example: truce.With("  2a: red and blue must not attack(at: valley) for 3 months", "  2a: red and blue must not attack(at: valley)"),
	Mended:  truce.Text,
}

// again are words for acts by which a text is looked at again.
var again = phrase.New(
	"review*", "renew*", "extend", "extension", "prolong*", "revise", "مراجعة", "المراجعة", "تجديد", "تمديد", "пересмотр*", "обзор*", "продлен*", "продли*",
)

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		a := c.Agreement
		ends := a.Applies.Until != nil
		for n := range a.AllNorms {
			ends = ends || n.Deed == syntax.Terminate || n.Deed == syntax.Extend ||
				n.Act.Act != nil && n.Modality != syntax.MustNot && again.In(n.Act.Act.ID, n.Act.Act.Titles)
		}
		for _, n := range c.Bans {
			ends = ends || limited(n)
		}
		if !ends {
			found = append(found, diag.Diagnostic{
				Span: c.Bans[0].Label, Args: diag.Args("norm", c.Bans[0].ID, "agreement", a.ID), Fixes: []diag.Fix{{Key: "length"}},
			})
		}
	}
	return found
}

// limited says whether the text gives the norm an end.
func limited(n *terms.Norm) bool {
	for i := range n.Bounds {
		if n.Bounds[i].Ends() {
			return true
		}
	}
	return n.Lasts != nil || n.Until != nil || n.Term.Applies.Until != nil
}

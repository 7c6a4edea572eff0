// Package unset finds marks that nothing in the text sets: a date that waits on a mark waits for ever.
package unset

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3005.
var Rule = rule.Rule{
	Code: "M3005", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red
act leave (doer party)
act announce (doer party, what mark, day date)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
mark departure
mark return
term 1
  1a: red must leave() by departure
  1b: red must announce(what: return) by 2020-02-01
`,
	Mended: `vocabulary v
party red
act leave (doer party)
act announce (doer party, what mark, day date)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
mark departure
mark return
term 1
  1a: red must leave() by departure
  1b: red must announce(what: return) by 2020-02-01
  1c: red must announce(what: departure) by 2020-02-01
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	set := map[*terms.Mark]bool{}
	t.Norms(func(a *terms.Agreement, n *terms.Norm) {
		for _, m := range a.Marks {
			if sets(&n.Act, m) {
				set[m] = true
			}
		}
	})
	for _, a := range t.Book.Agreements {
		for _, m := range a.Marks {
			if !set[m] {
				found = append(found, diag.Diagnostic{Span: m.Span, Args: diag.Args("mark", m.ID), Fixes: []diag.Fix{{Key: "norm"}}})
			}
		}
	}
	return found
}

// sets says whether an act that matches may set the mark: it has a role for a mark, open or naming this one, and one for a day.
func sets(p *terms.Pattern, m *terms.Mark) bool {
	day, names := false, false
	for _, r := range p.Roles() {
		switch r.Type {
		case terms.DateRole:
			day = true
		case terms.MarkRole:
			names = names || mayBe(p, r, m)
		}
	}
	return day && names
}

// mayBe says whether a pattern leaves a role open or wants the mark there.
func mayBe(p *terms.Pattern, r *terms.Role, m *terms.Mark) bool {
	for _, w := range p.Wants {
		if w.Role != r {
			continue
		}
		for _, v := range w.Values {
			if v.Mark == m || v.Role != nil {
				return true
			}
		}
		return false
	}
	return true
}

// Package openlist finds norms that depend on nobody being in a state, or on each who is, where no roster of
// that state is declared: nothing in the record could ever say that the list is complete.
package openlist

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3003.
var Rule = rule.Rule{
	Code: "M3003", Severity: diag.Remark, Run: run,
	Example: `vocabulary v
party red
act detain (doer party, person)
act release (doer party, person)
act meet (doer party)
state held (by party, person) begins detain(doer: by, person) ends release(person)

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red may meet() only once no held()
`,
	Mended: `vocabulary v
party red
act detain (doer party, person)
act release (doer party, person)
act meet (doer party)
state held (by party, person) begins detain(doer: by, person) ends release(person)
roster detainees of held

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red may meet() only once no held()
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	listed := map[string]bool{}
	for _, r := range t.Program.Vocabulary.Rosters {
		listed[r.Of] = true
	}
	t.Norms(func(_ *terms.Agreement, n *terms.Norm) {
		told := map[string]bool{} // a norm is told once for each state
		ask := func(p *norms.Pattern, use string) {
			if listed[p.Act] || told[p.Act] {
				return
			}
			told[p.Act] = true
			d := diag.Diagnostic{Span: p.Span, Args: diag.Args("norm", n.ID, "state", p.Act, "use", use), Fixes: []diag.Fix{{Key: "declare"}}}
			if s := t.Program.State(p.Act); s != nil {
				d.Related = []diag.Related{{Key: "def", Span: s.Span}}
			}
			found = append(found, d)
		}
		judged := t.Judged(n)
		if judged == nil {
			return
		}
		if f := judged.ForEach; f != nil && f.Source == norms.FromState {
			ask(&f.Pattern, "each")
		}
		for _, c := range judged.Conds() {
			norms.Walk(c, func(c norms.Cond) {
				if none, ok := c.(norms.NoneHolds); ok {
					ask(&none.Pattern, "none")
				}
			})
		}
	})
	return found
}

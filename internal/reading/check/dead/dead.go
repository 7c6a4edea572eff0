// Package dead finds norms that can never come into force, whatever anybody does: they wait on the breach of what cannot be breached, on
// what comes only after their own end, or on a state that nothing begins.
package dead

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/order"
)

const head = `vocabulary v
party red
party blue
act leave (doer party)
act pay (doer party)
act lift (doer party)
state siege (by party) ends lift(doer: by)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to blue
term 1
`

// Unbreachable is M3102.
var Unbreachable = rule.Rule{
	Code: "M3102", Severity: diag.Remark, Plays: true, Run: finder(order.Unbreachable),
	Example: head + `  1a: red may leave()
  1b: red must pay() by 2020-06-01 once 1a is breached
  1c: blue may lift() once not siege(by: blue)
`,
	Mended: head + `  1a: red must leave() by 2020-03-01
  1b: red must pay() by 2020-06-01 once 1a is breached
  1c: blue may lift() once not siege(by: blue)
`,
}

// TooLate is M3103.
var TooLate = rule.Rule{
	Code: "M3103", Severity: diag.Remark, Plays: true, Run: finder(order.TooLate),
	Example: head + `  1a: red must leave() from 2020-04-01 by 2020-05-01
  1b: blue must pay() by 2020-03-01 once 1a is kept
  1c: blue may lift() once not siege(by: blue)
`,
	Mended: head + `  1a: red must leave() from 2020-04-01 by 2020-05-01
  1b: blue must pay() by 2020-06-01 once 1a is kept
  1c: blue may lift() once not siege(by: blue)
`,
}

// NeverSo is M3104.
var NeverSo = rule.Rule{
	Code: "M3104", Severity: diag.Remark, Plays: true, Run: finder(order.NeverSo),
	Example: head + `  1a: blue must lift() by 2020-03-01 once siege(by: blue)
  1b: red must leave() by 2020-03-01
  1c: red may pay()
`,
	Mended: head + `  1a: blue must lift() by 2020-03-01 once not siege(by: blue)
  1b: red must leave() by 2020-03-01
  1c: red may pay()
`,
}

// finder gives the check of one reason.
func finder(reason order.Reason) func(*rule.Text) []diag.Diagnostic {
	return func(t *rule.Text) (found []diag.Diagnostic) {
		list := order.DeadText(t.Program, reason)
		for _, x := range list {
			n := t.Program.Norm(x.Norm)
			d := diag.Diagnostic{
				Span: n.Span,
				Args: diag.Args("norm", t.Label(x.Norm), "other", x.Other, "end", x.At.String(), "from", x.From.String()),
				Runs: []diag.Run{{Key: "never", Story: x.Run}},
			}
			if x.Span.Known() {
				d.Related = append(d.Related, diag.Related{Key: "waits", Span: x.Span})
			}
			if other := t.Program.Norm(x.Other); other != nil {
				d.Args[1].Value = t.Label(x.Other)
				d.Related = append(d.Related, diag.Related{Key: "other", Span: other.Span})
			}
			if st := t.Program.State(x.Other); st != nil {
				d.Related = append(d.Related, diag.Related{Key: "state", Span: st.Span})
			}
			found = append(found, d)
		}
		return found
	}
}

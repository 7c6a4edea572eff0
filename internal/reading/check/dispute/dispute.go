// Package dispute finds steps that two readings of a text put in different orders.
package dispute

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/order"
)

const head = `vocabulary v
party red
party blue
act vote (doer party)
act guard (doer party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to red
term 1
  1a: red must vote() by 2020-03-01
  1b: blue must guard() by 2020-03-01
`

// Rule is M3105.
var Rule = rule.Rule{
	Code: "M3105", Severity: diag.Remark, Plays: true, Run: run,
	Example: head + `  reading first by red
    1b: blue must guard() by 2020-03-01 once 1a is kept
  reading then by blue
    1a: red must vote() by 2020-03-01 once 1b is kept
`,
	Mended: head + `  reading first by red
    1b: blue must guard() by 2020-03-10
  reading then by blue
    1a: red must vote() by 2020-03-10
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	list := order.Disputes(t.Program)
	for _, x := range list {
		d := diag.Diagnostic{
			Span: x.Link.Span,
			Args: diag.Args("first", t.Label(x.First), "second", t.Label(x.Second), "a", x.A, "b", x.B),
			Runs: []diag.Run{{Key: "one", Story: x.Runs[0]}, {Key: "other", Story: x.Runs[1]}},
		}
		if x.B == "" {
			d.Args = append(d.Args, diag.Arg{Name: "against", Value: "text"})
			d.Runs[1].Key = "written"
		}
		switch {
		case x.Back.Span.Known():
			d.Related = append(d.Related, diag.Related{Key: "back", Span: x.Back.Span})
		default:
			if n := t.Program.Norm(x.First); n != nil {
				d.Related = append(d.Related, diag.Related{Key: "free", Span: n.Span})
			}
		}
		found = append(found, d)
	}
	return found
}

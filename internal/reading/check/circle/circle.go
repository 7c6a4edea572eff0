// Package circle finds norms that wait for each other in a ring, so that nobody is asked to go first.
package circle

import (
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/order"
)

// Rule is M3101.
var Rule = rule.Rule{
	Code: "M3101", Severity: diag.Remark, Plays: true, Run: run,
	Example: `vocabulary v
party red
party blue
act leave (doer party)
act disarm (doer party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to red
term 1
  1a: red must leave() by 2020-03-01 once disarm(doer: blue)
  1b: blue must disarm() by 2020-03-01 once 1a is kept
`,
	Mended: `vocabulary v
party red
party blue
act leave (doer party)
act disarm (doer party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to red
term 1
  1a: red must leave() by 2020-03-01
  1b: blue must disarm() by 2020-03-01 once 1a is kept
`,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	circles := order.Circles(t.Program)
	for _, c := range circles {
		d := diag.Diagnostic{Span: c.Links[0].Span}
		if n := t.Program.Norm(c.Links[0].From); !d.Span.Known() && n != nil {
			d.Span = n.Span
		}
		var labels []string
		for i, l := range c.Links {
			labels = append(labels, t.Label(l.From))
			if i > 0 && l.Span.Known() {
				d.Related = append(d.Related, diag.Related{Key: "waits", Span: l.Span})
			}
		}
		labels = append(labels, labels[0])
		d.Args = diag.Args("ring", strings.Join(labels, " → "), "first", labels[0])
		d.Runs = []diag.Run{{Key: "stuck", Story: c.Run}}
		if c.Break != nil {
			d.Args[1].Value = t.Label(c.Break.Norm)
			d.Runs = append(d.Runs, diag.Run{Key: "broken", Story: c.Break.Run})
		}
		d.Fixes = []diag.Fix{{Key: "first"}}
		found = append(found, d)
	}
	return found
}

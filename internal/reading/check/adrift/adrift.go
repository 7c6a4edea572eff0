// Package adrift finds dated duties whose date hangs on something that the text asks for without a date: the deadline may never
// come, or pass while the duty waits.
package adrift

import (
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3201.
var Rule = rule.Rule{
	Code: "M3201", Severity: diag.Remark, Run: run,
	Example: head + `  1a: red aims to withdraw() undated
  1b: blue must report() within 10 days of 1a
`,
	Mended: head + `  1a: red aims to withdraw() by 2020-03-01
  1b: blue must report() within 10 days of 1a
`,
}

const head = `vocabulary v
party red
party blue
body council
act withdraw (doer party)
act report (doer party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to council
term 1
`

func run(t *rule.Text) (found []diag.Diagnostic) {
	told := map[source.Span]bool{} // a norm stands in every bundle that has no other in its place
	for _, b := range t.Schedules() {
		for _, d := range b.Depends {
			at := d.Norm.Span
			if d.End != nil && d.End.Span.Known() {
				at = d.End.Span
			}
			if told[at] {
				continue
			}
			told[at] = true
			hangs := "deadline"
			if d.End == nil {
				hangs = "condition"
			}
			var on []string
			remark := diag.Diagnostic{Span: at}
			for _, name := range d.On {
				n := b.Program.Norm(name)
				on = append(on, n.ID)
				remark.Related = append(remark.Related, diag.Related{Key: "undated", Span: n.Span})
			}
			remark.Args = diag.Args("norm", d.Norm.ID, "on", strings.Join(on, ", "), "hangs", hangs)
			found = append(found, remark)
		}
	}
	return found
}

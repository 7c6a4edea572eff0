// Package unmapped finds distances from a line or a zone of which the text gives no outline: no place can be measured from it.
package unmapped

import (
	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3013.
var Rule = rule.Rule{
	Code: "M3013", Severity: diag.Remark, Run: run,
	Example: text(""), Mended: text(` from "zones.geojson#front"`),
}

func text(outline string) string {
	return `vocabulary v
party red
act fire (doer party, at place)
line front "Line of contact"` + outline + `

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must not fire(at: within 15 km of front)
`
}

// run tells each line and zone of each text once.
func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, a := range t.Book.Agreements {
		told := map[*terms.Zone]bool{}
		for n := range a.AllNorms {
			terms.Walk{Pattern: func(p *terms.Pattern) {
				for _, w := range p.Wants {
					for _, v := range w.Values {
						if z := v.Zone; z != nil && v.Near > 0 && z.Area == nil && z.Points == nil && !told[z] {
							told[z] = true
							found = append(found, diag.Diagnostic{
								Span: w.Span, Args: diag.Args("norm", n.ID, "name", z.ID),
								Related: []diag.Related{{Key: "def", Span: z.Span}}, Fixes: []diag.Fix{{Key: "outline"}},
							})
						}
					}
				}
			}}.Norm(n)
		}
	}
	return found
}

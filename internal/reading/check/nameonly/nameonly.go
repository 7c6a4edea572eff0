// Package nameonly finds zones for which norms hold and of which the text gives no outline: where they end is not said.
package nameonly

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
)

// Rule is M3014.
var Rule = rule.Rule{
	Code: "M3014", Severity: diag.Note, Run: run,
	Example: text(""), Mended: text(` from "zones.geojson#buffer"`),
}

func text(outline string) string {
	return `vocabulary v
party red
act enter (doer party, at place)
zone buffer "Temporary security zone"` + outline + `

agreement a
  uses v
  agreed between red
  dated 2020-01-01
  zone "UTC"
term 1
  1a: red must not enter(at: buffer)
`
}

// most is how many zones are named in one remark.
const most = 8

// run tells each text once, where the first of its zones stands that has no outline. A zone with a mapped zone in it is passed
// over: of that part at least there is a map.
func run(t *rule.Text) (found []diag.Diagnostic) {
	mapped := map[*terms.Zone]bool{}
	for _, v := range t.Book.Vocabularies {
		for _, z := range v.Zones {
			for up := z; up != nil && z.Area != nil && !mapped[up]; up = up.In {
				mapped[up] = true
			}
		}
	}
	for _, a := range t.Book.Agreements {
		var zones []string
		var d diag.Diagnostic
		for n := range a.AllNorms {
			for _, w := range n.Act.Wants {
				for _, v := range w.Values {
					z := v.Zone
					if z == nil || v.Near > 0 || mapped[z] || z.Points != nil || slices.Contains(zones, z.ID) {
						continue
					}
					if zones == nil {
						d = diag.Diagnostic{Span: w.Span, Related: []diag.Related{{Key: "def", Span: z.Span}}, Fixes: []diag.Fix{{Key: "outline"}}}
						d.Args = diag.Args("norm", n.ID, "name", z.ID)
					}
					zones = append(zones, z.ID)
				}
			}
		}
		if len(zones) > most {
			zones = append(zones[:most], "...")
		}
		if zones != nil {
			d.Args = append(d.Args, diag.Args("zones", strings.Join(zones, ", "))...)
			found = append(found, d)
		}
	}
	return found
}

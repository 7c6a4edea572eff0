// Package clash finds norms that cannot both be kept: an act demanded or allowed by one and forbidden by another, and one act with two deadlines.
package clash

import (
	"fmt"
	"strconv"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/conflict"
)

const head = `vocabulary v
party red
party blue
kind site { homes depots }
act enter (doer party, site)
act leave (doer party)

agreement a
  uses v
  agreed between red and blue
  dated 2020-01-01
  zone "UTC"
  disputes to blue
term 1
  1a: blue must leave() by 2020-02-01
`

// Demanded is M3301.
var Demanded = rule.Rule{
	Code: "M3301", Severity: diag.Remark, Plays: true, Run: finder(norms.Obligation),
	Example: head + `  1b: red must enter(site: depots) by 2020-03-01
  1c: red must not enter()
`,
	Mended: head + `  1b: red must enter(site: depots) by 2020-03-01
  1c: red must not enter(site: homes)
`,
}

// Allowed is M3302.
var Allowed = rule.Rule{
	Code: "M3302", Severity: diag.Remark, Plays: true, Run: finder(norms.Permission),
	Example: head + `  1b: red may enter(site: depots)
  1c: red must not enter()
`,
	Mended: head + `  1b: red may enter(site: depots)
  1c: red must not enter() except enter(site: depots)
`,
}

// Deadlines is M3303.
var Deadlines = rule.Rule{
	Code: "M3303", Severity: diag.Remark, Plays: true, Run: deadlines,
	Example: head + `  1b: blue must enter(site: homes) by 2020-03-01
term 2
  2a: blue must enter(site: homes) by 2020-04-01
`,
	Mended: head + `  1b: blue must enter(site: homes) by 2020-03-01
term 2
  2a: blue must enter(site: depots) by 2020-04-01
`,
}

func finder(asks norms.Modality) func(*rule.Text) []diag.Diagnostic {
	return func(t *rule.Text) (found []diag.Diagnostic) {
		for _, c := range conflict.Clashes(t.Program, asks) {
			n, f := t.Program.Norm(c.Asks), t.Program.Norm(c.Forbids)
			d := diag.Diagnostic{
				Span: n.Span, Args: diag.Args("asks", t.Label(c.Asks), "forbids", t.Label(c.Forbids)),
				Related: []diag.Related{{Key: "forbids", Span: f.Span}},
				Fixes:   []diag.Fix{{Key: "except"}},
				Runs:    []diag.Run{{Key: "done", Story: c.Done}},
			}
			if c.Left != nil {
				d.Runs = append(d.Runs, diag.Run{Key: "left", Story: c.Left})
			}
			found = append(found, d)
		}
		return found
	}
}

func deadlines(t *rule.Text) (found []diag.Diagnostic) {
	for _, x := range conflict.Deadlines(t.Program) {
		sooner, later := t.Program.Norm(x.Sooner), t.Program.Norm(x.Later)
		d := diag.Diagnostic{
			Span: later.Span, Args: diag.Args("sooner", t.Label(x.Sooner), "later", t.Label(x.Later)),
			Related: []diag.Related{{Key: "sooner", Span: sooner.Span}},
			Runs:    []diag.Run{{Key: "between", Story: x.Between}},
		}
		found = append(found, d)
	}
	return found
}

// Passed is M3304.
var Passed = rule.Rule{
	Code: "M3304", Severity: diag.Note, Plays: true, Run: passed,
	Example: head + many(7),
	Mended:  head + many(2),
}

// many writes so many duties to do an act and as many prohibitions of it that begin later: as many pairs as the product, and no conflict.
func many(n int) (text string) {
	for i := range n {
		text += fmt.Sprintf("  %da: red must enter(site: depots) by 2020-03-01\n  %db: red must not enter() from 2021-01-01\n", i+2, i+2)
	}
	return text
}

func passed(t *rule.Text) []diag.Diagnostic {
	n := conflict.PassedOver(t.Program)
	if n == 0 || len(t.Program.Agreements) == 0 {
		return nil
	}
	return []diag.Diagnostic{{Span: t.Program.Agreements[0].Span, Args: diag.Args("n", strconv.Itoa(n), "most", strconv.Itoa(conflict.Most))}}
}

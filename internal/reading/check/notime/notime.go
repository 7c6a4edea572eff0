// Package notime finds dates that a party may be unable to keep although everybody else keeps to the text: bounds that go
// round in a circle and leave no time.
package notime

import (
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/schedule"
)

// Rule is M3202. What it tells of is a possibility; "mithaq schedule" looks for a run that shows it.
var Rule = rule.Rule{
	Code: "M3202", Severity: diag.Remark, Run: run,
	Example: head + `  1a: red must withdraw() by 2020-03-10
  1b: blue must report() by 2020-03-01
  1c: blue may report() only once 1a kept
`,
	Mended: head + `  1a: red must withdraw() by 2020-03-10
  1b: blue must report() by 2020-03-20
  1c: blue may report() only once 1a kept
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
	told := map[string]bool{} // a fault stands in every bundle that has no other norm in its place
	for _, s := range t.Schedules() {
		adrift := map[string]bool{} // M3201 tells of these
		for _, d := range s.Depends {
			adrift[d.Norm.Name()] = true
		}
		for _, p := range s.Parties {
			for _, f := range p.Faults {
				d, key := remark(&s, f.Cycle)
				if d.Span.Known() && !told[key] && !allDue(f.Cycle, adrift) {
					told[key] = true
					d.Args = append(d.Args, diag.Arg{Name: "party", Value: p.ID})
					found = append(found, d)
				}
			}
		}
	}
	return found
}

// allDue says whether each duty of the circle that is due is among these.
func allDue(cycle []schedule.Cause, among map[string]bool) bool {
	for _, c := range cycle {
		if isDue(c.Sort) && !among[c.Norm] {
			return false
		}
	}
	return true
}

// isDue says whether a bound says by when a duty is to be done: by its own end, or before its act is forbidden.
func isDue(s schedule.CauseSort) bool { return s == schedule.Due || s == schedule.ForbidsOn }

// remark stands at the first duty that is due and shows the other bounds of the circle.
func remark(s *schedule.Schedule, cycle []schedule.Cause) (d diag.Diagnostic, key string) {
	var due []string
	for _, c := range cycle {
		n, by := s.Program.Norm(c.Norm), s.Program.Norm(c.By)
		if n == nil {
			if c.Event != nil && c.Event.Act.Span.Known() {
				d.Related = append(d.Related, diag.Related{Key: string(c.Sort), Span: c.Event.Act.Span})
			}
			continue
		}
		at := spanOf(n, c.Sort)
		if by != nil {
			at = spanOf(by, c.Sort)
		}
		key += string(c.Sort) + at.String()
		if isDue(c.Sort) {
			due = append(due, n.ID)
			if !d.Span.Known() {
				d.Span = spanOf(n, schedule.Due)
				if by == nil {
					continue
				}
			}
		}
		if c.Sort != schedule.NotBefore || n.Window.Start != nil {
			d.Related = append(d.Related, diag.Related{Key: string(c.Sort), Span: at})
		}
	}
	d.Args = diag.Args("norm", strings.Join(due, ", "))
	return d, key
}

// spanOf gives the place of the end of a norm's window that a bound speaks of, else of the norm.
func spanOf(n *norms.Norm, s schedule.CauseSort) source.Span {
	b := n.Window.End
	if s == schedule.NotBefore || s == schedule.ForbidsOn {
		b = n.Window.Start
	}
	if b != nil && b.Span.Known() {
		return b.Span
	}
	return n.Span
}

// Package hour finds ceasefires that begin on a day and at no hour: whoever fires on that day is before the line and behind it.
package hour

import (
	"slices"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/diag"
	"mithaq/internal/reading/check/rule"
	"mithaq/internal/reading/check/truce"
)

// Rule is M3019.
var Rule = rule.Rule{
	Code: "M3019", Severity: diag.Remark, Run: run,
	Example: truce.With("  in force from 2020-01-02T06:00", "  in force from 2020-01-02"),
	Mended:  truce.Text,
}

func run(t *rule.Text) (found []diag.Diagnostic) {
	for _, c := range t.Ceasefires() {
		a := c.Agreement
		if a.Entry != nil || a.InForce != nil && a.InForce.Clock {
			continue
		}
		if slices.ContainsFunc(c.Bans, opens) {
			continue // the hour is said where it matters
		}
		n := c.Bans[0]
		found = append(found, diag.Diagnostic{
			Span: n.Label, Args: diag.Args("norm", n.ID, "act", n.Asks(), "day", day(n)), Fixes: []diag.Fix{{Key: "hour"}},
		})
	}
	return found
}

// day gives the day from which a norm holds.
func day(n *terms.Norm) string {
	for i := range n.Bounds {
		if b := &n.Bounds[i]; b.Starts() && b.Point.Moment != nil {
			return b.Point.Moment.String()
		}
	}
	if in := n.Agreement.InForce; in != nil {
		return in.String()
	}
	return n.Agreement.Dated.String()
}

// opens says whether a norm has a beginning of its own that is more than a day: an hour, an event, a condition.
func opens(n *terms.Norm) bool {
	for i := range n.Bounds {
		p := &n.Bounds[i].Point
		day := p.Moment != nil && !p.Moment.Clock || *p == terms.Point{Span: p.Span} // a date, or "start", the day of the text
		if n.Bounds[i].Starts() && !day {
			return true
		}
	}
	return n.Once != nil
}

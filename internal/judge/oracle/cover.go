package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// certainly says whether the absence of the pattern's act in [from, to), read at r, is certain (section 7).
func (ev *evaluator) certainly(ag *norms.Agreement, asked norms.Observed, p norms.Pattern, who *subject, from, to, r int64) bool {
	if asked.Percent == 0 {
		asked.Percent = 100 // everything that is needed
	}
	return ev.observed(ag, asked, p, who, from, to, r)
}

// observed says whether a prohibition of the pattern's act in [from, to), read at r, was observed (section 7).
func (ev *evaluator) observed(ag *norms.Agreement, asked norms.Observed, p norms.Pattern, who *subject, from, to, r int64) bool {
	to = min(to, r)
	if from >= to {
		return true // an empty window is covered
	}
	if from <= civil.Ever { // since ever: endless days that nobody saw. What was seen after decides only whether anything was
		if asked.Percent > 0 {
			return false
		}
		from = to - 1
		for _, c := range ev.run.Coverage {
			from = min(from, c.From)
		}
	}
	var zones []string
	decl := ev.act(p.Act)
	for _, w := range p.Roles {
		if roleType(decl.Roles, w.Role) == norms.PlaceRole {
			zones = append(zones, wanted(w, who)...)
		}
	}
	if zones == nil {
		for _, c := range ev.run.Coverage {
			zones = append(zones, c.Zone)
		}
	}
	slices.Sort(zones)
	zones = slices.Compact(zones)

	counts := func(c fact.Coverage, zone string) bool {
		return (len(asked.By) == 0 || slices.Contains(asked.By, c.Observer)) &&
			(len(c.Acts) == 0 || slices.Contains(c.Acts, p.Act)) &&
			ev.below(norms.PlaceRole, zone, c.Zone, 0)
	}
	known := false
	var needed, seen int64
	for _, zone := range zones {
		for _, c := range ev.run.Coverage {
			if counts(c, zone) && c.From < to && from < c.To {
				known = true
			}
		}
		for day := ag.Zone.DateOf(from); ag.Zone.Start(day) < to; day = day.AddDays(1) {
			part := civil.Interval{Lo: max(ag.Zone.Start(day), from), Hi: min(ag.Zone.End(day), to)} // [Lo, Hi)
			if part.Lo >= part.Hi {
				continue // the day does not meet the window
			}
			needed++
			if slices.ContainsFunc(ev.run.Coverage, func(c fact.Coverage) bool {
				return counts(c, zone) && !c.Denied && c.From <= part.Lo && part.Hi <= c.To && part.Hi+c.Lag <= r
			}) {
				seen++
			}
		}
	}
	if asked.Percent > 0 {
		return known && seen*100 >= int64(asked.Percent)*needed
	}
	return !(known && seen == 0)
}

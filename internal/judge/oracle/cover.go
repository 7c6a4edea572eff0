package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// certainly says whether the absence of the pattern's act in [from, to), read at r, is certain (section 7).
func (ev *evaluator) certainly(sc *scope, asked norms.Observed, p norms.Pattern, from, to, r int64) bool {
	if asked.Percent == 0 {
		asked.Percent = 100 // everything that is needed
	}
	return ev.observed(sc, asked, p, from, to, r)
}

// observed says whether a prohibition of the pattern's act in [from, to), read at r, was observed (section 7).
func (ev *evaluator) observed(sc *scope, asked norms.Observed, p norms.Pattern, from, to, r int64) bool {
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
			for _, v := range wanted(w, sc) {
				zones = append(zones, v.ID)
			}
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
	if len(zones) > 0 && !slices.ContainsFunc(zones, func(zone string) bool {
		return !slices.ContainsFunc(ev.run.Coverage, func(c fact.Coverage) bool {
			return counts(c, zone) && !c.Denied && c.Lag == 0 && c.From <= from && to <= c.To
		})
	}) {
		return true // one entry without lag covers each zone from first to last: all that is needed was seen, at whatever reading
	}
	known := false
	var needed, seen int64
	for _, zone := range zones {
		for _, c := range ev.run.Coverage {
			if counts(c, zone) && c.From < to && from < c.To {
				known = true
			}
		}
		for day := sc.ag.Zone.DateOf(from); sc.ag.Zone.Start(day) < to; day = day.AddDays(1) {
			part := civil.Interval{Lo: max(sc.ag.Zone.Start(day), from), Hi: min(sc.ag.Zone.End(day), to)} // [Lo, Hi)
			if part.Lo >= part.Hi {
				continue // the day does not meet the window
			}
			needed++
			if part.Hi < r {
				for _, c := range ev.run.Coverage {
					ev.turn(part.Hi + c.Lag) // from when it is reported
				}
			}
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

// absent says whether absence in [from, to) is certain, where an undecided end of the window is tried both ways.
func (ev *evaluator) absent(sc *scope, asked norms.Observed, p norms.Pattern, from, to span, r int64) tri {
	v := of(ev.certainly(sc, asked, p, from.lo, to.lo, r))
	v = join(v, of(ev.certainly(sc, asked, p, from.lo, to.hi, r)))
	v = join(v, of(ev.certainly(sc, asked, p, from.hi, to.lo, r)))
	return join(v, of(ev.certainly(sc, asked, p, from.hi, to.hi, r)))
}

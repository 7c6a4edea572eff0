package oracle

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/judge/status"
)

// members gives what a family ranges over at reading r.
func (ev *evaluator) members(ag *norms.Agreement, n *norms.Norm, r int64) (all []subject) {
	f := n.ForEach
	switch f.Source {
	case norms.FromRoster:
		var decl []norms.Role
		if st := ev.state(ev.rosterOf(f.Roster)); st != nil {
			decl = st.Roles
		}
		for _, ro := range ev.run.Rosters {
			for _, m := range ro.Members {
				if ro.ID == f.Roster && m.At < r && ev.fits(m.Roles, decl, f.Pattern, nil, m.At) {
					all = append(all, subject{m.ID, m.At, m.Roles, nil})
				}
			}
		}
	case norms.FromAct:
		for _, a := range ev.acts(f.Pattern, nil, r) {
			if a.At >= ag.Starts {
				all = append(all, subject{a.ID, a.At, a.Roles, a.Zones})
			}
		}
	case norms.FromState:
		st := ev.state(f.Pattern.Act)
		for _, b := range ev.beginnings(st, r) {
			known := slices.ContainsFunc(all, func(s subject) bool { return s.id == b.id })
			if !known && ev.fits(b.roles, st.Roles, f.Pattern, nil, b.at) {
				all = append(all, subject(b))
			}
		}
	}
	return all
}

// closed says whether a roster that the family ranges over is declared complete before r.
func (ev *evaluator) closed(n *norms.Norm, r int64) bool {
	switch n.ForEach.Source {
	case norms.FromRoster:
		for _, ro := range ev.run.Rosters {
			if ro.ID == n.ForEach.Roster && ro.Complete && ro.Declared < r {
				return true
			}
		}
	case norms.FromState:
		return ev.rosterClosed(n.ForEach.Pattern.Act, r)
	}
	return false
}

// order is that of the code family.members.
var order = []status.State{
	status.Breached, status.Cured, status.UsedTooEarly, status.NotKnown, status.NotObserved, status.Missed,
	status.Overtaken, status.Impossible, status.Due, status.Open, status.Suspended, status.NotYet,
	status.NoBreachSeen, status.Kept, status.Reached, status.Used, status.Lapsed, status.FellAway,
}

// family gives the family's states from those of its members, in a plain run where each member is known.
func family(members []memberSet, closed bool) (set status.Set) {
	switch {
	case len(members) == 0 && closed:
		return status.Of(status.NothingToDo) // family.none
	case len(members) == 0:
		return status.Of(status.NoInstanceKnown) // family.unknown
	}
	for i, s := range order { // family.members
		if !slices.ContainsFunc(members, func(m memberSet) bool { return m.set.Has(s) }) {
			continue
		}
		// s is first when no member must be in a state before it
		later := status.Of(order[i:]...)
		if slices.ContainsFunc(members, func(m memberSet) bool { return m.set&later == 0 }) {
			continue
		}
		set |= status.Of(s)
		if !closed && (s == status.Kept || s == status.Reached) {
			set |= status.Of(status.Open) // an open list is never settled as kept
		}
	}
	return set
}

// boundsOf collects every bound that the agreement's norms and claims rest on.
func boundsOf(ag *norms.Agreement) (all []*norms.Bound) {
	add := func(bs ...*norms.Bound) {
		for _, b := range bs {
			if b != nil {
				all = append(all, b)
			}
		}
	}
	var walk func(c norms.Cond)
	walk = func(c norms.Cond) {
		switch c := c.(type) {
		case norms.And:
			for _, part := range c.Conds {
				walk(part)
			}
		case norms.Or:
			for _, part := range c.Conds {
				walk(part)
			}
		case norms.Not:
			walk(c.Cond)
		case norms.Seen:
			add(c.From, c.Until)
		case norms.Reached:
			add(&c.Bound)
		case norms.Compare:
			add(c.Figure.From, c.Figure.Until)
		}
	}
	for i := range ag.Norms {
		n := &ag.Norms[i]
		add(n.Window.Start, n.Window.End)
		for _, c := range []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless} {
			walk(c)
		}
	}
	return all
}

func pointName(p geo.Point) string { return fmt.Sprintf("%d,%d", p.Lat, p.Lon) }

// tallied: a tally counts the same act and role, over a time within the claim's, with roles at or below the claim's,
// and every number of it stands in the relation. left is the figure without its author.
func (ev *evaluator) tallied(ag *norms.Agreement, c *norms.Claim, left norms.Figure, r int64) bool {
	from, until := at(ag.Starts), at(civil.Forever)
	if left.From != nil {
		from = ev.bound(ag, left.From, nil, r)
	}
	if left.Until != nil {
		until = ev.bound(ag, left.Until, nil, r)
	}
	what := "acts"
	if left.Measure != norms.Count {
		what = left.Role
	}
	for _, t := range ev.run.Tallies {
		roles := map[string][]string{}
		var zones []string
		decl := ev.act(t.Act)
		for _, role := range t.Roles {
			roles[role.Name] = role.Values
			if roleType(decl.Roles, role.Name) == norms.PlaceRole {
				zones = role.Values
			}
		}
		counted := Act{Act: t.Act, Roles: roles, Zones: zones, At: t.From}
		if t.What == what && ev.matches(&counted, left.Pattern, nil) && from.hi <= t.From && t.To <= until.lo &&
			compare(t.Number, c.Op, c.N) == yes {
			return true
		}
	}
	return false
}

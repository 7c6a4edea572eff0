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
	sc := within(ag, n, nil)
	switch f.Source {
	case norms.FromRoster:
		var decl []norms.Role
		if st := ev.state(ev.rosterOf(f.Roster)); st != nil {
			decl = st.Roles
		}
		for _, ro := range ev.run.Rosters {
			for _, m := range ro.Members {
				if ro.ID == f.Roster && m.At < r && ev.fits(m.Roles, decl, f.Pattern, sc, m.At) {
					all = append(all, subject{m.ID, m.At, m.Roles, nil})
				}
			}
		}
	case norms.FromAct:
		for i := range ev.run.Acts {
			a := &ev.run.Acts[i]
			if a.At < ag.Starts || a.At >= r {
				continue
			}
			if a = ev.as(a, f.Pattern, sc); a != nil {
				all = append(all, subject{a.ID, a.At, a.Roles, a.Zones})
			}
		}
	case norms.FromState:
		st := ev.state(f.Pattern.Act)
		for _, b := range ev.beginnings(ag, st, r) {
			known := slices.ContainsFunc(all, func(s subject) bool { return s.id == b.id })
			if !known && ev.fits(b.roles, st.Roles, f.Pattern, sc, b.at) {
				all = append(all, b)
			}
		}
	case norms.FromBearers:
		for _, p := range f.Members {
			all = append(all, subject{p, civil.Ever, map[string][]string{"party": {p}}, nil})
		}
	case norms.FromParties:
		for _, p := range ev.accepted(ag, r) {
			all = append(all, subject{p.id, p.at, map[string][]string{"party": {p.id}}, nil})
		}
	case norms.FromPairs:
		parties := ev.accepted(ag, r)
		for _, p := range parties {
			for _, q := range parties {
				if p.id != q.id {
					all = append(all, subject{
						fmt.Sprintf("%s/%s", p.id, q.id), max(p.at, q.at), map[string][]string{"one": {p.id}, "other": {q.id}}, nil,
					})
				}
			}
		}
	}
	return all
}

// accepted gives the parties that accepted the text, or one that includes it, before r, and since when.
func (ev *evaluator) accepted(ag *norms.Agreement, r int64) (all []subject) {
	since := map[string]int64{}
	add := func(party string, t int64) {
		ev.turn(t)
		if old, known := since[party]; t < r && (!known || t < old) {
			since[party] = t
		}
	}
	for i := range ev.prog.Agreements {
		text := &ev.prog.Agreements[i]
		if !ev.includes(text, ag) {
			continue
		}
		if text.Force == norms.Accord {
			for _, p := range text.By {
				add(p, text.Starts)
			}
		}
		for _, p := range ev.run.Positions {
			if p.Agree == text.ID && p.Term == "" && p.Stance == "accept" {
				add(p.Party, p.When.Lo)
			}
		}
	}
	for _, p := range ev.prog.Vocabulary.Parties {
		if t, member := since[p.ID]; member {
			all = append(all, subject{id: p.ID, at: t})
		}
	}
	return all
}

// includes says whether a text is the other, or includes it, by way of others too.
func (ev *evaluator) includes(text, other *norms.Agreement) bool {
	return text.ID == other.ID || slices.ContainsFunc(text.Includes, func(id string) bool { return ev.includes(ev.agreement(id), other) })
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
	case norms.FromBearers:
		return true
	}
	return false
}

// order is that of the code family.members.
var order = []status.State{
	status.Breached, status.Cured, status.UsedTooEarly, status.NotKnown, status.NotObserved, status.NotAssessed, status.Missed,
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

func pointName(p geo.Point) string { return fmt.Sprintf("%d,%d", p.Lat, p.Lon) }

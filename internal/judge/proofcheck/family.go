package proofcheck

import (
	"maps"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// roll is what a family ranges over, in order and by key.
type roll struct {
	list  []*value
	byKey map[string]*value
}

// members gives what a family ranges over (section 6, Families), known or possible.
func (l *lane) members(n *norms.Norm) *roll {
	r := l.rolls[n.Name()]
	if r == nil {
		r = &roll{l.listed(n), map[string]*value{}}
		for _, v := range r.list {
			if r.byKey[v.key] == nil {
				r.byKey[v.key] = v
			}
		}
		l.rolls[n.Name()] = r
	}
	return r
}

func (l *lane) listed(n *norms.Norm) (out []*value) {
	ag, f := l.agreement(n), n.ForEach
	s := &scope{ag: ag, bearers: n.Bearers}
	switch f.Source {
	case norms.FromAct:
		for _, h := range l.hits(f.Pattern, s) {
			w := h.fact.When
			if w.Hi < ag.Starts {
				continue
			}
			ways := settledWays(h.ways)
			v := &value{key: h.fact.ID, fact: ways[0].fact, act: ways[0].act, in: h.is.possibly(w.Lo >= ag.Starts), as: ways}
			v.when = civil.Interval{Lo: max(w.Lo, ag.Starts), Hi: w.Hi}
			out = append(out, v)
		}
	case norms.FromState:
		for _, b := range l.begins(f.Pattern, s) {
			b.in = b.is
			out = append(out, b.value)
		}
	case norms.FromRoster:
		var types []norms.Role
		if d := l.prog.Roster(f.Roster); d != nil && l.states[d.Of] != nil {
			types = l.states[d.Of].Roles
		}
		for i := range l.set.Rosters {
			r := &l.set.Rosters[i]
			for j := range r.Members {
				if v, ok := l.member(&r.Members[j], types, f.Pattern.Roles, s); ok && r.ID == f.Roster {
					out = append(out, v)
				}
			}
		}
	case norms.FromBearers:
		for _, p := range f.Members {
			out = append(out, partyValue(p, civil.At(civil.Ever), fact.Role{Name: "party", Values: []string{p}}))
		}
	default:
		since := l.accepted(ag)
		parties := slices.Sorted(maps.Keys(since))
		for _, p := range parties {
			if f.Source == norms.FromParties {
				out = append(out, partyValue(p, since[p], fact.Role{Name: "party", Values: []string{p}}))
				continue
			}
			for _, q := range parties {
				if p != q {
					out = append(out, partyValue(p+"/"+q, later(since[p], since[q]), fact.Role{Name: "one", Values: []string{p}}, fact.Role{Name: "other", Values: []string{q}}))
				}
			}
		}
	}
	return out
}

func partyValue(key string, when civil.Interval, roles ...fact.Role) *value {
	return &value{key: key, mem: &fact.Member{ID: key, Roles: roles, Grade: grade.Verified, When: when}, when: when, in: yes, exact: true}
}

// accepted gives who accepted a text, or one that includes it, from when each first did.
func (c *Checker) accepted(ag *norms.Agreement) map[string]civil.Interval {
	since := map[string]civil.Interval{}
	put := func(p string, when civil.Interval) {
		if old, ok := since[p]; ok {
			when = earlier(old, when)
		}
		since[p] = when
	}
	for _, text := range c.includers(ag) {
		if text.Force == norms.Accord {
			for _, p := range text.By {
				put(p, civil.At(text.Starts))
			}
		}
		for _, x := range c.stances(text, "") {
			if x.accepts {
				put(x.party, x.when)
			}
		}
	}
	return since
}

// includers gives a text and those that include it.
func (c *Checker) includers(ag *norms.Agreement) []*norms.Agreement {
	out := []*norms.Agreement{ag}
	for i := 0; i < len(out); i++ {
		for j := range c.prog.Agreements {
			if x := &c.prog.Agreements[j]; slices.Contains(x.Includes, out[i].ID) && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// bearers gives who bears an instance, and whether that is certain.
func (l *lane) bearers(n *norms.Norm, v *value) (parties []string, sure bool) {
	if n.BearerVar == nil || v == nil {
		return n.Bearers, true
	}
	head := l.lanes[headline(l.agreement(n))]
	vals, mute := head.roleOf(v, n.BearerVar.Role)
	if mute {
		return nil, false
	}
	own, _ := l.roleOf(v, n.BearerVar.Role)
	sure = true
	for i, x := range vals {
		if x.is.must {
			parties = append(parties, x.id)
			sure = sure && i < len(own) && own[i].is.must
		}
	}
	return parties, sure
}

// rank is the order of the line family.members.
var rank = []status.State{
	status.Breached, status.Cured, status.UsedTooEarly, status.NotKnown, status.NotObserved, status.NotAssessed, status.Missed, status.Overtaken,
	status.Impossible, status.Due, status.Open, status.Suspended, status.NotYet, status.NoBreachSeen, status.Kept,
	status.Reached, status.Used, status.Lapsed, status.FellAway,
}

// part is a member as a family sees it.
type part struct {
	in  tri
	set status.Set
}

// closedAt gives the first reading at which the list is complete, and who said so.
func (c *Checker) closedAt(n *norms.Norm) (int64, string) {
	f := n.ForEach
	switch f.Source {
	case norms.FromBearers:
		return civil.Ever, ""
	case norms.FromRoster:
		return c.closed(func(r *fact.Roster) bool { return r.ID == f.Roster })
	case norms.FromState:
		return c.closed(func(r *fact.Roster) bool { d := c.prog.Roster(r.ID); return d != nil && d.Of == f.Pattern.Act })
	}
	return civil.Forever, ""
}

// family applies the table of families.
func family(closed bool, parts []part) (out status.Set) {
	var all status.Set
	bound, sure := len(rank), false
	for _, p := range parts {
		if !p.in.may {
			continue
		}
		all |= p.set
		if !p.in.must {
			continue
		}
		sure = true
		worst := 0
		for s := range p.set.All() {
			worst = max(worst, slices.Index(rank, s))
		}
		bound = min(bound, worst)
	}
	empty := status.Of(status.NoInstanceKnown)
	if closed {
		empty = status.Of(status.NothingToDo)
	}
	if all == 0 {
		return empty
	}
	for s := range all.All() {
		if slices.Index(rank, s) <= bound {
			out |= status.Of(s)
		}
	}
	if !closed && out&status.Of(status.Kept, status.Reached) != 0 {
		out |= status.Of(status.Open)
	}
	if !sure {
		out |= empty
	}
	return out
}

// parts gives the members of a family as seen at x.
func parts(list []*instance, x int64) (out []part) {
	for _, in := range list {
		w := in.member.when
		if p := (part{in: in.in.and(tri{w.Hi < x, w.Lo < x})}); p.in.may {
			p.set, _ = apply(in.at(x).table())
			out = append(out, p)
		}
	}
	return out
}

package proofcheck

import (
	"fmt"
	"maps"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// begin is one beginning of a state that may match: an act, a member of a roster, or what the text says held when it started.
type begin struct {
	*value
	is      tri
	initial bool
	only    map[string]val // of roles with several values: the one that is meant
}

func (l *lane) stateRole(b *begin, name string) ([]val, bool) {
	if v, ok := b.only[name]; ok {
		return []val{v}, false
	}
	return l.roleOf(b.value, name)
}

// linkPattern gives the pattern of a link's acts with what is wanted of the state's roles; whole: the link fills all of these.
func linkPattern(p norms.Pattern, k *norms.Link) (out norms.Pattern, whole bool) {
	out, whole = k.Filter, true
	out.Roles = slices.Clone(out.Roles)
	for _, w := range p.Roles {
		i := slices.IndexFunc(k.Roles, func(r norms.RoleLink) bool { return r.State == w.Role })
		if i < 0 {
			whole = false
			continue
		}
		out.Roles = append(out.Roles, norms.Want{Role: k.Roles[i].Act, Values: w.Values})
	}
	return out, whole
}

// plain is a scope without rules of a text: states begin and end by acts as they are.
func plain(s *scope) *scope {
	ag := *s.ag
	ag.Counts = nil
	return &scope{&ag, s.bearers, s.vars}
}

// begins gives the beginnings of a state that may match.
func (l *lane) begins(p norms.Pattern, s *scope) (out []begin) {
	state := l.states[p.Act]
	for i := range state.Begins {
		k := &state.Begins[i]
		q, whole := linkPattern(p, k)
		for _, h := range l.hits(q, plain(s)) {
			h.is.must = h.is.must && whole
			out = append(out, begin{value: &value{
				key: h.fact.ID, fact: h.fact, act: l.acts[k.Filter.Act], link: k, when: h.fact.When, in: h.is,
			}, is: h.is})
		}
	}
	for i := range l.set.Rosters {
		r := &l.set.Rosters[i]
		if d := l.prog.Roster(r.ID); d == nil || d.Of != state.ID {
			continue
		}
		for j := range r.Members {
			if v, ok := l.member(&r.Members[j], state.Roles, p.Roles, s); ok {
				out = append(out, begin{value: v, is: v.in})
			}
		}
	}
	for i, held := range s.ag.Initially {
		if held.Act != state.ID {
			continue
		}
		m := &fact.Member{ID: fmt.Sprintf("initially#%d", i+1), Grade: grade.Verified, When: civil.At(s.ag.Starts)}
		for _, w := range held.Roles {
			x := fact.Role{Name: w.Role}
			for _, v := range w.Values {
				x.Values = append(x.Values, v.ID)
			}
			m.Roles = append(m.Roles, x)
		}
		if v, ok := l.member(m, state.Roles, p.Roles, s); ok {
			out = append(out, begin{value: v, is: v.in, initial: true})
		}
	}
	return out
}

// member holds a member of a roster against what is wanted.
func (l *lane) member(m *fact.Member, types []norms.Role, wants []norms.Want, s *scope) (*value, bool) {
	t := tri{m.Grade.Certain().Has(l.at), m.Grade.Possible().Has(l.at)}
	for i := range wants {
		t = t.and(l.memberWant(m, types, &wants[i], s))
	}
	return &value{key: m.ID, mem: m, when: m.When, in: t}, t.may
}

func (l *lane) memberWant(m *fact.Member, types []norms.Role, w *norms.Want, s *scope) tri {
	r := m.Role(w.Role)
	if r == nil || len(r.Values) == 0 {
		return unknown
	}
	return l.values(l.memberType(types, w), r.Values, r.OneOf, w, s, m.When)
}

// memberType gives the type of a member's role: the state's, or what the wanted names are.
func (l *lane) memberType(types []norms.Role, w *norms.Want) norms.RoleType {
	for i := range types {
		if types[i].Name == w.Role {
			return types[i].Type
		}
	}
	for _, v := range w.Values {
		switch {
		case l.prog.Party(v.ID) != nil:
			return norms.PartyRole
		case l.prog.Zone(v.ID) != nil:
			return norms.PlaceRole
		case l.prog.Kind(v.ID) != nil:
			return norms.KindRole
		}
	}
	return norms.TextRole
}

// choices splits beginnings by each value of a role by which they may end: an end of one leaves the others.
func (l *lane) choices(list []begin, p norms.Pattern, state *norms.State, s *scope) []begin {
	for i := range state.Roles {
		name := state.Roles[i].Name
		if !slices.ContainsFunc(state.Ends, func(k norms.Link) bool {
			return slices.ContainsFunc(k.Roles, func(r norms.RoleLink) bool { return r.State == name })
		}) {
			continue
		}
		var out []begin
		for _, b := range list {
			vals, mute := l.stateRole(&b, name)
			if mute || len(vals) < 2 || slices.ContainsFunc(vals, func(v val) bool { return !l.sureAtAll(&b, name, v) }) {
				out = append(out, b)
				continue
			}
			for _, v := range vals {
				one := b
				one.only = map[string]val{name: v}
				maps.Copy(one.only, b.only)
				m := &fact.Member{Roles: []fact.Role{{Name: name, Values: []string{v.id}}}, When: b.when}
				for j := range p.Roles {
					if p.Roles[j].Role == name {
						one.is = one.is.and(l.memberWant(m, state.Roles, &p.Roles[j], s))
					}
				}
				if one.is.may {
					out = append(out, one)
				}
			}
		}
		list = out
	}
	return list
}

// sureAtAll says whether a value is certain at every standard, not at this one alone: choices are the same at all.
func (l *lane) sureAtAll(b *begin, name string, v val) bool {
	for _, other := range l.lanes {
		vals, _ := other.stateRole(b, name)
		if !slices.ContainsFunc(vals, func(x val) bool { return x.id == v.id && x.is.must }) {
			return false
		}
	}
	return true
}

// ended says when a state so begun may have ended, and certainly has: the first such readings.
func (l *lane) ended(b *begin, ends []hit, k *norms.Link, state *norms.State) civil.Interval {
	out := never
	for _, h := range ends {
		w := h.fact.When
		if w.Hi < b.when.Lo {
			continue
		}
		t := h.is.and(l.sameThing(b, h.fact, k, state))
		if t.may {
			out.Lo = min(out.Lo, max(w.Lo, b.when.Lo)+1)
		}
		if t.must && (w.Lo > b.when.Hi || b.initial && w.Lo == b.when.Hi) {
			out.Hi = min(out.Hi, w.Hi+1)
		}
	}
	return out
}

// sameThing: equal values in each role of the state that the end fills.
func (l *lane) sameThing(b *begin, f *fact.Fact, k *norms.Link, state *norms.State) tri {
	t := yes
	e := &value{fact: f, act: l.acts[k.Filter.Act]}
	for _, r := range k.Roles {
		of, mute := l.roleOf(e, r.Act)
		have, open := l.stateRole(b, r.State)
		if mute || open || len(have) == 0 {
			t.must = false
			continue
		}
		typ := norms.TextRole
		if x := state.Role(r.State); x != nil {
			typ = x.Type
		}
		equal, maybe := true, false
		for _, y := range have {
			ends := false
			for _, x := range of {
				switch {
				case x.id == y.id && l.isLeafOf(typ, x.id):
					ends = ends || x.is.must
					maybe = maybe || x.is.may && y.is.may
				case l.fit(typ, x.id, y.id, ever).may:
					maybe = maybe || x.is.may && y.is.may
				}
			}
			equal = equal && (ends || !y.is.may)
		}
		t = t.and(tri{equal, maybe})
	}
	return t
}

// isLeafOf is isLeaf for types that have an order.
func (c *Checker) isLeafOf(typ norms.RoleType, id string) bool {
	return typ != norms.PartyRole && typ != norms.KindRole || c.isLeaf(id)
}

// holds: the state holds for some choice. absence: the absence of a beginning and of an end must be certain to say no, and yes.
func (l *lane) holds(p norms.Pattern, s *scope, absence bool) course {
	state := l.states[p.Act]
	list := l.choices(l.begins(p, s), p, state, s)
	over := make([]civil.Interval, len(list)) // when each may have ended, has
	var begun, done []*watch
	var at []int64
	for i := range list {
		over[i] = never
		at = append(at, list[i].when.Lo, list[i].when.Lo+1, list[i].when.Hi, list[i].when.Hi+1)
	}
	for i := range state.Ends {
		k := &state.Ends[i]
		ends := l.hits(k.Filter, plain(s))
		for j := range list {
			over[j] = earlier(over[j], l.ended(&list[j], ends, k, state))
		}
		q, _ := linkPattern(p, k)
		done = append(done, l.watch(q, s, s.ag.Observed))
	}
	for i := range state.Begins {
		q, _ := linkPattern(p, &state.Begins[i])
		begun = append(begun, l.watch(q, s, s.ag.Observed))
	}
	at = append(at, s.ag.Starts, s.ag.Starts+1)
	for _, o := range over {
		at = append(at, o.Lo, o.Hi)
	}
	for _, w := range slices.Concat(begun, done) {
		at = append(at, w.changes(0)...)
	}
	start := civil.At(s.ag.Starts)
	return course{l.instants(at), func(r int64) tri {
		t := no
		for i := range list {
			b := &list[i]
			after := int64(1)
			if b.initial {
				after = 0
			}
			here := b.is.and(tri{b.when.Hi+after <= r, b.when.Lo+after <= r}).and(tri{r < over[i].Lo, r < over[i].Hi})
			if absence && here.must {
				since := later(b.when, start)
				here.must = !slices.ContainsFunc(done, func(w *watch) bool { return !w.seen(since, never, r, true).must })
			}
			t = t.or(here)
		}
		if absence {
			t.may = t.may || slices.ContainsFunc(begun, func(w *watch) bool { return !w.seen(start, never, r, true).must })
		}
		return t
	}}
}

// noneHolds: a roster of the state is complete, and on record nobody holds it.
func (l *lane) noneHolds(p norms.Pattern, s *scope) course {
	closed, _ := l.closed(func(r *fact.Roster) bool {
		d := l.prog.Roster(r.ID)
		return d != nil && d.Of == p.Act
	})
	x := l.holds(p, s, false)
	return course{l.instants(append(slices.Clone(x.at), closed)), func(r int64) tri {
		return known(r >= closed).and(x.is(r).not())
	}}
}

// closed gives the first reading at which one of the rosters is declared complete, and who declared it.
func (c *Checker) closed(mine func(*fact.Roster) bool) (first int64, by string) {
	first = civil.Forever
	for i := range c.set.Rosters {
		r := &c.set.Rosters[i]
		if r.Complete && mine(r) && r.Declared+1 < first {
			first, by = r.Declared+1, r.By
		}
	}
	return first, by
}

package monitor

import (
	"fmt"
	"maps"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// begin is one beginning of a state: an act, a member of a roster, or what the text says held at its start.
type begin struct {
	binding
	initial   bool        // it held at every reading from when on; an end at when ends it
	link      *norms.Link // nil: a roster's member
	must, may uint8
	only      map[string]varValue // of state roles with several values at once: the one that is meant here
}

// role gives what is known of a state role at this beginning.
func (b *begin) role(state string) ([]varValue, bool) {
	if v, ok := b.only[state]; ok {
		return []varValue{v}, false
	}
	if b.link == nil {
		return b.values(state)
	}
	for _, l := range b.link.Roles {
		if l.State == state {
			return b.values(l.Act)
		}
	}
	return nil, true
}

// stateWants turns what is wanted of a state's roles into wishes on the acts of one of its links.
// part: a wished role is not filled by the link.
func stateWants(wants []norms.Want, l *norms.Link) (out []norms.Want, part bool) {
	for _, w := range wants {
		i := slices.IndexFunc(l.Roles, func(r norms.RoleLink) bool { return r.State == w.Role })
		if i < 0 {
			part = true
			continue
		}
		out = append(out, norms.Want{Role: l.Roles[i].Act, Values: w.Values})
	}
	return out, part
}

// beginPattern gives the pattern of acts that begin the state as wished.
func (m *Machine) beginPattern(p norms.Pattern, l *norms.Link) *pattern {
	wants, part := stateWants(p.Roles, l)
	return m.readyWith(l.Filter, part, wants)
}

// endPattern gives the pattern of acts of a link that ends the state; what is wished narrows only where they are looked for.
func (m *Machine) endPattern(p norms.Pattern, l *norms.Link) *pattern {
	wants, _ := stateWants(p.Roles, l)
	return m.readyWith(l.Filter, false, wants)
}

// begins gives all beginnings of a state that may match.
func (m *Machine) begins(p norms.Pattern, s *scope) []begin {
	state := m.vocab.states[p.Act]
	var out []begin
	for i := range state.Begins {
		l := &state.Begins[i]
		q := m.beginPattern(p, l)
		for _, h := range m.hitsFor(q, s) {
			out = append(out, beginBy(q, l, h, m.facts[h.fact]))
		}
	}
	return append(out, m.standing(p, s)...)
}

// beginBy gives a beginning by an act.
func beginBy(q *pattern, l *norms.Link, h hit, f *fact.Fact) begin {
	return begin{
		binding: binding{fact: f, act: q.act, when: f.When, flags: h.flags, index: h.fact},
		link:    l, must: h.must, may: h.may,
	}
}

// standing gives the beginnings that are not acts.
func (m *Machine) standing(p norms.Pattern, s *scope) (out []begin) {
	state := m.vocab.states[p.Act]
	for i := range m.set.Rosters {
		r := &m.set.Rosters[i]
		if d := m.vocab.rosters[r.ID]; d == nil || d.Of != state.ID {
			continue
		}
		for j := range r.Members {
			if b, ok := m.member(&r.Members[j], state.Roles, p.Roles, s); ok {
				out = append(out, begin{binding: b, must: uint8(b.in.Must), may: uint8(b.in.May)})
			}
		}
	}
	return append(out, m.initially(p, state, s)...)
}

// initially gives what the text says held when it started, as members of its own list.
func (m *Machine) initially(p norms.Pattern, state *norms.State, s *scope) (out []begin) {
	for i, held := range s.ag.Initially {
		if held.Act != state.ID {
			continue
		}
		mem := &fact.Member{ID: fmt.Sprintf("initially#%d", i+1), Grade: grade.Verified, When: civil.At(s.ag.Starts)}
		for _, w := range held.Roles {
			role := fact.Role{Name: w.Role}
			for _, v := range w.Values {
				role.Values = append(role.Values, v.ID)
			}
			mem.Roles = append(mem.Roles, role)
		}
		if b, ok := m.member(mem, state.Roles, p.Roles, s); ok {
			out = append(out, begin{binding: b, initial: true, must: uint8(b.in.Must), may: uint8(b.in.May)})
		}
	}
	return out
}

// choices splits beginnings that give several values at once to a role by which they may end: the state holds for each
// choice of values, and an end of one leaves the others (spec/norms.md, section 5, Holds).
func (m *Machine) choices(begins []begin, p norms.Pattern, state *norms.State, s *scope) []begin {
	for i := range state.Roles {
		key := state.Roles[i].Name
		if !slices.ContainsFunc(state.Ends, func(l norms.Link) bool {
			return slices.ContainsFunc(l.Roles, func(r norms.RoleLink) bool { return r.State == key })
		}) {
			continue
		}
		var out []begin
		for _, b := range begins {
			vals, unknown := b.role(key)
			if unknown || len(vals) < 2 || slices.ContainsFunc(vals, func(v varValue) bool { return v.must != allLanes }) {
				out = append(out, b)
				continue
			}
			for _, v := range vals {
				c := b
				c.only = map[string]varValue{key: v}
				maps.Copy(c.only, b.only)
				one := &fact.Member{Roles: []fact.Role{{Name: key, Values: []string{v.id}}}, When: b.when}
				for _, w := range p.Roles {
					if w.Role == key {
						got := m.holdMember(one, state.Roles, w, s)
						c.must, c.may = c.must&got.must, c.may&got.may
					}
				}
				if c.may != 0 {
					out = append(out, c)
				}
			}
		}
		begins = out
	}
	return begins
}

// member holds a roster's member against what is wanted.
func (m *Machine) member(mem *fact.Member, types []norms.Role, wants []norms.Want, s *scope) (binding, bool) {
	b := binding{member: mem, types: types, when: mem.When}
	got := match{uint8(mem.Grade.Certain()), uint8(mem.Grade.Possible()), 0}
	for _, w := range wants {
		got = got.and(m.holdMember(mem, types, w, s))
	}
	b.in = grade.Truth{Must: grade.Mask(got.must), May: grade.Mask(got.may)}
	b.flags = got.flags
	return b, got.may != 0
}

func (m *Machine) holdMember(mem *fact.Member, types []norms.Role, w norms.Want, s *scope) match {
	r := mem.Role(w.Role)
	if r == nil || len(r.Values) == 0 {
		return unknownMatch
	}
	typ := m.typeOf(types, w)
	if !slices.ContainsFunc(w.Values, func(v norms.Value) bool { return v.Var != "" }) {
		return m.holdNamed(mem, r, typ, &w)
	}
	var got match
	one := func(want string, must, may uint8) {
		best, worst := no, yes
		for _, v := range r.Values {
			f := m.vocab.fits(typ, v, want, mem.When)
			best, worst = max(best, f), min(worst, f)
		}
		if r.OneOf && best != no && worst != yes {
			best = coarse
		}
		x := whole(best)
		got.must |= x.must & must
		got.may |= x.may & may
		got.flags |= x.flags
	}
	for _, v := range w.Values {
		if v.Var == "" {
			one(v.ID, allLanes, allLanes)
			continue
		}
		var vals []varValue
		unknown := true
		if b := s.variable(v.Var); b != nil {
			vals, unknown = b.values(v.Role)
		}
		if unknown {
			got.may, got.flags = allLanes, got.flags|unknownHit
		}
		for _, val := range vals {
			if !val.exact && !m.vocab.leaf(typ, val.id) {
				val.must = 0
			}
			one(val.id, val.must, val.may)
		}
	}
	return got
}

// holdNamed holds a role of a member against values that the text names: of alternatives the one that is meant must answer by itself.
func (m *Machine) holdNamed(mem *fact.Member, r *fact.Role, typ norms.RoleType, w *norms.Want) match {
	answer := func(have []string) fit {
		all, some := yes, no
		for _, want := range w.Values {
			best := no
			for _, v := range have {
				best = max(best, m.vocab.fits(typ, v, want.ID, mem.When))
			}
			all, some = min(all, best), max(some, best)
		}
		if w.All {
			return all
		}
		return some
	}
	if !r.OneOf {
		return whole(answer(r.Values))
	}
	best, worst := no, yes
	for i := range r.Values {
		got := answer(r.Values[i : i+1])
		best, worst = max(best, got), min(worst, got)
	}
	if best != no && worst != yes {
		best = coarse
	}
	return whole(best)
}

// typeOf finds the type of a member's role: the state's, or for a roster of anything what the wanted names are.
func (m *Machine) typeOf(types []norms.Role, w norms.Want) norms.RoleType {
	for i := range types {
		if types[i].Name == w.Role {
			return types[i].Type
		}
	}
	for _, v := range w.Values {
		switch {
		case m.vocab.parties[v.ID] != nil:
			return norms.PartyRole
		case m.vocab.zones[v.ID] != nil:
			return norms.PlaceRole
		}
		if _, ok := m.vocab.kinds.up[v.ID]; ok {
			return norms.KindRole
		}
	}
	return norms.TextRole
}

// ending is one act that may end a state.
type ending struct {
	binding
	link      *norms.Link
	must, may uint8
}

// same says whether an ending is of this beginning: equal values in each state role that the ending fills.
func (m *Machine) same(b *begin, e *ending, state *norms.State) (must, may uint8) {
	must, may = e.must, e.may
	for _, l := range e.link.Roles {
		ev, eu := e.values(l.Act)
		bv, bu := b.role(l.State)
		if eu || bu || len(bv) == 0 {
			must = 0
			continue
		}
		typ := norms.TextRole
		for i := range state.Roles {
			if state.Roles[i].Name == l.State {
				typ = state.Roles[i].Type
			}
		}
		equal, maybe := uint8(allLanes), uint8(0) // equal: whichever of the beginning's values is meant
		for _, y := range bv {
			var ends uint8
			for _, x := range ev {
				switch {
				case x.id == y.id && m.vocab.leaf(typ, x.id):
					ends |= x.must
					maybe |= x.may & y.may
				case m.vocab.fits(typ, x.id, y.id, always) != no:
					maybe |= x.may & y.may
				}
			}
			equal &= ends | ^y.may
		}
		must, may = must&equal, may&maybe
	}
	return must, may
}

// holds is true while the state is known to hold for something that matches; false only where absence is certain.
func (m *Machine) holds(p norms.Pattern, s *scope) Timeline {
	return m.heldOnce("holds", p, s, func() held {
		state := m.vocab.states[p.Act]
		return m.onRecord(p, s, m.endWatch(p, state, s), m.unseenBegin(p, state, s))
	})
}

// spell adds when the state holds by one beginning, to its endings. Without a watch over endings, what has begun lasts until an end
// of it is on record.
func (h *onRecord) spell(m *Machine, b *begin, ends []endTable, to *layers) {
	stop, open := m.stops(b, ends, h.state)
	after := int64(1) // an act is seen at the reading after it
	if b.initial {
		after = 0
	}
	for lane := range 3 {
		if b.may>>lane&1 == 1 {
			to.span(lane, b.when.Lo+after, open[lane], false)
		}
		if b.must>>lane&1 == 1 {
			for _, part := range m.sureParts(h.watch, h.scope, b, b.when.Hi+after, min(stop[lane], m.horizon+1)) {
				to.span(lane, part.Lo, part.Hi, true)
			}
		}
	}
}

// sureParts cuts [from, to) to the readings at which the absence of an ending is certain; without a watch: to all.
func (m *Machine) sureParts(w *endWatch, s *scope, b *begin, from, to int64) []civil.Interval {
	if w == nil || from >= to {
		return []civil.Interval{{Lo: from, Hi: to}}
	}
	since := civil.Interval{Lo: max(b.when.Lo, s.ag.Starts), Hi: max(b.when.Hi, s.ag.Starts)}
	at := append(w.readings(since, to), from)
	slices.Sort(at)
	var out []civil.Interval
	for i, r := range at {
		if r < from || r >= to || i > 0 && at[i-1] == r {
			continue
		}
		if !w.covered(since, r) {
			continue
		}
		end := to
		for _, next := range at[i+1:] {
			if next > r {
				end = min(next, to)
				break
			}
		}
		out = append(out, civil.Interval{Lo: r, Hi: end})
	}
	return out
}

// endWatch watches for every act that ends a state.
type endWatch struct{ all []*watch }

func (m *Machine) endWatch(p norms.Pattern, state *norms.State, s *scope) *endWatch {
	w := &endWatch{}
	for i := range state.Ends {
		w.all = append(w.all, m.watching(s, m.endPattern(p, &state.Ends[i]), s.ag.Observed))
	}
	return w
}

func (w *endWatch) covered(since civil.Interval, r int64) bool {
	for _, x := range w.all {
		if must, _ := x.covered(since, never, r, absent); !must {
			return false
		}
	}
	return true
}

func (w *endWatch) readings(since civil.Interval, end int64) (out []int64) {
	for _, x := range w.all {
		out = append(out, x.readings(since, never, end, absent)...)
	}
	return out
}

// unseenBegin is unknown while the absence of a beginning is not covered.
func (m *Machine) unseenBegin(p norms.Pattern, state *norms.State, s *scope) Timeline {
	out := steady(grade.False)
	start := sameSpans(civil.At(s.ag.Starts))
	for i := range state.Begins {
		w := m.watching(s, m.beginPattern(p, &state.Begins[i]), s.ag.Observed)
		out = merge(out, build(slices.Clone(w.readings(start[0], never, m.horizon, absent)), func(r int64) grade.Truth {
			return grade.Truth{May: grade.AllStandards &^ w.truth(start, sameSpans(never), r, absent).Must}
		}), grade.Truth.Or)
	}
	return out
}

// noneHolds is true where a roster of the state is declared complete and nobody on record still holds it. A complete list
// is a positive statement, and so is an end: coverage plays no part.
func (m *Machine) noneHolds(p norms.Pattern, s *scope) Timeline {
	closed := m.closedFrom(p.Act, "")
	if closed == civil.Forever {
		return steady(grade.False)
	}
	c := add(steady(grade.False), closed, grade.True)
	return merge(c, negate(m.heldOnce("on record", p, s, func() held { return m.onRecord(p, s, nil, nil) })), grade.Truth.And)
}

// closedFrom gives the first reading at which a roster of the state (or the roster of that ID) is declared complete.
func (m *Machine) closedFrom(state, roster string) int64 {
	first := civil.Forever
	for i := range m.set.Rosters {
		r := &m.set.Rosters[i]
		d := m.vocab.rosters[r.ID]
		if r.Complete && (r.ID == roster || state != "" && d != nil && d.Of == state) {
			first = min(first, r.Declared+1)
		}
	}
	return first
}

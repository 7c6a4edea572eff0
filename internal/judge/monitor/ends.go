package monitor

import (
	"cmp"
	"slices"
	"sort"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// endTable holds the acts of one link that may end a state, so that those of a beginning are found and not looked for.
type endTable struct {
	link *norms.Link
	all  []ending
	by   map[string][]ending // by the value of the first role that the link fills; under "" where that does not tell
	// Where the link fills one role alone, an act that says nothing of it may end whatever has begun, and whatever act may end a
	// beginning that says nothing of it; neither for certain. Then dates alone decide.
	alone        bool
	mute, anyone earliest
}

// endings gives a table for each link that ends a state, made once until the next step.
func (m *Machine) endings(state *norms.State) []endTable {
	m.kept(endsNode(state.ID))
	out, made := m.ends[state.ID]
	if made {
		return out
	}
	m.memo.make(endsNode(state.ID), func() {
		out = make([]endTable, len(state.Ends))
		for i := range state.Ends {
			out[i] = m.endTable(state, &state.Ends[i])
		}
	})
	m.ends[state.ID] = out
	return out
}

func (m *Machine) endTable(state *norms.State, l *norms.Link) endTable {
	t := endTable{link: l, by: map[string][]ending{}, alone: len(l.Roles) == 1 && m.plainRole(state, l.Roles[0].State)}
	q := m.readyWith(l.Filter, false, nil)
	var mute []ending
	for _, h := range q.hits {
		f := m.facts[h.fact]
		e := ending{binding{fact: f, act: q.act, when: f.When, index: h.fact}, l, h.must, h.may}
		t.all = append(t.all, e)
		vals, unknown := []varValue(nil), true
		if len(l.Roles) > 0 {
			vals, unknown = e.values(l.Roles[0].Act)
		}
		switch {
		case unknown && t.alone:
			mute = append(mute, e)
		case unknown || !m.plainRole(state, l.Roles[0].State):
			t.by[""] = append(t.by[""], e)
		default: // nothing lies below the values, so that another name is another thing
			for _, v := range vals {
				t.by["="+v.id] = append(t.by["="+v.id], e)
			}
		}
	}
	if t.alone {
		t.mute, t.anyone = newEarliest(mute), newEarliest(t.all)
	}
	return t
}

// plainRole says whether values of a state's role have nothing below them, so that different names are different things.
func (m *Machine) plainRole(state *norms.State, role string) bool {
	for i := range state.Roles {
		if r := &state.Roles[i]; r.Name == role {
			return r.Type != norms.PartyRole && r.Type != norms.KindRole && r.Type != norms.PlaceRole
		}
	}
	return false
}

// earliest finds, among acts that may not be over before an instant, the least of their first instants.
type earliest struct {
	hi []int64 // ascending
	lo []firsts
}

func newEarliest(ends []ending) earliest {
	sorted := slices.Clone(ends)
	slices.SortFunc(sorted, func(a, b ending) int { return cmp.Compare(a.when.Hi, b.when.Hi) })
	e := earliest{make([]int64, len(sorted)), make([]firsts, len(sorted)+1)}
	e.lo[len(sorted)] = noFirsts
	for i := len(sorted) - 1; i >= 0; i-- {
		e.hi[i], e.lo[i] = sorted[i].when.Hi, e.lo[i+1]
		for lane := range e.lo[i].may {
			if sorted[i].may>>lane&1 == 1 {
				e.lo[i].may[lane] = min(e.lo[i].may[lane], sorted[i].when.Lo)
			}
		}
	}
	return e
}

// since gives per standard the least first instant of those that may happen at or after t.
func (e *earliest) since(t int64) firsts {
	if len(e.hi) == 0 {
		return noFirsts
	}
	return e.lo[sort.Search(len(e.hi), func(i int) bool { return e.hi[i] >= t })]
}

// stops gives per standard the first reading at which the state, so begun, may have ended, and the first at which it certainly has.
func (m *Machine) stops(b *begin, ends []endTable, state *norms.State) (may, sure [3]int64) {
	may, sure = noFirsts.must, noFirsts.must
	try := func(list []ending) {
		for i := range list {
			e := &list[i]
			if e.when.Hi < b.when.Lo {
				continue
			}
			mu, ma := m.same(b, e, state)
			for lane := range 3 {
				if ma>>lane&1 == 1 {
					may[lane] = min(may[lane], max(e.when.Lo, b.when.Lo)+1)
				}
				if mu>>lane&1 == 1 && (e.when.Lo > b.when.Hi || b.initial && e.when.Lo == b.when.Hi) {
					sure[lane] = min(sure[lane], e.when.Hi+1)
				}
			}
		}
	}
	perhaps := func(e *earliest) {
		for lane, t := range e.since(b.when.Lo).may {
			if t < civil.Forever {
				may[lane] = min(may[lane], max(t, b.when.Lo)+1)
			}
		}
	}
	for i := range ends {
		t := &ends[i]
		vals, unknown := []varValue(nil), true
		if len(t.link.Roles) > 0 {
			vals, unknown = b.role(t.link.Roles[0].State)
		}
		switch {
		case t.alone && (unknown || len(vals) == 0):
			perhaps(&t.anyone)
		case unknown || !m.plainRole(state, t.link.Roles[0].State):
			try(t.all)
		default:
			perhaps(&t.mute)
			try(t.by[""])
			for _, v := range vals {
				try(t.by["="+v.id])
			}
		}
	}
	return may, sure
}

// heldOnce gives what a condition on a state says, computed once for all norms of a text that ask the same of no variable.
func (m *Machine) heldOnce(what string, p norms.Pattern, s *scope, course func() Timeline) Timeline {
	for _, w := range p.Roles {
		if slices.ContainsFunc(w.Values, func(v norms.Value) bool { return v.Var != "" }) {
			return course()
		}
	}
	key := what + " " + s.ag.ID + " " + patternKey(nil, nil, p, false, nil)
	m.kept(heldNode(key))
	if c, made := m.held[key]; made {
		return c.course
	}
	return m.heldAgain(key, held{make: course}).course
}

// held is the course of a condition on a state, with what makes it.
type held struct {
	course Timeline
	make   func() Timeline
}

func (m *Machine) heldAgain(key string, h held) held {
	m.memo.make(heldNode(key), func() { h.course = h.make() })
	m.held[key] = h
	return h
}

package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// endTable holds the acts of one link that may end a state, so that those of a beginning are found and not looked for.
type endTable struct {
	link *norms.Link
	all  []ending            // not kept where the link fills one role alone: see below
	by   map[string][]ending // by the value of the first role that the link fills; under "" where that does not tell
	// Where the link fills one role alone, an act that says nothing of it may end whatever has begun, and whatever act may end a
	// beginning that says nothing of it; neither for certain. Then dates alone decide.
	alone        bool
	mute, anyone earliest
}

// endings gives a table for each link that ends a state, made once and then kept up with the facts that come (keepEndings).
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
	var mute, anyone []early
	for _, h := range q.hits {
		e := endingBy(q, l, h, m.facts[h.fact])
		keys := m.endKeys(state, &e)
		for _, k := range keys {
			t.by[k] = append(t.by[k], e)
		}
		if !t.alone {
			t.all = append(t.all, e)
			continue
		}
		anyone = append(anyone, e.early())
		if keys == nil {
			mute = append(mute, e.early())
		}
	}
	t.mute, t.anyone = newEarliest(mute), newEarliest(anyone)
	return t
}

func endingBy(q *pattern, l *norms.Link, h hit, f *fact.Fact) ending {
	return ending{binding{fact: f, act: q.act, when: f.When, index: h.fact}, l, h.must, h.may}
}

// endKeys gives under which keys an ending stands in its table; nil: under none, it is mute.
func (m *Machine) endKeys(state *norms.State, e *ending) []string {
	if len(e.link.Roles) == 0 {
		return []string{""}
	}
	plain := m.plainRole(state, e.link.Roles[0].State)
	vals, unknown := e.values(e.link.Roles[0].Act)
	switch {
	case unknown && plain && len(e.link.Roles) == 1:
		return nil
	case unknown || !plain:
		return []string{""}
	}
	out := make([]string, 0, len(vals)) // nothing lies below the values, so that another name is another thing
	for _, v := range vals {
		out = append(out, "="+v.id)
	}
	return out
}

// keepEndings takes into a table what a step changes of the acts that it holds.
func (t *endTable) keepEndings(m *Machine, state *norms.State, q *pattern, d *delta) {
	for _, g := range d.gone {
		e := endingBy(q, t.link, g.hit, g.fact)
		same := func(x ending) bool { return x.index == g.hit.fact }
		keys := m.endKeys(state, &e)
		for _, k := range keys {
			if t.by[k] = slices.DeleteFunc(t.by[k], same); len(t.by[k]) == 0 {
				delete(t.by, k)
			}
		}
		if !t.alone {
			t.all = slices.DeleteFunc(t.all, same)
			continue
		}
		t.anyone.remove(e.early())
		if keys == nil {
			t.mute.remove(e.early())
		}
	}
	for _, h := range d.come {
		e := endingBy(q, t.link, h, m.facts[h.fact])
		keys := m.endKeys(state, &e)
		for _, k := range keys {
			t.by[k] = append(t.by[k], e)
		}
		if !t.alone {
			t.all = append(t.all, e)
			continue
		}
		t.anyone.insert(e.early())
		if keys == nil {
			t.mute.insert(e.early())
		}
	}
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

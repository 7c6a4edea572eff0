package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// match is the outcome of holding one want against a fact.
type match struct {
	must, may uint8
	flags     uint8
}

func (a match) and(b match) match { return match{a.must & b.must, a.may & b.may, a.flags | b.flags} }

func whole(f fit) match {
	switch f {
	case yes:
		return match{allLanes, allLanes, 0}
	case coarse, dated:
		return match{0, allLanes, coarseHit}
	}
	return match{}
}

var unknownMatch = match{0, allLanes, unknownHit}

// scratch holds a fact's values by role position, interned; -1 stands for a name that no pattern and no vocabulary knows.
type scratch struct {
	roles []*fact.Role
	ids   [][]int32
	doers []int32
	zones []int32

	decided []decider // in a norm that is told briefly
}

func (m *Machine) prepare(f *fact.Fact, act *norms.Act) {
	s := &m.scratch
	s.grow(len(act.Roles))
	for i := range act.Roles {
		s.ids[i], s.roles[i] = s.ids[i][:0], nil
	}
	for k := range f.Roles {
		r := &f.Roles[k]
		for i := range act.Roles {
			if s.roles[i] == nil && act.Roles[i].Name == r.Name {
				m.prepareValues(i, r)
				break
			}
		}
	}
	m.prepareDoers(f)
}

// prepareRole prepares one role alone; prepareDoers the attributions and the zones.
func (m *Machine) prepareRole(f *fact.Fact, act *norms.Act, i int) {
	s := &m.scratch
	s.grow(i + 1)
	s.ids[i], s.roles[i] = s.ids[i][:0], nil
	if r := f.Role(act.Roles[i].Name); r != nil {
		m.prepareValues(i, r)
	}
}

func (m *Machine) prepareValues(i int, r *fact.Role) {
	s := &m.scratch
	s.roles[i] = r
	for _, v := range r.Values {
		s.ids[i] = append(s.ids[i], m.number(v))
	}
}

func (s *scratch) grow(n int) {
	for len(s.ids) < n {
		s.ids, s.roles = append(s.ids, nil), append(s.roles, nil)
	}
}

func (m *Machine) prepareDoers(f *fact.Fact) {
	s := &m.scratch
	s.doers, s.zones = s.doers[:0], s.zones[:0]
	for i := range f.Attribution.To {
		s.doers = append(s.doers, m.number(f.Attribution.To[i].Party))
	}
	for _, z := range f.Place.Zones {
		s.zones = append(s.zones, m.number(z))
	}
}

func (m *Machine) number(name string) int32 {
	if id, ok := m.ids[name]; ok {
		return id
	}
	return -1
}

// hold holds one want against the prepared fact.
func (m *Machine) hold(f *fact.Fact, w *want, ids []string, table []fit) match {
	if w.amount != nil {
		return holdAmount(w.amount, f.Amount(w.name))
	}
	if w.each != nil {
		return m.holdEach(f, w)
	}
	look := func(id int32, v string) fit { return m.look(f, ids, table, id, v) }
	switch {
	case w.doer:
		return m.holdDoer(f, ids, look)
	case w.place && m.scratch.roles[w.role] == nil:
		return m.holdPlace(f, w, look)
	case w.near != nil:
		return m.holdRole(w.role, func(id int32, v string) fit { return max(look(id, v), m.vocab.fitNames(v, w.near)) })
	}
	return m.holdRole(w.role, look)
}

// look says how one value of a fact answers to one of the wanted values.
func (m *Machine) look(f *fact.Fact, ids []string, table []fit, id int32, v string) fit {
	if table == nil {
		if slices.Contains(ids, v) {
			return yes
		}
		return no
	}
	if id < 0 || int(id) >= len(table) {
		return no
	}
	if table[id] != dated {
		return table[id]
	}
	best := no
	for _, want := range ids {
		best = max(best, m.vocab.fitPartyAt(v, want, f.When))
	}
	return best
}

func (m *Machine) holdRole(at int, look func(int32, string) fit) match {
	role := m.scratch.roles[at]
	if role == nil || len(role.Values) == 0 {
		return unknownMatch
	}
	best, worst := no, yes
	for i, id := range m.scratch.ids[at] {
		got := look(id, role.Values[i])
		best, worst = max(best, got), min(worst, got)
	}
	if role.OneOf && best != no && worst != yes {
		return whole(coarse)
	}
	return whole(best)
}

// holdEach: every one of several values is wanted. Of alternatives only one is the fact's, so that one must answer to all.
func (m *Machine) holdEach(f *fact.Fact, w *want) match {
	look := func(id int32, v string) fit {
		worst := yes
		for i := range w.each {
			one := &w.each[i]
			worst = min(worst, max(m.look(f, one.ids, one.table, id, v), m.vocab.fitNames(v, one.near)))
		}
		return worst
	}
	if role := m.scratch.roles[w.role]; role != nil && role.OneOf {
		return m.holdRole(w.role, look)
	}
	if w.doer && f.Attribution.OneOf && len(f.Attribution.To) > 0 {
		if got := m.holdDoer(f, w.ids, look); got.flags&unknownHit == 0 {
			return got
		}
	}
	got := match{allLanes, allLanes, 0}
	for i := range w.each {
		got = got.and(m.hold(f, &w.each[i], w.each[i].ids, w.each[i].table))
	}
	if got.may == 0 {
		return match{}
	}
	return got
}

// holdAmount compares a number known as a range.
func holdAmount(a *norms.Amount, r fact.Range) match {
	must, may := holdsFor(a.Op, a.N, r)
	switch {
	case must:
		return match{allLanes, allLanes, 0}
	case !may:
		return match{}
	case r == fact.Range{Hi: fact.Unbounded}:
		return unknownMatch
	}
	return whole(coarse)
}

// holdDoer follows the attributions (spec/norms.md, section 2).
func (m *Machine) holdDoer(f *fact.Fact, ids []string, look func(int32, string) fit) match {
	a := &f.Attribution
	named, matching, certainly := 0, 0, 0
	var single grade.Grade
	var got match
	for i := range a.To {
		to := &a.To[i]
		if to.Grade == grade.Discounted {
			continue
		}
		named, single = named+1, to.Grade
		fits := look(m.scratch.doers[i], to.Party)
		if fits == no {
			continue
		}
		matching++
		got.may = allLanes
		if fits != yes {
			got.flags |= coarseHit
			continue
		}
		certainly++
		if !a.OneOf {
			got.must |= uint8(to.Grade.Certain())
		}
	}
	if named == 0 {
		return m.holdUnnamed(f, ids)
	}
	if !a.OneOf || matching == 0 || certainly < named {
		return got
	}
	switch {
	case a.Exhaustive:
		got.must = uint8(a.Group.Certain())
		if named > 1 && got.must != 0 {
			got.flags |= openBearer
		}
	case named == 1:
		got.must = uint8(single.Certain())
	}
	return got
}

// holdUnnamed: nobody is attributed, the doer is unknown; but not one whose attribution is discounted, nor anybody below.
func (m *Machine) holdUnnamed(f *fact.Fact, ids []string) match {
	for _, want := range ids {
		excluded := false
		for i := range f.Attribution.To {
			must, _ := m.vocab.partyBelow(want, f.Attribution.To[i].Party, f.When)
			excluded = excluded || must
		}
		if !excluded {
			return unknownMatch
		}
	}
	return match{}
}

// holdPlace compares zones bound by name, then coordinates (spec/norms.md, sections 2 and 3).
func (m *Machine) holdPlace(f *fact.Fact, w *want, look func(int32, string) fit) match {
	if len(f.Place.Zones) == 0 && f.Place.Point == nil {
		return unknownMatch
	}
	near := m.holdNear(&f.Place, w.near)
	if near == yes {
		return whole(yes)
	}
	best := no
	for i, id := range m.scratch.zones {
		best = max(best, look(id, f.Place.Zones[i]))
	}
	if best == yes || f.Place.Point == nil || len(w.around) == 0 {
		return whole(max(best, near))
	}
	reach := near
	for _, zone := range w.around {
		switch m.vocab.areas[zone].Disc(*f.Place.Point, f.Place.Radius) {
		case geo.Inside:
			return whole(yes)
		case geo.Crosses:
			reach = coarse
		}
	}
	return whole(reach)
}

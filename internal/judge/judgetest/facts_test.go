package judgetest

import (
	"cmp"
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// newSample draws a whole case. An exact one has facts that are certain at every standard and known in everything.
func newSample(seed uint64, exact bool) *sample {
	m := newMaker(seed, exact)
	set := &fact.Set{}
	for i := range 1 + m.IntN(6) {
		set.Facts = append(set.Facts, m.fact(fmt.Sprint("f", i+1)))
	}
	if m.chance(50) { // somebody saw everything: then absence is certain
		set.Coverage = append(set.Coverage, m.everything()...)
		m.tag("coverage of everything")
	}
	if m.chance(35) {
		for i := range 1 + m.IntN(3) {
			set.Coverage = append(set.Coverage, m.coverage(fmt.Sprint("v", i+1)))
		}
		m.tag("coverage")
	}
	if m.chance(55) {
		set.Rosters = []fact.Roster{m.roster()}
	}
	for i := range m.IntN(3) {
		set.Positions = append(set.Positions, fact.Position{
			ID: fmt.Sprint("o", i+1), Party: pick(m, "a", "a1", "b", "c"), Stance: pick(m, "accept", "accept", "reject"),
			Agree: "x", When: civil.At(m.instant()),
		})
	}
	if m.chance(25) {
		set.Tallies = []fact.Tally{m.tally()}
		m.tag("tally")
	}
	sortSet(set)
	at := m.instant()
	if m.chance(50) {
		at = m.zone.Start(day0.AddDays(8+m.IntN(4))) - 1
	}
	return &sample{seed: seed, prog: m.prog, set: set, at: at, tags: m.tags}
}

// sortSet brings a set into the order that package fact prescribes.
func sortSet(set *fact.Set) {
	slices.SortFunc(set.Facts, func(a, b fact.Fact) int {
		return cmp.Or(cmp.Compare(a.When.Lo, b.When.Lo), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(set.Coverage, func(a, b fact.Coverage) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(set.Positions, func(a, b fact.Position) int {
		return cmp.Or(cmp.Compare(a.When.Lo, b.When.Lo), cmp.Compare(a.ID, b.ID))
	})
}

// grade is mostly high enough to matter.
func (m *maker) grade() grade.Grade {
	if m.exact {
		return grade.Verified
	}
	g := pick(m, grade.Discounted, grade.Alleged, grade.Alleged, grade.Corroborated, grade.Corroborated, grade.Verified, grade.Verified, grade.Verified)
	m.tag("grade %s", g)
	return g
}

func (m *maker) when() civil.Interval {
	t := m.instant()
	if m.exact || m.chance(50) {
		return civil.At(t)
	}
	m.tag("interval")
	switch m.IntN(3) {
	case 0:
		return m.zone.Day(m.zone.DateOf(t))
	case 1:
		u := m.instant()
		return civil.Interval{Lo: min(t, u), Hi: max(t, u)}
	}
	return civil.Interval{Lo: t, Hi: t + int64(m.IntN(3*86400))}
}

// role says something of a role, near what is wanted of it.
func (m *maker) role(name string, want []norms.Value) (fact.Role, bool) {
	all := slices.Clone(leaves[name])
	if !m.exact {
		all = append(all, coarse[name]...)
		if m.chance(15) {
			m.tag("unknown role")
			return fact.Role{}, false
		}
	}
	v := pick(m, all...)
	if len(want) > 0 && want[0].Var == "" && m.chance(70) {
		v = want[m.IntN(len(want))].ID
		if m.exact && !slices.Contains(leaves[name], v) {
			v = map[string]string{
				"a": "a1", "b": "b1", "civilian": "child", "people": "child", "school": "primary", "site": "primary", "z": "z2",
			}[v]
		}
	}
	if slices.Contains(coarse[name], v) {
		m.tag("coarse value")
	}
	r := fact.Role{Name: name, Values: []string{v}}
	if w := pick(m, all...); w != v && m.chance(15) && name != "day" && name != "what" {
		r.Values = append(r.Values, w)
		slices.Sort(r.Values)
		if !m.exact && m.chance(60) {
			r.OneOf = true
			m.tag("role one of")
		}
	}
	return r, true
}

func (m *maker) attribution(want []norms.Value) fact.Attribution {
	role, known := m.role("doer", want)
	if !known {
		m.tag("nobody named")
		return fact.Attribution{}
	}
	at := fact.Attribution{OneOf: role.OneOf}
	if !m.exact && !at.OneOf && m.chance(12) {
		at.OneOf = true
	}
	if at.OneOf {
		m.tag("one of")
		at.Exhaustive = m.chance(50)
		at.Group = m.grade()
	}
	if len(role.Values) > 1 && !at.OneOf {
		m.tag("joint")
	}
	for _, p := range role.Values {
		at.To = append(at.To, fact.Attributed{Party: p, Grade: m.grade()})
	}
	return at
}

func (m *maker) place(want []norms.Value) fact.Place {
	inZ1, inY := geo.Point{Lat: 500_001, Lon: 500_003}, geo.Point{Lat: 5_500_001, Lon: 500_003}
	if m.chance(30) {
		p := pick(m, inZ1, inY, geo.Point{Lat: 20_000_001, Lon: 3})
		place := fact.Place{Point: &p}
		if !m.exact && m.chance(50) {
			place.Radius = pick[int64](m, 3000, 6000, 8000) // half a side is 5.6 km
			m.tag("radius")
		}
		return place
	}
	role, known := m.role("at", want)
	if !known {
		return fact.Place{}
	}
	return fact.Place{Zones: role.Values[:1]}
}

// fact draws an incident that mostly aims at a pattern of the program.
func (m *maker) fact(id string) fact.Fact {
	target := norms.Pattern{Act: m.anyAct()}
	if len(m.pats) > 0 && m.chance(88) {
		target = pick(m, m.pats...)
	}
	want := map[string][]norms.Value{}
	for _, w := range target.Roles {
		want[w.Role] = w.Values
	}
	f := fact.Fact{ID: id, Act: target.Act, Grade: m.grade(), When: m.when(), Acts: fact.Range{Lo: 1, Hi: 1}}
	if m.chance(12) {
		f.Acts = fact.Range{Lo: 2, Hi: 2}
		m.tag("several acts")
	}
	if !m.exact {
		if m.chance(10) {
			f.Acts = pick(m, fact.Range{Lo: 1, Hi: 3}, fact.Range{Lo: 0, Hi: 1}, fact.Range{Lo: 2, Hi: fact.Unbounded})
			m.tag("range of acts")
		}
		if m.chance(8) {
			f.Unsure = true
			m.tag("unsure")
		}
	}
	for _, a := range m.prog.Vocabulary.Acts {
		if a.ID != f.Act {
			continue
		}
		f.Attribution = m.attribution(want[a.Doer()])
		for _, role := range a.Roles {
			switch {
			case role.Name == a.Doer():
			case role.Type == norms.PlaceRole:
				f.Place = m.place(want[role.Name])
			case role.Type == norms.CountRole:
				if m.exact || m.chance(80) {
					n := int64(m.IntN(4))
					amount := fact.Amount{Role: role.Name, Range: fact.Range{Lo: n, Hi: n}, Best: -1}
					if !m.exact && m.chance(40) {
						amount.Hi += int64(m.IntN(3))
					}
					f.Amounts = append(f.Amounts, amount)
				}
			default:
				if r, known := m.role(role.Name, want[role.Name]); known {
					f.Roles = append(f.Roles, r)
				}
			}
		}
	}
	slices.SortFunc(f.Roles, func(a, b fact.Role) int { return cmp.Compare(a.Name, b.Name) })
	return f
}

func (m *maker) coverage(id string) fact.Coverage {
	from := m.zone.Start(day0.AddDays(m.IntN(4) - 1))
	return fact.Coverage{
		ID: id, Observer: pick(m, "osce", "ngo"), Zone: pick(m, "z", "z1", "z2", "y"),
		From: from, To: from + int64(1+m.IntN(12))*86400, Acts: pick(m, nil, nil, []string{"strike"}, []string{"free", "seize"}),
		Denied: m.chance(30), Lag: pick[int64](m, 0, 0, 3600, 86400),
	}
}

// everything covers all zones at all times.
func (m *maker) everything() (out []fact.Coverage) {
	for _, zone := range []string{"z", "y"} {
		out = append(out, fact.Coverage{
			ID: "all " + zone, Observer: pick(m, "osce", "osce", "ngo"), Zone: zone, From: m.zone.Start(day0.AddDays(-9)), To: m.zone.Start(day0.AddDays(60)),
		})
	}
	return out
}

func (m *maker) roster() fact.Roster {
	ro := fact.Roster{ID: "detainees", Complete: m.chance(60), Declared: m.instant()}
	m.tag("roster")
	for i := range m.IntN(3) {
		member := fact.Member{ID: fmt.Sprint("m", i+1), Grade: m.grade(), When: m.when()}
		if m.chance(40) {
			member.When = civil.At(civil.Ever)
		}
		for _, name := range []string{"by", "people", "person"} {
			if r, known := m.role(name, nil); known {
				member.Roles = append(member.Roles, r)
			}
		}
		ro.Members = append(ro.Members, member)
	}
	return ro
}

func (m *maker) tally() fact.Tally {
	n := int64(m.IntN(4))
	t := fact.Tally{
		ID: "t1", Act: "strike", What: pick(m, "acts", "killed", "at", "object"), Number: fact.Range{Lo: n, Hi: n},
		Best: -1, Grade: m.grade(), From: m.zone.Start(day0.AddDays(m.IntN(3))),
	}
	t.To = t.From + int64(1+m.IntN(4))*86400
	for _, name := range []string{"harmed", "object"} {
		if m.chance(50) {
			t.Roles = append(t.Roles, fact.Role{Name: name, Values: []string{pick(m, leaves[name]...)}})
		}
	}
	return t
}

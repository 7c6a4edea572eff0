package judgetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// newSample draws a whole case. An exact one has facts that are certain at every standard and known in everything.
func newSample(seed uint64, exact bool) *sample { return newMaker(seed, exact).sample(seed) }

func (m *maker) sample(seed uint64) *sample {
	set := &fact.Set{}
	for i := range 1 + m.IntN(7) {
		f := m.fact(fmt.Sprint("f", i+1))
		if i > 0 && m.chance(25) { // another one like the last
			last := set.Facts[i-1]
			last.ID, last.When, last.Grade = f.ID, f.When, f.Grade
			f = last
		}
		set.Facts = append(set.Facts, f)
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
	for i := range m.IntN(4) {
		set.Positions = append(set.Positions, fact.Position{
			ID: fmt.Sprint("o", i+1), Party: pick(m, "a", "a1", "b", "c"), Stance: pick(m, "accept", "accept", "accept", "reject"),
			Agree: pick(m, "x", "x", "x", "w"), When: civil.At(m.instant()),
		})
	}
	if m.chance(45) {
		set.Tallies = []fact.Tally{m.tally()}
		m.tag("tally")
	}
	sortSet(set)
	at := m.instant()
	if m.chance(50) {
		at = m.zone.Start(day0.AddDays(8+m.IntN(4))) - 1
	}
	return &sample{seed: seed, prog: m.prog, set: set, at: at, tags: m.tags, says: &answers{}}
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
	if m.exact || m.chance(50) && m.theme != "interval" {
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
func (m *maker) role(name string, want norms.Want) (fact.Role, bool) {
	all := slices.Clone(leaves[name])
	if !m.exact {
		all = append(all, coarse[name]...)
		if m.chance(15) || m.theme == "state" && name == "person" && m.chance(35) {
			m.tag("unknown role")
			return fact.Role{}, false
		}
	}
	fit := func(v string) string {
		if m.exact && !slices.Contains(leaves[name], v) {
			return leafOf[v]
		}
		return v
	}
	v := pick(m, all...)
	aimed := len(want.Values) > 0 && want.Values[0].Var == "" && (m.sure || m.chance(70))
	if aimed {
		v = fit(want.Values[m.IntN(len(want.Values))].ID)
	}
	r := fact.Role{Name: name, Values: []string{v}}
	switch {
	case aimed && want.All && m.chance(75):
		r.Values = nil
		for _, w := range want.Values {
			r.Values = append(r.Values, fit(w.ID))
		}
	case name != "day" && name != "what" && name != "of" && name != "result" && m.chance(15):
		r.Values = append(r.Values, pick(m, all...))
	}
	slices.Sort(r.Values)
	r.Values = slices.Compact(r.Values)
	if len(r.Values) > 1 && !m.exact && m.chance(40) {
		r.OneOf = true
		m.tag("role one of")
	}
	for _, v := range r.Values {
		if slices.Contains(coarse[name], v) {
			m.tag("coarse value")
		}
	}
	return r, true
}

func (m *maker) attribution(want norms.Want) fact.Attribution {
	role, known := m.role("doer", want)
	if len(want.Values) == 1 && want.Values[0].ID == "d" && m.chance(75) { // a body, which alone finds
		role.Values, role.OneOf = []string{"d"}, false
	}
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

// place says where it was: by name, by coordinates, or both; exact ones by coordinates where what is near them matters.
func (m *maker) place(want norms.Want) (p fact.Place) {
	at := func(spot string) { point := spots[spot]; p.Point = &point }
	switch {
	case m.chance(20): // both; the point lies in the zone, where that has an area
		switch zone := pick(m, "z1", "y", "z2"); zone {
		case "z2":
			at(pick(m, "nowhere", "in nothing", "by l"))
			p.Zones = []string{zone}
		default:
			at("in " + zone)
			p.Zones = []string{zone}
			if !m.exact && zone == "z1" && m.chance(40) {
				p.Zones = []string{"z"}
			}
		}
		m.tag("zone and point")
	case m.chance(30) || m.near && (m.exact || m.chance(50)):
		at(pick(m, "in z1", "by z1", "near z1", "in y", "by l", "near l", "nowhere"))
	default:
		if role, known := m.role("at", want); known {
			p.Zones = role.Values[:1]
			if !m.exact && m.chance(20) {
				p.Zones = []string{"z"}
			}
			if !slices.Contains(p.Zones, "l") {
				return p
			}
			p.Zones = nil // a line holds nothing
			at("by l")
		}
		if p.Point == nil {
			return p
		}
	}
	if !m.exact && m.chance(50) {
		p.Radius = pick[int64](m, 500, 3000, 8000) // half a square is 5.6 km
		m.tag("radius")
	}
	return p
}

// fact draws an incident that mostly aims at a pattern of the program.
func (m *maker) fact(id string) fact.Fact {
	target := norms.Pattern{Act: m.anyAct()}
	if len(m.pats) > 0 && m.chance(88) {
		target = pick(m, m.pats...)
	}
	late := civil.Ever
	if n := pick(m, m.ag.Norms...); n.Act.Act != "" && m.chance(20) { // what a norm is about
		target = n.Act
	}
	dated := slices.DeleteFunc(slices.Clone(m.ag.Norms), func(n norms.Norm) bool {
		return n.Act.Act == "" || n.Modality != norms.Obligation || n.Window.End == nil || n.Window.End.At.Sort != norms.AtInstant
	})
	if len(dated) > 0 && m.chance(35) { // what a duty asks for, too late
		n := pick(m, dated...)
		target, late, m.sure = n.Act, n.Window.End.At.Instant, true
	}
	if len(m.aims) > 0 && m.chance(60) {
		target, m.sure = pick(m, m.aims...), true
	}
	defer func() { m.sure = false }()
	if target.Act == "leave" && m.chance(30) {
		target.Act = "leave.finish"
	} else if strings.HasPrefix(target.Act, "leave.") && m.chance(30) {
		target.Act = "leave"
	}
	want := map[string]norms.Want{}
	for _, w := range target.Roles {
		want[w.Role] = w
	}
	f := fact.Fact{ID: id, Act: target.Act, Grade: m.grade(), When: m.when(), Acts: fact.Range{Lo: 1, Hi: 1}}
	if late > civil.Ever && m.chance(75) {
		f.When = civil.At(late + int64(m.IntN(3*86400)))
	}
	if ends := m.ends(target); m.theme == "end" && len(ends) > 0 {
		f.When = civil.At(pick(m, ends...))
	}
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
					f.Amounts = append(f.Amounts, m.amount(role.Name, want[role.Name]))
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

// amount says how many, near what is wanted.
func (m *maker) amount(role string, want norms.Want) fact.Amount {
	n := pick(m, measures[role]...)
	if want.Amount != nil && m.chance(60) {
		n = max(0, want.Amount.N+int64(m.IntN(3))-1)
	}
	a := fact.Amount{Role: role, Range: fact.Range{Lo: n, Hi: n}, Best: -1}
	if !m.exact && m.chance(40) {
		a.Hi += int64(m.IntN(3))
	}
	return a
}

func (m *maker) coverage(id string) fact.Coverage {
	from := m.zone.Start(day0.AddDays(m.IntN(4) - 1))
	return fact.Coverage{
		ID: id, Observer: pick(m, "osce", "ngo"), Zone: pick(m, "z", "z1", "z2", "y"),
		From: from, To: from + int64(1+m.IntN(12))*86400, Acts: pick(m, nil, nil, []string{"strike"}, []string{"free", "seize"}),
		Denied: m.chance(40), Lag: pick[int64](m, 0, 0, 3600, 86400),
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
			if r, known := m.role(name, norms.Want{}); known {
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

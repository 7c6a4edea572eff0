package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// fit says how a value answers to a wanted one (section 2): at or below it, coarser than it, or not.
func (l *lane) fit(typ norms.RoleType, v, want string, when civil.Interval) tri {
	switch typ {
	case norms.PartyRole:
		t := l.below(v, want, when)
		return t.or(tri{false, l.below(want, v, when).may})
	case norms.KindRole, norms.PlaceRole:
		tree := norms.KindTree
		if typ == norms.PlaceRole {
			tree = norms.ZoneTree
		}
		voc := &l.prog.Vocabulary
		return tri{voc.Below(tree, v, want, 0), voc.Below(tree, v, want, 0) || voc.Below(tree, want, v, 0)}
	}
	return known(v == want)
}

// below says whether a party is another, or in it, at the instants that an act may have.
func (c *Checker) below(v, want string, when civil.Interval) (t tri) {
	for _, i := range c.prog.Vocabulary.Within(v, want) {
		t.must = t.must || i.Lo <= when.Lo && when.Hi <= i.Hi
		t.may = t.may || i.Overlaps(when)
	}
	return t
}

func (c *Checker) belowEver(v, want string) bool {
	return v != want && len(c.prog.Vocabulary.Within(v, want)) > 0
}

// nearby holds a place against the surroundings of a zone or line.
func (l *lane) nearby(f *fact.Fact, g goal) tri {
	for _, z := range f.Place.Zones {
		if l.prog.Vocabulary.Below(norms.ZoneTree, z, g.id, 0) {
			return yes
		}
	}
	shapes := false
	t := no
	for i := range l.prog.Vocabulary.Zones {
		z := &l.prog.Vocabulary.Zones[i]
		if !l.prog.Vocabulary.Below(norms.ZoneTree, z.ID, g.id, 0) || z.Area == nil && z.Line == nil {
			continue
		}
		shapes = true
		if f.Place.Point == nil {
			continue
		}
		if z.Area != nil {
			t = t.or(related(z.Area.Near(*f.Place.Point, f.Place.Radius, g.near)))
		}
		if z.Line != nil {
			t = t.or(related(geo.Line(z.Line).Near(*f.Place.Point, f.Place.Radius, g.near)))
		}
	}
	if !shapes || f.Place.Point == nil {
		return unknown
	}
	return t
}

// nearByName: a place known by its zone alone is near a zone that it lies in; elsewhere it may be.
func (l *lane) nearByName(v, zone string) tri {
	return tri{l.prog.Vocabulary.Below(norms.ZoneTree, v, zone, 0), true}
}

// onMap holds coordinates against a zone's outline and those of the zones inside; without any, names decide.
func (l *lane) onMap(f *fact.Fact, g goal, named tri) tri {
	shapes := false
	t := no
	for i := range l.prog.Vocabulary.Zones {
		z := &l.prog.Vocabulary.Zones[i]
		if z.Area == nil || !l.prog.Vocabulary.Below(norms.ZoneTree, z.ID, g.id, 0) {
			continue
		}
		shapes = true
		t = t.or(related(z.Area.Disc(*f.Place.Point, f.Place.Radius)))
	}
	if !shapes {
		return named
	}
	return t
}

func related(r geo.Relation) tri { return tri{r == geo.Inside, r != geo.Outside} }

// relation says whether a number of a range stands in a relation to one of another.
func relation(op norms.Op, a, b fact.Range) tri {
	switch op {
	case norms.AtLeast:
		return tri{a.Lo >= b.Hi, a.Hi >= b.Lo}
	case norms.AtMost:
		return relation(norms.AtLeast, b, a)
	case norms.MoreThan:
		return relation(norms.AtMost, a, b).not()
	case norms.LessThan:
		return relation(norms.AtLeast, a, b).not()
	}
	return tri{a.Lo == a.Hi && a == b, a.Lo <= b.Hi && b.Lo <= a.Hi}
}

// valuesOf gives what a wanted value of a variable stands for; mute: it is not known.
func (l *lane) valuesOf(s *scope, v norms.Value) (vals []val, mute bool) {
	b := s.vars[v.Var]
	if b == nil {
		return nil, true
	}
	return l.roleOf(b, v.Role)
}

// roleOf gives what a variable has in a role.
func (l *lane) roleOf(b *value, name string) (vals []val, mute bool) {
	if b.link != nil {
		i := slices.IndexFunc(b.link.Roles, func(r norms.RoleLink) bool { return r.State == name })
		if i < 0 {
			return nil, true
		}
		name = b.link.Roles[i].Act
	}
	if len(b.as) < 2 {
		return l.roleIn(b, name)
	}
	taken, maybe := false, false // an earlier way certainly matches, may match
	for _, w := range b.as {
		if taken {
			break
		}
		got, mute := l.roleIn(&value{fact: w.fact, act: w.act}, name)
		if mute {
			return nil, true
		}
		for _, v := range got {
			v.is = v.is.and(tri{w.is.must && !maybe, w.is.may})
			vals = append(vals, v)
		}
		taken, maybe = w.is.must, true
	}
	return vals, false
}

func (l *lane) roleIn(b *value, name string) (vals []val, mute bool) {
	var r *fact.Role
	if b.mem != nil {
		r = b.mem.Role(name)
	} else {
		if name == b.act.Doer() && name != "" {
			return l.doers(&b.fact.Attribution)
		}
		if r = b.fact.Role(name); r == nil && isPlace(b.act, name) {
			for _, z := range b.fact.Place.Zones {
				vals = append(vals, val{z, yes})
			}
			return vals, len(vals) == 0
		}
	}
	if r == nil || len(r.Values) == 0 {
		return nil, true
	}
	for _, v := range r.Values {
		vals = append(vals, val{v, tri{!r.OneOf || len(r.Values) == 1, true}})
	}
	return vals, false
}

// doers gives who did it, as a role.
func (l *lane) doers(a *fact.Attribution) (vals []val, mute bool) {
	for _, to := range a.To {
		if to.Grade != grade.Discounted {
			vals = append(vals, val{to.Party, tri{to.Grade.Certain().Has(l.at), true}})
		}
	}
	if a.OneOf {
		for i := range vals {
			if len(vals) > 1 {
				vals[i].is.must = false
			} else if a.Exhaustive {
				vals[i].is.must = a.Group.Certain().Has(l.at)
			}
		}
	}
	return vals, len(vals) == 0
}

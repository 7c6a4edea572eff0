package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// outside is a value that no vocabulary holds.
const outside = "\x00"

// applies says whether a rule "counts as" is for whoever bears the norm.
func (c *Checker) applies(r *norms.CountsAs, s *scope) bool {
	return len(r.For) == 0 || slices.ContainsFunc(s.bearers, func(b string) bool {
		return slices.ContainsFunc(r.For, func(p string) bool { return b == p || c.belowEver(b, p) })
	})
}

// counted reads a fact as what it counts as (section 3, Counts as).
func (c *Checker) counted(f *fact.Fact, r *norms.CountsAs) *fact.Fact {
	from, to := c.acts[r.From.Act], c.acts[r.To.Act]
	g := *f
	g.Act, g.Roles, g.Amounts, g.Place = to.ID, nil, nil, fact.Place{}
	if from.Doer() == "" {
		g.Attribution = fact.Attribution{To: []fact.Attributed{{Party: outside, Grade: grade.Verified}}}
	}
	for _, x := range to.Roles {
		if x.Name == to.Doer() {
			continue
		}
		w := given(r, to, x.Name)
		same := slices.ContainsFunc(from.Roles, func(y norms.Role) bool { return y.Name == x.Name && y.Type == x.Type && y.Kind == x.Kind })
		switch {
		case x.Type == norms.CountRole:
			switch {
			case w != nil && w.Amount != nil:
				g.Amounts = append(g.Amounts, fact.Amount{Role: x.Name, Range: admitted(w.Amount), Best: -1})
			case w != nil:
			case same:
				if i := slices.IndexFunc(f.Amounts, func(a fact.Amount) bool { return a.Role == x.Name }); i >= 0 {
					g.Amounts = append(g.Amounts, f.Amounts[i])
				}
			default:
				g.Amounts = append(g.Amounts, fact.Amount{Role: x.Name, Best: -1})
			}
		case w != nil:
			var ids []string
			for _, v := range w.Values {
				ids = append(ids, v.ID)
			}
			slices.Sort(ids)
			g.Roles = append(g.Roles, fact.Role{Name: x.Name, Values: ids})
		case !same:
			g.Roles = append(g.Roles, fact.Role{Name: x.Name, Values: []string{outside}})
		case x.Name == from.Doer():
			if d := doersAsRole(f); d != nil {
				g.Roles = append(g.Roles, fact.Role{Name: x.Name, Values: d.Values, OneOf: d.OneOf})
			}
		case isPlace(from, x.Name) && f.Role(x.Name) == nil:
			if isPlace(to, x.Name) {
				g.Place = f.Place
			} else if f.Place.Zones != nil && f.Place.Point == nil {
				g.Roles = append(g.Roles, fact.Role{Name: x.Name, Values: f.Place.Zones})
			}
		default:
			if y := f.Role(x.Name); y != nil {
				g.Roles = append(g.Roles, *y)
			}
		}
	}
	return &g
}

// given is what the rule itself says of a role of what it counts as.
func given(r *norms.CountsAs, to *norms.Act, name string) *norms.Want {
	if name == to.Doer() {
		return nil
	}
	for i := range r.To.Roles {
		if r.To.Roles[i].Role == name {
			return &r.To.Roles[i]
		}
	}
	return nil
}

// admitted gives the numbers that a comparison admits.
func admitted(a *norms.Amount) fact.Range {
	switch a.Op {
	case norms.AtMost:
		return fact.Range{Hi: a.N}
	case norms.LessThan:
		return fact.Range{Hi: a.N - 1}
	case norms.AtLeast:
		return fact.Range{Lo: a.N, Hi: fact.Unbounded}
	case norms.MoreThan:
		return fact.Range{Lo: a.N + 1, Hi: fact.Unbounded}
	}
	return fact.Range{Lo: a.N, Hi: a.N}
}

// doersAsRole reads an attribution as the values of a plain role, at every standard alike.
func doersAsRole(f *fact.Fact) *fact.Role {
	r := &fact.Role{}
	sure := true
	for _, to := range f.Attribution.To {
		if to.Grade != grade.Discounted {
			r.Values = append(r.Values, to.Party)
			sure = sure && to.Grade >= f.Grade
		}
	}
	a := &f.Attribution
	switch {
	case r.Values == nil:
		return nil
	case a.OneOf && len(r.Values) > 1:
		r.OneOf, sure = true, a.Exhaustive && a.Group >= f.Grade
	case a.OneOf && a.Exhaustive:
		sure = a.Group >= f.Grade
	}
	if !sure && !r.OneOf && len(r.Values) > 1 {
		return nil
	}
	if !sure {
		r.OneOf, r.Values = true, append([]string{outside}, r.Values...)
	}
	return r
}

// wantCounted holds what a fact counts as against a wish: what the rule gives is meant exactly, not up to a sub-kind.
func (l *lane) wantCounted(g *fact.Fact, to *norms.Act, r *norms.CountsAs, w *norms.Want, s *scope) tri {
	x := given(r, to, w.Role)
	if x == nil || w.Amount != nil {
		return l.want(g, to, w, s)
	}
	typ := to.Role(w.Role).Type
	return l.wish(w, s, func(goal goal) tri {
		t := no
		for _, v := range x.Values {
			one := l.fit(typ, v.ID, goal.id, g.When)
			if typ == norms.PartyRole {
				one = l.below(v.ID, goal.id, g.When)
			} else {
				one.may = one.must
			}
			if goal.near > 0 {
				one = one.or(l.nearByName(v.ID, goal.id))
			}
			t = t.or(one)
		}
		return t
	}, false)
}

package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// scope is what patterns and conditions are read in: a text, who bears the norm, the variables.
type scope struct {
	ag      *norms.Agreement
	bearers []string
	vars    map[string]*value
}

// value is what a variable stands for.
type value struct {
	key  string
	fact *fact.Fact // nil: a member
	act  *norms.Act
	link *norms.Link  // of the beginning of a state: its roles are those of the state
	mem  *fact.Member // nil: an act
	when civil.Interval
	in   tri // it is a member at this standard
	// exact: its values are meant as they stand, not known only up to a sub-kind.
	exact bool
	// as holds the act by each way in which it matches, where rules of the text let it count as another.
	as []way
}

// way is one way in which an act matches: as it is, or as what it counts as.
type way struct {
	fact *fact.Fact
	act  *norms.Act
	is   tri
}

// val is one value that a role has.
type val struct {
	id string
	is tri
}

// hit is an act that may match.
type hit struct {
	fact *fact.Fact
	is   tri
	ways []way
}

// hits gives the acts that may match a pattern, each once, in the order of the facts.
func (l *lane) hits(p norms.Pattern, s *scope) (out []hit) {
	for _, f := range l.candidates(p, s) {
		if h := l.hold(f, p, s); h.is.may {
			out = append(out, h)
		}
	}
	return out
}

// candidates gives the facts that can match at all.
func (l *lane) candidates(p norms.Pattern, s *scope) []*fact.Fact {
	acts := l.takes(p.Act)
	counted := false
	for i := range s.ag.Counts {
		if r := &s.ag.Counts[i]; slices.Contains(acts, r.To.Act) {
			acts, counted = append(acts, l.takes(r.From.Act)...), true
		}
	}
	if !counted {
		for i := range p.Roles {
			if list, ok := l.indexed(acts, &p.Roles[i], s); ok {
				return list
			}
		}
	}
	slices.Sort(acts)
	acts = slices.Compact(acts)
	if len(acts) == 1 {
		return l.byAct[acts[0]]
	}
	var out []*fact.Fact
	for _, a := range acts {
		out = append(out, l.byAct[a]...)
	}
	slices.SortFunc(out, fact.Compare)
	return out
}

// indexed looks facts up by a role that takes persons or texts, where one value of a variable is wanted.
func (l *lane) indexed(acts []string, w *norms.Want, s *scope) (out []*fact.Fact, ok bool) {
	a := l.acts[acts[0]]
	r := a.Role(w.Role)
	if r == nil || !exact(r.Type) || len(w.Values) != 1 || w.Values[0].Var == "" {
		return nil, false
	}
	vals, mute := l.valuesOf(s, w.Values[0])
	if mute {
		return nil, false
	}
	for _, act := range acts {
		out = append(out, l.mute[role{act, w.Role, ""}]...)
		for _, v := range vals {
			out = append(out, l.index[role{act, w.Role, v.id}]...)
		}
	}
	slices.SortFunc(out, fact.Compare)
	return slices.CompactFunc(out, func(a, b *fact.Fact) bool { return a.ID == b.ID }), true
}

// takes gives the acts whose facts a pattern on the act is held against (section 3, Phases).
func (c *Checker) takes(act string) []string {
	out := []string{act}
	a := c.acts[act]
	if a == nil {
		return out
	}
	if a.Phase != norms.Whole {
		return append(out, a.Of)
	}
	for _, x := range c.acts {
		if x.Of == act && x.Phase == norms.Finish {
			return append(out, x.ID)
		}
	}
	return out
}

// hold holds a fact against a pattern, in every way in which the text lets it count.
func (l *lane) hold(f *fact.Fact, p norms.Pattern, s *scope) hit {
	h := hit{fact: f}
	in := f.In()
	is := tri{in.Must.Has(l.at), in.May.Has(l.at)}
	if !is.may {
		return h
	}
	add := func(g *fact.Fact, act *norms.Act, t tri) {
		if t.may {
			h.is = h.is.or(t)
			h.ways = append(h.ways, way{g, act, t})
		}
	}
	if slices.Contains(l.takes(p.Act), f.Act) {
		t := is
		for i := range p.Roles {
			t = t.and(l.want(f, l.acts[p.Act], &p.Roles[i], s))
		}
		add(f, l.acts[p.Act], t)
	}
	for i := range s.ag.Counts {
		r := &s.ag.Counts[i]
		if !slices.Contains(l.takes(p.Act), r.To.Act) || !slices.Contains(l.takes(r.From.Act), f.Act) || !l.applies(r, s) {
			continue
		}
		t := is
		for j := range r.From.Roles {
			t = t.and(l.want(f, l.acts[r.From.Act], &r.From.Roles[j], s))
		}
		g := l.counted(f, r)
		to := l.acts[r.To.Act]
		for j := range p.Roles {
			t = t.and(l.wantCounted(g, to, r, &p.Roles[j], s))
		}
		add(g, l.acts[p.Act], t)
	}
	return h
}

// want says whether a fact answers to one wish.
func (l *lane) want(f *fact.Fact, a *norms.Act, w *norms.Want, s *scope) tri {
	r := a.Role(w.Role)
	switch {
	case r == nil:
		return no
	case w.Amount != nil:
		return relation(w.Amount.Op, f.Amount(w.Role), fact.Range{Lo: w.Amount.N, Hi: w.Amount.N})
	case w.Role == a.Doer():
		return l.doer(f, w, s)
	case r.Type == norms.PlaceRole && f.Role(w.Role) == nil && isPlace(a, w.Role):
		return l.wish(w, s, func(g goal) tri { return l.placed(f, g) }, len(f.Place.Zones) == 0 && f.Place.Point == nil)
	}
	x := f.Role(w.Role)
	if x == nil || len(x.Values) == 0 {
		return unknown
	}
	return l.values(r.Type, x.Values, x.OneOf, w, s, f.When)
}

// isPlace says whether the role is that of the act's place: the first of its type.
func isPlace(a *norms.Act, name string) bool {
	i := slices.IndexFunc(a.Roles, func(r norms.Role) bool { return r.Type == norms.PlaceRole })
	return i >= 0 && a.Roles[i].Name == name
}

// goal is one wanted value.
type goal struct {
	id   string
	near int64
}

// values holds the values of a role against a wish.
func (l *lane) values(typ norms.RoleType, have []string, oneOf bool, w *norms.Want, s *scope, when civil.Interval) tri {
	fits := func(v string, g goal) tri {
		t := l.fit(typ, v, g.id, when)
		if g.near > 0 {
			t = t.or(l.nearByName(v, g.id))
		}
		return t
	}
	if !oneOf || len(have) == 1 {
		return l.wish(w, s, func(g goal) tri {
			t := no
			for _, v := range have {
				t = t.or(fits(v, g))
			}
			return t
		}, false)
	}
	var t tri
	for i, v := range have { // exactly one of them, it is not known which
		one := l.wish(w, s, func(g goal) tri { return fits(v, g) }, false)
		if i == 0 {
			t = one
		} else {
			t = t.join(one)
		}
	}
	return t
}

// wish asks for each wanted value: one must answer, with All each. open: what the fact says is not known at all.
func (l *lane) wish(w *norms.Want, s *scope, ask func(goal) tri, open bool) tri {
	if open {
		return unknown
	}
	out := known(w.All)
	for _, v := range w.Values {
		if v.Var == "" {
			if got := ask(goal{v.ID, v.Near}); w.All {
				out = out.and(got)
			} else {
				out = out.or(got)
			}
			continue
		}
		vals, mute := l.valuesOf(s, v)
		some, each := no, yes
		for _, x := range vals {
			got := ask(goal{x.id, v.Near})
			if !l.isLeaf(x.id) && !s.vars[v.Var].exact {
				got.must = false
			}
			some = some.or(got.and(x.is))
			each = each.and(tri{got.must || !x.is.may, got.may || !x.is.must})
		}
		switch {
		case w.All && mute:
			out.must = false
		case w.All:
			out = out.and(each.and(tri{true, some.may}))
		default:
			out = out.or(some).or(tri{false, mute})
		}
	}
	return out
}

// isLeaf says whether nothing lies below a value: only then are two equal values certainly the same thing.
func (c *Checker) isLeaf(id string) bool { return !c.inner[id] }

// doer holds the attribution against a wish.
func (l *lane) doer(f *fact.Fact, w *norms.Want, s *scope) tri {
	at := &f.Attribution
	var named []fact.Attributed
	for _, to := range at.To {
		if to.Grade != grade.Discounted {
			named = append(named, to)
		}
	}
	ask := func(party string) func(goal) tri {
		return func(g goal) tri { return l.fit(norms.PartyRole, party, g.id, f.When) }
	}
	switch {
	case len(named) == 0:
		return l.wish(w, s, func(g goal) tri { // anybody but those discounted and whoever is below them
			for _, to := range at.To {
				if l.below(g.id, to.Party, f.When).must {
					return no
				}
			}
			return unknown
		}, len(at.To) == 0)
	case !at.OneOf:
		return l.wish(w, s, func(g goal) tri {
			t := no
			for _, to := range named {
				t = t.or(ask(to.Party)(g).possibly(to.Grade.Certain().Has(l.at)))
			}
			return t
		}, false)
	}
	sure := at.Exhaustive && at.Group.Certain().Has(l.at) || !at.Exhaustive && len(named) == 1 && named[0].Grade.Certain().Has(l.at)
	t := yes
	for i, to := range named {
		one := l.wish(w, s, ask(to.Party), false)
		if i == 0 {
			t = one
		} else {
			t = t.join(one)
		}
	}
	return t.possibly(sure)
}

// placed holds a fact's place against one wanted zone or its surroundings.
func (l *lane) placed(f *fact.Fact, g goal) tri {
	if g.near > 0 {
		return l.nearby(f, g)
	}
	named := no
	for _, z := range f.Place.Zones {
		named = named.or(l.fit(norms.PlaceRole, z, g.id, f.When))
	}
	if named.must || f.Place.Point == nil {
		return named
	}
	return l.onMap(f, g, named)
}

package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// member is the name under which the variables of all families are compared.
const member = "member"

// subst copies a norm with each value that names a variable changed, and each point in time that rests on it renamed.
type subst struct {
	from, to string // the variable, and its new name
	value    func(norms.Value) norms.Value
}

func (s subst) norm(n *norms.Norm) *norms.Norm {
	c := *n
	c.Act = s.pattern(n.Act)
	c.Except = nil
	for _, p := range n.Except {
		c.Except = append(c.Except, s.pattern(p))
	}
	c.Window.Start, c.Window.End = s.bound(n.Window.Start), s.bound(n.Window.End)
	if n.Window.Renew != nil {
		c.Window.Renew = &norms.Renewal{Period: n.Window.Renew.Period, Unless: s.cond(n.Window.Renew.Unless)}
	}
	c.Goal, c.If, c.Once, c.While = s.cond(n.Goal), s.cond(n.If), s.cond(n.Once), s.cond(n.While)
	c.Until, c.Unless = s.cond(n.Until), s.cond(n.Unless)
	return &c
}

func (s subst) pattern(p norms.Pattern) norms.Pattern {
	p.Roles = slices.Clone(p.Roles)
	for i := range p.Roles {
		p.Roles[i].Values = slices.Clone(p.Roles[i].Values)
		for j, v := range p.Roles[i].Values {
			if v.Var == s.from {
				p.Roles[i].Values[j] = s.value(v)
			}
		}
	}
	return p
}

func (s subst) bound(b *norms.Bound) *norms.Bound {
	if b == nil {
		return nil
	}
	c := *b
	c.At.Act = s.pattern(b.At.Act)
	if c.At.Var == s.from {
		c.At.Var = s.to
	}
	return &c
}

func (s subst) figure(f *norms.Figure) *norms.Figure {
	if f == nil {
		return nil
	}
	c := *f
	c.Pattern, c.From, c.Until = s.pattern(f.Pattern), s.bound(f.From), s.bound(f.Until)
	return &c
}

func (s subst) cond(c norms.Cond) norms.Cond {
	list := func(conds []norms.Cond) (out []norms.Cond) {
		for _, x := range conds {
			out = append(out, s.cond(x))
		}
		return out
	}
	switch c := c.(type) {
	case norms.And:
		return norms.And{Conds: list(c.Conds)}
	case norms.Or:
		return norms.Or{Conds: list(c.Conds)}
	case norms.Not:
		return norms.Not{Cond: s.cond(c.Cond)}
	case norms.Seen:
		return norms.Seen{Pattern: s.pattern(c.Pattern), From: s.bound(c.From), Until: s.bound(c.Until)}
	case norms.Holds:
		return norms.Holds{Pattern: s.pattern(c.Pattern)}
	case norms.NoneHolds:
		return norms.NoneHolds{Pattern: s.pattern(c.Pattern)}
	case norms.Reached:
		return norms.Reached{Bound: *s.bound(&c.Bound)}
	case norms.Compare:
		return norms.Compare{Figure: *s.figure(&c.Figure), Op: c.Op, N: c.N, With: s.figure(c.With)}
	}
	return c
}

// part is a norm, or what it asks of one of its bearers, or in one of several cases.
type part struct {
	side
	who  string // of a norm that each of several bears: which of them
	what string // the value of a role that this part is about; "": all
}

// parts gives what a norm asks: one part for each bearer where each bears it alone; the variable of a family gets one name.
func (x *pair) parts(s side) []part {
	f := s.n.ForEach
	if f == nil {
		return []part{{side: s}}
	}
	if f.Source != norms.FromBearers {
		n := subst{f.Var, member, func(v norms.Value) norms.Value { v.Var = member; return v }}.norm(s.n)
		family := *f
		family.Var = member
		n.ForEach = &family
		if n.BearerVar != nil {
			v := *n.BearerVar
			v.Var = member
			n.BearerVar = &v
		}
		return []part{{side: side{s.prog, s.ag, n}}}
	}
	var out []part
	for _, who := range f.Members {
		n := subst{f.Var, "", func(v norms.Value) norms.Value { return norms.Value{ID: who, Near: v.Near} }}.norm(s.n)
		n.ForEach, n.BearerVar, n.Bearers, n.Share = nil, nil, []string{who}, norms.Together
		out = append(out, part{side: side{s.prog, s.ag, n}, who: who})
	}
	return out
}

// maxCases bounds the cases into which a norm is split.
const maxCases = 32

// cases splits a prohibition (or a permission that forbids before its time) by the values of its roles: an act is meant when it
// has one of them, so each case can be covered by another norm. What allows a number of acts is not split.
func (x *pair) cases(p part) []part {
	out := []part{p}
	if p.n.AtMost.N > 0 || p.n.Modality != norms.Prohibition || len(p.ag.Counts) > 0 {
		return out
	}
	for i := range p.n.Act.Roles {
		w := &p.n.Act.Roles[i]
		if w.All || w.Amount != nil || len(w.Values) < 2 || len(out)*len(w.Values) > maxCases {
			continue
		}
		var next []part
		for _, c := range out {
			for _, v := range w.Values {
				n := *c.n
				n.Act.Roles = slices.Clone(c.n.Act.Roles)
				n.Act.Roles[i].Values = []norms.Value{v}
				what := v.ID
				if c.what != "" {
					what = c.what + " " + what
				}
				next = append(next, part{side{c.prog, c.ag, &n}, c.who, what})
			}
		}
		out = next
	}
	return out
}

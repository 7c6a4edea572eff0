package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// cond resolves a condition; ok is false when anything in it failed.
func (c *context) cond(s syntax.Cond) (Cond, bool) {
	switch s := s.(type) {
	case *syntax.And:
		list, ok := c.conds(s.Conds)
		return &And{list}, ok
	case *syntax.Or:
		list, ok := c.conds(s.Conds)
		return &Or{list}, ok
	case *syntax.Not:
		x, ok := c.cond(s.Cond)
		return &Not{x}, ok
	case *syntax.Seen:
		return c.seen(s)
	case *syntax.NormIs:
		n, ok := c.norm(s.Norm, codeNorm)
		return &NormIs{Norm: n, Word: s.Word, Span: s.Span}, ok
	case *syntax.MarkSet:
		if s.Mark.Missing() {
			return nil, false
		}
		m, ok := c.mark(s.Mark.Text)
		if !ok {
			c.unknownMark(s.Mark)
		}
		return &MarkSet{m}, ok
	case *syntax.After:
		p, ok := c.point(&s.Point)
		return &After{p}, ok
	case *syntax.Compare:
		out, ok := c.compare(s)
		return out, ok
	}
	return nil, false // *syntax.BadCond: the parser has told
}

func (c *context) conds(list []syntax.Cond) (conds []Cond, ok bool) {
	ok = true
	for _, s := range list {
		x, fine := c.cond(s)
		conds = append(conds, x)
		ok = ok && fine
	}
	return conds, ok
}

// compare resolves a comparison.
func (c *context) compare(s *syntax.Compare) (*Compare, bool) {
	out := &Compare{Op: s.Op, N: int64(s.N.Value)}
	var ok bool
	out.Figure, ok = c.figure(&s.Figure)
	if s.With != nil {
		with, fine := c.figure(s.With)
		out.With, ok = &with, ok && fine
	}
	return out, ok && !s.Broken
}

// seen resolves "attack(...)" and "held(...)", with or without "no".
func (c *context) seen(s *syntax.Seen) (Cond, bool) {
	p, ok := c.pattern(s.Pattern, askEither)
	if p.State != nil {
		if s.From != nil || s.Until != nil {
			at := s.From
			if at == nil {
				at = s.Until
			}
			c.r.fail(codeStateTimes, at.Span, diag.Args("name", p.State.ID), diag.Related{Key: "def", Span: p.State.Span})
			return nil, false
		}
		return &Holds{No: s.No, Pattern: p}, ok && !s.Broken
	}
	f, ok := c.between(Figure{Pattern: p}, s.From, s.Until, ok)
	return &Seen{No: s.No, Pattern: f.Pattern, From: f.From, Until: f.Until}, ok && !s.Broken
}

// between resolves the two ends of the time that a figure speaks of.
func (c *context) between(f Figure, from, until *syntax.Point, ok bool) (Figure, bool) {
	for _, end := range []struct {
		s   *syntax.Point
		out **Point
	}{{from, &f.From}, {until, &f.Until}} {
		if end.s == nil {
			continue
		}
		p, fine := c.point(end.s)
		*end.out = &p
		ok = ok && fine
	}
	return f, ok
}

// figure resolves a count or a sum.
func (c *context) figure(s *syntax.Figure) (f Figure, ok bool) {
	f.Measure = s.Measure
	f.Pattern, ok = c.pattern(s.Pattern, askAct)
	if s.Last != nil {
		var fine bool
		f.Last, fine = c.r.period(s.Last)
		ok = ok && fine
	}
	if s.Measure != syntax.Count && f.Pattern.Act != nil {
		var fine bool
		f.Role, fine = c.role(&f.Pattern, s.Role)
		ok = ok && fine && (s.Measure != syntax.Sum || c.r.summed(f.Role, s.Role.Span))
	}
	f, ok = c.between(f, s.From, s.Until, ok)
	return f, ok && !s.Broken
}

// summed sees that the numbers of a role can be added.
func (r *resolver) summed(role *Role, at source.Span) bool {
	if role.Type == CountRole && !role.Measure {
		return true
	}
	r.fail(codeMeasure, at, diag.Args("name", role.Name, "type", role.TypeName()), diag.Related{Key: "role", Span: role.Span})
	return false
}

// norm finds a norm by its label, or by agreement and label. A reading's own norms come first.
func (c *context) norm(ref syntax.Ref, code diag.Code) (*Norm, bool) {
	d := c.draft
	if ref.Of != nil {
		var ok bool
		if d, ok = c.r.agreement(*ref.Of); !ok {
			return nil, false
		}
	}
	if ref.Name.Missing() {
		return nil, false
	}
	n, ok := d.norms[ref.Name.Text]
	if own := c.ownNorm(ref.Name.Text); own != nil && ref.Of == nil {
		n, ok = own, true
	}
	if !ok {
		c.r.unknown(d.open, code, ref.Name, names(d.norms), diag.Args("of", d.ID))
	}
	return n, ok
}

// ownNorm gives the norm of this label in the reading where the context stands; nil for none.
func (c *context) ownNorm(label string) *Norm {
	if c.reading == nil {
		return nil
	}
	return c.reading.norms[label]
}

// point resolves a point in time.
func (c *context) point(s *syntax.Point) (p Point, ok bool) {
	p.Span = s.Span
	if s.Offset != nil {
		if p.Offset, ok = c.r.period(s.Offset); !ok {
			return p, false
		}
		p.Before = s.Before
	}
	switch s.Sort {
	case syntax.PointDate, syntax.PointTime:
		p.Moment = moment(s)
		return p, p.Moment != nil
	case syntax.PointStart:
		return p, true
	case syntax.PointPattern:
		act, fine := c.pattern(s.Pattern, askAct)
		p.Act = &act
		return p, fine
	case syntax.PointRef:
		return c.pointNamed(p, s.Ref)
	case syntax.PointBreach:
		p.Breach = true
		p.Norm, ok = c.norm(s.Ref, codeNorm)
		return p, ok
	case syntax.PointThis:
		if c.this == nil {
			c.r.fail(codeThis, s.Span, nil)
			return p, false
		}
		p.Var = This
		return p, true
	}
	return p, false
}

// pointNamed resolves a name as a point in time: the family's variable, a mark, a norm, in this order.
func (c *context) pointNamed(p Point, ref syntax.Ref) (Point, bool) {
	if ref.Of != nil {
		var ok bool
		p.Norm, ok = c.norm(ref, codeNorm)
		return p, ok
	}
	n := ref.Name
	if n.Missing() {
		return p, false
	}
	if c.family != nil && c.family.Var == n.Text {
		p.Var = n.Text
		return p, true
	}
	if m, ok := c.mark(n.Text); ok {
		p.Mark = m
		return p, true
	}
	if own := c.ownNorm(n.Text); own != nil {
		p.Norm = own
		return p, true
	}
	if norm, ok := c.draft.norms[n.Text]; ok {
		p.Norm = norm
		return p, true
	}
	candidates := append(names(c.draft.marks), names(c.draft.norms)...)
	if c.family != nil {
		candidates = append(candidates, c.family.Var)
	}
	c.r.unknown(c.draft.open, codePoint, n, candidates, nil)
	return p, false
}

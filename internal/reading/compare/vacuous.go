package compare

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// never gives the reason why a condition of a text is true at no reading of any complete lawful run of the initiative.
func (x *pair) never(s side, c norms.Cond) (why Reason, ok bool) {
	switch c := c.(type) {
	case norms.Seen:
		from := s.starts()
		if c.From != nil {
			t, fixed := s.ag.Fixed(c.From)
			if !fixed {
				return why, false
			}
			from = t
		}
		return x.forbidden(s, &c.Pattern, from)
	case norms.NormIs:
		if c.Word != norms.IsBreached {
			return why, false
		}
		other := x.find(c.Norm)
		if other.n == nil || movable(other) {
			return why, false
		}
		switch {
		case x.ours(other) && other.n.Modality != norms.Aim && !x.measured(other): // lawful: none of its norms is breached
			return Reason{Code: "met", Norm: c.Norm, Span: other.n.Span}, true
		case x.measured(other):
			if cell := x.cell(other); cell != nil && (cell.Answer == Met || cell.Answer == MetInVacuo) && other.n.Modality != norms.Aim {
				return Reason{Code: "met", Norm: c.Norm, Span: other.n.Span}, true
			}
		}
	case norms.And:
		for _, part := range c.Conds {
			if why, ok := x.never(s, part); ok {
				return why, true
			}
		}
	case norms.Or:
		for _, part := range c.Conds {
			if why, ok = x.never(s, part); !ok {
				return Reason{}, false
			}
		}
		return why, len(c.Conds) > 0
	case norms.Compare:
		f := &c.Figure
		if c.With == nil && interval(norms.Amount{Op: c.Op, N: c.N}).Lo > 0 {
			return x.never(s, norms.Seen{Pattern: f.Pattern, From: f.From, Until: f.Until})
		}
	case nil, norms.Not, norms.Holds, norms.NoneHolds, norms.MarkSet, norms.Reached, norms.InEffect:
	}
	return why, false
}

// movable says that a date of the norm may be moved after it has passed, so that a breach may be there for a time only.
func movable(s side) bool {
	return s.n.Window.End != nil && s.n.Window.End.At.Sort == norms.AtMark
}

// forbidden gives the norm of the initiative that forbids every act that matches, from an instant on for good.
func (x *pair) forbidden(s side, p *norms.Pattern, from int64) (why Reason, ok bool) {
	asked := side{s.prog, s.ag, &norms.Norm{
		ID: s.n.ID, Agree: s.n.Agree, Modality: norms.Prohibition, Act: *p, Bearers: s.n.Bearers, Span: s.n.Span,
		Window: norms.Window{Start: &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: from}}},
	}}
	start := *s.ag
	start.Starts, start.Entry = from, nil
	asked.ag = &start
	for _, i := range x.initiative() {
		if i.n.Modality != norms.Prohibition || i.n.ForEach != nil && i.n.ForEach.Source != norms.FromBearers {
			continue
		}
		for _, q := range x.parts(i) {
			if r := x.refine(asked, q.side); r.holds() && len(r.rests) == 0 {
				return Reason{Code: "forbidden", Norm: i.n.Name(), Span: i.n.Span}, true
			}
		}
	}
	return why, false
}

// inVacuo gives the reason why nothing of a norm of the terms ever comes to bear.
func (x *pair) inVacuo(t side) (why Reason, ok bool) {
	for _, c := range []norms.Cond{t.n.Once, t.ag.Entry} {
		if t.n.OnlyOnce { // before its time it forbids: that it never comes makes it no weaker
			break
		}
		if why, ok := x.never(t, c); ok {
			return why, true
		}
	}
	if t.n.If != nil && t.n.Once == nil && x.opensAtStart(t) && nothingYet(t.n.If) {
		return Reason{Code: "too_soon", Norm: t.n.Name(), Span: t.n.Span}, true
	}
	if b := t.n.Window.Start; b != nil && b.At.Sort == norms.AtAct {
		if why, ok := x.forbidden(t, &b.At.Act, t.starts()); ok {
			return why, true
		}
	}
	if f := t.n.ForEach; f != nil && f.Source == norms.FromAct {
		if why, ok := x.forbidden(t, &f.Pattern, t.starts()); ok {
			return why, true
		}
	}
	if w := x.window(t); !w.moves && w.to.base == "" && w.to.hi < civil.Forever {
		for _, m := range w.from {
			if m.base == "" && m.lo >= w.to.hi {
				return Reason{Code: "empty", Norm: t.n.Name(), Span: t.n.Span}, true
			}
		}
	}
	return why, false
}

// opensAtStart says that a norm comes into force when its text starts, at the first reading of which anything is asked.
func (x *pair) opensAtStart(t side) bool {
	return each(x.window(t).from, func(m moment) bool { return m.base == "" && m.hi <= t.starts() })
}

// nothingYet says that a condition is false at the first reading of its text: it asks for something that has to happen first.
func nothingYet(c norms.Cond) bool {
	switch c := c.(type) {
	case norms.Seen:
		return c.From == nil
	case norms.MarkSet:
		return true
	case norms.And:
		return some(c.Conds, nothingYet)
	case norms.Or:
		return each(c.Conds, nothingYet)
	case norms.Compare:
		return c.With == nil && c.Figure.From == nil && interval(norms.Amount{Op: c.Op, N: c.N}).Lo > 0
	case nil, norms.Not, norms.Holds, norms.NoneHolds, norms.NormIs, norms.Reached, norms.InEffect:
	}
	return false
}

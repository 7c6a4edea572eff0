package terms

// Walk visits what norms and conditions refer to, in the order of the text. A nil function is not called. Strict says
// that no circle of norms may go through the place: it is reached otherwise than through "once", or under a negation
// (spec/norms.md, section 5).
type Walk struct {
	Cond    func(c Cond, strict bool)
	Point   func(p *Point, strict bool)
	Pattern func(p *Pattern)
}

// Norm visits everything that a norm refers to, the clauses that its text and its term give it included.
func (w Walk) Norm(n *Norm) {
	if n.ForEach != nil {
		w.pattern(&n.ForEach.Pattern)
	}
	w.pattern(&n.Act)
	w.Condition(n.Goal, true)
	for i := range n.Bounds {
		w.point(&n.Bounds[i].Point, true)
	}
	if n.Lasts != nil {
		w.Condition(n.Lasts.Unless, true)
	}
	for i := range n.Except {
		w.pattern(&n.Except[i])
	}
	if n.Cure != nil && n.Cure.Notice != nil {
		w.pattern(n.Cure.Notice)
	}
	for _, c := range []Clauses{n.Agreement.Applies, n.Term.Applies, {n.If, n.Once, n.While, n.Until}} {
		w.Condition(c.Once, false)
		w.Condition(c.If, true)
		w.Condition(c.While, true)
		w.Condition(c.Until, true)
	}
	w.Condition(n.Unless, true)
}

// Condition visits a condition and everything in it, outermost first; a nil condition is nothing.
func (w Walk) Condition(c Cond, strict bool) {
	if c == nil {
		return
	}
	if w.Cond != nil {
		w.Cond(c, strict)
	}
	switch c := c.(type) {
	case *And:
		for _, x := range c.Conds {
			w.Condition(x, strict)
		}
	case *Or:
		for _, x := range c.Conds {
			w.Condition(x, strict)
		}
	case *Not:
		w.Condition(c.Cond, true)
	case *Seen:
		w.pattern(&c.Pattern)
		w.point(c.From, true) // a later beginning may undo what was seen
		w.point(c.Until, true)
	case *Holds:
		w.pattern(&c.Pattern)
	case *After:
		w.point(&c.Point, strict)
	case *Compare:
		w.Figure(&c.Figure)
		w.Figure(c.With)
	}
}

// Figure visits the pattern and the points of a figure; nil is nothing.
func (w Walk) Figure(f *Figure) {
	if f == nil {
		return
	}
	w.pattern(&f.Pattern)
	w.point(f.From, true)
	w.point(f.Until, true)
}

func (w Walk) point(p *Point, strict bool) {
	if p == nil {
		return
	}
	if w.Point != nil {
		w.Point(p, strict)
	}
	if p.Act != nil {
		w.pattern(p.Act)
	}
}

func (w Walk) pattern(p *Pattern) {
	if w.Pattern != nil && p.ID() != "" {
		w.Pattern(p)
	}
}

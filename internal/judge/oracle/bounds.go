package oracle

import "mithaq/internal/agreement/norms"

// boundsOf collects every bound that the agreement's norms rest on.
func boundsOf(ag *norms.Agreement) (all []*norms.Bound) {
	add := func(bs ...*norms.Bound) {
		for _, b := range bs {
			if b != nil {
				all = append(all, b)
			}
		}
	}
	conditions(ag, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			add(c.From, c.Until)
		case norms.Reached:
			add(&c.Bound)
		case norms.Compare:
			add(c.Figure.From, c.Figure.Until)
			if c.With != nil {
				add(c.With.From, c.With.Until)
			}
		}
	})
	for i := range ag.Norms {
		add(ag.Norms[i].Window.Start, ag.Norms[i].Window.End)
	}
	return all
}

// conditions visits every condition of the text that is not made of others.
func conditions(ag *norms.Agreement, visit func(norms.Cond)) {
	var walk func(c norms.Cond)
	walk = func(c norms.Cond) {
		switch c := c.(type) {
		case nil:
		case norms.And:
			for _, part := range c.Conds {
				walk(part)
			}
		case norms.Or:
			for _, part := range c.Conds {
				walk(part)
			}
		case norms.Not:
			walk(c.Cond)
		default:
			visit(c)
		}
	}
	walk(ag.Entry)
	for i := range ag.Norms {
		n := &ag.Norms[i]
		for _, c := range []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless, n.Goal} {
			walk(c)
		}
		if n.Window.Renew != nil {
			walk(n.Window.Renew.Unless)
		}
	}
}

// patterns visits every pattern of the text that acts are compared with, and each number that an amount is compared with by a norm.
func patterns(ag *norms.Agreement, visit func(norms.Pattern), number func(int64)) {
	figure := func(f *norms.Figure) { visit(f.Pattern) }
	bound := func(b *norms.Bound) {
		if b != nil && b.At.Sort == norms.AtAct {
			visit(b.At.Act)
		}
	}
	conditions(ag, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			visit(c.Pattern)
		case norms.Compare:
			figure(&c.Figure)
			number(c.N)
			if c.With != nil {
				figure(c.With)
			}
		}
	})
	for _, b := range boundsOf(ag) {
		bound(b)
	}
	for i := range ag.Counts {
		visit(ag.Counts[i].From)
	}
	for i := range ag.Norms {
		n := &ag.Norms[i]
		visit(n.Act)
		for _, p := range n.Except {
			visit(p)
		}
		if n.ForEach != nil && n.ForEach.Source == norms.FromAct {
			visit(n.ForEach.Pattern)
		}
		if n.Cure != nil && n.Cure.Notice != nil {
			visit(*n.Cure.Notice)
		}
		if n.Judged != nil {
			visit(n.Judged.Yes)
			visit(n.Judged.No)
		}
		number(int64(n.AtLeast.N))
		number(int64(n.AtMost.N))
	}
	for i := range ag.Claims {
		figure(&ag.Claims[i].Figure)
		number(ag.Claims[i].N)
	}
}

package core

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// incremental says whether a formula can be followed by what changes in it: a window, filters over it, an aggregation of it. Over
// lanes everything is listed, as a tuple's lanes change where the tuple does not.
func (c *compiler) incremental(f policy.Formula) bool {
	if c.paired {
		return false
	}
	switch f := f.(type) {
	case *policy.Once, *policy.Eventually:
		return true
	case *policy.Exists:
		switch f.F.(type) {
		case *policy.Once, *policy.Eventually:
			return true
		}
	case *policy.And:
		r := f.R
		if not, ok := r.(*policy.Not); ok {
			r = not.F
		}
		_, compared := r.(*policy.Cmp)
		return compared && c.incremental(f.L)
	case *policy.Agg:
		return c.incremental(f.F)
	}
	return false
}

// changed gives what changes in an incremental formula.
func (c *compiler) changed(f policy.Formula) result {
	if r, ok := c.followed[f]; ok {
		return r
	}
	fl := c.following(f)
	r := result{fl.in, fl.vars}
	if len(fl.stages) > 0 {
		r = c.finish(fl, fl.vars)
	}
	c.followed[f] = r
	return r
}

func (c *compiler) following(f policy.Formula) flow {
	switch f := f.(type) {
	case *policy.Once:
		return c.windowed(f.F, c.frame(f.I, true))
	case *policy.Eventually:
		return c.windowed(f.F, c.frame(f.I, false))
	case *policy.Exists:
		switch g := f.F.(type) {
		case *policy.Once:
			return c.windowed(&policy.Exists{Vars: f.Vars, F: g.F}, c.frame(g.I, true))
		case *policy.Eventually:
			return c.windowed(&policy.Exists{Vars: f.Vars, F: g.F}, c.frame(g.I, false))
		}
	case *policy.And:
		if not, ok := f.R.(*policy.Not); ok {
			return c.compared(c.following(f.L), not.F.(*policy.Cmp), true)
		}
		return c.compared(c.following(f.L), f.R.(*policy.Cmp), false)
	case *policy.Agg:
		return c.tallied(f)
	}
	panic("core: the formula is not incremental")
}

func (c *compiler) windowed(f policy.Formula, fr frame) flow {
	r := c.compile(f)
	w := newChanges(fr, r.stream.reader(), c.deltas(r.vars))
	c.operator(w)
	return flow{in: w.out, vars: r.vars}
}

func (c *compiler) deltas(vars []*policy.Var) *stream {
	s := newStream(types(vars), true)
	s.delta = true
	return s
}

func (c *compiler) tallied(f *policy.Agg) flow {
	body := c.changed(f.F)
	vars := append(slices.Clone(f.Group), f.Result)
	t := &tally{
		clock: &c.clock, in: body.stream.reader(), group: columns(f.Group, body.vars), value: slices.Index(body.vars, f.X),
		span: f.Place(), groups: newGroups(f.Op, f.X.Type, len(f.Group), c.symbols),
		row: make([]Word, len(vars)), out: c.deltas(vars),
	}
	c.operator(t)
	return flow{in: t.out, vars: vars}
}

// whole gives all that holds of an incremental formula.
func (c *compiler) whole(f policy.Formula) flow {
	r := c.changed(f)
	w := &whole{in: r.stream.reader(), table: newTable(len(r.vars)), out: c.stream(r.vars)}
	c.operator(w)
	return flow{in: w.out, vars: r.vars}
}

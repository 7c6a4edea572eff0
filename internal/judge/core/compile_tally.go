package core

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// laneFollowed says whether a formula is CNT, or SUM of ints, of what lies in the window of ONCE, perhaps compared: then a run over lanes
// follows what changes in it.
func (c *compiler) laneFollowed(f policy.Formula) bool {
	switch f := f.(type) {
	case *policy.And:
		return comparesOnly(f.R) && c.laneFollowed(f.L)
	case *policy.Agg:
		if f.Op != policy.Cnt && (f.Op != policy.Sum || f.X.Type != policy.Int) {
			return false
		}
		_, ok := windowBody(f.F)
		return ok
	}
	return false
}

// comparesOnly says whether a formula is a comparison or the negation of one.
func comparesOnly(f policy.Formula) bool {
	if not, ok := f.(*policy.Not); ok {
		f = not.F
	}
	_, ok := f.(*policy.Cmp)
	return ok
}

// windowBody gives ONCE with EXISTS, if it stands around it, moved inside.
func windowBody(f policy.Formula) (*policy.Once, bool) {
	if e, ok := f.(*policy.Exists); ok {
		once, ok := e.F.(*policy.Once)
		if !ok {
			return nil, false
		}
		return &policy.Once{I: once.I, F: &policy.Exists{Vars: e.Vars, F: once.F}}, true
	}
	once, ok := f.(*policy.Once)
	return once, ok
}

// laneFollowing gives all that holds of such a formula, kept up to date by what changes.
func (c *compiler) laneFollowing(f policy.Formula) flow {
	fl := c.laneDeltas(f)
	r := c.finish(fl, fl.vars)
	w := newLaneWhole(r.stream.reader(), c.stream(r.vars), c.symbols)
	c.operator(w)
	c.lane.ordered = w.out
	return flow{in: w.out, vars: r.vars}
}

// laneDeltas gives what changes in such a formula.
func (c *compiler) laneDeltas(f policy.Formula) flow {
	switch f := f.(type) {
	case *policy.And:
		if not, ok := f.R.(*policy.Not); ok {
			return c.compared(c.laneDeltas(f.L), not.F.(*policy.Cmp), true)
		}
		return c.compared(c.laneDeltas(f.L), f.R.(*policy.Cmp), false)
	case *policy.Agg:
		once, _ := windowBody(f.F)
		in, vars, dated := c.laneWindowed(once.F, true)
		body := newLaneChanges(c.frame(once.I, true), in, dated, c.deltas(vars))
		c.operator(body)
		return c.laneTallied(f, result{body.out, vars})
	}
	panic("core: the formula is not followed")
}

func (c *compiler) laneTallied(f *policy.Agg, body result) flow {
	l := c.lane
	vars := append([]*policy.Var{f.Result, l.tops[f.Result]}, f.Group...)
	t := &laneTally{
		clock: &c.clock, in: body.stream.reader(), group: columns(f.Group, body.vars), value: slices.Index(body.vars, f.X),
		weight: slices.Index(body.vars, l.low), op: f.Op, span: f.Place(), bounds: newLaneBounds(f, c.symbols, l.all),
		groups: newTable(len(f.Group)), row: make([]Word, len(vars)), out: c.deltas(vars),
	}
	for i, v := range body.vars {
		if v != l.low && v != l.high {
			t.rest = append(t.rest, i)
		}
	}
	t.known, t.key = newTable(len(t.rest)), make([]Word, len(t.rest))
	c.operator(t)
	return flow{in: t.out, vars: vars}
}

package core

import (
	"fmt"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// endless is the upper bound of a window without one.
const endless = policy.Endless

// compiler turns a formula into operators.
type compiler struct {
	*graph
	index    map[*policy.Predicate]int
	followed map[policy.Formula]result // what changes in them
	done     map[policy.Formula]result // sub-formulas and definitions that stand in several places are computed once
	atoms    map[string]result
	lane     *laneCompiler // nil: a plain run
}

// result is a finished relation: a stream, and the variable of each column.
type result struct {
	stream *stream
	vars   []*policy.Var
}

// flow is a relation under construction: a stream and the stages that its rows still go through.
type flow struct {
	in     *stream
	vars   []*policy.Var // the columns of in, then one for each definition
	stages []stage
}

// compile builds the operators of a policy; l is nil for a plain run.
func compile(p *policy.Checked, symbols *Symbols, l *laneCompiler) *graph {
	g := &graph{symbols: symbols, paired: l != nil, atoms: make([][]*atom, len(p.Sig.Predicates))}
	c := &compiler{
		graph:    g,
		index:    map[*policy.Predicate]int{},
		done:     map[policy.Formula]result{},
		followed: map[policy.Formula]result{},
		atoms:    map[string]result{},
		lane:     l,
	}
	for i := range p.Sig.Predicates {
		c.index[&p.Sig.Predicates[i]] = i
	}
	vars := p.Columns
	if l != nil {
		g.lanes = newLaneInput(p.Sig, l.all)
		vars = l.shown(vars)
	}
	r := c.compile(p.Formula)
	g.result = r.stream.reader()
	g.columns = columns(vars, r.vars)
	g.ordered = l != nil && r.stream == l.ordered && slices.Equal(vars, r.vars)
	g.types = types(vars)
	return g
}

func types(vars []*policy.Var) []policy.Type {
	ts := make([]policy.Type, len(vars))
	for i, v := range vars {
		ts[i] = v.Type
	}
	return ts
}

func (c *compiler) stream(vars []*policy.Var) *stream { return newStream(types(vars), c.paired) }

func (c *compiler) operator(o operator) { c.operators = append(c.operators, o) }

// compile gives the relation of a formula, with all its free variables as columns.
func (c *compiler) compile(f policy.Formula) result {
	if r, ok := c.done[f]; ok {
		return r
	}
	fl := c.flow(f)
	r := c.finish(fl, fl.vars)
	c.done[f] = r
	return r
}

// finish ends a flow: its rows go through the stages, and the columns of keep are written.
func (c *compiler) finish(fl flow, keep []*policy.Var) result {
	if len(fl.stages) == 0 && slices.Equal(keep, fl.vars) {
		return result{fl.in, fl.vars}
	}
	ch := &chain{clock: &c.clock, in: fl.in.reader(), stages: fl.stages, out: c.stream(keep), merge: len(keep) < len(fl.vars)}
	if fl.in.delta {
		ch.out = c.deltas(keep)
	}
	if len(fl.vars) > fl.in.width {
		ch.row = make([]Word, len(fl.vars))
	}
	if !slices.Equal(keep, fl.vars[:len(keep)]) {
		ch.pick = columns(keep, fl.vars)
		ch.picked = make([]Word, len(keep))
	}
	c.operator(ch)
	return result{ch.out, keep}
}

// columns finds variables among those of a row.
func columns(vars, row []*policy.Var) []int {
	at := make([]int, len(vars))
	for i, v := range vars {
		at[i] = slices.Index(row, v)
	}
	return at
}

// flow gives the relation of a formula; filters on top of it may still be added.
func (c *compiler) flow(f policy.Formula) flow {
	if r, ok := c.done[f]; ok {
		return flow{in: r.stream, vars: r.vars}
	}
	switch f := f.(type) {
	case *policy.Pred:
		return c.predicate(f, nil)
	case *policy.Truth:
		return c.constant(!f.Value)
	case *policy.Cmp:
		return c.compared(c.constant(false), f, false)
	case *policy.Not:
		if cmp, ok := f.F.(*policy.Cmp); ok {
			return c.compared(c.constant(false), cmp, true)
		}
		n := &negation{in: c.compile(f.F).stream.reader(), out: c.stream(nil)}
		c.operator(n)
		return flow{in: n.out}
	case *policy.And:
		if c.incremental(f) {
			return c.whole(f)
		}
		if c.paired && c.laneFollowed(f) {
			return c.laneFollowing(f)
		}
		return c.and(f)
	case *policy.Or:
		if c.paired {
			return c.laneOr(f, false)
		}
		return c.or(f)
	case *policy.Exists:
		return c.exists(f)
	case *policy.Prev:
		return c.shifted(c.compile(f.F), f.I, true)
	case *policy.Next:
		return c.shifted(c.compile(f.F), f.I, false)
	case *policy.Once, *policy.Eventually, *policy.Since, *policy.Until:
		return c.listed(c.lister(f))
	case *policy.Agg:
		if c.incremental(f) {
			return c.whole(f)
		}
		if c.paired && c.laneFollowed(f) {
			return c.laneFollowing(f)
		}
		if c.paired {
			return c.laneAggregation(f)
		}
		return c.aggregation(f)
	}
	panic(fmt.Sprintf("core: %T does not stand in a checked formula", f))
}

// constant is the relation with the empty row, or none.
func (c *compiler) constant(none bool) flow {
	a := &always{clock: &c.clock, none: none, out: c.stream(nil)}
	c.operator(a)
	return flow{in: a.out}
}

func (c *compiler) shifted(r result, i policy.Interval, past bool) flow {
	s := &shift{clock: &c.clock, in: r.stream.reader(), past: past, lo: i.Lo, hi: i.Hi, out: c.stream(r.vars)}
	c.operator(s)
	return flow{in: s.out, vars: r.vars}
}

func (c *compiler) or(f *policy.Or) flow {
	var parts []result
	var collect func(f policy.Formula)
	collect = func(f policy.Formula) {
		if or, ok := f.(*policy.Or); ok {
			collect(or.L)
			collect(or.R)
			return
		}
		parts = append(parts, c.compile(f))
	}
	collect(f)
	vars := parts[0].vars
	u := &union{out: c.stream(vars), row: make([]Word, len(vars))}
	for _, p := range parts {
		u.in = append(u.in, p.stream.reader())
		var pick []int
		if !slices.Equal(p.vars, vars) {
			pick = columns(vars, p.vars)
		}
		u.picks = append(u.picks, pick)
	}
	c.operator(u)
	return flow{in: u.out, vars: vars}
}

func (c *compiler) exists(f *policy.Exists) flow {
	switch g := f.F.(type) {
	case *policy.Pred:
		return c.predicate(g, f.Vars)
	case *policy.Once: // both ways the same, but so the window holds less
		return c.flow(&policy.Once{I: g.I, F: &policy.Exists{Vars: f.Vars, F: g.F}})
	case *policy.Eventually:
		return c.flow(&policy.Eventually{I: g.I, F: &policy.Exists{Vars: f.Vars, F: g.F}})
	}
	fl := c.flow(f.F)
	r := c.finish(fl, c.without(fl.vars, f.Vars))
	return flow{in: r.stream, vars: r.vars}
}

func (c *compiler) aggregation(f *policy.Agg) flow {
	body := c.compile(f.F)
	vars := append(slices.Clone(f.Group), f.Result)
	a := &aggregate{
		clock: &c.clock, in: body.stream.reader(), group: columns(f.Group, body.vars), value: slices.Index(body.vars, f.X),
		span: f.Place(), groups: newGroups(f.Op, f.X.Type, len(f.Group), c.symbols),
		row: make([]Word, len(vars)), out: c.stream(vars),
	}
	c.operator(a)
	return flow{in: a.out, vars: vars}
}

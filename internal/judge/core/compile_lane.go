package core

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// laneCompiler is what a compilation for a run over lanes knows more: columns that no variable of the formula names. A relation has
// them where they are among its variables.
type laneCompiler struct {
	all       Pair                        // every lane
	low, high *policy.Var                 // how many acts a row stands for at least and at most, below CNT and SUM
	until     *policy.Var                 // the last date of a row's act, directly below ONCE and EVENTUALLY
	tops      map[*policy.Var]*policy.Var // for each variable that stands for bounds, that of its upper bound; it is the lower one itself
	done      map[policy.Formula]result   // what has been compiled with low and high
	ordered   *stream                     // the last relation whose rows come in the order of its columns
}

func newLaneCompiler(p *policy.Checked, all Pair) (*laneCompiler, error) {
	column := func() *policy.Var { return &policy.Var{Type: policy.Int} }
	l := &laneCompiler{all, column(), column(), column(), boundVariables(p.Formula), map[policy.Formula]result{}, nil}
	if fault := (&boundChecker{tops: l.tops, seen: map[policy.Formula]bool{}}).check(p.Formula); fault != nil {
		return nil, fault
	}
	return l, nil
}

// hidden lists the columns of a relation that no variable of the formula names and that go with the given variables.
func (l *laneCompiler) hidden(vars []*policy.Var) (out []*policy.Var) {
	for _, v := range vars {
		if top := l.tops[v]; top != nil {
			out = append(out, top)
		}
	}
	return out
}

// shown gives the columns of a verdict: each variable, and after it its upper bound where it has one.
func (l *laneCompiler) shown(vars []*policy.Var) (out []*policy.Var) {
	for _, v := range vars {
		out = append(out, v)
		if top := l.tops[v]; top != nil {
			out = append(out, top)
		}
	}
	return out
}

// relation compiles a formula, with the acts that each row stands for if weighed.
func (c *compiler) relation(f policy.Formula, weighed bool) result {
	if !weighed {
		return c.compile(f)
	}
	if r, ok := c.lane.done[f]; ok {
		return r
	}
	fl := c.weighed(f)
	r := c.finish(fl, fl.vars)
	c.lane.done[f] = r
	return r
}

// weighed gives a relation whose rows say how many acts they stand for, where they stand for any: the greatest number among the events
// of a conjunction; rows that differ in it are kept apart.
func (c *compiler) weighed(f policy.Formula) flow {
	l := c.lane
	switch f := f.(type) {
	case *policy.Pred:
		if f.Def != nil {
			return c.laneDefined(f, c.shape(f, nil), true)
		}
		return c.laneAtom(f, nil, true, false)
	case *policy.And:
		switch r := f.R.(type) {
		case *policy.Cmp:
			return c.compared(c.weighed(f.L), r, false)
		case *policy.Not:
			if cmp, ok := r.F.(*policy.Cmp); ok {
				return c.compared(c.weighed(f.L), cmp, true)
			}
			return c.probed(c.weighed(f.L), r.F, true)
		}
		return c.heavier(c.relation(f.L, true), c.relation(f.R, true))
	case *policy.Or:
		return c.laneOr(f, true)
	case *policy.Exists:
		switch g := f.F.(type) {
		case *policy.Pred:
			if g.Def == nil {
				return c.laneAtom(g, f.Vars, true, false)
			}
		case *policy.Once:
			return c.weighed(&policy.Once{I: g.I, F: &policy.Exists{Vars: f.Vars, F: g.F}})
		case *policy.Eventually:
			return c.weighed(&policy.Eventually{I: g.I, F: &policy.Exists{Vars: f.Vars, F: g.F}})
		}
		fl := c.weighed(f.F)
		r := c.finish(fl, c.without(fl.vars, f.Vars))
		return flow{in: r.stream, vars: r.vars}
	case *policy.Prev:
		return c.shifted(c.relation(f.F, true), f.I, true)
	case *policy.Next:
		return c.shifted(c.relation(f.F, true), f.I, false)
	case *policy.Once, *policy.Eventually, *policy.Since, *policy.Until:
		return c.listed(c.laneLister(f, true))
	}
	fl := c.flow(f)
	if slices.Contains(fl.vars, l.low) {
		panic("core: acts where none are counted")
	}
	return fl
}

// heavier joins two relations; a row stands for the greater number of acts of either side.
func (c *compiler) heavier(a, b result) flow {
	l := c.lane
	if !slices.Contains(a.vars, l.low) || !slices.Contains(b.vars, l.low) {
		return c.joined(a, b)
	}
	low, high := *l.low, *l.high
	b.vars = slices.Clone(b.vars)
	for i, v := range b.vars {
		switch v {
		case l.low:
			b.vars[i] = &low
		case l.high:
			b.vars[i] = &high
		}
	}
	fl := c.joined(a, b)
	keep := slices.DeleteFunc(slices.Clone(fl.vars), func(v *policy.Var) bool { return v == l.low || v == l.high || v == &low || v == &high })
	var greater [2]policy.Var
	for i, pair := range [2][2]*policy.Var{{l.low, &low}, {l.high, &high}} {
		at := columns(pair[:], fl.vars)
		fl = fl.define(&greater[i], func(row []Word) (Word, *Fault) { return max(row[at[0]], row[at[1]]), nil })
		keep = append(keep, &greater[i])
	}
	r := c.finish(fl, keep)
	return flow{in: r.stream, vars: append(keep[:len(keep)-2:len(keep)-2], l.low, l.high)}
}

// define adds a column.
func (fl flow) define(v *policy.Var, t term) flow {
	fl.stages = append(slices.Clip(fl.stages), stage{define: &definition{len(fl.vars), t}})
	fl.vars = append(slices.Clip(fl.vars), v)
	return fl
}

// laneOr gives a disjunction: every side gets the same columns.
func (c *compiler) laneOr(f *policy.Or, weighed bool) flow {
	l := c.lane
	var parts []flow
	var collect func(f policy.Formula)
	collect = func(f policy.Formula) {
		switch or, ok := f.(*policy.Or); {
		case ok:
			collect(or.L)
			collect(or.R)
		case weighed:
			parts = append(parts, c.weighed(f))
		default:
			parts = append(parts, c.flow(f))
		}
	}
	collect(f)
	vars := free(f)
	vars = append(slices.Clip(vars), l.hidden(vars)...)
	if weighed {
		vars = append(vars, l.low, l.high)
	}
	u := &union{out: c.stream(vars), row: make([]Word, len(vars))}
	for _, fl := range parts {
		for _, v := range vars {
			if slices.Contains(fl.vars, v) {
				continue
			}
			t := func([]Word) (Word, *Fault) { return 1, nil } // one act
			for bottom, top := range l.tops {
				if top == v { // one value
					at := slices.Index(fl.vars, bottom)
					t = func(row []Word) (Word, *Fault) { return row[at], nil }
				}
			}
			fl = fl.define(v, t)
		}
		r := c.finish(fl, vars)
		u.in = append(u.in, r.stream.reader())
		u.picks = append(u.picks, nil)
	}
	c.operator(u)
	return flow{in: u.out, vars: vars}
}

// laneDefined gives the relation of a predicate that LET defines.
func (c *compiler) laneDefined(f *policy.Pred, s shape, weighed bool) flow {
	def := c.relation(f.Def.F, weighed)
	from := columns(f.Def.Params, def.vars)
	fl := flow{in: def.stream, vars: slices.Clone(def.vars)}
	for _, fixed := range s.fixed {
		fl.stages = append(fl.stages, stage{test: &comparison{
			op: policy.Eq, plain: true, l: operand{column: from[fixed.arg]}, r: operand{column: -1, value: fixed.word},
		}})
	}
	for _, same := range s.same {
		fl.stages = append(fl.stages, stage{test: &comparison{
			op: policy.Eq, plain: true, l: operand{column: from[same[0]]}, r: operand{column: from[same[1]]},
		}})
	}
	// The columns get the names of the arguments; what the use leaves out keeps the name that it has in the definition.
	var keep []*policy.Var
	for k, arg := range s.pick {
		fl.vars[from[arg]] = s.vars[k]
		keep = append(keep, s.vars[k])
	}
	for k, arg := range s.pick {
		if top := c.lane.tops[f.Def.Params[arg]]; top != nil {
			at := slices.Index(def.vars, top)
			fl.vars[at] = c.lane.tops[s.vars[k]]
			keep = append(keep, fl.vars[at])
		}
	}
	if slices.Contains(def.vars, c.lane.low) {
		keep = append(keep, c.lane.low, c.lane.high)
	}
	r := c.finish(fl, keep)
	return flow{in: r.stream, vars: r.vars}
}

// without leaves out variables, and with each the column of its upper bound.
func (c *compiler) without(vars, drop []*policy.Var) []*policy.Var {
	if c.lane != nil {
		drop = append(slices.Clip(drop), c.lane.hidden(drop)...)
	}
	return slices.DeleteFunc(slices.Clone(vars), func(v *policy.Var) bool { return slices.Contains(drop, v) })
}

// laneAtom gives the relation of a declared predicate without the variables in hidden, with the acts and the last date of each row.
func (c *compiler) laneAtom(f *policy.Pred, hidden []*policy.Var, weighed, dated bool) flow {
	l := c.lane
	s := c.shape(f, hidden)
	vars := slices.Clip(s.vars)
	if weighed {
		vars = append(vars, l.low, l.high)
	}
	if dated {
		vars = append(vars, l.until)
	}
	a := &laneAtom{atom: atom{out: c.stream(vars), fixed: s.fixed, same: s.same, pick: s.pick}, weighed: weighed, dated: dated, full: make([]Word, len(vars))}
	at := c.index[f.Decl]
	c.lanes.atoms[at] = append(c.lanes.atoms[at], a)
	c.inputs = append(c.inputs, a.out)
	return flow{in: a.out, vars: vars}
}

// dated gives a formula that is one predicate below EXISTS and comparisons, with the last date of each row.
func (c *compiler) dated(f policy.Formula, weighed bool) flow {
	switch f := f.(type) {
	case *policy.Pred:
		return c.laneAtom(f, nil, weighed, true)
	case *policy.Exists:
		if p, ok := f.F.(*policy.Pred); ok {
			return c.laneAtom(p, f.Vars, weighed, true)
		}
		fl := c.dated(f.F, weighed)
		r := c.finish(fl, c.without(fl.vars, f.Vars))
		return flow{in: r.stream, vars: r.vars}
	}
	and := f.(*policy.And)
	if not, ok := and.R.(*policy.Not); ok {
		return c.compared(c.dated(and.L, weighed), not.F.(*policy.Cmp), true)
	}
	return c.compared(c.dated(and.L, weighed), and.R.(*policy.Cmp), false)
}

// direct says whether a formula is one declared predicate below EXISTS and comparisons.
func direct(f policy.Formula) bool {
	switch f := f.(type) {
	case *policy.Pred:
		return f.Def == nil
	case *policy.Exists:
		return direct(f.F)
	case *policy.And:
		r := f.R
		if not, ok := r.(*policy.Not); ok {
			r = not.F
		}
		_, ok := r.(*policy.Cmp)
		return ok && direct(f.L)
	}
	return false
}

// laneLister gives a temporal operator of a run over lanes and the variables of its tuples.
func (c *compiler) laneLister(f policy.Formula, weighed bool) (lister, []*policy.Var) {
	window := func(f policy.Formula, i frame) (lister, []*policy.Var) {
		in, vars, dated := c.laneWindowed(f, weighed)
		return newLaneWindow(i, in, dated), vars
	}
	switch f := f.(type) {
	case *policy.Once:
		return window(f.F, c.frame(f.I, true))
	case *policy.Eventually:
		return window(f.F, c.frame(f.I, false))
	case *policy.Since:
		r := c.relation(f.R, weighed)
		l, negated := c.left(f.L)
		return newLaneSince(c.frame(f.I, true), r.stream.reader(), l.stream.reader(), negated, columns(l.vars, r.vars)), r.vars
	case *policy.Until:
		r := c.relation(f.R, weighed)
		l, negated := c.left(f.L)
		return newLaneUntil(c.frame(f.I, false), r.stream.reader(), l.stream.reader(), negated, columns(l.vars, r.vars), c.lane.all), r.vars
	}
	panic("core: no temporal operator")
}

// laneWindowed gives the operand of ONCE or EVENTUALLY: with dates, in a last column beside vars, where it is one predicate.
func (c *compiler) laneWindowed(f policy.Formula, weighed bool) (in *reader, vars []*policy.Var, dated bool) {
	if !direct(f) {
		r := c.relation(f, weighed)
		return r.stream.reader(), r.vars, false
	}
	fl := c.dated(f, weighed)
	vars = slices.DeleteFunc(slices.Clone(fl.vars), func(v *policy.Var) bool { return v == c.lane.until })
	r := c.finish(fl, append(slices.Clip(vars), c.lane.until))
	return r.stream.reader(), vars, true
}

// laneAggregation gives an aggregation, whose result takes two columns.
func (c *compiler) laneAggregation(f *policy.Agg) flow {
	l := c.lane
	body := c.relation(f.F, f.Op == policy.Cnt || f.Op == policy.Sum)
	vars := append(slices.Clone(f.Group), f.Result, l.tops[f.Result])
	a := &laneAggregate{
		clock: &c.clock, in: body.stream.reader(), group: columns(f.Group, body.vars), value: slices.Index(body.vars, f.X),
		weight: slices.Index(body.vars, l.low), span: f.Place(), all: c.lane.all, groups: newTable(len(f.Group)),
		bounds: newLaneBounds(f, c.symbols, c.lane.all), row: make([]Word, len(vars)), out: c.stream(vars),
	}
	if a.weight >= 0 {
		for i, v := range body.vars {
			if v != l.low && v != l.high {
				a.rest = append(a.rest, i)
			}
		}
		a.unique, a.key = newTable(len(a.rest)), make([]Word, len(a.rest))
	}
	c.operator(a)
	return flow{in: a.out, vars: vars}
}

package core

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// and gives a conjunction: the rows of one side go through the other one as a filter, a definition or a probe, or both sides are joined.
func (c *compiler) and(f *policy.And) flow {
	switch r := f.R.(type) {
	case *policy.Cmp:
		return c.compared(c.flow(f.L), r, false)
	case *policy.Not:
		if cmp, ok := r.F.(*policy.Cmp); ok {
			return c.compared(c.flow(f.L), cmp, true)
		}
		return c.probed(c.flow(f.L), r.F, true)
	}
	lv, rv := free(f.L), free(f.R)
	left, right := covers(lv, rv), covers(rv, lv)
	switch {
	case left && (!right || events(f.L) || !events(f.R)):
		return c.probed(c.flow(f.L), f.R, false)
	case right && events(f.R):
		return c.probed(c.flow(f.R), f.L, false)
	case !c.paired && looksUp(f.L, f.R):
		return c.lookup(f.L, f.R)
	case !c.paired && looksUp(f.R, f.L):
		return c.lookup(f.R, f.L)
	case right:
		return c.probed(c.flow(f.R), f.L, false)
	}
	return c.joined(c.compile(f.L), c.compile(f.R))
}

// looksUp says whether few rows of a formula may each be looked up among many tuples of the other.
func looksUp(rows, tuples policy.Formula) bool {
	if e, ok := tuples.(*policy.Exists); ok {
		tuples = e.F
	}
	switch tuples.(type) {
	case *policy.Once, *policy.Eventually, *policy.Since:
		return events(rows)
	}
	return false
}

func covers(all, some []*policy.Var) bool {
	return !slices.ContainsFunc(some, func(v *policy.Var) bool { return !slices.Contains(all, v) })
}

// compared adds a comparison: a filter, or the definition of the variable that is not there yet.
func (c *compiler) compared(fl flow, f *policy.Cmp, negated bool) flow {
	if fl, ok := c.boundCompared(fl, f, negated); ok {
		return fl
	}
	define := func(v, t policy.Term) bool {
		left, ok := v.(*policy.VarTerm)
		if !ok || negated || f.Op != policy.Eq || slices.Contains(fl.vars, left.Var) || !covers(fl.vars, variables(t)) {
			return false
		}
		fl.stages = append(fl.stages, stage{define: &definition{len(fl.vars), compileTerm(t, fl.vars, c.symbols)}})
		fl.vars = append(slices.Clip(fl.vars), left.Var)
		return true
	}
	if !define(f.L, f.R) && !define(f.R, f.L) {
		fl.stages = append(fl.stages, stage{test: compileComparison(f, negated, fl.vars, c.symbols)})
	}
	return fl
}

// probed asks for each row whether f, whose variables the row has, holds for it, or does not.
func (c *compiler) probed(fl flow, f policy.Formula, negated bool) flow {
	p, vars := c.prober(f)
	s := stage{prober: p, negated: negated, width: len(vars)}
	if len(vars) > len(fl.vars) || !slices.Equal(vars, fl.vars[:len(vars)]) {
		s.columns = columns(vars, fl.vars)
		s.key = make([]Word, len(vars))
	}
	fl.stages = append(slices.Clip(fl.stages), s)
	return fl
}

func (c *compiler) joined(l, r result) flow {
	j := &join{l: l.stream.reader(), r: r.stream.reader()}
	vars := slices.Clone(l.vars)
	for i, v := range r.vars {
		if at := slices.Index(l.vars, v); at >= 0 {
			j.lkey = append(j.lkey, at)
			j.rkey = append(j.rkey, i)
		} else {
			j.rest = append(j.rest, i)
			vars = append(vars, v)
		}
	}
	j.key, j.row = make([]Word, len(j.lkey)), make([]Word, len(vars))
	j.out = c.stream(vars)
	c.operator(j)
	return flow{in: j.out, vars: vars}
}

// lookup joins rows with the tuples of a temporal operator.
func (c *compiler) lookup(rows, tuples policy.Formula) flow {
	base := c.compile(rows)
	p, tv := c.prober(tuples)
	of, ok := p.(finder)
	if !ok {
		return c.joined(base, c.compile(tuples))
	}
	l := &lookup{in: base.stream.reader(), of: of}
	vars := slices.Clone(base.vars)
	var by []int
	for i, v := range tv {
		if at := slices.Index(base.vars, v); at >= 0 {
			l.shared = append(l.shared, at)
			by = append(by, i)
		} else {
			l.rest = append(l.rest, i)
			vars = append(vars, v)
		}
	}
	of.by(by)
	l.key, l.row, l.out = make([]Word, len(by)), make([]Word, len(vars)), c.stream(vars)
	c.operator(l)
	return flow{in: l.out, vars: vars}
}

// prober gives a formula in the form that is asked for single tuples, and the variables of the key. Temporal operators are never
// listed for it; anything else is.
func (c *compiler) prober(f policy.Formula) (prober, []*policy.Var) {
	switch g := f.(type) {
	case *policy.Once, *policy.Eventually, *policy.Since, *policy.Until:
		return c.lister(f)
	case *policy.Exists:
		switch h := g.F.(type) {
		case *policy.Once:
			return c.prober(&policy.Once{I: h.I, F: &policy.Exists{Vars: g.Vars, F: h.F}})
		case *policy.Eventually:
			return c.prober(&policy.Eventually{I: h.I, F: &policy.Exists{Vars: g.Vars, F: h.F}})
		}
	case *policy.Or:
		if !events(f) {
			l, vars := c.prober(g.L)
			return &either{l, c.keyed(g.R, vars)}, vars
		}
	case *policy.And:
		if events(f) {
			break
		}
		switch r := g.R.(type) {
		case *policy.Cmp:
		case *policy.Not:
			if _, ok := r.F.(*policy.Cmp); !ok {
				l, vars := c.prober(g.L)
				return &both{l, c.keyed(r.F, vars), true}, vars
			}
		default:
			switch lv, rv := free(g.L), free(g.R); {
			case covers(lv, rv):
				l, vars := c.prober(g.L)
				return &both{l, c.keyed(g.R, vars), false}, vars
			case covers(rv, lv):
				r, vars := c.prober(g.R)
				return &both{r, c.keyed(g.L, vars), false}, vars
			}
		}
	}
	r := c.compile(f)
	return &held{in: r.stream.reader()}, r.vars
}

// keyed gives a prober that takes rows with the given variables.
func (c *compiler) keyed(f policy.Formula, row []*policy.Var) prober {
	p, vars := c.prober(f)
	if slices.Equal(vars, row) {
		return p
	}
	return &keyed{prober: p, columns: columns(vars, row), key: make([]Word, len(vars))}
}

// events says whether a formula is true of few tuples at each time point: those of a predicate, not of a whole window.
func events(f policy.Formula) bool {
	switch f := f.(type) {
	case *policy.Once, *policy.Eventually, *policy.Since, *policy.Until:
		return false
	case *policy.And:
		switch f.R.(type) {
		case *policy.Not, *policy.Cmp:
			return events(f.L)
		}
		return events(f.L) || events(f.R)
	case *policy.Or:
		return events(f.L) && events(f.R)
	case *policy.Exists:
		return events(f.F)
	case *policy.Prev:
		return events(f.F)
	case *policy.Next:
		return events(f.F)
	}
	return true
}

// free lists the free variables of a formula, each once.
func free(f policy.Formula) []*policy.Var {
	var vars []*policy.Var
	add := func(more []*policy.Var) {
		for _, v := range more {
			if !slices.Contains(vars, v) {
				vars = append(vars, v)
			}
		}
	}
	switch f := f.(type) {
	case *policy.Pred:
		for i, arg := range f.Args {
			if i >= len(f.Wild) || !f.Wild[i] {
				add(variables(arg))
			}
		}
	case *policy.Cmp:
		add(variables(f.L))
		add(variables(f.R))
	case *policy.Not:
		return free(f.F)
	case *policy.And:
		add(free(f.L))
		add(free(f.R))
	case *policy.Or:
		return free(f.L)
	case *policy.Exists:
		return slices.DeleteFunc(free(f.F), func(v *policy.Var) bool { return slices.Contains(f.Vars, v) })
	case *policy.Prev:
		return free(f.F)
	case *policy.Next:
		return free(f.F)
	case *policy.Once:
		return free(f.F)
	case *policy.Eventually:
		return free(f.F)
	case *policy.Since:
		return free(f.R)
	case *policy.Until:
		return free(f.R)
	case *policy.Agg:
		add(f.Group)
		add([]*policy.Var{f.Result})
	}
	return vars
}

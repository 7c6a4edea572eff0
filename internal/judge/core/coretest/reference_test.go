package coretest

import (
	"mithaq/internal/judge/core/policy"
)

// reference evaluates formulas as written or as checked, straight from the definition: quadratic, without any state.
//
// It says which assignments make a formula true at a time point, given what some variables stand for already. In a run over
// lanes it looks at one lane, and at one side of it: what is certain, or what is possible; what is false on one side is what
// is not true on the other one (strong Kleene).
type reference struct {
	slots  []slot
	events []dated
	lanes  bool // aggregations give bounds
	memo   map[question][]row
	vars   map[policy.Formula][]*policy.Var
	plain  map[policy.Formula]policy.Formula
}

// question is what rows has been asked: the same is not worked out twice.
type question struct {
	f   policy.Formula
	key string // of what the free variables stand for already
	i   int
	s   side
}

func newReference(slots []slot, events []dated, lanes bool) *reference {
	return &reference{
		slots: slots, events: events, lanes: lanes,
		memo: map[question][]row{}, vars: map[policy.Formula][]*policy.Var{}, plain: map[policy.Formula]policy.Formula{},
	}
}

// side is what is certain, or what is possible.
type side bool

const (
	certain  side = false
	possible side = true
)

// unbound is thrown where the assignments cannot be listed: then the formula is not monitorable in that order.
type unbound struct{}

// rows gives the assignments that extend e to the free variables of f and make f true at time point i.
func (r *reference) rows(f policy.Formula, e *env, i int, s side) []row {
	vars := r.free(f)
	q := question{f, e.key(vars), i, s}
	found, known := r.memo[q]
	if !known {
		found = r.found(f, e.only(vars), i, s)
		r.memo[q] = found
	}
	out := make([]row, len(found))
	for k, x := range found {
		out[k] = row{extend(e, x.e, vars), x.n, x.m}
	}
	return out
}

// free gives the free variables of a formula.
func (r *reference) free(f policy.Formula) []*policy.Var {
	vars, ok := r.vars[f]
	if !ok {
		vars = free(f)
		r.vars[f] = vars
	}
	return vars
}

// found works out the rows of a formula.
func (r *reference) found(f policy.Formula, e *env, i int, s side) []row {
	var out []row
	switch f := f.(type) {
	case *policy.Pred:
		out = r.atoms(f, e, i, s)
	case *policy.Cmp:
		out = r.compared(f, e, s)
	case *policy.Truth:
		if f.Value {
			out = one(e)
		}
	case *policy.Not:
		out = r.falsified(f.F, e, i, s)
	case *policy.And:
		out = r.both(f, e, i, s)
	case *policy.Or:
		out = append(r.rows(f.L, e, i, s), r.rows(f.R, e, i, s)...)
	case *policy.Implies:
		out = append(r.falsified(f.L, e, i, s), r.rows(f.R, e, i, s)...)
	case *policy.Equiv:
		for _, l := range append(r.rows(f.L, e, i, s), r.falsified(f.R, e, i, s)...) {
			out = append(out, append(r.rows(f.R, l.e, i, s), r.falsified(f.L, l.e, i, s)...)...)
		}
	case *policy.Exists:
		for _, x := range r.rows(f.F, e, i, s) {
			out = append(out, row{extend(e, x.e, r.free(f)), x.n, x.m})
		}
	case *policy.Prev:
		if i > 0 && within(f.I, r.slots[i].stamp-r.slots[i-1].stamp) {
			out = r.rows(f.F, e, i-1, s)
		}
	case *policy.Next:
		if i+1 < len(r.slots) && within(f.I, r.slots[i+1].stamp-r.slots[i].stamp) {
			out = r.rows(f.F, e, i+1, s)
		}
	case *policy.Once:
		out = r.once(f, e, i, s)
	case *policy.Eventually:
		out = r.eventually(f, e, i, s)
	case *policy.Since:
		for j := i; j >= 0; j-- {
			if within(f.I, r.slots[i].stamp-r.slots[j].stamp) {
				out = append(out, r.throughout(f.L, r.rows(f.R, e, j, s), j+1, i+1, s)...)
			}
		}
	case *policy.Until:
		for j := i; j < len(r.slots); j++ {
			if within(f.I, r.slots[j].stamp-r.slots[i].stamp) {
				out = append(out, r.throughout(f.L, r.rows(f.R, e, j, s), i, j, s)...)
			}
		}
	case *policy.Agg:
		out = r.aggregate(f, e, i, s)
	case *policy.Let:
		out = r.rows(f.Body, e, i, s)
	case *policy.Forall, *policy.Historically, *policy.Always:
		if !r.holds(f, e, i, s) {
			return nil
		}
		out = one(e)
	}
	vars := r.free(f)
	for _, x := range out {
		if !x.e.binds(vars) {
			panic(unbound{})
		}
	}
	return distinct(out, vars)
}

func one(e *env) []row { return []row{{e, 1, 1}} }

func within(w policy.Interval, distance int64) bool { return w.Lo <= distance && distance <= w.Hi }

// extend adds to e what the given variables stand for in x.
func extend(e, x *env, vars []*policy.Var) *env {
	for _, v := range vars {
		if c, ok := x.get(v); ok {
			e, _ = e.bind(v, c)
		}
	}
	return e
}

// falsified gives the assignments that make f false. Where variables are not bound yet only those forms are listed that a
// normal form would turn into a positive one.
func (r *reference) falsified(f policy.Formula, e *env, i int, s side) []row {
	switch f := f.(type) {
	case *policy.Not:
		return r.rows(f.F, e, i, s)
	case *policy.And:
		return append(r.falsified(f.L, e, i, s), r.falsified(f.R, e, i, s)...)
	case *policy.Implies, *policy.Or, *policy.Forall, *policy.Historically, *policy.Always:
		opposite, ok := r.plain[f]
		if !ok {
			opposite = negated(f)
			r.plain[f] = opposite
		}
		return r.rows(opposite, e, i, s)
	}
	if !e.binds(r.free(f)) {
		panic(unbound{})
	}
	if r.holds(f, e, i, !s) {
		return nil
	}
	return one(e)
}

// negated gives the formula that is true where f is not.
func negated(f policy.Formula) policy.Formula {
	switch f := f.(type) {
	case *policy.Implies:
		return &policy.And{L: f.L, R: not(f.R)}
	case *policy.Or:
		return &policy.And{L: not(f.L), R: not(f.R)}
	case *policy.Forall:
		return &policy.Exists{Vars: f.Vars, F: not(f.F)}
	case *policy.Historically:
		return &policy.Once{I: f.I, F: not(f.F)}
	case *policy.Always:
		return &policy.Eventually{I: f.I, F: not(f.F)}
	}
	panic("no opposite")
}

// holds says whether f is true, where all its free variables are bound.
func (r *reference) holds(f policy.Formula, e *env, i int, s side) bool {
	switch f := f.(type) {
	case *policy.Forall, *policy.Historically, *policy.Always:
		return len(r.falsified(f, e, i, !s)) == 0
	}
	return len(r.rows(f, e, i, s)) > 0
}

// both gives the rows of a conjunction: those of one side, then of the other one with what is bound by then.
func (r *reference) both(f *policy.And, e *env, i int, s side) []row {
	out, ok := r.ordered(f.L, f.R, e, i, s)
	if !ok {
		if out, ok = r.ordered(f.R, f.L, e, i, s); !ok {
			panic(unbound{})
		}
	}
	return out
}

func (r *reference) ordered(a, b policy.Formula, e *env, i int, s side) (out []row, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, is := p.(unbound); !is {
				panic(p)
			}
			out, ok = nil, false
		}
	}()
	for _, x := range r.rows(a, e, i, s) {
		for _, y := range r.rows(b, x.e, i, s) {
			out = append(out, row{y.e, max(x.n, y.n), max(x.m, y.m)})
		}
	}
	return out, true
}

// throughout keeps the rows with which f is true at all time points from a up to, and without, b.
func (r *reference) throughout(f policy.Formula, rows []row, a, b int, s side) (out []row) {
	for _, x := range rows {
		kept := []row{x}
		for k := a; k < b; k++ {
			var next []row
			for _, y := range kept {
				for _, z := range r.rows(f, y.e, k, s) {
					next = append(next, row{z.e, x.n, x.m})
				}
			}
			kept = next
		}
		out = append(out, kept...)
	}
	return out
}

// atoms matches the tuples of a predicate, or the rows of its definition.
func (r *reference) atoms(p *policy.Pred, e *env, i int, s side) (out []row) {
	match := func(cells []cell, n, m int64) {
		e, ok := e, true
		for k, a := range p.Args {
			if p.Wild[k] || !ok {
				continue
			}
			if v, isVar := a.(*policy.VarTerm); isVar {
				e, ok = e.bind(v.Var, cells[k])
			} else {
				ok = cells[k] == point1(constant(a.(*policy.Const)))
			}
		}
		if ok {
			out = append(out, row{e, n, m})
		}
	}
	if p.Def != nil {
		for _, x := range r.rows(p.Def.F, nil, i, s) {
			cells := make([]cell, len(p.Def.Params))
			for k, v := range p.Def.Params {
				cells[k], _ = x.e.get(v)
			}
			match(cells, x.n, x.m)
		}
		return out
	}
	for _, f := range r.slots[i].facts {
		if f.pred == p.Decl && (f.certain || s == possible) {
			cells := make([]cell, len(f.args))
			for k, v := range f.args {
				cells[k] = point1(v)
			}
			match(cells, f.n, f.m)
		}
	}
	return out
}

// compared gives the row of a comparison that holds; an equation may say what a variable stands for.
func (r *reference) compared(f *policy.Cmp, e *env, s side) []row {
	if f.Op == policy.Eq {
		for _, pair := range [][2]policy.Term{{f.L, f.R}, {f.R, f.L}} {
			if v, ok := pair[0].(*policy.VarTerm); ok && !e.binds(termVars(v)) {
				e, _ = e.bind(v.Var, point1(eval(pair[1], e)))
				return one(e)
			}
		}
	}
	if compares(f.Op, operand(f.L, e), operand(f.R, e), s) {
		return one(e)
	}
	return nil
}

// operand gives what a term stands for; a variable alone may stand for bounds.
func operand(t policy.Term, e *env) cell {
	if v, ok := t.(*policy.VarTerm); ok {
		if c, bound := e.get(v.Var); bound {
			return c
		}
	}
	return point1(eval(t, e))
}

// compares compares two cells: certainly when all their values compare so, possibly when some do.
func compares(op policy.CmpOp, a, b cell, s side) bool {
	switch op {
	case policy.Greater:
		return compares(policy.Less, b, a, s)
	case policy.GreaterEq:
		return compares(policy.LessEq, b, a, s)
	case policy.Eq:
		if s == possible {
			return compare(a.lo, b.hi) <= 0 && compare(b.lo, a.hi) <= 0
		}
		return a.exact() && a == b
	}
	x, y := a.hi, b.lo
	if s == possible {
		x, y = a.lo, b.hi
	}
	return compare(x, y) < 0 || op == policy.LessEq && compare(x, y) == 0
}

package core

import (
	"slices"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core/policy"
)

// boundVariables finds the variables that stand for bounds: results of aggregations, and what LET calls them.
func boundVariables(f policy.Formula) map[*policy.Var]*policy.Var {
	tops := map[*policy.Var]*policy.Var{}
	found := true
	var look func(f policy.Formula, seen map[policy.Formula]bool)
	add := func(v *policy.Var) {
		if tops[v] == nil {
			tops[v] = &policy.Var{Type: v.Type}
			found = true
		}
	}
	look = func(f policy.Formula, seen map[policy.Formula]bool) {
		if seen[f] {
			return
		}
		seen[f] = true
		for _, sub := range operands(f) {
			look(sub, seen)
		}
		switch f := f.(type) {
		case *policy.Agg:
			add(f.Result)
		case *policy.Pred:
			if f.Def == nil {
				return
			}
			look(f.Def.F, seen)
			for i, param := range f.Def.Params {
				if v, ok := f.Args[i].(*policy.VarTerm); ok && !f.Wild[i] && tops[param] != nil {
					add(v.Var)
				}
			}
		}
	}
	for found {
		found = false
		look(f, map[policy.Formula]bool{})
	}
	return tops
}

// boundChecker refuses what cannot be done with bounds: a result of an aggregation over tuples that may be merely possible can be
// compared, printed and projected out, nothing else.
type boundChecker struct {
	tops map[*policy.Var]*policy.Var
	seen map[policy.Formula]bool
}

func (b *boundChecker) any(vars []*policy.Var) *policy.Var {
	for _, v := range vars {
		if b.tops[v] != nil {
			return v
		}
	}
	return nil
}

func refuse(f policy.Formula, v *policy.Var) *Fault {
	fault := fail(CodeBounds, f.Place())
	fault.Diagnostic.Args = diag.Args("var", v.Name)
	return fault
}

func (b *boundChecker) check(f policy.Formula) *Fault {
	if b.seen[f] {
		return nil
	}
	b.seen[f] = true
	if v := b.misused(f); v != nil {
		return refuse(f, v)
	}
	for _, sub := range operands(f) {
		if fault := b.check(sub); fault != nil {
			return fault
		}
	}
	if p, ok := f.(*policy.Pred); ok && p.Def != nil {
		return b.check(p.Def.F)
	}
	return nil
}

// misused gives a variable with which a formula does, by itself, what cannot be done with bounds.
func (b *boundChecker) misused(f policy.Formula) *policy.Var {
	switch f := f.(type) {
	case *policy.And:
		left := free(f.L)
		switch r := f.R.(type) {
		case *policy.Cmp:
			return b.compared(r, left)
		case *policy.Not:
			if c, ok := r.F.(*policy.Cmp); ok {
				return b.compared(c, left)
			}
			return b.any(free(r.F))
		}
		return b.any(slices.DeleteFunc(free(f.R), func(v *policy.Var) bool { return !slices.Contains(left, v) }))
	case *policy.Since:
		return b.any(free(f.L))
	case *policy.Until:
		return b.any(free(f.L))
	case *policy.Agg:
		return b.any(free(f.F))
	case *policy.Pred:
		return b.used(f)
	}
	return nil
}

// compared looks at a comparison beside a formula with the variables left.
func (b *boundChecker) compared(c *policy.Cmp, left []*policy.Var) *policy.Var {
	for _, sides := range [2][2]policy.Term{{c.L, c.R}, {c.R, c.L}} {
		v := b.any(variables(sides[0]))
		if v == nil {
			continue
		}
		if _, alone := sides[0].(*policy.VarTerm); !alone || !covers(left, variables(sides[1])) {
			return v
		}
	}
	return nil
}

// used looks at the use of a predicate that LET defines: bounds cannot be asked to equal something.
func (b *boundChecker) used(p *policy.Pred) *policy.Var {
	if p.Def == nil {
		return nil
	}
	count := map[*policy.Var]int{}
	for i, arg := range p.Args {
		if v, ok := arg.(*policy.VarTerm); ok && !p.Wild[i] {
			count[v.Var]++
		}
	}
	for i, param := range p.Def.Params {
		if b.tops[param] == nil {
			continue
		}
		if v, ok := p.Args[i].(*policy.VarTerm); !ok || count[v.Var] > 1 {
			return param
		}
	}
	return nil
}

// boundTest compares bounds with bounds or with a value.
type boundTest struct {
	op    policy.CmpOp
	order func(a, b Word) int
	sides [2][2]term // the lower and the upper bound of either side; the same for a value
	plain bool       // the type is int, and all sides are operands, which need no computing
	ends  [2][2]operand
}

// holds says in which lanes all values of the bounds compare so, and in which some do.
func (t *boundTest) holds(row []Word) (p Pair, fault *Fault) {
	var must, may bool
	if t.plain {
		must, may = t.plainly(row)
	} else {
		var w [2][2]Word
		for i, side := range t.sides {
			for k, end := range side {
				if w[i][k], fault = end(row); fault != nil {
					return p, fault
				}
			}
		}
		must, may = t.ordered(w[0], w[1])
	}
	if must {
		p.Must = certain.Must
	}
	if may {
		p.May = certain.May
	}
	return p, nil
}

// plainly compares ints that need no computing.
func (t *boundTest) plainly(row []Word) (must, may bool) {
	a, b := &t.ends[0], &t.ends[1]
	low, high := a[0].word(row), a[1].word(row)
	otherLow, otherHigh := b[0].word(row), b[1].word(row)
	switch t.op {
	case policy.Eq:
		return low == high && otherLow == otherHigh && low == otherLow, low <= otherHigh && otherLow <= high
	case policy.Less:
		return high < otherLow, low < otherHigh
	default:
		return high <= otherLow, low <= otherHigh
	}
}

// ordered compares values of any type.
func (t *boundTest) ordered(a, b [2]Word) (must, may bool) {
	switch t.op {
	case policy.Eq:
		return a[0] == a[1] && b[0] == b[1] && a[0] == b[0], t.order(a[0], b[1]) <= 0 && t.order(b[0], a[1]) <= 0
	case policy.Less:
		return t.order(a[1], b[0]) < 0, t.order(a[0], b[1]) < 0
	default:
		return t.order(a[1], b[0]) <= 0, t.order(a[0], b[1]) <= 0
	}
}

// boundCompared adds a comparison in which a variable stands for bounds; nothing is added where none does.
func (c *compiler) boundCompared(fl flow, f *policy.Cmp, negated bool) (flow, bool) {
	if c.lane == nil {
		return fl, false
	}
	t := &boundTest{op: f.Op, order: order(typeOf(f.L), c.symbols), plain: typeOf(f.L) == policy.Int}
	found := false
	for i, side := range [2]policy.Term{f.L, f.R} {
		if !covers(fl.vars, variables(side)) { // a definition
			return fl, false
		}
		low := compileTerm(side, fl.vars, c.symbols)
		t.sides[i] = [2]term{low, low}
		end, ok := simple(side, fl.vars, c.symbols)
		t.ends[i] = [2]operand{end, end}
		t.plain = t.plain && ok
		if v, ok := side.(*policy.VarTerm); ok && slices.Contains(fl.vars, c.lane.tops[v.Var]) {
			found = true
			top := &policy.VarTerm{Var: c.lane.tops[v.Var]}
			t.sides[i][1] = compileTerm(top, fl.vars, c.symbols)
			t.ends[i][1], _ = simple(top, fl.vars, c.symbols)
		}
	}
	if found {
		fl.stages = append(slices.Clip(fl.stages), stage{bounds: t, negated: negated})
	}
	return fl, found
}

package coretest

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// free gives the free variables of a formula, each once, in the order of columns: that of first occurrence, but for SINCE
// and UNTIL first those of the right side, for an aggregation the result and then the groups, for LET those of the body.
func free(f policy.Formula) []*policy.Var {
	var out []*policy.Var
	add := func(vars ...*policy.Var) {
		for _, v := range vars {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	switch f := f.(type) {
	case *policy.Pred:
		for i, a := range f.Args {
			if !f.Wild[i] {
				add(termVars(a)...)
			}
		}
	case *policy.Cmp:
		add(termVars(f.L)...)
		add(termVars(f.R)...)
	case *policy.Exists:
		add(without(free(f.F), f.Vars)...)
	case *policy.Forall:
		add(without(free(f.F), f.Vars)...)
	case *policy.Since:
		add(free(f.R)...)
		add(free(f.L)...)
	case *policy.Until:
		add(free(f.R)...)
		add(free(f.L)...)
	case *policy.Agg:
		add(f.Result)
		add(f.Group...)
	case *policy.Let:
		add(free(f.Body)...)
	default:
		for _, sub := range operands(f) {
			add(free(sub)...)
		}
	}
	return out
}

func without(vars, drop []*policy.Var) []*policy.Var {
	return slices.DeleteFunc(slices.Clone(vars), func(v *policy.Var) bool { return slices.Contains(drop, v) })
}

func termVars(t policy.Term) []*policy.Var {
	switch t := t.(type) {
	case *policy.VarTerm:
		return []*policy.Var{t.Var}
	case *policy.Neg:
		return termVars(t.X)
	case *policy.Convert:
		return termVars(t.X)
	case *policy.Arith:
		return append(termVars(t.L), termVars(t.R)...)
	}
	return nil
}

// operands gives the formulas that stand directly in a formula, from left to right; a LET's definition before its body.
func operands(f policy.Formula) []policy.Formula {
	switch f := f.(type) {
	case *policy.Not:
		return []policy.Formula{f.F}
	case *policy.And:
		return []policy.Formula{f.L, f.R}
	case *policy.Or:
		return []policy.Formula{f.L, f.R}
	case *policy.Implies:
		return []policy.Formula{f.L, f.R}
	case *policy.Equiv:
		return []policy.Formula{f.L, f.R}
	case *policy.Exists:
		return []policy.Formula{f.F}
	case *policy.Forall:
		return []policy.Formula{f.F}
	case *policy.Prev:
		return []policy.Formula{f.F}
	case *policy.Next:
		return []policy.Formula{f.F}
	case *policy.Once:
		return []policy.Formula{f.F}
	case *policy.Eventually:
		return []policy.Formula{f.F}
	case *policy.Historically:
		return []policy.Formula{f.F}
	case *policy.Always:
		return []policy.Formula{f.F}
	case *policy.Since:
		return []policy.Formula{f.L, f.R}
	case *policy.Until:
		return []policy.Formula{f.L, f.R}
	case *policy.Agg:
		return []policy.Formula{f.F}
	case *policy.Let:
		return []policy.Formula{f.Def.F, f.Body}
	}
	return nil
}

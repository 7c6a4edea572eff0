package policy

import "slices"

// Children gives the formulas directly below f, from left to right. The definition of a LET is one of them; that of a predicate's use is not.
func Children(f Formula) []Formula {
	switch f := f.(type) {
	case *Not:
		return []Formula{f.F}
	case *And:
		return []Formula{f.L, f.R}
	case *Or:
		return []Formula{f.L, f.R}
	case *Implies:
		return []Formula{f.L, f.R}
	case *Equiv:
		return []Formula{f.L, f.R}
	case *Exists:
		return []Formula{f.F}
	case *Forall:
		return []Formula{f.F}
	case *Prev:
		return []Formula{f.F}
	case *Next:
		return []Formula{f.F}
	case *Once:
		return []Formula{f.F}
	case *Eventually:
		return []Formula{f.F}
	case *Historically:
		return []Formula{f.F}
	case *Always:
		return []Formula{f.F}
	case *Since:
		return []Formula{f.L, f.R}
	case *Until:
		return []Formula{f.L, f.R}
	case *Agg:
		return []Formula{f.F}
	case *Let:
		return []Formula{f.Def.F, f.Body}
	}
	return nil
}

// with gives f with each formula below it replaced by what step makes of it; f itself where nothing changes. The definition of a LET stays.
func with(f Formula, step func(Formula) Formula) Formula {
	switch f := f.(type) {
	case *Not:
		if g := step(f.F); g != f.F {
			return &Not{F: g, via: f.via, span: f.span}
		}
	case *And:
		if l, r := step(f.L), step(f.R); l != f.L || r != f.R {
			return &And{L: l, R: r, span: f.span}
		}
	case *Or:
		if l, r := step(f.L), step(f.R); l != f.L || r != f.R {
			return &Or{L: l, R: r, span: f.span}
		}
	case *Exists:
		if g := step(f.F); g != f.F {
			return &Exists{Vars: f.Vars, F: g, span: f.span}
		}
	case *Prev:
		if g := step(f.F); g != f.F {
			return &Prev{I: f.I, F: g, span: f.span}
		}
	case *Next:
		if g := step(f.F); g != f.F {
			return &Next{I: f.I, F: g, span: f.span}
		}
	case *Once:
		if g := step(f.F); g != f.F {
			return &Once{I: f.I, F: g, span: f.span}
		}
	case *Eventually:
		if g := step(f.F); g != f.F {
			return &Eventually{I: f.I, F: g, span: f.span}
		}
	case *Since:
		if l, r := step(f.L), step(f.R); l != f.L || r != f.R {
			return &Since{I: f.I, L: l, R: r, span: f.span}
		}
	case *Until:
		if l, r := step(f.L), step(f.R); l != f.L || r != f.R {
			return &Until{I: f.I, L: l, R: r, span: f.span}
		}
	case *Agg:
		if g := step(f.F); g != f.F {
			return &Agg{Result: f.Result, Op: f.Op, X: f.X, Group: f.Group, F: g, span: f.span}
		}
	case *Let:
		if g := step(f.Body); g != f.Body {
			return &Let{Def: f.Def, Body: g, span: f.span}
		}
	}
	return f
}

// FreeVars gives the free variables of a resolved formula in the order in which a verdict prints them: that of their first occurrence from
// left to right, except that of SINCE and UNTIL the right side comes first, and of an aggregation the result and then the groups.
func FreeVars(f Formula) []*Var { return freeVars(f, FreeVars) }

// freeVars is FreeVars with another way to get the free variables of what stands below f.
func freeVars(f Formula, below func(Formula) []*Var) []*Var {
	switch f := f.(type) {
	case *Pred:
		var vars []*Var
		for i, t := range f.Args {
			if !f.Wild[i] {
				vars = union(vars, TermVars(t))
			}
		}
		return vars
	case *Cmp:
		return union(TermVars(f.L), TermVars(f.R))
	case *Exists:
		return without(below(f.F), f.Vars)
	case *Forall:
		return without(below(f.F), f.Vars)
	case *Agg:
		return union([]*Var{f.Result}, f.Group)
	case *Since:
		return union(below(f.R), below(f.L))
	case *Until:
		return union(below(f.R), below(f.L))
	case *Let:
		return below(f.Body)
	}
	var vars []*Var
	for _, g := range Children(f) {
		vars = union(vars, below(g))
	}
	return vars
}

// TermVars gives the variables of a term from left to right.
func TermVars(t Term) []*Var {
	switch t := t.(type) {
	case *VarTerm:
		return []*Var{t.Var}
	case *Arith:
		return union(TermVars(t.L), TermVars(t.R))
	case *Neg:
		return TermVars(t.X)
	case *Convert:
		return TermVars(t.X)
	}
	return nil
}

// union gives a and then what b has beside it.
func union(a, b []*Var) []*Var {
	out := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// without gives a less b.
func without(a, b []*Var) (out []*Var) {
	for _, v := range a {
		if !slices.Contains(b, v) {
			out = append(out, v)
		}
	}
	return out
}

// within says whether b holds all of a.
func within(a, b []*Var) bool { return len(without(a, b)) == 0 }

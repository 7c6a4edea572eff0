package core

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

// slicing says how a log is split by data: a tuple goes to the engine that its values for some free variables of the policy name
// (Basin, Caronni, Ereth, Harvan, Klaedtke, Mantel, "Scalable offline monitoring of temporal specifications", FMSD 49, 2016).
type slicing struct {
	columns []int   // of a verdict: the variables that name its engine
	routes  [][]int // by predicate: the arguments that stand for these variables; nil: the tuple goes to all engines
	unused  []bool  // by predicate: the policy does not ask for it
}

// use is one occurrence of a declared predicate: the variable of the whole policy that each argument stands for, nil for others.
type use struct {
	pred *policy.Predicate
	args []*policy.Var
}

// sliced splits a policy, if some free variable allows it.
func sliced(p *policy.Checked) (slicing, bool) {
	var uses []use
	collectUses(p.Formula, nil, &uses)
	var common []*policy.Var
	for _, v := range p.Columns {
		if !slices.ContainsFunc(uses, func(u use) bool { return !slices.Contains(u.args, v) }) {
			common = append(common, v)
		}
	}
	if len(common) > 0 {
		if s, ok := routed(p, uses, common); ok {
			return s, true
		}
	}
	// Otherwise by the variable that most predicates have; the tuples of the others go to every engine.
	var best *policy.Var
	most := 0
	for _, v := range p.Columns {
		n := 0
		for _, u := range uses {
			if slices.Contains(u.args, v) {
				n++
			}
		}
		if _, ok := routed(p, uses, []*policy.Var{v}); ok && n > most {
			best, most = v, n
		}
	}
	if best == nil {
		return slicing{}, false
	}
	return routed(p, uses, []*policy.Var{best})
}

// routed finds where each predicate has the variables. All uses of a predicate must have them at the same places, or none.
func routed(p *policy.Checked, uses []use, vars []*policy.Var) (slicing, bool) {
	s := slicing{columns: columns(vars, p.Columns)}
	for i := range p.Sig.Predicates {
		var route []int
		seen := false
		for _, u := range uses {
			if u.pred != &p.Sig.Predicates[i] {
				continue
			}
			at := columns(vars, u.args)
			if slices.Contains(at, -1) {
				at = nil
			}
			if seen && !slices.Equal(route, at) {
				return slicing{}, false
			}
			route, seen = at, true
		}
		s.routes = append(s.routes, route)
		s.unused = append(s.unused, !seen)
	}
	return s, true
}

// collectUses lists the occurrences of declared predicates. Within a definition, names gives the variables that its parameters stand for.
func collectUses(f policy.Formula, names map[*policy.Var]*policy.Var, uses *[]use) {
	if p, ok := f.(*policy.Pred); ok {
		args := make([]*policy.Var, len(p.Args))
		for i, a := range p.Args {
			if v, ok := a.(*policy.VarTerm); ok {
				args[i] = v.Var
				if names != nil {
					args[i] = names[v.Var]
				}
			}
		}
		if p.Def == nil {
			*uses = append(*uses, use{p.Decl, args})
			return
		}
		inside := map[*policy.Var]*policy.Var{}
		for i, v := range p.Def.Params {
			inside[v] = args[i]
		}
		collectUses(p.Def.F, inside, uses)
		return
	}
	for _, sub := range operands(f) {
		collectUses(sub, names, uses)
	}
}

// operands lists the formulas directly below a formula.
func operands(f policy.Formula) []policy.Formula {
	switch f := f.(type) {
	case *policy.Not:
		return []policy.Formula{f.F}
	case *policy.And:
		return []policy.Formula{f.L, f.R}
	case *policy.Or:
		return []policy.Formula{f.L, f.R}
	case *policy.Exists:
		return []policy.Formula{f.F}
	case *policy.Prev:
		return []policy.Formula{f.F}
	case *policy.Next:
		return []policy.Formula{f.F}
	case *policy.Once:
		return []policy.Formula{f.F}
	case *policy.Eventually:
		return []policy.Formula{f.F}
	case *policy.Since:
		return []policy.Formula{f.L, f.R}
	case *policy.Until:
		return []policy.Formula{f.L, f.R}
	case *policy.Agg:
		return []policy.Formula{f.F}
	}
	return nil
}

// ordersStrings says whether a formula asks for the order of strings. Then it is not evaluated while new strings come in.
func ordersStrings(f policy.Formula) bool {
	switch f := f.(type) {
	case *policy.Cmp:
		return f.Op != policy.Eq && typeOf(f.L) == policy.String
	case *policy.Agg:
		if f.X.Type == policy.String && f.Op != policy.Cnt {
			return true
		}
	case *policy.Pred:
		return f.Def != nil && ordersStrings(f.Def.F)
	}
	return slices.ContainsFunc(operands(f), ordersStrings)
}

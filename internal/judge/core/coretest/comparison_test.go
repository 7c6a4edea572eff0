package coretest

import (
	"slices"

	"mithaq/internal/judge/core/policy"
)

var compareNames = []string{"=", "<", "<=", ">", ">="}

// filtered adds a comparison, or the negation of one, over variables that are there.
func (m *maker) filtered(vars []*policy.Var, n int) policy.Formula {
	return &policy.And{L: m.formula(vars, n-1), R: m.comparison(vars)}
}

func (m *maker) comparison(vars []*policy.Var) policy.Formula {
	t := m.anyType()
	var l policy.Term
	if len(vars) > 0 && m.chance(90) {
		v := pick(m, vars...)
		t, l = v.Type, use(v)
		if m.chance(25) && t != policy.String {
			l = m.term(vars, t, 2)
		}
	} else {
		l = m.constant(t)
	}
	op := pick(m, policy.Eq, policy.Less, policy.LessEq, policy.Greater, policy.GreaterEq)
	m.tag("comparison " + compareNames[op])
	f := policy.Formula(&policy.Cmp{Op: op, L: l, R: m.term(vars, t, 1)})
	if m.chance(30) {
		m.tag("NOT comparison")
		f = not(f)
	}
	return f
}

// term makes a term of type t over some of vars.
func (m *maker) term(vars []*policy.Var, t policy.Type, depth int) policy.Term {
	if depth > 0 && t != policy.String && m.chance(50) {
		m.tag("arithmetic")
		switch m.IntN(5) {
		case 0:
			return &policy.Neg{X: m.term(vars, t, depth-1)}
		case 1:
			other := policy.Float
			if t == policy.Float {
				other = policy.Int
			}
			m.tag("conversion")
			return &policy.Convert{To: t, X: m.term(vars, other, depth-1)}
		case 2: // by what is never zero
			m.tag("division")
			op := policy.Div
			by := &policy.Const{Type: t, Int: pick(m, int64(2), 3, -2), Float: 2}
			if t == policy.Int && m.chance(50) {
				op = policy.Mod
			}
			return &policy.Arith{Op: op, L: m.term(vars, t, depth-1), R: by}
		}
		return &policy.Arith{Op: pick(m, policy.Add, policy.Sub, policy.Mul), L: m.term(vars, t, depth-1), R: m.term(vars, t, depth-1)}
	}
	fits := slices.DeleteFunc(slices.Clone(vars), func(v *policy.Var) bool { return v.Type != t })
	if len(fits) > 0 && m.chance(60) {
		return use(pick(m, fits...))
	}
	return m.constant(t)
}

// defined adds an equation that says what one of the variables stands for.
func (m *maker) defined(vars []*policy.Var, n int) policy.Formula {
	if len(vars) == 0 {
		return nil
	}
	k := m.IntN(len(vars))
	y, rest := vars[k], slices.Delete(slices.Clone(vars), k, k+1)
	l, r := use(y), m.term(rest, y.Type, 2)
	if m.chance(40) {
		l, r = r, l
	}
	return &policy.And{L: m.formula(rest, n-1), R: &policy.Cmp{Op: policy.Eq, L: l, R: r}}
}

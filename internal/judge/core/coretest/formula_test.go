package coretest

import (
	"fmt"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// form is one way to make a formula: its name, how often, and what makes it (nil: not for these variables).
type form struct {
	name   string
	weight int
	make   func(m *maker, vars []*policy.Var, n int) policy.Formula
}

var forms []form

func init() { // the forms make formulas of all forms
	forms = []form{
		{"AND", 8, (*maker).and},
		{"AND comparison", 8, (*maker).filtered},
		{"AND definition", 5, (*maker).defined},
		{"AND NOT", 8, (*maker).except},
		{"OR", 5, (*maker).or},
		{"EXISTS", 6, (*maker).exists},
		{"PREV", 3, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			return &policy.Prev{I: m.interval(false), F: m.formula(vars, n-1)}
		}},
		{"NEXT", 3, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			return &policy.Next{I: m.interval(m.chance(50)), F: m.formula(vars, n-1)}
		}},
		{"ONCE", 7, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			return &policy.Once{I: m.interval(false), F: m.formula(vars, n-1)}
		}},
		{"EVENTUALLY", 6, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			return &policy.Eventually{I: m.interval(true), F: m.formula(vars, n-1)}
		}},
		{"SINCE", 7, (*maker).since},
		{"UNTIL", 7, (*maker).until},
		{"aggregation", 16, (*maker).aggregation},
		{"LET", 5, (*maker).let},
		{"AND IMPLIES", 3, (*maker).implies},
		{"AND EQUIV", 3, (*maker).equiv},
		{"OR as IMPLIES", 1, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			m.tag("IMPLIES")
			return &policy.Implies{L: not(m.formula(vars, n/2)), R: m.formula(vars, n/2)}
		}},
		{"AND FORALL", 4, (*maker).forall},
		{"AND PAST_ALWAYS", 3, (*maker).always},
		{"AND ALWAYS", 3, (*maker).always},
		{"AND OR of parts", 3, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			a, b := m.apart(vars)
			return &policy.And{L: m.formula(vars, n/2), R: &policy.Or{L: m.formula(a, n/4), R: m.formula(b, n/4)}}
		}},
		{"AND NOT of OR", 2, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			return &policy.And{L: m.formula(vars, n/2), R: not(&policy.Or{L: m.formula(m.some(vars, 60), n/4), R: m.formula(m.some(vars, 60), n/4)})}
		}},
		{"NOT NOT", 1, func(m *maker, vars []*policy.Var, n int) policy.Formula { return not(not(m.formula(vars, n-1))) }},
		{"NOT of a closed formula", 6, func(m *maker, vars []*policy.Var, n int) policy.Formula {
			if len(vars) > 0 {
				return nil
			}
			return not(m.formula(nil, n-1))
		}},
		{"AND EXISTS with a variable from outside", 2, (*maker).reached},
	}
}

func not(f policy.Formula) policy.Formula { return &policy.Not{F: f} }

// formula makes a monitorable formula whose free variables are exactly vars, of about n operators.
func (m *maker) formula(vars []*policy.Var, n int) policy.Formula {
	if n <= 1 {
		return m.leaf(vars)
	}
	total := 0
	for _, f := range forms {
		total += f.weight
	}
	for {
		at := m.IntN(total)
		for _, f := range forms {
			if at -= f.weight; at >= 0 {
				continue
			}
			if out := f.make(m, vars, n); out != nil {
				m.tag(f.name)
				return out
			}
			break
		}
	}
}

// leaf makes an atom, or as many as are needed to hold all variables.
func (m *maker) leaf(vars []*policy.Var) policy.Formula {
	if len(vars) == 0 && m.chance(6) {
		m.tag("TRUE and FALSE")
		return &policy.Truth{Value: m.chance(60)}
	}
	if len(vars) == 0 && m.chance(5) {
		m.tag("comparison of constants")
		t := m.anyType()
		return &policy.Cmp{Op: policy.Eq, L: m.constant(t), R: m.constant(t)}
	}
	if len(vars) == 1 && m.chance(4) {
		m.tag("equation alone")
		l, r := use(vars[0]), m.constant(vars[0].Type)
		if m.chance(50) {
			l, r = r, l
		}
		return &policy.Cmp{Op: policy.Eq, L: l, R: r}
	}
	for range 6 {
		if a := m.atom(vars); a != nil {
			return a
		}
	}
	k := 1 + m.IntN(max(1, len(vars)-1))
	if len(vars) <= 1 { // one predicate at least has a place for the type
		for {
			if a := m.atom(vars); a != nil {
				return a
			}
		}
	}
	return &policy.And{L: m.leaf(vars[:k]), R: m.leaf(vars[k:])}
}

// atom puts vars into a predicate; nil where the one drawn has no room for them.
func (m *maker) atom(vars []*policy.Var) policy.Formula {
	c := pick(m, m.calls...)
	types := c.types()
	p := &policy.Pred{Name: c.name(), Decl: c.decl, Def: c.def, Args: make([]policy.Term, len(types)), Wild: make([]bool, len(types))}
	order := m.Perm(len(types))
	for _, v := range vars {
		k := slices.IndexFunc(order, func(k int) bool { return p.Args[k] == nil && types[k] == v.Type })
		if k < 0 {
			return nil
		}
		p.Args[order[k]] = use(v)
	}
	for k, t := range types {
		if p.Args[k] != nil {
			continue
		}
		same := slices.IndexFunc(vars, func(v *policy.Var) bool { return v.Type == t })
		switch {
		case same >= 0 && m.chance(25):
			m.tag("variable repeated")
			p.Args[k] = use(vars[same])
		case m.chance(35):
			m.tag("constant argument")
			p.Args[k] = m.constant(t)
		default:
			m.tag("wildcard")
			p.Args[k], p.Wild[k] = use(m.fresh(t)), true
		}
	}
	if len(types) == 0 {
		m.tag("predicate without arguments")
	}
	if c.def != nil {
		m.tag("predicate of a LET")
	}
	return p
}

// split shares n operators out and draws two sets of variables that make up vars.
func (m *maker) split(vars []*policy.Var) (a, b []*policy.Var) {
	for _, v := range vars {
		switch m.IntN(3) {
		case 0:
			a = append(a, v)
		case 1:
			b = append(b, v)
		default:
			a, b = append(a, v), append(b, v)
		}
	}
	return a, b
}

func (m *maker) and(vars []*policy.Var, n int) policy.Formula {
	a, b := m.split(vars)
	return &policy.And{L: m.formula(a, n/2), R: m.formula(b, n/2)}
}

func (m *maker) or(vars []*policy.Var, n int) policy.Formula {
	return &policy.Or{L: m.formula(vars, n/2), R: m.formula(vars, n/2)}
}

func (m *maker) except(vars []*policy.Var, n int) policy.Formula {
	return &policy.And{L: m.formula(vars, n/2), R: not(m.formula(m.some(vars, 70), n/2))}
}

func (m *maker) exists(vars []*policy.Var, n int) policy.Formula {
	var inner []*policy.Var
	for range 1 + m.IntN(2) {
		inner = append(inner, m.fresh(m.anyType()))
	}
	return &policy.Exists{Vars: inner, F: m.formula(append(slices.Clone(inner), vars...), n-1)}
}

func (m *maker) leftSide(vars []*policy.Var, n int, name string) policy.Formula {
	f := m.formula(m.some(vars, 70), n)
	if m.chance(45) {
		m.tag(name + ", left side negated")
		return not(f)
	}
	return f
}

func (m *maker) since(vars []*policy.Var, n int) policy.Formula {
	return &policy.Since{I: m.interval(false), R: m.formula(vars, n/2), L: m.leftSide(vars, n/2, "SINCE")}
}

func (m *maker) until(vars []*policy.Var, n int) policy.Formula {
	return &policy.Until{I: m.interval(true), R: m.formula(vars, n/2), L: m.leftSide(vars, n/2, "UNTIL")}
}

var aggregations = []string{"CNT", "SUM", "MIN", "MAX", "AVG", "MED"}

// aggregation makes one of the variables the result, the others the groups.
func (m *maker) aggregation(vars []*policy.Var, n int) policy.Formula {
	if m.lanes {
		return m.compared(vars, n)
	}
	if len(vars) == 0 {
		return nil
	}
	k := m.IntN(len(vars))
	if at := slices.IndexFunc(vars, func(v *policy.Var) bool { return v.Type == policy.Float }); at >= 0 && m.chance(60) {
		k = at
	}
	return m.aggregate(vars[k], slices.Delete(slices.Clone(vars), k, k+1), n)
}

// compared makes an aggregation whose result is compared with a constant and goes no further: in a run over lanes it may
// stand for bounds.
func (m *maker) compared(vars []*policy.Var, n int) policy.Formula {
	result := m.fresh(m.anyType())
	agg := m.aggregate(result, vars, n-1)
	if agg == nil {
		return nil
	}
	f := policy.Formula(&policy.Cmp{Op: policy.CmpOp(m.IntN(5)), L: use(result), R: m.constant(result.Type)})
	if m.chance(30) {
		f = not(f)
	}
	return &policy.Exists{Vars: []*policy.Var{result}, F: &policy.And{L: agg, R: f}}
}

// aggregate makes an aggregation with a given result and groups.
func (m *maker) aggregate(result *policy.Var, group []*policy.Var, n int) policy.Formula {
	group = slices.Clone(group)
	op, x := pick(m, policy.Min, policy.Max), result.Type
	switch result.Type {
	case policy.Int:
		op = pick(m, policy.Cnt, policy.Cnt, policy.Sum, policy.Min, policy.Max)
	case policy.Float:
		op = pick(m, policy.Sum, policy.Min, policy.Max, policy.Avg, policy.Avg, policy.Avg, policy.Med, policy.Med, policy.Med)
	}
	switch op {
	case policy.Cnt:
		x = m.anyType()
	case policy.Avg, policy.Med:
		x = pick(m, policy.Int, policy.Float)
	}
	if x == policy.Float && (op == policy.Min || op == policy.Max) && len(group) == 0 {
		return nil // infinite over nothing
	}
	agg := &policy.Agg{Result: result, Op: op, X: m.fresh(x), Group: group}
	m.Shuffle(len(group), func(i, j int) { group[i], group[j] = group[j], group[i] })
	inner := append([]*policy.Var{agg.X}, group...)
	for range pick(m, 0, 0, 1, 2) {
		inner = append(inner, m.fresh(m.anyType()))
	}
	m.tag(aggregations[op])
	if len(group) > 0 {
		m.tag("aggregation with groups")
	} else {
		m.tag("aggregation without groups")
	}
	agg.F = m.formula(inner, max(1, n-2))
	if m.chance(50) { // many values come together
		agg.F = &policy.Once{I: m.interval(false), F: agg.F}
	}
	return agg
}

// let defines a predicate; its name may hide a declared one.
func (m *maker) let(vars []*policy.Var, n int) policy.Formula {
	d := &policy.Definition{}
	for range pick(m, 0, 1, 1, 2) {
		d.Params = append(d.Params, m.fresh(m.anyType()))
	}
	d.F = m.formula(d.Params, n/2)
	m.Shuffle(len(d.Params), func(i, j int) { d.Params[i], d.Params[j] = d.Params[j], d.Params[i] })
	outer := slices.Clone(m.calls)
	defer func() { m.calls = outer }()
	d.Name = fmt.Sprint("L", m.IntN(1000))
	if k := m.IntN(len(m.calls)); m.chance(60) && k > 2 {
		d.Name = m.calls[k].name()
		m.tag("LET hides a predicate")
	}
	m.calls = slices.DeleteFunc(slices.Clone(m.calls), func(c call) bool { return c.name() == d.Name })
	for range 3 { // used rather often
		m.calls = append(m.calls, call{def: d})
	}
	return &policy.Let{Def: d, Body: m.formula(vars, n/2)}
}

// apart draws the variables of two sides that are put together with a third formula, whose variables they may share. Where
// they differ between the sides the README leaves open whether that is monitorable.
func (m *maker) apart(vars []*policy.Var) (a, b []*policy.Var) {
	a = m.some(vars, 70)
	if m.chance(75) {
		return a, a
	}
	if b = m.some(vars, 70); !slices.Equal(a, b) {
		m.loose = true
	}
	return a, b
}

func (m *maker) implies(vars []*policy.Var, n int) policy.Formula {
	m.tag("IMPLIES")
	a, b := m.apart(vars)
	return &policy.And{L: m.formula(vars, n/2), R: &policy.Implies{L: m.formula(a, n/4), R: m.formula(b, n/4)}}
}

func (m *maker) equiv(vars []*policy.Var, n int) policy.Formula {
	m.tag("EQUIV")
	a, b := m.apart(vars)
	return &policy.And{L: m.formula(vars, n/2), R: &policy.Equiv{L: m.formula(a, n/4), R: m.formula(b, n/4)}}
}

// inclusion makes g IMPLIES h, where the variables of h are among those of g: its negation is monitorable.
func (m *maker) inclusion(vars []*policy.Var, n int) policy.Formula {
	m.tag("IMPLIES")
	return &policy.Implies{L: m.formula(vars, n/2), R: m.formula(m.some(vars, 80), n/2)}
}

func (m *maker) forall(vars []*policy.Var, n int) policy.Formula {
	x := m.fresh(m.anyType())
	f := &policy.Forall{Vars: []*policy.Var{x}, F: m.inclusion(append([]*policy.Var{x}, m.some(vars, 60)...), n/2)}
	m.tag("FORALL")
	if len(vars) == 0 && m.chance(60) {
		return f
	}
	return &policy.And{L: m.formula(vars, n/2), R: f}
}

func (m *maker) always(vars []*policy.Var, n int) policy.Formula {
	body := m.inclusion(m.some(vars, 70), n/2)
	var f policy.Formula = &policy.Historically{I: m.interval(false), F: body}
	if m.chance(50) {
		m.tag("ALWAYS")
		f = &policy.Always{I: m.interval(true), F: body}
	} else {
		m.tag("PAST_ALWAYS")
	}
	return &policy.And{L: m.formula(vars, n/2), R: f}
}

// reached makes a conjunction whose right side needs a variable of the left one below a quantifier or a temporal operator.
func (m *maker) reached(vars []*policy.Var, n int) policy.Formula {
	if len(vars) == 0 {
		return nil
	}
	m.loose = true
	v, y := pick(m, vars...), m.fresh(policy.Int)
	y.Type = v.Type
	g := &policy.And{L: m.formula([]*policy.Var{y}, n/3), R: &policy.Cmp{Op: pick(m, policy.Less, policy.LessEq, policy.Eq), L: use(v), R: use(y)}}
	var right policy.Formula = &policy.Exists{Vars: []*policy.Var{y}, F: g}
	switch m.IntN(4) {
	case 0:
		right = &policy.Eventually{I: m.interval(true), F: right}
	case 1:
		w := m.interval(true)
		right = &policy.Once{I: w, F: right}
	case 2:
		right = not(right)
	}
	return &policy.And{L: m.formula(vars, n/2), R: right}
}

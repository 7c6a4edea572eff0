package core

import (
	"fmt"
	"slices"

	"mithaq/internal/judge/core/policy"
)

// predicate gives the relation of a predicate without the variables in hidden.
func (c *compiler) predicate(f *policy.Pred, hidden []*policy.Var) flow {
	shape := c.shape(f, hidden)
	if f.Def != nil && c.paired {
		return c.laneDefined(f, shape, false)
	}
	if f.Def != nil {
		return c.defined(f, shape)
	}
	key := fmt.Sprint(f.Name, len(f.Args), shape.pick, shape.same, shape.fixed)
	if r, ok := c.atoms[key]; ok {
		return flow{in: r.stream, vars: shape.vars}
	}
	a := &atom{out: c.stream(shape.vars), fixed: shape.fixed, same: shape.same, row: make([]Word, len(shape.pick))}
	if len(shape.pick) < len(f.Args) {
		a.pick = shape.pick
	}
	at := c.index[f.Decl]
	c.graph.atoms[at] = append(c.graph.atoms[at], a)
	c.inputs = append(c.inputs, a.out)
	c.atoms[key] = result{stream: a.out}
	return flow{in: a.out, vars: shape.vars}
}

// shape says how the arguments of a predicate become columns.
type shape struct {
	vars  []*policy.Var // of the columns
	pick  []int         // the argument of each column
	same  [][2]int
	fixed []fixedArg
}

func (c *compiler) shape(f *policy.Pred, hidden []*policy.Var) shape {
	var s shape
	first := map[*policy.Var]int{}
	for i, arg := range f.Args {
		switch arg := arg.(type) {
		case *policy.Const:
			s.fixed = append(s.fixed, fixedArg{i, constant(arg, c.symbols)})
		case *policy.VarTerm:
			if at, ok := first[arg.Var]; ok {
				s.same = append(s.same, [2]int{at, i})
				continue
			}
			first[arg.Var] = i
			if !(i < len(f.Wild) && f.Wild[i]) && !slices.Contains(hidden, arg.Var) {
				s.vars = append(s.vars, arg.Var)
				s.pick = append(s.pick, i)
			}
		}
	}
	return s
}

// defined gives the relation of a predicate that LET defines.
func (c *compiler) defined(f *policy.Pred, s shape) flow {
	def := c.compile(f.Def.F)
	from := columns(f.Def.Params, def.vars) // the column of each argument
	ch := &chain{clock: &c.clock, in: def.stream.reader(), out: c.stream(s.vars), merge: true, picked: make([]Word, len(s.pick))}
	ch.pick = []int{}
	for _, arg := range s.pick {
		ch.pick = append(ch.pick, from[arg])
	}
	equal := func(l, r operand) {
		ch.stages = append(ch.stages, stage{test: &comparison{op: policy.Eq, plain: true, l: l, r: r}})
	}
	for _, fixed := range s.fixed {
		equal(operand{column: from[fixed.arg]}, operand{column: -1, value: fixed.word})
	}
	for _, same := range s.same {
		equal(operand{column: from[same[0]]}, operand{column: from[same[1]]})
	}
	c.operator(ch)
	return flow{in: ch.out, vars: s.vars}
}

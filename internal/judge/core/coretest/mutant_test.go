package coretest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/judge/core/policy"
	"mithaq/internal/testroot"
)

// mutant is the engine on a formula that was changed in one way.
type mutant struct {
	name   string
	change func(f policy.Formula) policy.Formula // of every node, operands first
}

// changed builds a formula anew with every node changed. Definitions are changed once for all their uses.
func changed(f policy.Formula, change func(policy.Formula) policy.Formula) policy.Formula {
	defs := map[*policy.Definition]*policy.Definition{}
	var build func(f policy.Formula) policy.Formula
	build = func(f policy.Formula) policy.Formula {
		node := reflect.ValueOf(f).Elem()
		fresh := reflect.New(node.Type())
		fresh.Elem().Set(node)
		for k := range node.NumField() {
			if !node.Type().Field(k).IsExported() {
				continue
			}
			if sub, ok := node.Field(k).Interface().(policy.Formula); ok {
				fresh.Elem().Field(k).Set(reflect.ValueOf(build(sub)))
			}
		}
		if p, ok := fresh.Interface().(*policy.Pred); ok && p.Def != nil {
			if defs[p.Def] == nil {
				d := *p.Def
				d.F = build(d.F)
				defs[p.Def] = &d
			}
			p.Def = defs[p.Def]
		}
		return change(fresh.Interface().(policy.Formula))
	}
	return build(f)
}

// inWindow changes the windows of one operator.
func inWindow[T policy.Formula](interval func(T) *policy.Interval, change func(*policy.Interval)) func(policy.Formula) policy.Formula {
	return func(f policy.Formula) policy.Formula {
		if t, ok := f.(T); ok {
			change(interval(t))
		}
		return f
	}
}

func onceWindow(f *policy.Once) *policy.Interval             { return &f.I }
func eventuallyWindow(f *policy.Eventually) *policy.Interval { return &f.I }
func sinceWindow(f *policy.Since) *policy.Interval           { return &f.I }
func untilWindow(f *policy.Until) *policy.Interval           { return &f.I }
func prevWindow(f *policy.Prev) *policy.Interval             { return &f.I }
func nextWindow(f *policy.Next) *policy.Interval             { return &f.I }

func later(i *policy.Interval)   { i.Lo = min(i.Lo+1, i.Hi) }
func shorter(i *policy.Interval) { i.Hi = max(i.Lo, i.Hi-1) }
func longer(i *policy.Interval) {
	if i.Hi != policy.Endless {
		i.Hi++
	}
}
func forever(i *policy.Interval) { i.Hi = policy.Endless }

// over changes the operator of comparisons.
func over(from, to policy.CmpOp) func(policy.Formula) policy.Formula {
	return func(f policy.Formula) policy.Formula {
		if c, ok := f.(*policy.Cmp); ok && c.Op == from && !defines(c) {
			c.Op = to
		}
		return f
	}
}

// defines says whether a comparison may say what a variable stands for: then it must stay an equation.
func defines(c *policy.Cmp) bool {
	_, l := c.L.(*policy.VarTerm)
	_, r := c.R.(*policy.VarTerm)
	return c.Op == policy.Eq && (l || r)
}

// operation changes the operation of aggregations.
func operation(from, to policy.AggOp) func(policy.Formula) policy.Formula {
	return func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.Agg); ok && a.Op == from && (to != policy.Sum || a.X.Type == policy.Int) {
			a.Op = to
		}
		return f
	}
}

// argument changes the arguments of predicates.
func argument(change func(p *policy.Pred)) func(policy.Formula) policy.Formula {
	return func(f policy.Formula) policy.Formula {
		if p, ok := f.(*policy.Pred); ok {
			p.Args, p.Wild = slices.Clone(p.Args), slices.Clone(p.Wild)
			change(p)
		}
		return f
	}
}

var mutants = []mutant{
	{"ONCE: lower bound one later", inWindow(onceWindow, later)},
	{"ONCE: upper bound one shorter", inWindow(onceWindow, shorter)},
	{"ONCE: upper bound one longer", inWindow(onceWindow, longer)},
	{"ONCE: nothing leaves the window", inWindow(onceWindow, forever)},
	{"EVENTUALLY: lower bound one later", inWindow(eventuallyWindow, later)},
	{"EVENTUALLY: upper bound one shorter", inWindow(eventuallyWindow, shorter)},
	{"EVENTUALLY: upper bound one longer", inWindow(eventuallyWindow, longer)},
	{"SINCE: lower bound one later", inWindow(sinceWindow, later)},
	{"SINCE: upper bound one shorter", inWindow(sinceWindow, shorter)},
	{"SINCE: nothing leaves the window", inWindow(sinceWindow, forever)},
	{"UNTIL: lower bound one later", inWindow(untilWindow, later)},
	{"UNTIL: upper bound one shorter", inWindow(untilWindow, shorter)},
	{"UNTIL: upper bound one longer", inWindow(untilWindow, longer)},
	{"PREV: lower bound one later", inWindow(prevWindow, later)},
	{"PREV: nothing is too far", inWindow(prevWindow, forever)},
	{"NEXT: lower bound one later", inWindow(nextWindow, later)},
	{"NEXT: nothing is too far", inWindow(nextWindow, forever)},
	{"PREV for NEXT", func(f policy.Formula) policy.Formula {
		if n, ok := f.(*policy.Next); ok {
			return &policy.Prev{I: n.I, F: n.F}
		}
		return f
	}},
	{"NEXT for PREV", func(f policy.Formula) policy.Formula {
		if n, ok := f.(*policy.Prev); ok {
			return &policy.Next{I: n.I, F: n.F}
		}
		return f
	}},
	{"SINCE without its left side", func(f policy.Formula) policy.Formula {
		if s, ok := f.(*policy.Since); ok {
			return &policy.Once{I: s.I, F: s.R}
		}
		return f
	}},
	{"UNTIL without its left side", func(f policy.Formula) policy.Formula {
		if u, ok := f.(*policy.Until); ok {
			return &policy.Eventually{I: u.I, F: u.R}
		}
		return f
	}},
	{"SINCE: the left side's negation lost or added", func(f policy.Formula) policy.Formula {
		if s, ok := f.(*policy.Since); ok {
			s.L = flipped(s.L)
		}
		return f
	}},
	{"UNTIL: the left side's negation lost or added", func(f policy.Formula) policy.Formula {
		if u, ok := f.(*policy.Until); ok {
			u.L = flipped(u.L)
		}
		return f
	}},
	{"AND NOT: the negation lost", func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.And); ok {
			if n, ok := a.R.(*policy.Not); ok && !comparison(n) {
				a.R = n.F
			}
		}
		return f
	}},
	{"AND NOT: the right side lost", func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.And); ok {
			if n, ok := a.R.(*policy.Not); ok && !comparison(n) {
				return a.L
			}
		}
		return f
	}},
	{"NOT comparison: the negation lost", func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.And); ok {
			if n, ok := a.R.(*policy.Not); ok && comparison(n) && !defines(n.F.(*policy.Cmp)) {
				a.R = n.F
			}
		}
		return f
	}},
	{"OR: the right side lost", func(f policy.Formula) policy.Formula {
		if o, ok := f.(*policy.Or); ok {
			return o.L
		}
		return f
	}},
	{"OR: the left side lost", func(f policy.Formula) policy.Formula {
		if o, ok := f.(*policy.Or); ok {
			return o.R
		}
		return f
	}},
	{"NOT of a closed formula: the negation lost", func(f policy.Formula) policy.Formula {
		if n, ok := f.(*policy.Not); ok && len(free(n.F)) == 0 && !comparison(n) {
			return n.F
		}
		return f
	}},
	{"< for <=", over(policy.LessEq, policy.Less)},
	{"<= for <", over(policy.Less, policy.LessEq)},
	{"<= for = in filters", func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.And); ok {
			if c, ok := a.R.(*policy.Cmp); ok && c.Op == policy.Eq && len(without(free(c), free(a.L))) == 0 {
				c.Op = policy.LessEq
			}
		}
		return f
	}},
	{"the sides of < swapped", func(f policy.Formula) policy.Formula {
		if c, ok := f.(*policy.Cmp); ok && c.Op != policy.Eq {
			c.L, c.R = c.R, c.L
		}
		return f
	}},
	{"MIN for MAX", operation(policy.Max, policy.Min)},
	{"MAX for MIN", operation(policy.Min, policy.Max)},
	{"SUM for CNT", operation(policy.Cnt, policy.Sum)},
	{"AVG for MED", operation(policy.Med, policy.Avg)},
	{"MED for AVG", operation(policy.Avg, policy.Med)},
	{"an aggregation over values, not assignments", func(f policy.Formula) policy.Formula {
		if a, ok := f.(*policy.Agg); ok {
			a.F = &policy.Exists{Vars: without(free(a.F), append([]*policy.Var{a.X}, a.Group...)), F: a.F}
		}
		return f
	}},
	{"the wrong column: two arguments swapped", argument(func(p *policy.Pred) {
		types := call{decl: p.Decl, def: p.Def}.types()
		for i := 1; i < len(types); i++ {
			if types[i] == types[i-1] {
				p.Args[i], p.Args[i-1] = p.Args[i-1], p.Args[i]
				p.Wild[i], p.Wild[i-1] = p.Wild[i-1], p.Wild[i]
			}
		}
	})},
	{"a repeated variable not compared", argument(func(p *policy.Pred) {
		seen := map[*policy.Var]bool{}
		for i, a := range p.Args {
			if v, ok := a.(*policy.VarTerm); ok && !p.Wild[i] {
				if seen[v.Var] {
					p.Args[i], p.Wild[i] = use(&policy.Var{Type: v.Var.Type}), true
				}
				seen[v.Var] = true
			}
		}
	})},
	{"a constant not compared", argument(func(p *policy.Pred) {
		for i, a := range p.Args {
			if c, ok := a.(*policy.Const); ok {
				p.Args[i], p.Wild[i] = use(&policy.Var{Type: c.Type}), true
			}
		}
	})},
	{"- for +", func(f policy.Formula) policy.Formula {
		if c, ok := f.(*policy.Cmp); ok {
			c.L, c.R = subtracted(c.L), subtracted(c.R)
		}
		return f
	}},
}

func flipped(f policy.Formula) policy.Formula {
	if n, ok := f.(*policy.Not); ok {
		return n.F
	}
	return not(f)
}

func subtracted(t policy.Term) policy.Term {
	if a, ok := t.(*policy.Arith); ok && a.Op == policy.Add {
		b := *a
		b.Op = policy.Sub
		return &b
	}
	return t
}

// runs gives the engine on changed formulas.
func (m mutant) engine(p *policy.Checked, log string) ([]verdict, error) {
	q := *p
	q.Formula = changed(p.Formula, m.change)
	return theEngine(&q, log)
}

// Each mutant is caught, and the list says by what.
func TestMutantsAreCaught(t *testing.T) {
	page := "| broken so | caught by |\n|---|---|\n"
	caught := 0
	for _, m := range mutants {
		page += fmt.Sprintf("| %s | %s |\n", m.name, "the definition")
		t.Run(m.name, func(t *testing.T) {
			for seed := range uint64(4000) {
				s := newSample(seed)
				if difference(theEngine, s) == "" && difference(m.engine, s) != "" {
					s = shrink(s, func(s *sample) bool {
						return difference(theEngine, s) == "" && difference(m.engine, s) != ""
					})
					t.Logf("caught by seed %d: %s, on %s", seed, s.text(), strings.ReplaceAll(strings.TrimSpace(showLog(s.sig, s.log)), "\n", " "))
					caught++
					return
				}
			}
			t.Error("not caught")
		})
	}
	if caught == len(mutants) {
		testroot.Section(t, "docs/mutants.md", "The calculus", page)
	}
}

// A formula built anew without a change means the same.
func TestUnchanged(t *testing.T) {
	same := mutant{"same", func(f policy.Formula) policy.Formula { return f }}
	for seed := range uint64(300) {
		if d := difference(same.engine, newSample(seed)); d != "" {
			t.Error(d)
		}
	}
}

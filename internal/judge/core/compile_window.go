package core

import (
	"mithaq/internal/judge/core/policy"
)

// lister gives a temporal operator and the variables of its tuples.
func (c *compiler) lister(f policy.Formula) (lister, []*policy.Var) {
	if c.paired {
		return c.laneLister(f, false)
	}
	switch f := f.(type) {
	case *policy.Once:
		r := c.compile(f.F)
		return newWindow(c.frame(f.I, true), r.stream.reader()), r.vars
	case *policy.Eventually:
		r := c.compile(f.F)
		return newWindow(c.frame(f.I, false), r.stream.reader()), r.vars
	case *policy.Since:
		r := c.compile(f.R)
		l, negated := c.left(f.L)
		return newSince(c.frame(f.I, true), r.stream.reader(), l.stream.reader(), negated, columns(l.vars, r.vars)), r.vars
	case *policy.Until:
		r := c.compile(f.R)
		l, negated := c.left(f.L)
		return newUntil(c.frame(f.I, false), r.stream.reader(), l.stream.reader(), negated, columns(l.vars, r.vars)), r.vars
	}
	panic("core: no temporal operator")
}

// listed lists a temporal operator.
func (c *compiler) listed(l lister, vars []*policy.Var) flow {
	li := &listing{of: l, out: c.stream(vars)}
	c.operator(li)
	return flow{in: li.out, vars: vars}
}

// left gives the left side of SINCE or UNTIL without its negation.
func (c *compiler) left(f policy.Formula) (result, bool) {
	not, negated := f.(*policy.Not)
	if negated {
		f = not.F
	}
	if c.incremental(f) {
		return c.changed(f), negated
	}
	return c.compile(f), negated
}

func (c *compiler) frame(i policy.Interval, past bool) frame {
	return frame{clock: &c.clock, past: past, lo: i.Lo, hi: i.Hi}
}

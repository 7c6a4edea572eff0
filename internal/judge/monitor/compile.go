package monitor

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
)

// compiler walks a program once, so that every pattern is known before the first fact.
type compiler struct {
	m   *Machine
	ag  *norms.Agreement // whose patterns are compiled
	err error
}

func (c *compiler) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *compiler) pattern(p norms.Pattern) {
	if _, err := c.m.compile(c.ag, p, false); err != nil {
		c.fail(err)
	}
}

func (c *compiler) agreement(ag *norms.Agreement) {
	c.ag = ag
	if err := c.m.countsAs(ag); err != nil {
		c.fail(err)
		return
	}
	for i := range ag.Norms {
		n := &ag.Norms[i]
		if n.Goal == nil {
			c.pattern(n.Act)
			for k := range n.Except {
				c.pattern(c.m.exception(ag, n, k))
			}
		}
		if n.Unless != nil && speaksOf(n.Unless, norms.This) {
			c.m.ofAct[n] = true
		}
		c.bound(n.Window.Start)
		c.bound(n.Window.End)
		for _, cond := range conditions(n) {
			c.cond(cond)
		}
		for _, x := range n.Extends {
			c.power(x.Power)
		}
		if n.Cure != nil && n.Cure.Notice != nil {
			c.pattern(*n.Cure.Notice)
		}
		if n.Judged != nil {
			c.findings(n.Judged)
		}
		if f := n.ForEach; f != nil {
			switch f.Source {
			case norms.FromAct:
				c.pattern(f.Pattern)
			case norms.FromState:
				c.state(f.Pattern)
			}
		}
	}
	for i := range ag.Claims {
		c.figure(&ag.Claims[i].Figure)
		c.pattern(c.m.withoutDoer(ag.Claims[i].Figure.Pattern))
	}
	for _, mk := range ag.Marks {
		c.mark(mk.ID)
		for _, power := range mk.Movers {
			c.power(power)
		}
	}
	c.cond(ag.Entry)
}

// power checks that a norm is there and is a power.
func (c *compiler) power(name string) {
	if ref := c.m.norms[name]; ref == nil || ref.n.Modality != norms.Power {
		c.fail(fmt.Errorf("norms: no power %q in the program", name))
	}
}

// findings makes ready what a body may find.
func (c *compiler) findings(j *norms.Judged) {
	for _, p := range []norms.Pattern{j.Yes, j.No} {
		c.pattern(c.m.findingBy(p, j.By))
	}
}

// mark makes ready the patterns of all acts that may set a mark.
func (c *compiler) mark(id string) {
	if c.m.marks[id] != nil {
		return
	}
	c.m.marks[id] = []*pattern{}
	for i := range c.m.prog.Vocabulary.Acts {
		a := &c.m.prog.Vocabulary.Acts[i]
		if !slices.ContainsFunc(a.Roles, func(r norms.Role) bool { return r.Type == norms.DateRole }) {
			continue
		}
		for _, r := range a.Roles {
			if r.Type != norms.MarkRole {
				continue
			}
			p, err := c.m.compile(nil, norms.Pattern{Act: a.ID, Roles: []norms.Want{{Role: r.Name, Values: []norms.Value{{ID: id}}}}}, false)
			if err != nil {
				c.fail(err)
				return
			}
			c.m.marks[id] = append(c.m.marks[id], p)
		}
	}
}

func (c *compiler) state(p norms.Pattern) {
	s := c.m.vocab.states[p.Act]
	if s == nil {
		c.fail(fmt.Errorf("norms: no state %q in the vocabulary", p.Act))
		return
	}
	for i := range s.Begins {
		wants, part := stateWants(p.Roles, &s.Begins[i])
		if _, err := c.m.compile(nil, s.Begins[i].Filter, part, wants...); err != nil {
			c.fail(err)
		}
	}
	for i := range s.Ends {
		wants, _ := stateWants(p.Roles, &s.Ends[i])
		for _, w := range [][]norms.Want{nil, wants} {
			if _, err := c.m.compile(nil, s.Ends[i].Filter, false, w...); err != nil {
				c.fail(err)
			}
		}
	}
}

func (c *compiler) bound(b *norms.Bound) {
	if b == nil {
		return
	}
	switch b.At.Sort {
	case norms.AtAct:
		c.pattern(b.At.Act)
	case norms.AtMark:
		c.mark(b.At.Mark)
	case norms.AtNorm:
		c.norm(b.At.Norm)
	case norms.AtStart:
		if b.At.Agree != "" && c.m.prog.Agreement(b.At.Agree) == nil {
			c.fail(fmt.Errorf("norms: no agreement %q in the program", b.At.Agree))
		}
	}
}

func (c *compiler) norm(name string) {
	if c.m.norms[name] == nil {
		c.fail(fmt.Errorf("norms: no norm %q in the program", name))
	}
}

func (c *compiler) figure(f *norms.Figure) {
	c.pattern(f.Pattern)
	c.bound(f.From)
	c.bound(f.Until)
}

func (c *compiler) cond(cond norms.Cond) {
	switch x := cond.(type) {
	case norms.And:
		for _, d := range x.Conds {
			c.cond(d)
		}
	case norms.Or:
		for _, d := range x.Conds {
			c.cond(d)
		}
	case norms.Not:
		c.cond(x.Cond)
	case norms.Seen:
		c.pattern(x.Pattern)
		c.bound(x.From)
		c.bound(x.Until)
	case norms.Holds:
		c.state(x.Pattern)
	case norms.NoneHolds:
		c.state(x.Pattern)
	case norms.NormIs:
		c.norm(x.Norm)
	case norms.InEffect:
		for _, power := range append([]string{x.Power}, x.Undo...) {
			c.power(power)
		}
	case norms.MarkSet:
		c.mark(x.Mark)
	case norms.Reached:
		c.bound(&x.Bound)
	case norms.Compare:
		c.figure(&x.Figure)
		if x.With != nil {
			c.figure(x.With)
		}
	}
}

// ready gives a compiled pattern of a text. New has compiled every pattern of the program.
func (m *Machine) ready(s *scope, p norms.Pattern) *pattern {
	q := m.patterns[patternKey(s.ag, m.rulesTo(s.ag, p.Act), p, false, nil)]
	m.memo.match(q)
	return q
}

// readyWith gives a compiled pattern of the acts that begin or end a state.
func (m *Machine) readyWith(p norms.Pattern, part bool, extra []norms.Want) *pattern {
	q := m.patterns[patternKey(nil, nil, p, part, extra)]
	m.memo.match(q)
	return q
}

// withoutDoer leaves the author out of a pattern.
func (m *Machine) withoutDoer(p norms.Pattern) norms.Pattern {
	if a := m.vocab.acts[p.Act]; a != nil && a.Doer() != "" {
		p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(w norms.Want) bool { return w.Role == a.Doer() })
	}
	return p
}

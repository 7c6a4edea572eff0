package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// excuse gives the course of "unless" for an act; nil: there is none.
func (in *instance) excuse(h hit) Timeline {
	if in.excuses == nil {
		return in.unless
	}
	c, known := in.excuses[h.fact]
	if !known {
		in.m.memo.make(normNode(in.n.Name()), func() { c = in.m.Course(in.n.Unless, in.scopeOf(h)) }) // it stays with the instance
		in.excuses[h.fact] = c
	}
	return c
}

// scopeOf gives the scope in which "unless" speaks of an act.
func (in *instance) scopeOf(h hit) *scope {
	s := *in.scope
	b := in.m.bindHit(norms.This, in.act, h, in.scope)
	s.this = &b
	return &s
}

// excusesTold bounds the acts for which it is told on what their excuse rests.
const excusesTold = 50

// behindExcuses tells the facts on which "unless" rests, for the acts that it excuses or may.
func (m *Machine) behindExcuses(in *instance, o *outcome, tell func(listed)) {
	told := 0
	for _, h := range in.hits {
		f := m.facts[h.fact]
		c := in.excuse(h)
		if c == nil || f.When.Lo >= o.r || over(c, f.When.Lo, min(f.When.Hi+1, o.r)).May == 0 {
			continue
		}
		if in.excuses == nil {
			m.behind(in.n.Unless, in.scope, tell)
			return
		}
		m.behind(in.n.Unless, in.scopeOf(h), tell)
		if told++; told == excusesTold {
			return
		}
	}
}

// excused says whether "unless" is certainly true of an act at some standard, as far as reading r sees.
func (in *instance) excused(h hit, f *fact.Fact, r int64) bool {
	c := in.excuse(h)
	return c != nil && over(c, f.When.Lo, min(f.When.Hi+1, r)).Must != 0
}

// testsOf adds to what is tested of every act, by its instant, what "unless" says of this one.
func (in *instance) testsOf(tests Timeline, h hit) Timeline {
	if in.excuses == nil {
		return tests
	}
	return merge(tests, tested(negate(in.excuse(h))), grade.Truth.And)
}

// hit gives back the hit of a use.
func (u *use) hit() hit { return hit{u.fact, u.must, u.may, u.flags, u.via} }

// speaksOf says whether a condition speaks of a variable.
func speaksOf(c norms.Cond, name string) bool {
	found := false
	pattern := func(p norms.Pattern) {
		for _, w := range p.Roles {
			found = found || slices.ContainsFunc(w.Values, func(v norms.Value) bool { return v.Var == name })
		}
	}
	bound := func(b *norms.Bound) {
		if b != nil {
			found = found || b.At.Var == name
			pattern(b.At.Act)
		}
	}
	figure := func(f *norms.Figure) {
		if f != nil {
			pattern(f.Pattern)
			bound(f.From)
			bound(f.Until)
		}
	}
	norms.Walk(c, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			pattern(c.Pattern)
			bound(c.From)
			bound(c.Until)
		case norms.Holds:
			pattern(c.Pattern)
		case norms.NoneHolds:
			pattern(c.Pattern)
		case norms.Reached:
			bound(&c.Bound)
		case norms.Compare:
			figure(&c.Figure)
			figure(c.With)
		}
	})
	return found
}

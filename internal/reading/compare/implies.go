package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// implies says that at every reading at which a's condition is true in its text, b's is true in its own. nil is always true.
func (x *pair) implies(a side, ca norms.Cond, b side, cb norms.Cond) bool {
	if cb == nil {
		return true
	}
	switch cb := cb.(type) {
	case norms.And:
		return each(cb.Conds, func(c norms.Cond) bool { return x.implies(a, ca, b, c) })
	case norms.Or:
		if some(cb.Conds, func(c norms.Cond) bool { return x.implies(a, ca, b, c) }) {
			return true
		}
	case norms.Reached: // a date that is past when either text begins
		if t, ok := b.ag.Fixed(&cb.Bound); ok && t <= min(a.starts(), b.starts()) {
			return true
		}
	}
	switch ca := ca.(type) {
	case nil:
		return false
	case norms.And:
		return some(ca.Conds, func(c norms.Cond) bool { return x.implies(a, c, b, cb) })
	case norms.Or:
		return each(ca.Conds, func(c norms.Cond) bool { return x.implies(a, c, b, cb) })
	case norms.Not:
		if cb, ok := cb.(norms.Not); ok {
			return x.implies(b, cb.Cond, a, ca.Cond)
		}
		return false
	case norms.Seen:
		cb, ok := cb.(norms.Seen)
		return ok && x.inRange(a, ca.From, ca.Until, b, cb.From, cb.Until) && x.matches(a, &ca.Pattern, b, &cb.Pattern)
	case norms.Holds:
		cb, ok := cb.(norms.Holds)
		return ok && ca.Pattern.Act == cb.Pattern.Act && heldAlike(a, b, ca.Pattern.Act) && x.stateWithin(&ca.Pattern, &cb.Pattern)
	case norms.NoneHolds:
		cb, ok := cb.(norms.NoneHolds)
		return ok && ca.Pattern.Act == cb.Pattern.Act && heldAlike(b, a, ca.Pattern.Act) && x.stateWithin(&cb.Pattern, &ca.Pattern)
	case norms.NormIs:
		cb, ok := cb.(norms.NormIs)
		return ok && ca.Word == cb.Word && (ca.Norm == cb.Norm || ca.Word == norms.IsKept && x.keptToo(ca.Norm, cb.Norm))
	case norms.MarkSet:
		cb, ok := cb.(norms.MarkSet)
		return ok && ca.Mark == cb.Mark && b.starts() <= a.starts()
	case norms.Reached:
		cb, ok := cb.(norms.Reached)
		if !ok {
			return false
		}
		var rests []string
		early, late := x.moment(b, &cb.Bound, &rests), x.moment(a, &ca.Bound, &rests)
		return len(rests) == 0 && early.before(late)
	case norms.Compare:
		cb, ok := cb.(norms.Compare)
		return ok && x.figureImplies(a, &ca, b, &cb)
	case norms.InEffect:
		cb, ok := cb.(norms.InEffect)
		return ok && ca.Power == cb.Power && slices.Equal(ca.Undo, cb.Undo) && ca.For == cb.For
	}
	return false
}

// alike says that both conditions are true at the same readings.
func (x *pair) alike(a side, ca norms.Cond, b side, cb norms.Cond) bool {
	if ca == nil && cb == nil {
		return true
	}
	return ca != nil && cb != nil && x.implies(a, ca, b, cb) && x.implies(b, cb, a, ca)
}

// matches says that every act that matches a's pattern in its text matches b's in its own, what counts as such included.
func (x *pair) matches(a side, p *norms.Pattern, b side, q *norms.Pattern) bool {
	return countsAlike(a, b, p) && x.covered(p, q)
}

// inRange says that the one stretch of time lies within the other; without a beginning it is that of the text.
func (x *pair) inRange(a side, from, until *norms.Bound, b side, from2, until2 *norms.Bound) bool {
	var rests []string
	edge := func(s side, bound *norms.Bound, none moment) moment {
		if bound == nil {
			return none
		}
		return x.moment(s, bound, &rests)
	}
	lo, lo2 := edge(a, from, known(a.starts())), edge(b, from2, known(b.starts()))
	hi, hi2 := edge(a, until, never()), edge(b, until2, never())
	return len(rests) == 0 && lo2.before(lo) && hi.before(hi2)
}

// heldAlike says that what the first text says held at its start held by the second too.
func heldAlike(a, b side, state string) bool {
	if a.ag == b.ag {
		return true
	}
	return !some(a.ag.Initially, func(p norms.Pattern) bool { return p.Act == state })
}

// stateWithin says that whatever fits the one pattern of a state fits the other.
func (x *pair) stateWithin(in, out *norms.Pattern) bool {
	st := x.prog.State(in.Act)
	return st != nil && !several(in) && !several(out) && !fails(x.wants(st.Roles, "", in, out))
}

// figureImplies compares two numbers: more acts are counted in the wider window, of the wider pattern.
func (x *pair) figureImplies(a side, ca *norms.Compare, b side, cb *norms.Compare) bool {
	f, g := &ca.Figure, &cb.Figure
	if ca.With != nil || cb.With != nil || f.Measure != g.Measure || f.Role != g.Role || f.Last != g.Last {
		return false
	}
	wider := func(s side, f *norms.Figure, t side, g *norms.Figure) bool {
		return x.inRange(s, f.From, f.Until, t, g.From, g.Until) && x.matches(s, &f.Pattern, t, &g.Pattern)
	}
	p, q := interval(norms.Amount{Op: ca.Op, N: ca.N}), interval(norms.Amount{Op: cb.Op, N: cb.N})
	more := q.Lo <= 0 || q.Lo <= p.Lo && wider(a, f, b, g)
	fewer := q.Hi >= civil.Forever || p.Hi <= q.Hi && wider(b, g, a, f)
	return more && fewer
}

// lasting says that once the condition is true it stays so.
func (x *pair) lasting(c norms.Cond) bool {
	switch c := c.(type) {
	case nil:
		return true
	case norms.And:
		return each(c.Conds, x.lasting)
	case norms.Or:
		return each(c.Conds, x.lasting)
	case norms.Seen:
		return c.From == nil && c.Until == nil
	case norms.MarkSet:
		return true
	case norms.Reached:
		return c.Bound.At.Sort == norms.AtInstant
	case norms.Not, norms.Holds, norms.NoneHolds, norms.NormIs, norms.Compare, norms.InEffect:
	}
	return false
}

// keptToo says that whenever the one norm is kept the other is: what does the one does the other, within its window. Both are
// duties to act, once; the other waits on nothing.
func (x *pair) keptToo(one, other string) bool {
	a, b := x.find(one), x.find(other)
	if a.n == nil || b.n == nil || !plainDuty(a.n) || !plainDuty(b.n) || b.n.If != nil || b.n.Once != nil || b.n.While != nil || b.n.Until != nil {
		return false
	}
	if a.n.AtLeast.N < b.n.AtLeast.N || a.n.AtLeast.Role != b.n.AtLeast.Role || len(b.n.Except) > 0 || !x.matches(a, &a.n.Act, b, &b.n.Act) {
		return false
	}
	v, w := x.window(a), x.window(b)
	return len(v.rests)+len(w.rests) == 0 && opensBefore(w, v) && v.to.before(w.to) && !v.moves && !w.moves && w.hasTime()
}

// plainDuty says whether a norm asks for acts, once.
func plainDuty(n *norms.Norm) bool {
	return n.Modality == norms.Obligation && n.ForEach == nil && n.Goal == nil && n.Judged == nil && n.AtLeast.Per.IsZero()
}

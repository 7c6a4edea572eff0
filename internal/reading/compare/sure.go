package compare

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// What is sure to happen: in a complete lawful run of the initiative each of its duties that waits on nothing is kept, in its
// window. So a norm that waits on such a duty of the same initiative waits in vain in no such run.

// sure says that in every complete lawful run a norm of the initiative is kept, from when at the earliest to when at the
// latest (readings; civil.Forever: some time). used lists the norms on whose performance it rests.
func (x *pair) sure(s side) (lo, hi int64, used []string, ok bool) {
	n := s.n
	if !x.ours(s) || x.asking[n.Name()] || n.Modality != norms.Obligation || n.ForEach != nil || n.Judged != nil || n.Keep ||
		!n.AtLeast.Per.IsZero() || n.If != nil || n.While != nil || n.Until != nil {
		return 0, 0, nil, false
	}
	x.asking[n.Name()] = true
	defer delete(x.asking, n.Name())
	w := x.window(s)
	if w.moves || !w.hasTime() || w.to.base != "" {
		return 0, 0, nil, false
	}
	for _, m := range w.from {
		if m.base != "" {
			return 0, 0, nil, false
		}
		lo = max(lo, m.lo)
	}
	used = append(append(used, w.rests...), n.Name())
	if n.Once != nil {
		by, more, ok := x.comesTrue(s, n.Once)
		if !ok || by > w.to.lo {
			return 0, 0, nil, false
		}
		used = append(used, more...)
	}
	return lo, w.to.hi, used, true
}

// keptWithin gives the instants between which a norm of the initiative is first kept.
func (x *pair) keptWithin(name string) (lo, hi int64, used []string, ok bool) {
	s := x.find(name)
	if s.n == nil || s.n.Goal != nil { // a condition may be true before anybody does anything: its first reading is not known so
		return 0, 0, nil, false
	}
	lo, hi, used, ok = x.sure(s)
	if hi < civil.Forever {
		hi--
	}
	return lo, hi, used, ok
}

// comesTrue says by which reading a condition of a text has been true at some reading, in every complete lawful run.
func (x *pair) comesTrue(s side, c norms.Cond) (by int64, used []string, ok bool) {
	switch c := c.(type) {
	case nil:
		return s.starts(), nil, true
	case norms.Reached:
		if t, ok := s.ag.Fixed(&c.Bound); ok {
			return max(t, s.starts()), nil, true
		}
	case norms.NormIs:
		if other := x.find(c.Norm); c.Word == norms.IsKept && other.n != nil {
			if _, hi, used, ok := x.sure(other); ok {
				return max(hi, s.starts()), used, true
			}
		}
	case norms.Seen:
		if c.From != nil || c.Until != nil {
			return 0, nil, false
		}
		for _, other := range x.initiative() {
			if other.n.Goal != nil || !countsAlike(other, s, &other.n.Act) || !x.covered(&other.n.Act, &c.Pattern) {
				continue
			}
			if lo, hi, used, ok := x.sure(other); ok && lo >= s.starts() {
				return hi, used, true
			}
		}
	case norms.And: // what stays true, once it is true, is true of all together in the end
		for _, part := range c.Conds {
			at, more, ok := x.comesTrue(s, part)
			if _, kept := part.(norms.NormIs); !ok || !kept && !x.lasting(part) {
				return 0, nil, false
			}
			by, used = max(by, at), append(used, more...)
		}
		return by, used, true
	case norms.Or:
		for _, part := range c.Conds {
			if at, more, ok := x.comesTrue(s, part); ok {
				return at, more, true
			}
		}
	case norms.Not: // when the text starts nothing has been seen yet
		if seen, ok := c.Cond.(norms.Seen); ok && seen.From == nil {
			return s.starts(), nil, true
		}
	case norms.Holds, norms.NoneHolds, norms.MarkSet, norms.Compare, norms.InEffect:
	}
	return 0, nil, false
}

package monitor

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// brought gives the instants of a goal that is to be brought about: the one before the first reading after the opening at
// which it is true, in the place of that of the N-th act.
func (in *instance) brought(o spans) spans {
	out := sameSpans(never)
	for i := range out {
		if y := since(in.goal, i, o[i].Lo+1, in.m.horizon, may); y < civil.Forever {
			out[i].Lo = y - 1
		}
		if y := since(in.goal, i, o[i].Hi+1, in.m.horizon, must); y < civil.Forever {
			out[i].Hi = y - 1
		}
	}
	return out
}

// lost is true at the readings at which a goal that is to be kept is not, in force: those of its spells, leaving out the
// opening and the end (spec/norms.md, section 6).
func (in *instance) lost(o spans) Timeline {
	l := in.layout(o)
	if l.lost == nil {
		l.lost = negate(in.goal)
		if !in.plain {
			l.lost = merge(l.lost, l.phases, func(t grade.Truth, p phase) grade.Truth { return t.And(p.force()) })
		}
	}
	return l.lost
}

// spellWindow gives the readings, first to last, among which spells may lie, and those among which they certainly do.
func (q *reading) spellWindow(lane int) (may, sure civil.Interval) {
	o, e := q.o[lane], q.e[lane]
	return civil.Interval{Lo: o.Lo + 1, Hi: min(e.Hi, q.r)}, civil.Interval{Lo: o.Hi + 1, Hi: min(e.Lo, q.r)}
}

// spell: there is a spell.
func (q *reading) spell() grade.Truth {
	lost := q.lost(q.o)
	return truth(func(lane int) (bool, bool) {
		a, b := q.spellWindow(lane)
		return since(lost, lane, b.Lo, b.Hi, must) < civil.Forever, since(lost, lane, a.Lo, a.Hi, may) < civil.Forever
	})
}

// keeping gives the rules of an obligation to keep a condition, in order.
func (q *reading) keeping() []rule {
	return []rule{
		{"keep.spell", q.spell(), status.Breached},
		{"keep.not_open", q.opened().Not(), status.NotYet},
		{"keep.empty", q.empty(), status.Impossible},
		{"keep.if", q.fell(), status.FellAway},
		{"keep.until", q.ended(), status.Lapsed},
		{"keep.waited", q.atEnd(waiting), status.Overtaken},
		{"keep.done", q.past(), status.Kept},
		{"keep.waits", q.active.Not(), status.NotYet},
		{"keep.suspended", q.p.susp, status.Suspended},
		{"keep.due", certain(q.n.Window.End != nil), status.Due},
		{"keep.open", grade.True, status.Open},
	}
}

// spells counts the breaches of a goal that is to be kept, and tells the instants of the first and of the last: certain
// ones before possible ones.
type spells struct {
	n           fact.Range
	first, last civil.Interval
	sure        []int64 // the latest instants at which those that are certain began
}

// spells follows the spells at a standard: stretches of readings that may be lost. One that is not lost for certain
// throughout may be any number of them.
func (q *reading) spells(lane int) spells {
	lost := q.lost(q.o)
	a, b := q.spellWindow(lane)
	out := spells{first: none, last: none}
	if a.Lo > a.Hi { // nothing may be lost before the opening
		return out
	}
	for i := lost.index(a.Lo); i < len(lost) && lost[i].from <= a.Hi; i++ {
		if !lost[i].v.May.Has(lane) {
			continue
		}
		begins := civil.Interval{Lo: max(lost[i].from, a.Lo) - 1, Hi: a.Hi - 1}
		sure, whole := false, true
		for ; i < len(lost) && lost[i].from <= a.Hi && lost[i].v.May.Has(lane); i++ {
			from, to := max(lost[i].from, a.Lo), a.Hi
			if i+1 < len(lost) {
				to = min(to, lost[i+1].from-1)
			}
			if !sure {
				begins.Hi = to - 1
			}
			if lo := max(from, b.Lo); lost[i].v.Must.Has(lane) && lo <= min(to, b.Hi) {
				if !sure {
					begins.Hi = lo - 1
				}
				whole = whole && lo == from && to <= b.Hi
				sure = true
			} else {
				whole = false
			}
		}
		out.add(begins, sure, whole)
	}
	return out
}

// add takes a stretch: when its first spell began, whether there certainly is one, whether there certainly is but one.
func (s *spells) add(begins civil.Interval, sure, whole bool) {
	n := fact.Range{Lo: 0, Hi: 1}
	if !whole {
		n.Hi = fact.Unbounded
	}
	certainSoFar := len(s.sure) > 0
	if sure {
		n.Lo = 1
		s.sure = append(s.sure, begins.Hi)
	}
	if s.n.Hi == 0 || sure && !certainSoFar {
		s.first = begins
	}
	if sure || !certainSoFar {
		s.last = begins
	}
	s.n = s.n.Plus(n)
}

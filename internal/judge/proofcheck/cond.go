package proofcheck

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// course reads a condition (section 5): its truth at any reading, and the readings at which that may change. nil: true.
// Conditions rest on norms that rest on conditions: what was read at a reading is not read again.
func (l *lane) course(c norms.Cond, s *scope) course {
	out := l.read(c, s)
	seen := map[int64]tri{}
	return course{out.at, func(x int64) tri {
		t, ok := seen[x]
		if !ok {
			t = out.is(x)
			seen[x] = t
		}
		return t
	}}
}

func (l *lane) read(c norms.Cond, s *scope) course {
	switch c := c.(type) {
	case norms.And:
		return l.joined(c.Conds, s, yes, tri.and)
	case norms.Or:
		return l.joined(c.Conds, s, no, tri.or)
	case norms.Not:
		x := l.course(c.Cond, s)
		return course{x.at, func(r int64) tri { return x.is(r).not() }}
	case norms.Seen:
		return l.seenCourse(&c, s)
	case norms.Holds:
		return l.holds(c.Pattern, s, true)
	case norms.NoneHolds:
		return l.noneHolds(c.Pattern, s)
	case norms.NormIs:
		return l.normCourse(c.Norm, c.Word)
	case norms.MarkSet:
		return l.markSet(c.Mark, s)
	case norms.Reached:
		b := c.Bound
		return course{l.boundChanges(&b, s), func(r int64) tri {
			i := l.bound(&b, s, civil.Forever, r)
			return tri{r >= i.Hi, r >= i.Lo}
		}}
	case norms.Compare:
		return l.compare(&c, s)
	case norms.InEffect:
		return l.inEffect(&c, s)
	}
	return always
}

func (l *lane) joined(list []norms.Cond, s *scope, start tri, op func(tri, tri) tri) course {
	var parts []course
	var at []int64
	for _, c := range list {
		x := l.course(c, s)
		parts, at = append(parts, x), append(at, x.at...)
	}
	return course{l.instants(at), func(r int64) tri {
		t := start
		for i := range parts {
			t = op(t, parts[i].is(r))
		}
		return t
	}}
}

// seenCourse: an act that matches happened in the window.
func (l *lane) seenCourse(c *norms.Seen, s *scope) course {
	list := l.hits(c.Pattern, s)
	w := l.watch(c.Pattern, s, s.ag.Observed)
	at := append(l.hitChanges(list), w.changes(0)...)
	at = append(at, l.windowChanges(c.From, c.Until, s)...)
	return course{l.instants(at), func(r int64) tri {
		from, until := l.bound(c.From, s, s.ag.Starts, r), l.bound(c.Until, s, civil.Forever, r)
		t := tri{false, !w.seen(from, until, r, true).must}
		for _, h := range list {
			when := h.fact.When
			in := before(when, until).and(tri{when.Lo >= from.Hi, when.Hi >= from.Lo}).and(tri{when.Hi < r, max(when.Lo, from.Lo) < r})
			t = t.or(h.is.and(in))
		}
		return t
	}}
}

func (l *lane) markSet(id string, s *scope) course {
	list := l.marking(id)
	return course{l.instants(l.hitChanges(list)), func(r int64) (t tri) {
		for _, h := range list {
			w := h.fact.When
			t = t.or(h.is.and(tri{w.Lo >= s.ag.Starts, w.Hi >= s.ag.Starts}).and(tri{w.Hi < r, max(w.Lo, s.ag.Starts) < r}))
		}
		return t
	}}
}

// hitChanges gives the readings at which acts come to be seen.
func (l *lane) hitChanges(list []hit) (at []int64) {
	for _, h := range list {
		w := h.fact.When
		at = append(at, w.Lo, w.Lo+1, w.Hi, w.Hi+1)
	}
	return at
}

// boundChanges gives the readings at which a bound may change, or may be reached.
func (l *lane) boundChanges(b *norms.Bound, s *scope) []int64 {
	if b == nil {
		return nil
	}
	at := l.pointChanges(&b.At, s)
	for _, x := range append(l.instants(at), l.r) {
		i := l.bound(b, s, civil.Forever, x)
		at = append(at, i.Lo, i.Lo+1, i.Hi, i.Hi+1)
	}
	return l.instants(at)
}

func (l *lane) windowChanges(from, until *norms.Bound, s *scope) []int64 {
	return append(l.boundChanges(from, s), append(l.boundChanges(until, s), s.ag.Starts, s.ag.Starts+1)...)
}

func (l *lane) pointChanges(p *norms.Point, s *scope) (at []int64) {
	switch p.Sort {
	case norms.AtMark:
		at = l.hitChanges(l.marking(p.Mark))
		if m := s.ag.Mark(p.Mark); m != nil {
			for _, power := range m.Movers {
				at = append(at, l.normChanges(power)...)
			}
		}
	case norms.AtAct:
		at = l.hitChanges(l.hits(p.Act, s))
	case norms.AtNorm:
		at = l.normChanges(p.Norm)
	case norms.AtStart:
		ag := s.ag
		if p.Agree != "" {
			ag = l.prog.Agreement(p.Agree)
		}
		if ag.Entry != nil {
			at = l.entry(ag).at
		}
	}
	return append(at, s.ag.Starts, s.ag.Starts+1)
}

// isDone is the word that fixes AtNorm.
const isDone norms.NormWord = 255

// answering gives the states that answer to a word.
func answering(w norms.NormWord) status.Set {
	switch w {
	case isDone:
		return status.Of(status.Kept, status.Used, status.Reached)
	case norms.IsKept:
		return status.Of(status.Kept, status.Cured, status.Used, status.Reached, status.NothingToDo)
	case norms.IsBreached:
		return status.Of(status.Breached, status.Cured, status.UsedTooEarly, status.Missed)
	case norms.IsDue:
		return status.Of(status.Due, status.Open)
	}
	return status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.NotAssessed, status.Breached)
}

func answer(set, to status.Set) tri { return tri{set != 0 && set.Within(to), set&to != 0} }

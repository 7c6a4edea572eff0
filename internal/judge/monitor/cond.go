package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// Conditions answers conditions: their truth at every reading, per standard. Each operator is evaluated as a course over the
// facts that match, so that facts dated by intervals, late corrections and coverage are answered at every reading. judge/core
// evaluates the same operators over logs and shares no code with it; judgetest.TestConditionsAreFormulas compares the two
// (docs/decisions/0008).
type Conditions interface {
	// Course gives the truth of a condition, in strong Kleene logic per standard, at each reading up to the horizon;
	// its points are the readings at which the truth may change.
	Course(c norms.Cond, s *Scope) Timeline
}

// Course implements Conditions.
func (m *Machine) Course(c norms.Cond, s *Scope) Timeline {
	switch c := c.(type) {
	case norms.And:
		t := steady(grade.True)
		for _, d := range c.Conds {
			t = merge(t, m.Course(d, s), grade.Truth.And)
		}
		return t
	case norms.Or:
		t := steady(grade.False)
		for _, d := range c.Conds {
			t = merge(t, m.Course(d, s), grade.Truth.Or)
		}
		return t
	case norms.Not:
		return negate(m.Course(c.Cond, s))
	case norms.Seen:
		return m.once(c, s, func() Timeline { return m.seen(c, s) }, c.From, c.Until)
	case norms.Holds:
		return m.holds(c.Pattern, s)
	case norms.NoneHolds:
		return m.noneHolds(c.Pattern, s)
	case norms.NormIs:
		return m.history(c.Norm).words[c.Word]
	case norms.InEffect:
		return m.inEffect(c, s)
	case norms.MarkSet:
		from := sameSpans(civil.At(s.ag.Starts))
		return m.firstSeen(m.markHits(s, c.Mark), from, sameSpans(never)).course(civil.Ever, civil.Forever)
	case norms.Reached:
		return reached(m.bound(s, &c.Bound, civil.Forever))
	case norms.Compare:
		bounds := []*norms.Bound{c.Figure.From, c.Figure.Until}
		if c.With != nil {
			bounds = append(bounds, c.With.From, c.With.Until)
		}
		return m.once(c, s, func() Timeline { return m.compare(c, s) }, bounds...)
	}
	return steady(grade.Unknown)
}

func negate(t Timeline) Timeline {
	out := make(Timeline, len(t))
	for i, p := range t {
		out[i] = point[grade.Truth]{p.from, p.v.Not()}
	}
	return out
}

// reached is true from the bound on.
func reached(b course[spans]) Timeline {
	at := make([]int64, 0, 7*len(b))
	for _, p := range b {
		at = append(at, p.from)
		for _, i := range p.v {
			at = append(at, i.Lo, i.Hi)
		}
	}
	return build(at, func(r int64) grade.Truth {
		v := b.at(r)
		return truth(func(i int) (bool, bool) { return r >= v[i].Hi, r >= v[i].Lo })
	})
}

// firsts holds per standard the first reading at which something is certainly, possibly so; Forever: never.
type firsts struct{ must, may [status.Lanes]int64 }

var noFirsts = firsts{
	must: [status.Lanes]int64{civil.Forever, civil.Forever, civil.Forever},
	may:  [status.Lanes]int64{civil.Forever, civil.Forever, civil.Forever},
}

func (f firsts) at(r int64) grade.Truth {
	return truth(func(i int) (bool, bool) { return r >= f.must[i], r >= f.may[i] })
}

// course gives the truth from the firsts on, for readings in [from, to).
func (f firsts) course(from, to int64) Timeline {
	at := []int64{from}
	for i := range f.must {
		for _, r := range []int64{f.must[i], f.may[i]} {
			if r > from && r < to && r < civil.Forever {
				at = append(at, r)
			}
		}
	}
	return build(at, f.at)
}

// firstSeen gives when an act among the hits has been seen in a window with fixed ends.
func (m *Machine) firstSeen(hits []hit, from, until spans) firsts {
	f := noFirsts
	for _, h := range hits {
		w := m.facts[h.fact].When
		for i := range f.may {
			if h.may>>i&1 == 0 || w.Hi < from[i].Lo || w.Lo >= until[i].Hi {
				continue
			}
			if r := max(w.Lo, from[i].Lo) + 1; r < f.may[i] {
				f.may[i] = r
			}
			if h.must>>i&1 == 1 && w.Lo >= from[i].Hi && w.Hi < until[i].Lo {
				f.must[i] = min(f.must[i], w.Hi+1)
			}
		}
	}
	return f
}

func (m *Machine) seen(c norms.Seen, s *scope) Timeline {
	p := m.ready(s, c.Pattern)
	hits := m.hitsFor(p, s)
	from, until := m.bound(s, c.From, s.ag.Starts), m.bound(s, c.Until, civil.Forever)
	w := m.watching(s, p, s.ag.Observed)
	window := merge(from, until, func(a, b spans) [2]spans { return [2]spans{a, b} })
	var out Timeline
	for k, e := range window {
		next := civil.Forever
		if k+1 < len(window) {
			next = window[k+1].from
		}
		first := m.firstSeen(hits, e.v[0], e.v[1])
		at := []int64{e.from}
		for i := range first.may {
			at = append(at, first.may[i], first.must[i])
		}
		for i := range e.v[0] {
			if i == 0 || e.v[0][i] != e.v[0][i-1] || e.v[1][i] != e.v[1][i-1] {
				at = append(at, w.readings(e.v[0][i], e.v[1][i], m.horizon, absent)...)
			}
		}
		for _, q := range build(at, func(r int64) grade.Truth {
			t := first.at(r)
			t.May |= grade.AllStandards &^ w.truth(e.v[0], e.v[1], r, absent).Must
			return t
		}) {
			if q.from = max(q.from, e.from); q.from < next {
				out = add(out, q.from, q.v)
			}
		}
	}
	return out
}

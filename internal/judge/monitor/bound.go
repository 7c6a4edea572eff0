package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

var never = civil.Interval{Lo: civil.Forever, Hi: civil.Forever}

// farPast is earlier than any date that a text or a record means; dates before it are not counted in days.
const farPast = -1 << 40

// move applies a bound's period and edge to the instants of its point (spec/norms.md, section 4).
func move(z civil.Zone, b *norms.Bound, p civil.Interval) civil.Interval {
	if b.KeepsClock() {
		return sameClock(z, p, b.Shift())
	}
	one := func(t int64) int64 {
		if t <= farPast {
			return t
		}
		return b.Instant(t, z)
	}
	return civil.Interval{Lo: one(p.Lo), Hi: one(p.Hi)}
}

// bound gives the instants that a bound may have, per standard, as a function of the reading. A missing bound is dflt.
func (m *Machine) bound(s *scope, b *norms.Bound, dflt int64) course[spans] {
	if b == nil {
		return steady(sameSpans(civil.At(dflt)))
	}
	c := m.point(s, &b.At)
	out := make(course[spans], 0, len(c))
	for _, p := range c {
		for i := range p.v {
			p.v[i] = move(s.ag.Zone, b, p.v[i])
		}
		out = add(out, p.from, p.v)
	}
	return out
}

func (m *Machine) point(s *scope, p *norms.Point) course[spans] {
	switch p.Sort {
	case norms.AtInstant:
		return steady(sameSpans(civil.At(p.Instant)))
	case norms.AtMark:
		return m.movedMark(s, p.Mark)
	case norms.AtAct:
		q := m.ready(s, p.Act)
		return m.firstOf(s, m.hitsFor(q, s), func(h hit) civil.Interval {
			w := m.facts[h.fact].When
			return civil.Interval{Lo: max(w.Lo, s.ag.Starts), Hi: w.Hi}
		})
	case norms.AtNorm:
		if p.Breach {
			return m.history(p.Norm).breach
		}
		return m.history(p.Norm).point
	case norms.AtVar:
		if b := s.variable(p.Var); b != nil {
			return steady(sameSpans(b.when))
		}
		return steady(sameSpans(never))
	}
	if other := m.prog.Agreement(p.Agree); p.Agree != "" && other != nil {
		return m.starting(other)
	}
	return m.starting(s.ag)
}

// firstOf gives a value of the first act among the hits at or after Starts, as seen at each reading: from when one may
// have happened it may be any that is not certainly later than one that certainly happened.
func (m *Machine) firstOf(s *scope, hits []hit, value func(hit) civil.Interval) course[spans] {
	total := steady(sameSpans(never))
	for lane := range total[0].v {
		c := steady(never)
		sure := civil.Forever // the first that certainly happened is not later than this
		for _, h := range hits {
			if w := m.facts[h.fact].When; h.must>>lane&1 == 1 && w.Lo >= s.ag.Starts {
				sure = min(sure, w.Hi)
			}
		}
		var got civil.Interval
		found := false
		for _, h := range hits { // in the order of their earliest instants
			w := m.facts[h.fact].When
			lo := max(w.Lo, s.ag.Starts)
			if h.may>>lane&1 == 0 || w.Hi < s.ag.Starts || lo > sure {
				continue
			}
			v := value(h)
			if found {
				v = v.Join(got)
			}
			got, found = v, true
			c = add(c, lo+1, civil.Interval{Lo: got.Lo, Hi: civil.Forever})
		}
		if sure < civil.Forever {
			c = add(c, sure+1, got)
		}
		total = merge(total, c, func(a spans, b civil.Interval) spans { a[lane] = b; return a })
	}
	return total
}

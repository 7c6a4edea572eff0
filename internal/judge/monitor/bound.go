package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

var never = civil.Interval{Lo: civil.Forever, Hi: civil.Forever}

// farPast is earlier than any date that a text or a record means; dates before it are not counted in days.
const farPast = -1 << 40

// move applies a bound's period and edge to the instant of its point (spec/norms.md, section 4).
func move(z civil.Zone, b *norms.Bound, p int64) int64 {
	if p >= civil.Forever || p <= farPast {
		return p
	}
	if b.Plus.IsZero() {
		switch b.Edge {
		case norms.DayStart:
			return z.Start(z.DateOf(p))
		case norms.DayEnd:
			return z.End(z.DateOf(p))
		}
		return p
	}
	if b.Plus.Unit == civil.Hours {
		return z.After(p, b.Plus)
	}
	day := z.DateOf(p).Shift(b.Plus)
	if b.Edge == norms.DayStart {
		return z.Start(day)
	}
	return z.End(day)
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
			p.v[i] = civil.Interval{Lo: move(s.ag.Zone, b, p.v[i].Lo), Hi: move(s.ag.Zone, b, p.v[i].Hi)}
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
		return m.markPoint(s, p.Mark)
	case norms.AtAct:
		q := m.ready(s, p.Act)
		return m.firstOf(s, m.hitsFor(q, s), func(h hit) civil.Interval {
			w := m.facts[h.fact].When
			return civil.Interval{Lo: max(w.Lo, s.ag.Starts), Hi: w.Hi}
		})
	case norms.AtNorm:
		return m.normPoint(p.Norm)
	case norms.AtVar:
		if b := s.variable(p.Var); b != nil {
			return steady(sameSpans(b.when))
		}
		return steady(sameSpans(never))
	}
	return steady(sameSpans(civil.At(s.ag.Starts)))
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

// markPoint gives noon of the day that a mark is set to.
func (m *Machine) markPoint(s *scope, mark string) course[spans] {
	return m.firstOf(s, m.markHits(s, mark), func(h hit) civil.Interval {
		f := m.facts[h.fact]
		var got civil.Interval
		found := false
		for _, role := range m.vocab.acts[f.Act].Roles {
			if role.Type != norms.DateRole {
				continue
			}
			r := f.Role(role.Name)
			if r == nil {
				return always // it names the mark and gives a day, but which is not known
			}
			for _, v := range r.Values {
				if d, err := civil.ParseDate(v); err == nil {
					noon := civil.At(s.ag.Zone.Clock(d, 12, 0))
					if found {
						noon = noon.Join(got)
					}
					got, found = noon, true
				}
			}
		}
		if !found {
			return never
		}
		return got
	})
}

// markHits gives the facts that may set the mark: those with a role of type mark that names it and one of type date.
func (m *Machine) markHits(s *scope, mark string) []hit {
	var out []hit
	for _, p := range m.marks[mark] {
		for _, h := range p.hits {
			f := m.facts[h.fact]
			dates := 0
			for _, role := range p.act.Roles {
				if role.Type != norms.DateRole {
					continue
				}
				if r := f.Role(role.Name); r == nil {
					dates++
					h.must = 0
				} else {
					good := 0
					for _, v := range r.Values {
						if _, err := civil.ParseDate(v); err == nil {
							good++
						}
					}
					dates += good
					if r.OneOf && good < len(r.Values) {
						h.must = 0
					}
				}
			}
			if dates > 0 {
				out = append(out, h)
			}
		}
	}
	m.sortHits(out)
	return out
}

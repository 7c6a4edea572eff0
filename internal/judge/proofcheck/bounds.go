package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// bound gives the instants that a bound may have at reading x (section 4); a missing bound is dflt.
func (l *lane) bound(b *norms.Bound, s *scope, dflt, x int64) civil.Interval {
	if b == nil {
		return civil.At(dflt)
	}
	return moved(b, l.point(&b.At, s, x), s.ag.Zone)
}

// moved applies the bound's period and edge to both ends.
func moved(b *norms.Bound, p civil.Interval, z civil.Zone) civil.Interval {
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

func sameClock(z civil.Zone, i civil.Interval, by civil.Period) civil.Interval {
	if i.Hi <= farPast {
		return i
	}
	out := z.SameClockWithin(civil.Interval{Lo: max(i.Lo, farPast+1), Hi: i.Hi}, by)
	if i.Lo <= farPast {
		out.Lo = i.Lo
	}
	return out
}

// prolong moves an end by a period: the end of a day to the end of a day, any other to the same time of day.
func prolong(b *norms.Bound, e civil.Interval, by civil.Period, z civil.Zone) civil.Interval {
	if b.Edge != norms.DayEnd || by.Unit == civil.Hours {
		return sameClock(z, e, by)
	}
	one := func(t int64) int64 {
		if t <= farPast || t >= civil.Forever {
			return t
		}
		return z.End(z.DateOf(t - 1).Shift(by))
	}
	return civil.Interval{Lo: one(e.Lo), Hi: one(e.Hi)}
}

// point gives the instants that a point may have at reading x.
func (l *lane) point(p *norms.Point, s *scope, x int64) civil.Interval {
	switch p.Sort {
	case norms.AtInstant:
		return civil.At(p.Instant)
	case norms.AtMark:
		return l.mark(s, p.Mark, x)
	case norms.AtAct:
		return l.firstAct(s, l.hits(p.Act, s), x, func(h hit) civil.Interval {
			return civil.Interval{Lo: max(h.fact.When.Lo, s.ag.Starts), Hi: h.fact.When.Hi}
		})
	case norms.AtNorm:
		word := isDone
		if p.Breach {
			word = norms.IsBreached
		}
		c := l.normCourse(p.Norm, word)
		return fixed(&c, civil.Ever, x)
	case norms.AtVar:
		if b := s.vars[p.Var]; b != nil {
			return b.when
		}
		return never
	}
	ag := s.ag
	if p.Agree != "" {
		ag = l.prog.Agreement(p.Agree)
	}
	return l.start(ag, x)
}

// start gives the instant at which a text starts.
func (l *lane) start(ag *norms.Agreement, x int64) civil.Interval {
	if ag.Entry == nil {
		return civil.At(ag.Starts)
	}
	c := l.entry(ag)
	return later(fixed(&c, ag.Starts, x), civil.At(ag.Starts))
}

// entry reads the condition on which a text enters into force.
func (l *lane) entry(ag *norms.Agreement) course {
	c, ok := l.entries[ag.ID]
	if !ok {
		c = l.course(ag.Entry, &scope{ag: ag})
		l.entries[ag.ID] = c
	}
	return c
}

// fixed gives the instant before the first reading, from one up to x, at which something is so; not yet before there is one.
func fixed(c *course, from, x int64) civil.Interval {
	out := never
	if t := c.first(from, x, may); t < civil.Forever {
		out.Lo = t - 1
	}
	if t := c.first(from, x, must); t < civil.Forever {
		out.Hi = t - 1
	}
	return out
}

// firstAct gives a value of the first act at or after the start, as seen at x.
func (l *lane) firstAct(s *scope, list []hit, x int64, of func(hit) civil.Interval) civil.Interval {
	sure := civil.Forever // the first that certainly happened is not later than this
	for _, h := range list {
		if w := h.fact.When; h.is.must && w.Lo >= s.ag.Starts {
			sure = min(sure, w.Hi)
		}
	}
	out, found := never, false
	for _, h := range list {
		w := h.fact.When
		lo := max(w.Lo, s.ag.Starts)
		if w.Hi < s.ag.Starts || lo > sure || lo >= x {
			continue
		}
		if v := of(h); found {
			out = out.Join(v)
		} else {
			out, found = v, true
		}
	}
	if found && sure >= x {
		out.Hi = civil.Forever
	}
	return out
}

// marking gives the acts that may set a mark, and the noon of the day that each gives.
func (l *lane) marking(mark string) []hit {
	list, ok := l.marks[mark]
	if !ok {
		list = l.marked(mark)
		l.marks[mark] = list
	}
	return list
}

func (l *lane) marked(mark string) (list []hit) {
	for i := range l.prog.Vocabulary.Acts {
		a := &l.prog.Vocabulary.Acts[i]
		dated := slices.ContainsFunc(a.Roles, func(r norms.Role) bool { return r.Type == norms.DateRole })
		for _, r := range a.Roles {
			if r.Type != norms.MarkRole || !dated {
				continue
			}
			p := norms.Pattern{Act: a.ID, Roles: []norms.Want{{Role: r.Name, Values: []norms.Value{{ID: mark}}}}}
			for _, h := range l.hits(p, &scope{ag: &norms.Agreement{}}) {
				if some, all := givesDay(a, h.fact); some {
					h.is.must = h.is.must && all
					h.ways = []way{{h.fact, a, h.is}}
					list = append(list, h)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b hit) int { return fact.Compare(a.fact, b.fact) })
	return list
}

// givesDay says whether an act may give a day, and whether it certainly gives one.
func givesDay(a *norms.Act, f *fact.Fact) (some, all bool) {
	all = true
	for _, r := range a.Roles {
		if r.Type != norms.DateRole {
			continue
		}
		x := f.Role(r.Name)
		if x == nil {
			some, all = true, false
			continue
		}
		good := 0
		for _, v := range x.Values {
			if _, err := civil.ParseDate(v); err == nil {
				good++
			}
		}
		some = some || good > 0
		all = all && !(x.OneOf && good < len(x.Values))
	}
	return some, all
}

// noon gives noon of the day that an act gives; any instant where it is not known.
func noon(a *norms.Act, f *fact.Fact, z civil.Zone) civil.Interval {
	out, found := never, false
	for _, r := range a.Roles {
		if r.Type != norms.DateRole {
			continue
		}
		x := f.Role(r.Name)
		if x == nil {
			return ever
		}
		for _, v := range x.Values {
			if d, err := civil.ParseDate(v); err == nil {
				t := civil.At(z.Clock(d, 12, 0))
				if found {
					t = t.Join(out)
				}
				out, found = t, true
			}
		}
	}
	return out
}

// ever is all time.
var ever = civil.Interval{Lo: civil.Ever, Hi: civil.Forever}

// mark gives noon of the day that a mark is set to.
func (l *lane) mark(s *scope, id string, x int64) civil.Interval {
	list := l.marking(id)
	out := l.firstAct(s, list, x, func(h hit) civil.Interval { return noon(h.ways[0].act, h.fact, s.ag.Zone) })
	m := s.ag.Mark(id)
	if m == nil || m.Movers == nil {
		return out
	}
	byID := map[string]hit{}
	for _, h := range list {
		byID[h.fact.ID] = h
	}
	sure := civil.Ever
	var moves []exercise
	for _, power := range m.Movers {
		for _, e := range l.exercises(power, x) {
			if h, ok := byID[e.fact.ID]; ok {
				e.is = e.is.and(h.is)
				moves = append(moves, e)
				if e.is.must && e.at.Hi < x {
					sure = max(sure, e.at.Lo)
				}
			}
		}
	}
	found := sure == civil.Ever // a move may not have been made: what stood before may stand
	for _, e := range moves {
		if e.is.may && e.at.Lo < x && e.at.Hi >= sure {
			v := noon(byID[e.fact.ID].ways[0].act, e.fact, s.ag.Zone)
			if found {
				v = v.Join(out)
			}
			out, found = v, true
		}
	}
	return out
}

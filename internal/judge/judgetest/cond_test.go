package judgetest

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// edge gives a bound of a condition: mostly the day or the instant, now and then some time before.
func (m *maker) edge(refs []string, of *norms.Family, edges ...norms.Edge) *norms.Bound {
	b := &norms.Bound{At: m.point(refs, of), Edge: pick(m, edges...)}
	if m.chance(20) {
		m.tag("bound before")
		b.Plus, b.Before = pick(m, m.days(), m.hours()), true
	}
	return b
}

// cond draws a condition of at most the given depth.
func (m *maker) cond(depth int, refs []string, of *norms.Family) norms.Cond {
	for {
		sort := m.IntN(15)
		if m.theme == "last" && m.chance(50) {
			sort = 10
		}
		if m.theme == "state" && m.chance(60) {
			sort = 3 + m.IntN(3)
		}
		switch sort {
		case 0, 1, 2:
			c := norms.Seen{Pattern: m.pattern(m.anyAct(), m.bearers(), of)}
			if m.chance(25) {
				c.From = m.edge(refs, of, norms.DayStart, norms.Exact)
			}
			if m.chance(25) {
				c.Until = m.edge(refs, of, norms.DayEnd, norms.Exact)
			}
			m.tag("cond seen")
			return c
		case 3, 4:
			m.tag("cond holds")
			return norms.Holds{Pattern: m.pattern("held", m.bearers(), of)}
		case 5:
			m.tag("cond none holds")
			return norms.NoneHolds{Pattern: m.pattern("held", nil, of)}
		case 6, 7:
			if len(refs) > 0 {
				word := pick(m, norms.IsKept, norms.IsBreached, norms.IsDue, norms.IsInForce)
				m.tag("cond norm")
				return norms.NormIs{Norm: pick(m, refs...), Word: word}
			}
		case 8:
			m.tag("cond mark")
			return norms.MarkSet{Mark: "peace"}
		case 9:
			m.tag("cond reached")
			m.supersede = true
			b := m.edge(refs, of, norms.Exact, norms.DayStart, norms.DayEnd)
			m.supersede = false
			if m.other.Entry != nil && !m.fixed && m.chance(30) {
				m.tag("point start of another")
				b.At = norms.Point{Sort: norms.AtStart, Agree: m.other.ID}
			}
			return norms.Reached{Bound: *b}
		case 10, 11:
			m.tag("cond compare")
			c := norms.Compare{Figure: m.figure(of), Op: norms.Op(m.IntN(5)), N: int64(m.IntN(4))}
			if m.chance(35) {
				m.tag("cond compare with")
				f := m.figure(of)
				c.With = &f
			}
			return c
		case 12:
			if c, ok := m.inEffect(refs); ok {
				return c
			}
		case 13:
			if depth > 0 {
				m.tag("cond not")
				return norms.Not{Cond: m.cond(depth-1, refs, of)}
			}
		default:
			if depth > 0 {
				both := []norms.Cond{m.cond(depth-1, refs, of), m.cond(depth-1, refs, of)}
				if m.chance(50) {
					m.tag("cond and")
					return norms.And{Conds: both}
				}
				m.tag("cond or")
				return norms.Or{Conds: both}
			}
		}
	}
}

// excuse draws what excuses an act, mostly speaking of the act itself.
func (m *maker) excuse(act string, refs []string, of *norms.Family) norms.Cond {
	m.this = act
	defer func() { m.this = "" }()
	if m.chance(50) && !m.bent {
		return m.cond(1, refs, of)
	}
	m.tag("cond seen")
	m.tag("var this")
	want := norms.Want{Role: "doer", Values: []norms.Value{{Var: norms.This, Role: "doer"}}}
	excusing := pick(m, "talk", "leave", act)
	if excusing == "talk" && m.chance(60) {
		want.Role = "with"
	}
	c := norms.Seen{Pattern: m.note(norms.Pattern{Act: excusing, Roles: []norms.Want{want}})}
	if m.chance(50) {
		m.tag("point this")
		c.From = &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: norms.This}, Plus: m.days(), Before: true, Edge: pick(m, norms.Exact, norms.DayStart)}
	}
	if m.chance(50) {
		m.tag("point this")
		c.Until = &norms.Bound{At: norms.Point{Sort: norms.AtVar, Var: norms.This}, Edge: pick(m, norms.Exact, norms.DayEnd)}
	}
	return c
}

// powersOf gives the powers among the norms that may be named.
func (m *maker) powersOf(refs []string) (powers []string) {
	for _, name := range refs {
		if m.powers[name] {
			powers = append(powers, name)
		}
	}
	return powers
}

// inEffect asks for the effect of a power, undone by another or lasting a while.
func (m *maker) inEffect(refs []string) (norms.InEffect, bool) {
	powers := m.powersOf(refs)
	if len(powers) == 0 {
		return norms.InEffect{}, false
	}
	m.tag("cond in effect")
	c := norms.InEffect{Power: pick(m, powers...)}
	if len(powers) > 1 && m.likely("undo", 65) {
		m.tag("cond in effect undo")
		c.Power, c.Undo = powers[0], powers[1:]
	}
	if m.likely("effect", 40) {
		m.tag("cond in effect for")
		c.For = pick(m, m.days(), m.hours())
	}
	return c, true
}

func (m *maker) figure(of *norms.Family) norms.Figure {
	f := norms.Figure{Measure: norms.Measure(m.IntN(3))}
	switch f.Measure {
	case norms.Count:
		f.Pattern = m.pattern(m.anyAct(), m.bearers(), of)
	case norms.CountDistinct:
		f.Pattern = m.pattern("strike", m.bearers(), of)
		f.Role = pick(m, "object", "harmed", "at", "doer")
	case norms.Sum:
		f.Pattern, f.Role = m.pattern("strike", m.bearers(), of), "killed"
		if m.chance(40) {
			f.Pattern, f.Role = m.pattern("bring", m.bearers(), of), "trucks"
		}
	}
	if m.chance(30) {
		f.From = &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: m.instant()}, Edge: norms.DayStart}
	}
	if m.chance(30) {
		f.Until = &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: m.instant()}, Edge: norms.DayEnd}
	}
	if m.likely("last", 25) {
		m.tag("figure last")
		f.Last = pick(m, civil.Period{N: 1 + m.IntN(6), Unit: civil.Days}, m.hours())
	}
	return f
}

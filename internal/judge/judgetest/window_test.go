package judgetest

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// point draws a point in time; refs are the norms that may be named.
func (m *maker) point(refs []string, of *norms.Family) norms.Point {
	for {
		if m.theme == "mark" && !m.fixed && m.chance(40) {
			m.tag("point mark")
			return norms.Point{Sort: norms.AtMark, Mark: "peace"}
		}
		switch s := pick(m, norms.AtInstant, norms.AtInstant, norms.AtMark, norms.AtAct, norms.AtNorm, norms.AtVar, norms.AtVar, norms.AtStart); s {
		case norms.AtInstant:
			m.tag("point instant")
			return norms.Point{Sort: s, Instant: m.instant()}
		case norms.AtMark:
			if !m.fixed {
				m.tag("point mark")
				return norms.Point{Sort: s, Mark: "peace"}
			}
		case norms.AtAct:
			m.tag("point act")
			return norms.Point{Sort: s, Act: m.pattern(m.anyAct(), m.bearers(), of)}
		case norms.AtNorm:
			if len(refs) > 0 {
				p := norms.Point{Sort: s, Norm: pick(m, refs...), Breach: m.chance(40)}
				m.tag("point norm breach %v", p.Breach)
				return p
			}
		case norms.AtVar:
			if m.this != "" && m.chance(50) {
				m.tag("point this")
				return norms.Point{Sort: s, Var: norms.This}
			}
			if of != nil && of.Source != norms.FromBearers {
				m.tag("point var")
				return norms.Point{Sort: s, Var: of.Var}
			}
		default:
			if !m.fixed {
				m.tag("point start")
				p := norms.Point{Sort: s}
				if m.other.Entry != nil && m.supersede && m.chance(80) {
					m.tag("point start of another")
					p.Agree = m.other.ID
				}
				return p
			}
		}
	}
}

func (m *maker) days() civil.Period { return civil.Period{N: 1 + m.IntN(3), Unit: civil.Days} }

func (m *maker) hours() civil.Period { return civil.Period{N: pick(m, 1, 24, 30), Unit: civil.Hours} }

func (m *maker) window(refs []string, of *norms.Family) (w norms.Window) {
	sort := m.IntN(13)
	if m.theme == "late" {
		sort = pick(m, 1, 2, 2)
	}
	if m.theme == "end" {
		sort = 7
	}
	switch sort {
	case 0:
		m.tag("window undated")
		return norms.Window{}
	case 1:
		m.tag("window by")
		w.End = &norms.Bound{At: m.point(refs, of), Edge: norms.DayEnd}
	case 2, 12:
		m.tag("window by clock")
		w.End = &norms.Bound{At: norms.Point{Sort: norms.AtInstant, Instant: min(m.instant(), m.instant())}, Edge: norms.Exact}
	case 3:
		m.tag("window before")
		w.End = &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayStart, norms.Exact)}
	case 4:
		m.tag("window within days")
		p := m.point(refs, of)
		w.Start = &norms.Bound{At: p, Edge: norms.Exact}
		w.End = &norms.Bound{At: p, Plus: m.days(), Edge: pick(m, norms.DayEnd, norms.DayEnd, norms.DayStart), Period: true}
	case 5:
		m.tag("window within hours")
		p := m.point(refs, of)
		w.Start = &norms.Bound{At: p, Edge: norms.Exact}
		w.End = &norms.Bound{At: p, Plus: m.hours(), Edge: norms.Exact, Period: true}
	case 6:
		m.tag("window day n")
		p, plus := m.point(refs, of), m.days()
		w.Start = &norms.Bound{At: p, Plus: plus, Edge: norms.DayStart}
		w.End = &norms.Bound{At: p, Plus: plus, Edge: norms.DayEnd}
	case 7, 8:
		m.tag("window for")
		p := m.point(refs, of)
		w.Start = &norms.Bound{At: p, Edge: norms.Exact}
		w.End = &norms.Bound{At: p, Plus: pick(m, m.days(), m.days(), m.hours()), Edge: norms.SameClock, Period: true}
		if m.theme == "end" {
			w.End.Plus = m.hours()
		}
	case 9:
		m.tag("window before by a period")
		w.End = &norms.Bound{At: m.point(refs, of), Plus: pick(m, m.days(), m.days(), m.hours()), Before: true, Edge: pick(m, norms.Exact, norms.DayStart, norms.DayEnd)}
		if m.chance(50) {
			w.Start = &norms.Bound{At: m.point(refs, of), Plus: m.days(), Before: true, Edge: pick(m, norms.Exact, norms.DayStart)}
		}
	default:
		m.tag("window from until")
		w.Start = &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayStart, norms.Exact)}
		w.End = &norms.Bound{At: m.point(refs, of), Edge: pick(m, norms.DayEnd, norms.Exact)}
	}
	if m.chance(20) {
		m.tag("renewal")
		w.Renew = &norms.Renewal{Period: pick(m, m.days(), m.days(), m.days(), m.hours())}
		if m.chance(70) {
			m.tag("renewal unless")
			w.Renew.Unless = m.cond(1, refs, of)
		}
	}
	return w
}

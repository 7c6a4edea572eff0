package proofcheck

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// none joins with nothing.
var none = civil.Interval{Lo: civil.Forever, Hi: civil.Ever}

// renewed gives the end at reading x: the first that lies after x, or at whose reading the renewal was refused.
func (in *instance) renewed(e civil.Interval, x int64) civil.Interval {
	w, z := in.n.Window, in.s.ag.Zone
	if e.Lo >= civil.Forever || e.Hi <= farPast {
		return e
	}
	if e.Lo <= farPast { // it may have been renewed for ages
		next := prolong(w.End, civil.At(x), w.Renew.Period, z)
		return civil.Interval{Lo: e.Lo, Hi: max(e.Hi, z.End(z.DateOf(next.Hi)))}
	}
	out := none
	for {
		if e.Lo > x {
			return out.Join(e)
		}
		t := in.renew.over(e.Lo, min(e.Hi, x))
		if t.may {
			out = out.Join(civil.Interval{Lo: e.Lo, Hi: min(e.Hi, x)})
		}
		if e.Hi > x {
			out = out.Join(civil.Interval{Lo: x + 1, Hi: e.Hi})
		} else if t.must {
			return out
		}
		next := prolong(w.End, e, w.Renew.Period, z)
		if next.Lo <= e.Lo {
			return out.Join(e)
		}
		e = next
	}
}

// move is an exercise that may move an end.
type move struct {
	at     civil.Interval
	lo, hi int64 // how many times
	by     civil.Period
}

// extended gives the end moved by the exercises of powers that extend it, as seen at x.
func (in *instance) extended(e civil.Interval, x int64) civil.Interval {
	if e.Lo >= civil.Forever {
		return e
	}
	var list []move
	exact, alike := true, true
	for _, ext := range in.n.Extends {
		for _, u := range in.exercises(ext.Power, x) {
			if !u.is.may || u.at.Lo >= x {
				continue
			}
			m := move{at: u.at, hi: u.fact.Acts.Hi, by: ext.By}
			if u.is.must && u.at.Hi < x {
				m.lo = u.fact.Acts.Lo
			}
			exact = exact && m.lo == m.hi && m.at.Point()
			alike = alike && (len(list) == 0 || list[0].by == m.by)
			list = append(list, m)
		}
	}
	if list == nil {
		return e
	}
	inOrder := alike || exact && e.Point()
	low, high := e, e
	slices.SortStableFunc(list, func(a, b move) int { return cmp.Compare(a.at.Hi, b.at.Hi) })
	for _, m := range list {
		if m.at.Hi < low.Lo {
			low = in.times(low, m, m.lo, inOrder)
		}
	}
	slices.SortStableFunc(list, func(a, b move) int { return cmp.Compare(a.at.Lo, b.at.Lo) })
	for _, m := range list {
		if m.at.Lo < high.Hi {
			high = in.times(high, m, m.hi, inOrder)
		}
	}
	return civil.Interval{Lo: low.Lo, Hi: high.Hi}
}

// mostMoves bounds how often an end is moved one by one; beyond, it is taken as moved for ever.
const mostMoves = 10_000

// times moves an end n times. Where moves of different lengths may stand in any order, by the least and the most that each may be.
func (in *instance) times(e civil.Interval, m move, n int64, inOrder bool) civil.Interval {
	switch {
	case n > mostMoves:
		return civil.Interval{Lo: e.Lo, Hi: civil.Forever}
	case !inOrder:
		least, most := lengths(m.by)
		return civil.Interval{Lo: e.Lo + n*least, Hi: min(e.Hi+n*most, civil.Forever)}
	}
	for range n {
		e = prolong(in.n.Window.End, e, m.by, in.s.ag.Zone)
	}
	return e
}

// lengths gives the least and the most seconds that a period of days or longer may be, a change of clocks included.
func lengths(p civil.Period) (least, most int64) {
	const day = 86400
	n := int64(p.N)
	switch p.Unit {
	case civil.Hours:
		return p.Seconds(), p.Seconds()
	case civil.Months:
		return max(28*n-1, 0) * day, (31*n + 1) * day
	case civil.Years:
		return max(365*n-1, 0) * day, (366*n + 1) * day
	}
	return max(p.Seconds()-day, 0), p.Seconds() + day
}

// cured gives the end of the time to cure.
func (q *moment) cureEnd() civil.Interval {
	c := q.n.Cure
	if c.Notice == nil {
		return prolong(q.n.Window.End, q.e, c.Period, q.s.ag.Zone)
	}
	at := never
	for _, h := range q.notices {
		w := h.fact.When
		if lo := max(w.Lo, q.e.Lo); w.Hi >= q.e.Lo && lo < q.x {
			at.Lo = min(at.Lo, lo)
		}
		if h.is.must && w.Lo >= q.e.Hi && w.Hi < q.x {
			at.Hi = min(at.Hi, w.Hi)
		}
	}
	for _, t := range []*int64{&at.Lo, &at.Hi} {
		if *t > farPast {
			*t = q.s.ag.Zone.After(*t, c.Period)
		}
	}
	return at
}

// cures says whether the text gives time to cure here.
func (in *instance) cures() bool {
	return in.n.Cure != nil && in.n.Window.End != nil && in.n.Modality == norms.Obligation
}

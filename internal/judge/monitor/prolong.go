package monitor

import (
	"cmp"
	"math"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// prolong moves an end by a period, as renewal, extension and cure do (spec/norms.md, section 4): the end of a day to the
// end of a day, any other to the same time of day.
func prolong(z civil.Zone, b *norms.Bound, e civil.Interval, by civil.Period) civil.Interval {
	if b.Edge == norms.DayEnd && by.Unit != civil.Hours {
		day := func(t int64) int64 {
			if t <= farPast || t >= civil.Forever {
				return t
			}
			return z.End(z.DateOf(t - 1).Shift(by))
		}
		return civil.Interval{Lo: day(e.Lo), Hi: day(e.Hi)}
	}
	return sameClock(z, e, by)
}

// sameClock moves an interval of instants to the same time of day, a period later.
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

// renewals holds, for one standard, what an end becomes when it is renewed again and again, up to the horizon.
type renewals struct {
	ends []civil.Interval // e_0, e_1, ...; the last is the first that lies past the horizon, or past one that Unless ends for certain
	over int              // the place of the first that Unless ends for certain; beyond all: it ends none
	stop Timeline         // Unless
	lane int
	// until[k] joins the ends before the k-th at which Unless may have ended it, as seen once they are past.
	until []civil.Interval
}

// none is an interval that joins with nothing.
var none = civil.Interval{Lo: civil.Forever, Hi: civil.Ever}

// renewal follows the renewals of an end at a standard, once for equal ones.
func (in *instance) renewal(e civil.Interval, lane int) *renewals {
	key := renewKey{e, lane}
	if w := in.renewed[key]; w != nil {
		return w
	}
	w := &renewals{stop: in.unlessRenewed, lane: lane, over: math.MaxInt}
	in.renewed[key] = w
	last := in.m.horizon // of the readings at which ends are asked for that lie after those so far: before a certain end, it is none yet
	for past := none; ; {
		w.ends, w.until = append(w.ends, e), append(w.until, past)
		next := prolong(in.scope.ag.Zone, in.n.Window.End, e, in.n.Window.Renew.Period)
		if e.Lo > last || next.Hi <= e.Hi {
			return w
		}
		if t := over(w.stop, e.Lo, min(e.Hi, in.m.horizon)); t.May.Has(lane) {
			past = past.Join(e)
			if t.Must.Has(lane) && e.Hi-1 <= last {
				last = e.Hi - 1
				w.over = min(w.over, len(w.ends)-1)
			}
		}
		e = next
	}
}

type renewKey struct {
	e    civil.Interval
	lane int
}

// at gives the end at reading r: the first that lies after r, or at whose reading Unless is true.
func (w *renewals) at(r int64) civil.Interval {
	k, _ := slices.BinarySearchFunc(w.ends, r, func(e civil.Interval, r int64) int { return cmp.Compare(e.Hi, r+1) })
	k = min(k, w.over, len(w.ends)-1) // all before k are past
	out := w.until[k]
	for ; k < len(w.ends); k++ {
		e := w.ends[k]
		if e.Lo > r {
			return out.Join(e)
		}
		t := over(w.stop, e.Lo, min(e.Hi, r))
		if t.May.Has(w.lane) {
			out = out.Join(civil.Interval{Lo: e.Lo, Hi: min(e.Hi, r)})
		}
		if e.Hi > r {
			out = out.Join(civil.Interval{Lo: r + 1, Hi: e.Hi})
		} else if t.Must.Has(w.lane) {
			return out
		}
	}
	return out
}

// renew gives the ends at reading r, renewed.
func (in *instance) renew(e spans, r int64) spans {
	for lane := range e {
		switch {
		case e[lane].Lo >= civil.Forever || e[lane].Hi <= farPast:
		case e[lane].Lo <= farPast: // it may have been renewed for ages
			next := prolong(in.scope.ag.Zone, in.n.Window.End, civil.At(r), in.n.Window.Renew.Period)
			e[lane].Hi = max(e[lane].Hi, in.scope.ag.Zone.End(in.scope.ag.Zone.DateOf(next.Hi)))
		default:
			e[lane] = in.renewal(e[lane], lane).at(r)
		}
	}
	return e
}

// extend gives the ends at reading r, moved by the exercises of powers that extend them.
func (in *instance) extend(e spans, r int64) spans {
	for lane := range e {
		e[lane] = in.extendLane(e[lane], r, lane)
	}
	return e
}

// extension is an exercise that may move the end at a standard.
type extension struct {
	at     civil.Interval
	lo, hi int64 // how many times
	by     civil.Period
}

func (in *instance) extendLane(e civil.Interval, r int64, lane int) civil.Interval {
	if e.Lo >= civil.Forever {
		return e
	}
	list, exact, alike := in.extensions(r, lane)
	if list == nil {
		return e
	}
	inOrder := alike || exact && e.Point()
	first, last := slices.Clone(list), list // by what each is at the latest, at the earliest
	slices.SortStableFunc(first, func(a, b extension) int { return cmp.Compare(a.at.Hi, b.at.Hi) })
	slices.SortStableFunc(last, func(a, b extension) int { return cmp.Compare(a.at.Lo, b.at.Lo) })
	z, b := in.scope.ag.Zone, in.n.Window.End
	low, high := e, e
	for i := range first {
		if x := &first[i]; x.at.Hi < low.Lo {
			low = moveTimes(z, b, low, x, x.lo, inOrder)
		}
	}
	for i := range last {
		if x := &last[i]; x.at.Lo < high.Hi {
			high = moveTimes(z, b, high, x, x.hi, inOrder)
		}
	}
	return civil.Interval{Lo: low.Lo, Hi: high.Hi}
}

// extensions gives the exercises that reading r may see. exact: all are certain and at one instant. alike: all move by the
// same, so that their order makes no difference.
func (in *instance) extensions(r int64, lane int) (list []extension, exact, alike bool) {
	exact, alike = true, true
	for _, ext := range in.n.Extends {
		used := in.m.history(ext.Power).used.at(r)
		if used.any {
			list = append(list, extension{at: always, hi: civil.Forever, by: ext.By})
			exact = false
		}
		for i := range used.list {
			x := &used.list[i]
			if x.may>>lane&1 == 0 || x.at[lane].Lo >= r {
				continue
			}
			one := extension{at: x.at[lane], hi: x.n.Hi, by: ext.By}
			if x.must>>lane&1 == 1 && x.at[lane].Hi < r {
				one.lo = x.n.Lo
			}
			exact = exact && one.lo == one.hi && one.at.Point()
			alike = alike && (len(list) == 0 || list[0].by == one.by)
			list = append(list, one)
		}
	}
	return list, exact, alike
}

// mostMoves bounds how often an end is moved; beyond, it is taken as moved for ever.
const mostMoves = 10_000

// moveTimes moves an end n times. Where exercises that move by different periods may stand in any order, it is covered by the
// least and the most that a period may be.
func moveTimes(z civil.Zone, b *norms.Bound, e civil.Interval, x *extension, n int64, inOrder bool) civil.Interval {
	switch {
	case n > mostMoves:
		return civil.Interval{Lo: e.Lo, Hi: civil.Forever}
	case !inOrder:
		least, most := lengths(x.by)
		return civil.Interval{Lo: e.Lo + n*least, Hi: min(e.Hi+n*most, civil.Forever)}
	}
	for range n {
		e = prolong(z, b, e, x.by)
	}
	return e
}

// lengths gives the least and the most seconds by which a period may move an end.
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

// cures says whether the text gives time to cure: an obligation with an end, to do something by it.
func (in *instance) cures() bool {
	return in.n.Cure != nil && in.n.Window.End != nil && in.n.Modality == norms.Obligation
}

// cureEnd gives e', the end of the time to cure, as known at reading r.
func (in *instance) cureEnd(e spans, r int64) spans {
	c := in.n.Cure
	for lane := range e {
		if c.Notice == nil {
			e[lane] = prolong(in.scope.ag.Zone, in.n.Window.End, e[lane], c.Period)
			continue
		}
		at := in.noticed(e[lane], r, lane)
		for _, t := range []*int64{&at.Lo, &at.Hi} {
			if *t > farPast {
				*t = in.scope.ag.Zone.After(*t, c.Period)
			}
		}
		e[lane] = at
	}
	return e
}

// noticed gives the instant of the first notice at or after the end that reading r sees; Forever: none.
func (in *instance) noticed(e civil.Interval, r int64, lane int) civil.Interval {
	at := never
	for _, h := range in.notices {
		w := in.m.facts[h.fact].When
		if lo := max(w.Lo, e.Lo); h.may>>lane&1 == 1 && w.Hi >= e.Lo && lo < r {
			at.Lo = min(at.Lo, lo)
		}
		if h.must>>lane&1 == 1 && w.Lo >= e.Hi && w.Hi < r {
			at.Hi = min(at.Hi, w.Hi)
		}
	}
	return at
}

// endReadings gives the readings at which renewals, extensions, notices and the end of the time to cure may change what stands.
func (in *instance) endReadings() (at []int64) {
	w := in.n.Window
	for _, p := range in.bare {
		if w.Renew != nil {
			for lane := range status.Lanes {
				if e := p.v[lane]; e.Lo > farPast && e.Lo < civil.Forever {
					for _, x := range in.renewal(e, lane).ends {
						at = append(at, x.Lo, x.Hi)
					}
				}
			}
		}
	}
	if w.Renew != nil {
		for _, p := range in.unlessRenewed {
			at = append(at, p.from)
		}
	}
	for _, ext := range in.n.Extends {
		for _, p := range in.m.history(ext.Power).used {
			at = append(at, p.from)
			for i := range p.v.list {
				for _, x := range p.v.list[i].at {
					at = append(at, x.Lo+1, x.Hi+1)
				}
			}
		}
	}
	for _, h := range in.notices {
		w := in.m.facts[h.fact].When
		at = append(at, w.Lo+1, w.Hi+1)
	}
	return at
}

// cureOver: the time to cure has passed, e' <= r (rule 8a).
func (q *reading) cureOver() grade.Truth {
	e := q.cureEnd(q.e, q.r)
	return truth(func(i int) (bool, bool) { return e[i].Hi <= q.r, e[i].Lo <= q.r })
}

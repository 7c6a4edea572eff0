package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// weight is an act between two instants that counts for n.
type weight struct{ lo, hi, n int64 }

// turning gives the instant of the act that decides: the N-th, the first too many; or of a goal brought about.
func (q *moment) turning(list []use) (nth, early civil.Interval) {
	nth, early = never, never
	if q.n.Goal != nil {
		nth.Lo, nth.Hi = q.goal.first(q.o.Lo+1, q.r, may), q.goal.first(q.o.Hi+1, q.r, must)
		if nth.Lo < civil.Forever {
			nth.Lo--
		}
		if nth.Hi < civil.Forever {
			nth.Hi--
		}
		return nth, early
	}
	asked, n := norms.Number{}, int64(1)
	switch q.n.Modality {
	case norms.Obligation, norms.Aim:
		asked, n = q.n.AtLeast, int64(max(q.n.AtLeast.N, 1))
	case norms.Prohibition:
		asked, n = q.n.AtMost, int64(q.n.AtMost.N)+1
	}
	per := int64(0)
	if q.n.Modality == norms.Prohibition {
		per = asked.Per.Seconds()
	}
	var maybe, sure []weight
	for i := range list {
		u := &list[i]
		w := u.fact.When
		c := u.adds(asked.Role)
		if n == 1 && asked.Role == "" && !asked.Every {
			c = fact.Range{Lo: 1, Hi: 1} // the first decides, however many it stands for
		}
		if u.is.may {
			maybe = append(maybe, weight{max(u.from, q.o.Lo), w.Hi, c.Hi})
		}
		if u.is.must {
			sure = append(sure, weight{w.Lo, w.Hi, c.Lo})
		}
		if u.early.may {
			early.Lo = min(early.Lo, max(u.since, q.o.Lo))
		}
		if u.early.must {
			early.Hi = min(early.Hi, w.Hi)
		}
	}
	if asked.Every && per > 0 {
		return q.every(maybe, sure, asked.Per, n), early
	}
	for _, a := range maybe { // an act at its earliest, with all that may lie before it and within the stretch
		count := int64(0)
		for _, b := range maybe {
			if b.lo <= a.lo && (per == 0 || b.hi > a.lo-per) {
				count = saturated(count, b.n)
			}
		}
		if count >= n {
			nth.Lo = min(nth.Lo, a.lo)
		}
	}
	for _, a := range sure {
		count := int64(0)
		for _, b := range sure {
			if b.hi <= a.hi && (per == 0 || b.lo > a.hi-per && b.hi-b.lo < per) {
				count = saturated(count, b.n)
			}
		}
		if count >= n {
			nth.Hi = min(nth.Hi, a.hi)
		}
	}
	return nth, early
}

func saturated(a, b int64) int64 {
	if a >= civil.Forever-b {
		return civil.Forever
	}
	return a + b
}

// stretches gives where stretches that follow one another begin, up to the first that lies past the status's reading.
func (in *instance) stretches(a civil.Interval, per civil.Period) (at []civil.Interval) {
	if a.Lo <= farPast || a.Lo >= civil.Forever {
		return nil
	}
	for k := 0; ; k++ {
		x := a
		if k > 0 {
			x = in.s.ag.Zone.SameClockWithin(a, civil.Period{N: k * per.N, Unit: per.Unit})
		}
		at = append(at, x)
		if x.Lo > in.r {
			return at
		}
	}
}

// every finds when n acts fall into one of the stretches that follow one another.
func (q *moment) every(maybe, sure []weight, per civil.Period, n int64) civil.Interval {
	out := never
	at := q.stretches(q.p.a, per)
	for k := 0; k+1 < len(at); k++ {
		x, y := at[k], at[k+1]
		out.Lo = min(out.Lo, reached(maybe, n, func(w weight) (bool, int64) {
			return w.lo < y.Hi && w.hi >= x.Lo, max(w.lo, x.Lo)
		}))
		out.Hi = min(out.Hi, reached(sure, n, func(w weight) (bool, int64) { return w.lo >= x.Hi && w.hi < y.Lo, w.hi }))
	}
	return out
}

// reached gives the instant at which the acts that count reach n.
func reached(list []weight, n int64, counts func(weight) (bool, int64)) int64 {
	type at struct{ t, n int64 }
	var in []at
	for _, w := range list {
		if ok, t := counts(w); ok {
			in = append(in, at{t, w.n})
		}
	}
	slices.SortFunc(in, func(a, b at) int { return int(max(-1, min(1, a.t-b.t))) })
	count := int64(0)
	for _, x := range in {
		if count = saturated(count, x.n); count >= n {
			return x.t
		}
	}
	return civil.Forever
}

// recurring says whether acts are asked for in every stretch.
func (in *instance) recurring() bool {
	return in.n.AtLeast.Per.Seconds() > 0 && in.n.Modality == norms.Obligation && !in.judged() && in.n.Goal == nil
}

// short gives the earliest end of a stretch with fewer acts than asked: possibly, certainly.
func (q *moment) short() civil.Interval {
	n, per := int64(max(q.n.AtLeast.N, 1)), q.n.AtLeast.Per.Seconds()
	var maybe, sure []weight
	for _, h := range q.list {
		w := h.fact.When
		u := use{hit: h}
		c := u.adds(q.n.AtLeast.Role)
		maybe = append(maybe, weight{w.Lo, w.Hi, c.Hi})
		if h.is.must && (q.n.AtLeast.Every || w.Hi-w.Lo < per) {
			sure = append(sure, weight{w.Lo, w.Hi, c.Lo})
		}
	}
	inside := func(list []weight, from, to civil.Interval) (count int64) { // that lie in it whole
		for _, w := range list {
			if w.lo >= from.Hi && w.hi < to.Lo {
				count = saturated(count, w.n)
			}
		}
		return count
	}
	touching := func(list []weight, from, to civil.Interval) (count int64) { // that may lie in it
		for _, w := range list {
			if w.lo < to.Hi && w.hi >= from.Lo {
				count = saturated(count, w.n)
			}
		}
		return count
	}
	paused := func(from, to int64, pick func(tri) bool) bool {
		if q.n.While == nil {
			return false
		}
		for _, x := range append(q.phaseChanges(q.o), from) {
			if x >= from && x <= to && pick(q.phase(q.o, x).suspended) {
				return true
			}
		}
		return false
	}
	out := never
	if q.n.AtLeast.Every {
		at := q.stretches(q.p.a, q.n.AtLeast.Per)
		for k := 0; k+1 < len(at); k++ {
			x, y := at[k], at[k+1]
			if y.Lo <= q.r && inside(sure, x, y) < n && !paused(x.Hi, y.Lo, must) {
				out.Lo = min(out.Lo, y.Lo)
			}
			if y.Hi <= q.r && touching(maybe, x, y) < n && !paused(x.Lo, y.Hi, may) {
				out.Hi = min(out.Hi, y.Hi)
			}
		}
		return out
	}
	try := func(list []weight, start int64, leaves func(weight) int64, count func([]weight, civil.Interval, civil.Interval) int64, pick func(tri) bool) int64 {
		at := append([]int64{start}, q.phaseChanges(q.o)...)
		for _, w := range list {
			at = append(at, leaves(w)+1)
		}
		slices.Sort(at)
		for _, x := range at {
			if x >= start && x+per <= q.r && count(list, civil.At(x), civil.At(x+per)) < n && !paused(x, x+per, pick) {
				return x + per
			}
		}
		return civil.Forever
	}
	out.Hi = try(maybe, q.p.a.Hi, func(w weight) int64 { return w.hi }, touching, may)
	out.Lo = try(sure, q.p.a.Lo, func(w weight) int64 { return w.lo }, inside, must)
	return out
}

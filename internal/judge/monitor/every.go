package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/base/civil"
)

// stretches gives the beginnings x_0, x_1, ... of stretches that follow one another from a on (spec/norms.md, section 6,
// Every), up to the first that certainly lies past the horizon.
func (in *instance) stretches(a civil.Interval, per civil.Period) (at []civil.Interval) {
	if a.Lo <= farPast || a.Lo >= civil.Forever {
		return nil
	}
	by := per
	for k := 0; ; k++ {
		by.N = k * per.N
		x := a
		if k > 0 {
			x = in.scope.ag.Zone.SameClockWithin(a, by)
		}
		at = append(at, x)
		if x.Lo > in.m.horizon {
			return at
		}
	}
}

// shortEvery finds the earliest end of one of the stretches that follow one another in which fewer than N acts fall:
// possibly (Lo), certainly (Hi). all are the acts that may count, sure those that certainly do.
func (in *instance) shortEvery(phases course[phase], all, sure []weight, a civil.Interval, n int64, lane int) civil.Interval {
	out := never
	byHi := newSums(all, func(w weight) int64 { return w.hi })
	byLo := newSums(all, func(w weight) int64 { return w.lo })
	_, done := byEnds(sure)
	starts := in.stretches(a, in.n.AtLeast.Per)
	for k := 0; k+1 < len(starts); k++ {
		x, y := starts[k], starts[k+1]
		if y.Lo <= in.m.horizon && out.Lo == civil.Forever {
			if within(done, x.Hi, y.Lo, n) == civil.Forever && (in.plain || !suspendedIn(phases, x.Hi, y.Lo, lane, must)) {
				out.Lo = y.Lo
			}
		}
		if y.Hi <= in.m.horizon && out.Hi == civil.Forever && byLo.before(y.Hi)-byHi.before(x.Lo) < n &&
			(in.plain || !suspendedIn(phases, x.Lo, y.Hi, lane, may)) {
			out.Hi = y.Hi
		}
		if out.Hi < civil.Forever {
			break
		}
	}
	return out
}

// reachEvery gives the earliest instants by which n acts possibly (low), certainly (high) fall in one of the stretches that
// follow one another. los are the acts that may count, his those that certainly do.
func (in *instance) reachEvery(los, his []weight, a civil.Interval, n int64) civil.Interval {
	out := never
	starts := in.stretches(a, in.n.AtMost.Per)
	byLo, _ := byEnds(los)
	_, byHi := byEnds(his)
	next, open := 0, []weight(nil)
	for k := 0; k+1 < len(starts) && out.Lo == civil.Forever; k++ {
		x, y := starts[k], starts[k+1]
		open = slices.DeleteFunc(open, func(w weight) bool { return w.hi < x.Lo })
		for ; next < len(byLo) && byLo[next].lo < y.Hi; next++ {
			if byLo[next].hi >= x.Lo {
				open = append(open, byLo[next])
			}
		}
		count := int64(0)
		for _, w := range open {
			if count = saturated(count, w.n); count >= n {
				out.Lo = max(w.lo, x.Lo)
				break
			}
		}
	}
	for k := 0; k+1 < len(starts) && out.Hi == civil.Forever; k++ {
		out.Hi = within(byHi, starts[k].Hi, starts[k+1].Lo, n)
	}
	return out
}

// within gives the instant by which n acts certainly lie between two instants; Forever: they do not. Acts stand by their
// latest instants.
func within(byHi []weight, from, to, n int64) int64 {
	i, _ := slices.BinarySearchFunc(byHi, from, func(w weight, t int64) int { return cmp.Compare(w.hi, t) })
	count := int64(0)
	for ; i < len(byHi) && byHi[i].hi < to; i++ {
		if byHi[i].lo < from {
			continue
		}
		if count = saturated(count, byHi[i].n); count >= n {
			return byHi[i].hi
		}
	}
	return civil.Forever
}

// saturated adds two numbers, up to civil.Forever.
func saturated(a, b int64) int64 {
	if a >= civil.Forever-b {
		return civil.Forever
	}
	return a + b
}

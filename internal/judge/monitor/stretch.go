package monitor

import (
	"cmp"
	"slices"
	"sort"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// shortBy finds per standard the earliest end of a stretch in which fewer than N acts fall: possibly (Lo), certainly
// (Hi), for stretches that begin at or after a. A stretch is seen whole by the reading at which it ends, so one
// answer serves all readings.
func (in *instance) shortBy(o, a spans) spans {
	key, phases := [2]spans{o, a}, in.layout(o).phases
	if out, ok := in.shorts[key]; ok {
		return out
	}
	n, per := int64(max(in.n.AtLeast.N, 1)), in.n.AtLeast.Per.Seconds()
	out := sameSpans(never)
	for lane := range status.Lanes {
		var all, sure []weight
		for _, h := range in.hits {
			f := in.m.facts[h.fact]
			if h.may>>lane&1 == 1 {
				all = append(all, weight{f.When.Lo, f.When.Hi, in.adds(h, in.n.AtLeast.Role).Hi})
			}
			if h.must>>lane&1 == 1 && (in.n.AtLeast.Every || f.When.Hi-f.When.Lo < per) {
				sure = append(sure, weight{f.When.Lo, f.When.Hi, in.adds(h, in.n.AtLeast.Role).Lo})
			}
		}
		if in.n.AtLeast.Every {
			out[lane] = in.shortEvery(phases, all, sure, a[lane], n, lane)
			continue
		}
		// Certainly short: even every possible act leaves it short. It leaves the stretch after its latest instant.
		out[lane].Hi = in.firstShort(phases, all, a[lane].Hi, n, per, lane, false)
		// Possibly short: the certain acts alone do not fill it.
		out[lane].Lo = in.firstShort(phases, sure, a[lane].Lo, n, per, lane, true)
	}
	in.shorts[key] = out
	return out
}

// firstShort gives the end of the first stretch from start on with fewer than n acts and no suspended reading. The
// number of acts in a stretch falls only where one leaves it, so only these are tried. sure: count the acts that lie in
// it whole, and mind certain suspensions; otherwise those that may lie in it, and suspensions that may be.
func (in *instance) firstShort(phases course[phase], ws []weight, start, n, per int64, lane int, sure bool) int64 {
	lo := newSums(ws, func(w weight) int64 { return w.lo })
	hi := newSums(ws, func(w weight) int64 { return w.hi })
	pick := may
	tries := []int64{start}
	for _, w := range ws {
		if sure {
			tries = append(tries, w.lo+1)
		} else {
			tries = append(tries, w.hi+1)
		}
	}
	if sure {
		pick = must
	}
	for _, p := range phases {
		tries = append(tries, p.from)
	}
	slices.Sort(tries)
	for _, x := range tries {
		if x < start {
			continue
		}
		if x+per > in.m.horizon {
			break
		}
		count := lo.before(x+per) - hi.before(x)
		if sure {
			count = hi.before(x+per) - lo.before(x)
		}
		if count < n && (in.plain || !suspendedIn(phases, x, x+per, lane, pick)) {
			return x + per
		}
	}
	return civil.Forever
}

func suspendedIn(phases course[phase], from, to int64, lane int, pick func(grade.Truth) grade.Mask) bool {
	for i := phases.index(from); i < len(phases) && phases[i].from <= to; i++ {
		if pick(phases[i].v.susp).Has(lane) {
			return true
		}
	}
	return false
}

// sums answers how many acts lie before an instant by one of their ends.
type sums struct{ at, total []int64 }

func newSums(ws []weight, end func(weight) int64) sums {
	sorted := slices.SortedFunc(slices.Values(ws), func(a, b weight) int { return cmp.Compare(end(a), end(b)) })
	s := sums{total: []int64{0}}
	for _, w := range sorted {
		s.at = append(s.at, end(w))
		s.total = append(s.total, s.total[len(s.total)-1]+w.n)
	}
	return s
}

func (s sums) before(t int64) int64 {
	return s.total[sort.Search(len(s.at), func(i int) bool { return s.at[i] >= t })]
}

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
		if in.n.AtLeast.Every {
			all, sure := in.acts(in.hits, lane, false), in.acts(in.hits, lane, true)
			out[lane] = in.shortEvery(phases, all, sure, a[lane], n, lane)
			continue
		}
		q := shortage{instance: in, pages: in.limitsAt(o).pages, phases: phases, n: n, per: per, lane: lane}
		// Certainly short: even every possible act leaves it short. It leaves the stretch after its latest instant.
		out[lane].Hi = q.first(a[lane].Hi)
		// Possibly short: the certain acts alone do not fill it.
		q.sure = true
		out[lane].Lo = q.first(a[lane].Lo)
	}
	in.shorts[key] = out
	return out
}

// acts gives the hits that may count at a standard; sure: those that certainly do, and can lie in a stretch whole.
func (in *instance) acts(hits []hit, lane int, sure bool) (out []weight) {
	for _, h := range hits {
		if w := in.m.facts[h.fact].When; in.countsIn(h, w, lane, sure) {
			n := in.adds(h, in.n.AtLeast.Role)
			if sure {
				n.Hi = n.Lo
			}
			out = append(out, weight{w.Lo, w.Hi, n.Hi})
		}
	}
	return out
}

func (in *instance) countsIn(h hit, w civil.Interval, lane int, sure bool) bool {
	if sure {
		return h.must>>lane&1 == 1 && (in.n.AtLeast.Every || w.Hi-w.Lo < in.n.AtLeast.Per.Seconds())
	}
	return h.may>>lane&1 == 1
}

// shortage looks for the first stretch with fewer than n acts and no suspended reading. sure: it counts the acts that lie in it
// whole, and minds certain suspensions; otherwise those that may lie in it, and suspensions that may be.
type shortage struct {
	*instance
	pages  []*page
	phases course[phase]
	n, per int64
	lane   int
	sure   bool
}

// first gives the end of the first such stretch from start on; Forever: none up to the horizon.
func (q *shortage) first(start int64) int64 {
	for x := start; x+q.per <= q.m.horizon; {
		if end := q.suspended(x); end > x {
			x = end
		} else if filled := q.filled(x); filled > x {
			x = filled
		} else if short := q.among(x); short < civil.Forever {
			return short
		} else {
			x += q.per + 1
		}
	}
	return civil.Forever
}

// suspended gives the first instant from x on at which a stretch may begin without the suspension that a stretch from x meets last.
func (q *shortage) suspended(x int64) int64 {
	pick := may
	if q.sure {
		pick = must
	}
	end := x
	if q.plain {
		return end
	}
	for i := q.phases.index(x); i < len(q.phases) && q.phases[i].from <= x+q.per; i++ {
		if !pick(q.phases[i].v.susp).Has(q.lane) {
			continue
		}
		if end = civil.Forever; i+1 < len(q.phases) {
			end = q.phases[i+1].from
		}
	}
	return end
}

// filled gives an instant up to which no stretch from x on is short, because the acts of whole pages lie in each.
func (q *shortage) filled(x int64) int64 {
	last := sort.Search(len(q.pages), func(k int) bool { return q.pages[k].first.When.Lo >= x+q.per }) - 1
	count := int64(0)
	for k := last; k >= 0; k-- {
		s := q.stockOf(q.pages[k])
		if s.lo < x { // the pages before begin no later
			return x
		}
		if s.hi >= x+q.per {
			continue
		}
		if q.sure {
			count = saturated(count, s.must[q.lane])
		} else {
			count = saturated(count, s.may[q.lane])
		}
		if count >= q.n {
			return s.lo + 1
		}
	}
	return x
}

// among looks at each stretch that begins from x to a stretch later. The number of acts in a stretch falls only where one leaves it, so
// only these are tried.
func (q *shortage) among(x int64) int64 {
	var ws []weight
	for _, p := range q.pages {
		if p.first.When.Lo >= x+2*q.per {
			break
		}
		if q.stockOf(p).reach >= x {
			ws = append(ws, q.acts(q.hits[p.from:p.from+p.n], q.lane, q.sure)...)
		}
	}
	lo := newSums(ws, func(w weight) int64 { return w.lo })
	hi := newSums(ws, func(w weight) int64 { return w.hi })
	pick := may
	if q.sure {
		pick = must
	}
	tries := []int64{x}
	for _, w := range ws {
		if q.sure {
			tries = append(tries, w.lo+1)
		} else {
			tries = append(tries, w.hi+1)
		}
	}
	for _, p := range q.phases {
		tries = append(tries, p.from)
	}
	slices.Sort(tries)
	for _, t := range tries {
		if t < x {
			continue
		}
		if t > x+q.per || t+q.per > q.m.horizon {
			break
		}
		count := lo.before(t+q.per) - hi.before(t)
		if q.sure {
			count = hi.before(t+q.per) - lo.before(t)
		}
		if count < q.n && (q.plain || !suspendedIn(q.phases, t, t+q.per, q.lane, pick)) {
			return t + q.per
		}
	}
	return civil.Forever
}

// pageStock sums up the acts of a page for recurring norms: how much those count that are dated well within a stretch, between which
// instants these lie, and the latest instant of any.
type pageStock struct {
	may, must [status.Lanes]int64
	lo, hi    int64
	reach     int64
}

// stockOf sums a page up, once until it changes.
func (q *shortage) stockOf(p *page) *pageStock {
	if p.stock != nil {
		return p.stock
	}
	s := &pageStock{lo: p.first.When.Lo, hi: civil.Ever, reach: civil.Ever}
	for _, h := range q.hits[p.from : p.from+p.n] {
		w := q.m.facts[h.fact].When
		s.reach = max(s.reach, w.Hi)
		if w.Hi-w.Lo > q.per/8 {
			continue
		}
		s.hi = max(s.hi, w.Hi)
		n := q.adds(h, q.instance.n.AtLeast.Role)
		for lane := range status.Lanes {
			if q.countsIn(h, w, lane, false) {
				s.may[lane] = saturated(s.may[lane], n.Hi)
			}
			if q.countsIn(h, w, lane, true) {
				s.must[lane] = saturated(s.must[lane], n.Lo)
			}
		}
	}
	p.stock = s
	return s
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

package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// limit holds, for one opening, from when on the acts on record decide: the instants of the N-th performance, of the
// first breach too many, of the end of the first short stretch.
type limit struct {
	nth   spans   // Obligation, Aim: instant of the act that completes N; Prohibition: of the first act too many; Permission: of the first use
	early spans   // Permission: of the first early use
	pages []*page // what may count, in order
	// The same with coarse facts left out, for readings after settled: before, it hangs on how much of their dates is seen.
	coarse  bool
	nth2    spans
	early2  spans
	settled int64
}

// use is a hit with the standards at which it counts for this instance.
type use struct {
	fact      int32
	must, may uint8
	earlyMust uint8
	earlyMay  uint8
	flags     uint8
	via       uint8   // as in its hit
	edge      bool    // its date crosses the opening
	parted    *parted // by the conditions; nil: they are the same throughout its date
}

// parted says what the conditions make of an act whose date they part.
type parted struct {
	lo, early [status.Lanes]int64 // the earliest instants at which it may count, and as an early use
	turn      int64               // the first instant at which they are not what they were at its earliest
	unsure    [status.Lanes]int64 // the first instant at which it would not count for certain; Forever: none
}

// from gives the earliest instant at which the use may count at a standard.
func (u *use) from(lane int, f *fact.Fact) int64 {
	if u.parted != nil {
		return u.parted.lo[lane]
	}
	return f.When.Lo
}

// mayBefore says whether reading r may see it count at a standard.
func (u *use) mayBefore(lane int, f *fact.Fact, r int64) bool {
	return u.may>>lane&1 == 1 && u.from(lane, f) < r
}

// fromEarly is from for an early use.
func (u *use) fromEarly(lane int, f *fact.Fact) int64 {
	if u.parted != nil {
		return u.parted.early[lane]
	}
	return f.When.Lo
}

// limitsAt computes the limits for the opening o.
func (in *instance) limitsAt(o spans) *limit {
	if l := in.limits[o]; l != nil {
		return l
	}
	l := &limit{}
	in.limits[o] = l
	if in.goal != nil {
		l.nth, l.early = in.brought(o), sameSpans(never)
		l.nth2, l.early2 = l.nth, l.early
		return l
	}
	l.pages = in.pages(0, len(in.hits), o)
	in.settle(l, o)
	return l
}

// settle reads the instants off the pages.
func (in *instance) settle(l *limit, o spans) {
	l.coarse, l.settled = false, civil.Ever
	nth, early, nth2, early2 := sameSpans(never), sameSpans(never), sameSpans(never), sameSpans(never)
	for _, p := range l.pages {
		e := in.endsOf(p, o)
		l.coarse, l.settled = l.coarse || e.coarse, max(l.settled, e.settled)
		nth, early = earlier(nth, e.nth), earlier(early, e.early)
		nth2, early2 = earlier(nth2, e.nth2), earlier(early2, e.early2)
	}
	if n, asked := in.asked(); n > 1 || asked.Role != "" || asked.Every {
		nth = in.thresholds(l, o, nil)
		nth2 = nth
		if l.coarse {
			nth2 = in.thresholds(l, o, in.keepsAt(civil.Forever))
		}
	}
	l.nth, l.early, l.nth2, l.early2 = nth, early, nth2, early2
}

// fineAt gives the limits with coarse facts left out, as reading r sees them.
func (in *instance) fineAt(l *limit, o spans, r int64) (nth, early spans) {
	if r > l.settled {
		return l.nth2, l.early2
	}
	nth, early = sameSpans(never), sameSpans(never)
	for _, p := range l.pages {
		e := in.endsOf(p, o)
		n, y := e.nth2, e.early2
		if r <= e.settled {
			n, y = in.earliestUses(p, o, in.keepsAt(r))
		}
		nth, early = earlier(nth, n), earlier(early, y)
	}
	if n, asked := in.asked(); n > 1 || asked.Role != "" || asked.Every {
		nth = in.thresholds(l, o, in.keepsAt(r))
	}
	return nth, early
}

// keepsAt leaves out what reading r sees as coarse.
func (in *instance) keepsAt(r int64) func(u *use, lane int) bool {
	return func(u *use, lane int) bool { return !in.setAside(u, lane, r) }
}

// test holds a use against the conditions at the instants that it may have; false: it counts nowhere.
func (in *instance) test(tests Timeline, u *use, f *fact.Fact) bool {
	w := f.When
	sure, maybe := u.must, u.may
	if len(tests) > 1 || tests[0].v != grade.True {
		t := over(tests, w.Lo, w.Hi)
		u.must, u.may = sure&uint8(t.Must), maybe&uint8(t.May)
	}
	if in.early != nil {
		t := over(in.early, w.Lo, w.Hi)
		u.earlyMust, u.earlyMay = sure&uint8(t.Must), maybe&uint8(t.May)
	}
	if tests.index(w.Lo) == tests.index(w.Hi) && (in.early == nil || in.early.index(w.Lo) == in.early.index(w.Hi)) {
		return u.may|u.earlyMay != 0
	}
	u.parted = &parted{turn: min(tests.next(w.Lo), in.early.next(w.Lo))}
	for i := range status.Lanes {
		u.parted.lo[i], u.parted.early[i], u.parted.unsure[i] = civil.Forever, civil.Forever, civil.Ever
		if u.may>>i&1 == 1 {
			u.parted.lo[i] = since(tests, i, w.Lo, w.Hi, may)
		}
		if u.earlyMay>>i&1 == 1 {
			u.parted.early[i] = since(in.early, i, w.Lo, w.Hi, may)
		}
		if sure>>i&1 == 1 {
			u.parted.unsure[i] = since(tests, i, w.Lo, w.Hi, func(t grade.Truth) grade.Mask { return grade.AllStandards &^ t.Must })
		}
	}
	return u.may|u.earlyMay != 0
}

// isCoarse says whether a fact is coarser than the role, the place or the time that is wanted, as far as reading r sees.
func (u *use) isCoarse(r int64) bool {
	return u.flags&(coarseHit|unknownHit) != 0 || u.edge || u.parted != nil && u.parted.turn < r
}

// mustAt says whether a use counts for certain at each of its instants that reading r sees.
func (u *use) mustAt(lane int, r int64) bool {
	if u.parted != nil {
		return u.parted.unsure[lane] >= r
	}
	return u.must>>lane&1 == 1
}

// setAside says whether a use is left out when coarse facts are, at reading r.
func (in *instance) setAside(u *use, lane int, r int64) bool {
	return u.isCoarse(r) && !u.mustAt(lane, r) && u.mayBefore(lane, in.m.facts[u.fact], r) && in.m.facts[u.fact].In().Must.Has(lane)
}

// asked gives how many acts decide, and the number that the text asks for.
func (in *instance) asked() (n int64, asked norms.Number) {
	switch in.n.Modality {
	case norms.Obligation, norms.Aim:
		return int64(max(in.n.AtLeast.N, 1)), in.n.AtLeast
	case norms.Prohibition:
		return int64(in.n.AtMost.N) + 1, in.n.AtMost
	}
	return 1, norms.Number{}
}

// thresholds finds per standard the instants from which N (or too many) acts count, possibly (Lo) and certainly (Hi). Acts that
// begin later than an instant make no difference to whether it is the one, so that the pages are read only as far as that. keeps leaves some out; nil: none.
func (in *instance) thresholds(l *limit, o spans, keeps func(*use, int) bool) spans {
	out := sameSpans(never)
	n, asked := in.asked()
	per := int64(0)
	if in.n.Modality == norms.Prohibition {
		per = asked.Per.Seconds()
	}
	a := in.from(o)
	for lane := range status.Lanes {
		var los, his []weight
		every := asked.Every && per > 0
		for k, next := 0, 1; k < len(l.pages); next *= 2 {
			for ; k < min(next, len(l.pages)); k++ {
				los, his = in.weights(los, his, l.pages[k], o, lane, asked.Role, keeps)
			}
			if every {
				continue
			}
			out[lane] = civil.Interval{Lo: reachLow(los, n, per), Hi: reachHigh(his, n, per)}
			if k < len(l.pages) && max(out[lane].Lo, out[lane].Hi) < l.pages[k].first.When.Lo {
				break
			}
		}
		if every {
			out[lane] = in.reachEvery(los, his, a[lane], n)
		}
	}
	return out
}

// weights adds the acts of a page that may count, and those that certainly do.
func (in *instance) weights(los, his []weight, p *page, o spans, lane int, role string, keeps func(*use, int) bool) (mays, musts []weight) {
	for i := range p.uses {
		u := &p.uses[i]
		if keeps != nil && !keeps(u, lane) {
			continue
		}
		f := in.m.facts[u.fact]
		if u.may>>lane&1 == 1 {
			los = append(los, weight{max(u.from(lane, f), o[lane].Lo), f.When.Hi, in.adds(u.hit(), role).Hi})
		}
		if u.must>>lane&1 == 1 {
			his = append(his, weight{f.When.Lo, f.When.Hi, in.adds(u.hit(), role).Lo})
		}
	}
	return los, his
}

// adds gives what an act adds to a number: how many acts it stands for, or its amount in a role, once.
func (in *instance) adds(h hit, role string) fact.Range {
	if role == "" {
		return in.m.facts[h.fact].Acts
	}
	var out fact.Range
	for i, way := range in.m.ways(in.act, h, in.scope) {
		n := way.fact.Amount(role)
		if i > 0 {
			n = n.Join(out)
		}
		out = n
	}
	return out
}

// weight is an act between two instants that counts n times.
type weight struct{ lo, hi, n int64 }

// reachLow gives the earliest instant by which n acts may have happened (within any per seconds, where per is not 0).
func reachLow(ws []weight, n, per int64) int64 {
	byLo, byHi := byEnds(ws)
	var in, out int64
	for i, j := 0, 0; i < len(byLo); {
		at := byLo[i].lo
		for ; i < len(byLo) && byLo[i].lo == at; i++ {
			in += byLo[i].n
		}
		// Acts that certainly lie before the stretch that ends here are out of it.
		for ; per > 0 && j < len(byHi) && byHi[j].hi < at-per+1; j++ {
			out += byHi[j].n
		}
		if in-out >= n {
			return at
		}
	}
	return civil.Forever
}

// reachHigh gives the earliest instant by which n acts have certainly happened (within some per seconds).
func reachHigh(ws []weight, n, per int64) int64 {
	if per > 0 {
		ws = slices.DeleteFunc(slices.Clone(ws), func(w weight) bool { return w.hi-w.lo >= per })
	}
	byLo, byHi := byEnds(ws)
	var in, out int64
	for i, j := 0, 0; i < len(byHi); {
		at := byHi[i].hi
		for ; i < len(byHi) && byHi[i].hi == at; i++ {
			in += byHi[i].n
		}
		for ; per > 0 && j < len(byLo) && byLo[j].lo < at-per+1; j++ {
			out += byLo[j].n
		}
		if in-out >= n {
			return at
		}
	}
	return civil.Forever
}

// byEnds sorts acts by their earliest and by their latest instants.
func byEnds(ws []weight) (byLo, byHi []weight) {
	byLo, byHi = slices.Clone(ws), slices.Clone(ws)
	slices.SortFunc(byLo, func(a, b weight) int { return cmp.Compare(a.lo, b.lo) })
	slices.SortFunc(byHi, func(a, b weight) int { return cmp.Compare(a.hi, b.hi) })
	return byLo, byHi
}

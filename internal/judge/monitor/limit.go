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
	nth   spans // Obligation, Aim: instant of the act that completes N; Prohibition: of the first act too many; Permission: of the first use
	early spans // Permission: of the first early use
	hits  []use // what may count, in order
	// The same with coarse facts left out.
	coarse bool
	nth2   spans
	early2 spans
}

// use is a hit with the standards at which it counts for this instance.
type use struct {
	fact      int32
	must, may uint8
	earlyMust uint8
	earlyMay  uint8
	flags     uint8
	via       uint8                   // as in its hit
	edge      bool                    // its date crosses the opening
	lo        *[2][status.Lanes]int64 // the earliest instants at which it may count, and as an early use; nil: its earliest
}

// from gives the earliest instant at which the use may count at a standard.
func (u *use) from(lane int, f *fact.Fact) int64 {
	if u.lo != nil {
		return u.lo[0][lane]
	}
	return f.When.Lo
}

// fromEarly is from for an early use.
func (u *use) fromEarly(lane int, f *fact.Fact) int64 {
	if u.lo != nil {
		return u.lo[1][lane]
	}
	return f.When.Lo
}

// limitsAt computes the limits for the opening o.
func (in *instance) limitsAt(o spans) *limit {
	if l := in.limits[o]; l != nil {
		return l
	}
	l := &limit{hits: make([]use, 0, len(in.hits))}
	in.limits[o] = l
	if in.goal != nil {
		l.nth, l.early = in.brought(o), sameSpans(never)
		l.nth2, l.early2 = l.nth, l.early
		return l
	}
	tests := in.layout(o).tests
	for _, h := range in.hits {
		u := use{fact: h.fact, flags: h.flags, via: h.via}
		f := in.m.facts[h.fact]
		for i := range o {
			if bit := uint8(1) << i; h.may&bit != 0 && f.When.Hi >= o[i].Lo {
				u.may |= bit
				if h.must&bit != 0 && f.When.Lo >= o[i].Hi {
					u.must |= bit
				}
			}
		}
		u.edge = u.must != h.must && !f.When.Point()
		if u.may == 0 || tests != nil && !in.test(in.testsOf(tests, h), &u, f) {
			continue
		}
		l.hits = append(l.hits, u)
		l.coarse = l.coarse || in.isCoarse(&u)
	}
	l.nth, l.early = in.thresholds(l.hits, o, false)
	l.nth2, l.early2 = l.nth, l.early
	if l.coarse {
		l.nth2, l.early2 = in.thresholds(l.hits, o, true)
	}
	return l
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
	u.lo = new([2][status.Lanes]int64)
	for i := range status.Lanes {
		u.lo[0][i], u.lo[1][i] = civil.Forever, civil.Forever
		if u.may>>i&1 == 1 {
			u.lo[0][i] = since(tests, i, w.Lo, w.Hi, may)
		}
		if u.earlyMay>>i&1 == 1 {
			u.lo[1][i] = since(in.early, i, w.Lo, w.Hi, may)
		}
	}
	return u.may|u.earlyMay != 0
}

// isCoarse says whether a fact is coarser than the role, the place or the time that is wanted.
func (in *instance) isCoarse(u *use) bool {
	return u.flags&(coarseHit|unknownHit) != 0 || u.edge || u.lo != nil
}

// setAside says whether a use is left out when coarse facts are.
func (in *instance) setAside(u *use, lane int) bool {
	return in.isCoarse(u) && u.must>>lane&1 == 0 && u.may>>lane&1 == 1 && in.m.facts[u.fact].In().Must.Has(lane)
}

// thresholds finds per standard the instants from which N (or too many) acts count, possibly (Lo) and certainly (Hi).
func (in *instance) thresholds(hits []use, o spans, fine bool) (nth, early spans) {
	nth, early = sameSpans(never), sameSpans(never)
	n, per, asked := int64(1), int64(0), norms.Number{}
	switch in.n.Modality {
	case norms.Obligation, norms.Aim:
		asked = in.n.AtLeast
		n = int64(max(asked.N, 1))
	case norms.Prohibition:
		asked = in.n.AtMost
		n, per = int64(asked.N)+1, asked.Per.Seconds()
	}
	one := n == 1 && asked.Role == "" && !asked.Every // the first act decides
	a := in.from(o)
	for lane := range status.Lanes {
		var los, his []weight
		if !one {
			los, his = make([]weight, 0, len(hits)), make([]weight, 0, len(hits))
		}
		for i := range hits {
			u := &hits[i]
			if fine && in.setAside(u, lane) {
				continue
			}
			f := in.m.facts[u.fact]
			lo := max(u.from(lane, f), o[lane].Lo)
			if u.may>>lane&1 == 1 {
				if one {
					nth[lane].Lo = min(nth[lane].Lo, lo)
				} else {
					los = append(los, weight{lo, f.When.Hi, in.adds(u.hit(), asked.Role).Hi})
				}
			}
			if u.must>>lane&1 == 1 {
				if one {
					nth[lane].Hi = min(nth[lane].Hi, f.When.Hi)
				} else {
					his = append(his, weight{f.When.Lo, f.When.Hi, in.adds(u.hit(), asked.Role).Lo})
				}
			}
			if u.earlyMay>>lane&1 == 1 {
				early[lane].Lo = min(early[lane].Lo, max(u.fromEarly(lane, f), o[lane].Lo))
			}
			if u.earlyMust>>lane&1 == 1 {
				early[lane].Hi = min(early[lane].Hi, f.When.Hi)
			}
		}
		switch {
		case one:
		case asked.Every && per > 0:
			nth[lane] = in.reachEvery(los, his, a[lane], n)
		default:
			nth[lane] = civil.Interval{Lo: reachLow(los, n, per), Hi: reachHigh(his, n, per)}
		}
	}
	return nth, early
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

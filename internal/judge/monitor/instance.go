package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// phase is what stands at one reading, leaving out whether the reading is after the opening (spec/norms.md, section 5).
type phase struct {
	once  grade.Truth // "once" was true at some reading so far
	fell  grade.Truth // fallen away
	ended grade.Truth
	susp  grade.Truth // suspended
	until spans       // u: the reading at which it ended
	from  spans       // a
}

// force is the truth of being within force, by condition.
func (p phase) force() grade.Truth {
	return p.once.And(p.fell.Not()).And(p.ended.Not()).And(p.susp.Not())
}

// instance is one norm, or one member of its family.
type instance struct {
	m     *Machine
	n     *norms.Norm
	scope *scope
	act   *pattern
	hits  []hit
	watch *watch

	open   course[spans] // o
	bare   course[spans] // e, before suspension moves it
	first  firsts        // of "once"
	ifC    Timeline
	phases course[phase]
	forces Timeline
	plain  bool // no condition: always in force
	unless Timeline
	limits map[spans]*limit
	shorts map[spans]spans
}

// newInstance computes everything about an instance that does not depend on the reading of its status.
func (m *Machine) newInstance(n *norms.Norm, s *scope) *instance {
	in := &instance{m: m, n: n, scope: s, act: m.ready(n.Act), limits: map[spans]*limit{}, shorts: map[spans]spans{}}
	in.hits = m.hitsFor(in.act, s.bind)
	in.watch = m.watching(s, in.act, n.Observed)
	in.open = m.bound(s, n.Window.Start, s.ag.Starts)
	start := sameSpans(civil.At(s.ag.Starts))
	if s.bind != nil && n.ForEach.Source != norms.FromRoster {
		start = later(start, sameSpans(s.bind.when))
	}
	if n.Window.Start != nil || s.bind != nil {
		opened := make(course[spans], 0, len(in.open))
		for _, p := range in.open {
			opened = add(opened, p.from, later(p.v, start))
		}
		in.open = opened
	}
	in.bare = m.bound(s, n.Window.End, civil.Forever)
	in.first = firsts{} // without a condition it was always true
	for i := range in.first.may {
		in.first.may[i], in.first.must[i] = civil.Ever, civil.Ever
	}
	if n.Unless != nil {
		in.unless = m.Course(n.Unless, s)
	}
	if n.If == nil && n.Once == nil && n.While == nil && n.Until == nil {
		in.plain = true
		in.forces = steady(grade.True)
		return in
	}
	in.follow(n, s)
	return in
}

// follow reads the conditions and lays out the phases.
func (in *instance) follow(n *norms.Norm, s *scope) {
	whole := steady(grade.True)
	none := steady(grade.False)
	ifC, while, until := whole, whole, none
	if n.If != nil {
		ifC = in.m.Course(n.If, s)
	}
	in.ifC = ifC
	if n.While != nil {
		while = in.m.Course(n.While, s)
	}
	if n.Until != nil {
		until = in.m.Course(n.Until, s)
	}
	if n.Once != nil {
		once := in.m.Course(n.Once, s)
		for i := range in.first.may {
			in.first.may[i] = since(once, i, s.ag.Starts, in.m.horizon, may)
			in.first.must[i] = since(once, i, s.ag.Starts, in.m.horizon, must)
		}
	}
	var at []int64
	for i := range in.first.may {
		at = append(at, in.first.may[i], in.first.must[i])
	}
	for _, p := range in.open {
		at = append(at, p.from)
		for _, i := range p.v {
			at = append(at, i.Lo, i.Hi)
		}
	}
	for _, c := range []Timeline{while, until, ifC} {
		for _, p := range c {
			at = append(at, p.from)
		}
	}
	at = slices.DeleteFunc(at, func(r int64) bool { return r > in.m.horizon })
	in.phases = build(at, func(r int64) phase {
		p := phase{once: in.first.at(r), from: in.from(r), until: sameSpans(never)}
		for i := range status.Lanes {
			p.until[i] = civil.Interval{
				Lo: since(until, i, p.from[i].Lo, r, may),
				Hi: since(until, i, p.from[i].Hi, r, must),
			}
		}
		p.ended = truth(func(i int) (bool, bool) { return p.until[i].Hi <= r, p.until[i].Lo <= r })
		p.fell = truth(func(i int) (bool, bool) {
			a := p.from[i]
			if a.Lo > r || !p.once.May.Has(i) {
				return false, false
			}
			known := over(ifC, a.Lo, min(a.Hi, r)).Not()
			return known.Must.Has(i) && a.Hi <= r && p.once.Must.Has(i), known.May.Has(i)
		})
		p.susp = p.once.And(p.ended.Not()).And(while.at(r).Not())
		return p
	})
	for _, p := range in.phases {
		in.forces = add(in.forces, p.from, p.v.force())
	}
}

// from gives a: when the instance came into force by opening and "once", as known at reading r.
func (in *instance) from(r int64) spans {
	o := in.open.at(r)
	for i := range o {
		o[i] = civil.Interval{Lo: max(o[i].Lo, in.first.may[i]), Hi: max(o[i].Hi, in.first.must[i])}
	}
	return o
}

// phase gives the phase at reading r.
func (in *instance) phase(r int64) phase {
	if in.plain {
		return phase{once: grade.True, until: sameSpans(never), from: in.open.at(r)}
	}
	return in.phases.at(r)
}

// end gives e as known at reading r.
func (in *instance) end(r int64) spans {
	e := in.bare.at(r)
	if in.n.While == nil || in.n.Window.End == nil || !in.n.Window.End.Period {
		return e
	}
	o := in.open.at(r)
	for i := range e {
		e[i].Lo = in.stretch(e[i].Lo, o[i].Hi, r, i, must)
		e[i].Hi = in.stretch(e[i].Hi, o[i].Lo, r, i, may)
	}
	return e
}

// stretch moves an end later by the suspended seconds between from and the end, up to r.
func (in *instance) stretch(e, from, r int64, lane int, pick func(grade.Truth) grade.Mask) int64 {
	if e >= civil.Forever {
		return e
	}
	for i, p := range in.phases {
		lo, hi := max(p.from, from), r
		if i+1 < len(in.phases) {
			hi = min(r, in.phases[i+1].from)
		}
		if lo < hi && lo < e && pick(p.v.susp).Has(lane) {
			e += hi - lo
		}
	}
	return e
}

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

// use is a hit with the truth of its counting for this instance.
type use struct {
	hit
	truth grade.Truth
	early grade.Truth
	edge  bool // its date crosses the opening
}

// limitsAt computes the limits for the opening o.
func (in *instance) limitsAt(o spans) *limit {
	if l := in.limits[o]; l != nil {
		return l
	}
	l := &limit{nth: sameSpans(never), early: sameSpans(never)}
	in.limits[o] = l
	for _, h := range in.hits {
		w := in.m.facts[h.fact].When
		u := use{hit: h}
		at := truth(func(i int) (bool, bool) {
			return h.must>>i&1 == 1 && w.Lo >= o[i].Hi, h.may>>i&1 == 1 && w.Hi >= o[i].Lo
		})
		if at.May == 0 {
			continue
		}
		u.edge = at.Must != grade.Mask(h.must) && !w.Point()
		u.truth = at
		if in.n.Modality == norms.Prohibition || in.n.Modality == norms.Permission {
			if !in.plain {
				u.truth = at.And(over(in.forces, w.Lo, w.Hi+1))
			}
			if in.unless != nil {
				u.truth = u.truth.And(over(in.unless, w.Lo, w.Hi+1).Not())
			}
			if in.n.Modality == norms.Permission && in.n.OnlyOnce && !in.plain {
				u.early = at.And(in.overOnce(w).Not())
			}
		}
		if u.truth.May|u.early.May == 0 {
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

// overOnce joins "once was true" over the readings at which an act is tested.
func (in *instance) overOnce(w civil.Interval) grade.Truth {
	lo, hi := in.first.at(w.Lo), in.first.at(w.Hi+1)
	return grade.Truth{Must: lo.Must, May: hi.May}
}

// isCoarse says whether a fact is coarser than the role, the place or the time that is wanted.
func (in *instance) isCoarse(u *use) bool {
	return u.flags&(coarseHit|unknownHit) != 0 || u.edge || !in.plain && !in.m.facts[u.fact].When.Point()
}

// setAside says whether a use is left out when coarse facts are.
func (in *instance) setAside(u *use, lane int) bool {
	return in.isCoarse(u) && !u.truth.Must.Has(lane) && u.truth.May.Has(lane) && in.m.facts[u.fact].In().Must.Has(lane)
}

// thresholds finds per standard the instants from which N (or too many) acts count, possibly (Lo) and certainly (Hi).
func (in *instance) thresholds(hits []use, o spans, fine bool) (nth, early spans) {
	nth, early = sameSpans(never), sameSpans(never)
	n, per := int64(1), int64(0)
	switch in.n.Modality {
	case norms.Obligation, norms.Aim:
		n = int64(max(in.n.AtLeast.N, 1))
	case norms.Prohibition:
		n, per = int64(in.n.AtMost.N)+1, in.n.AtMost.Per.Seconds()
	}
	for lane := range status.Lanes {
		var los, his []weight
		for i := range hits {
			u := &hits[i]
			if fine && in.setAside(u, lane) {
				continue
			}
			f := in.m.facts[u.fact]
			lo := max(f.When.Lo, o[lane].Lo)
			if u.truth.May.Has(lane) {
				if n == 1 {
					nth[lane].Lo = min(nth[lane].Lo, lo)
				} else {
					los = append(los, weight{lo, f.When.Hi, f.Acts.Hi})
				}
			}
			if u.truth.Must.Has(lane) {
				if n == 1 {
					nth[lane].Hi = min(nth[lane].Hi, f.When.Hi)
				} else {
					his = append(his, weight{f.When.Lo, f.When.Hi, f.Acts.Lo})
				}
			}
			if u.early.May.Has(lane) {
				early[lane].Lo = min(early[lane].Lo, lo)
			}
			if u.early.Must.Has(lane) {
				early[lane].Hi = min(early[lane].Hi, f.When.Hi)
			}
		}
		if n > 1 {
			nth[lane] = civil.Interval{Lo: reachLow(los, n, per), Hi: reachHigh(his, n, per)}
		}
	}
	return nth, early
}

// weight is an act between two instants that counts n times.
type weight struct{ lo, hi, n int64 }

// reachLow gives the earliest instant by which n acts may have happened (within any per seconds, where per is not 0).
func reachLow(ws []weight, n, per int64) int64 {
	byLo := slices.SortedFunc(slices.Values(ws), func(a, b weight) int { return cmp.Compare(a.lo, b.lo) })
	byHi := slices.SortedFunc(slices.Values(ws), func(a, b weight) int { return cmp.Compare(a.hi, b.hi) })
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
	byLo := slices.SortedFunc(slices.Values(ws), func(a, b weight) int { return cmp.Compare(a.lo, b.lo) })
	byHi := slices.SortedFunc(slices.Values(ws), func(a, b weight) int { return cmp.Compare(a.hi, b.hi) })
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

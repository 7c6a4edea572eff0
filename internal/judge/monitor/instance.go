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

	open    course[spans] // o
	bare    course[spans] // e, before renewal, extension and suspension move it
	notices []hit         // of Cure
	found   *findings     // of Judged; nil: acts decide
	goal    Timeline      // of Goal; nil: acts decide
	// unlessRenewed ends the renewals.
	unlessRenewed Timeline
	first         firsts // of "once"
	ifC           Timeline
	while         Timeline
	until         Timeline
	plain         bool               // no condition: always in force
	unless        Timeline           // nil: none, or it speaks of the act
	excuses       map[int32]Timeline // "unless" by the act of which it speaks; nil: it speaks of none
	early         Timeline           // by instant: an act then is an early use
	laid          map[spans]*layout
	limits        map[spans]*limit
	shorts        map[[2]spans]spans
	renewed       map[renewKey]*renewals
}

// layout is what the conditions make of one opening, at every reading: the opening is that of the status's own reading,
// even where what fixes it was not seen yet at a reading on the way (spec/norms.md, section 4).
type layout struct {
	phases course[phase]
	forces Timeline
	tests  Timeline // by instant: an act then counts, as far as conditions say; nil: not asked
	lost   Timeline // the goal is to be kept and is not; nil: not asked yet
}

// newInstance computes everything about an instance that does not depend on the reading of its status.
func (m *Machine) newInstance(n *norms.Norm, s *scope) *instance {
	in := &instance{m: m, n: n, scope: s, laid: map[spans]*layout{}, limits: map[spans]*limit{}, shorts: map[[2]spans]spans{}}
	in.decides()
	in.open = m.bound(s, n.Window.Start, s.ag.Starts)
	start := sameSpans(civil.At(s.ag.Starts))
	if in.opensWithMember() {
		start = later(start, sameSpans(s.bind.when))
	}
	if n.Window.Start != nil || s.bind != nil {
		opened := make(course[spans], 0, len(in.open))
		for _, p := range in.open {
			opened = add(opened, p.from, later(p.v, start))
		}
		in.open = opened
	}
	if s.ag.Entry != nil {
		in.open = merge(in.open, m.starting(s.ag), later)
	}
	in.bare = m.bound(s, n.Window.End, civil.Forever)
	if w := n.Window.Renew; w != nil && n.Window.End != nil {
		in.renewed, in.unlessRenewed = map[renewKey]*renewals{}, steady(grade.False)
		if w.Unless != nil {
			in.unlessRenewed = m.Course(w.Unless, s)
		}
	}
	in.first = firsts{} // without a condition it was always true
	for i := range in.first.may {
		in.first.may[i], in.first.must[i] = civil.Ever, civil.Ever
	}
	switch {
	case n.Unless == nil:
	case m.ofAct[n]:
		in.excuses = map[int32]Timeline{}
	default:
		in.unless = m.Course(n.Unless, s)
	}
	if n.If == nil && n.Once == nil && n.While == nil && n.Until == nil {
		in.plain = true
	} else {
		in.follow(n, s)
	}
	if n.Modality == norms.Permission && n.OnlyOnce && n.Once != nil {
		in.early = tested(negate(in.first.course(civil.Ever, civil.Forever)))
	}
	return in
}

// decides gathers what the state turns on: acts, a condition, or the findings of a body.
func (in *instance) decides() {
	m, n, s := in.m, in.n, in.scope
	switch {
	case n.Judged != nil && n.Modality != norms.Permission && n.Modality != norms.Power:
		in.found = m.findings(n.Judged, s)
	case n.Goal != nil:
		in.goal = m.Course(n.Goal, s)
	default:
		in.act = m.ready(s, n.Act)
		in.hits = m.normHits(n, in.act, s)
		in.watch = m.watching(s, in.act, n.Observed)
	}
	if n.Cure != nil && n.Cure.Notice != nil {
		in.notices = m.hitsFor(m.ready(s, *n.Cure.Notice), s)
	}
}

// tested turns a truth by reading into that of an act by its instant t: read at t and at t+1, unknown where they differ.
func tested(c Timeline) Timeline {
	if len(c) == 1 {
		return c
	}
	out := steady(c[0].v)
	for i := 1; i < len(c); i++ {
		out = add(out, c[i].from-1, c[i-1].v.Join(c[i].v))
		out = add(out, c[i].from, c[i].v)
	}
	return out
}

// follow reads the conditions.
func (in *instance) follow(n *norms.Norm, s *scope) {
	whole := steady(grade.True)
	none := steady(grade.False)
	ifC, while, until := whole, whole, none
	if n.If != nil {
		ifC = in.m.Course(n.If, s)
	}
	if n.While != nil {
		while = in.m.Course(n.While, s)
	}
	if n.Until != nil {
		until = in.m.Course(n.Until, s)
	}
	in.ifC, in.while, in.until = ifC, while, until
	if n.Once != nil {
		once := in.m.Course(n.Once, s)
		for i := range in.first.may {
			in.first.may[i] = since(once, i, s.ag.Starts, in.m.horizon, may)
			in.first.must[i] = since(once, i, s.ag.Starts, in.m.horizon, must)
		}
	}
}

// layout lays out the phases for an opening.
func (in *instance) layout(o spans) *layout {
	if l := in.laid[o]; l != nil {
		return l
	}
	l := &layout{forces: steady(grade.True)}
	in.laid[o] = l
	if !in.plain {
		l.phases = in.phasesFrom(o)
		l.forces = nil
		for _, p := range l.phases {
			l.forces = add(l.forces, p.from, p.v.force())
		}
	}
	if in.byForce() {
		l.tests = tested(l.forces)
		if in.unless != nil {
			l.tests = merge(l.tests, tested(negate(in.unless)), grade.Truth.And)
		}
	}
	return l
}

// byForce says whether acts count only within force.
func (in *instance) byForce() bool {
	switch in.n.Modality {
	case norms.Prohibition, norms.Permission, norms.Power:
		return true
	}
	return false
}

func (in *instance) phasesFrom(o spans) course[phase] {
	var at []int64
	for i := range in.first.may {
		at = append(at, in.first.may[i], in.first.must[i], o[i].Lo, o[i].Hi)
	}
	ifC, while, until := in.ifC, in.while, in.until
	for _, c := range []Timeline{while, until, ifC} {
		for _, p := range c {
			at = append(at, p.from)
		}
	}
	at = slices.DeleteFunc(at, func(r int64) bool { return r > in.m.horizon })
	return build(at, func(r int64) phase {
		p := phase{once: in.first.at(r), from: in.from(o), until: sameSpans(never)}
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
		begun := truth(func(i int) (bool, bool) { return r >= o[i].Hi, r >= o[i].Lo })
		p.susp = begun.And(p.once).And(p.ended.Not()).And(while.at(r).Not())
		return p
	})
}

// from gives a for an opening: when the instance came into force by it and by "once".
func (in *instance) from(o spans) spans {
	for i := range o {
		o[i] = civil.Interval{Lo: max(o[i].Lo, in.first.may[i]), Hi: max(o[i].Hi, in.first.must[i])}
	}
	return o
}

// phase gives the phase at reading r, for an opening.
func (in *instance) phase(o spans, r int64) phase {
	if in.plain {
		return phase{once: grade.True, until: sameSpans(never), from: o}
	}
	return in.layout(o).phases.at(r)
}

// end gives e as known at reading r.
func (in *instance) end(r int64) spans {
	e := in.bare.at(r)
	if in.renewed != nil {
		e = in.renew(e, r)
	}
	if in.n.Extends != nil && in.n.Window.End != nil {
		e = in.extend(e, r)
	}
	if in.n.While == nil || !in.clockStops() {
		return e
	}
	o := in.open.at(r)
	for i := range e {
		e[i].Lo = stretch(in.layout(o).phases, e[i].Lo, o[i].Hi, r, i, must)
		e[i].Hi = stretch(in.layout(o).phases, e[i].Hi, o[i].Lo, r, i, may)
	}
	return e
}

// clockStops says whether the end moves while the norm is suspended.
func (in *instance) clockStops() bool {
	end := in.n.Window.End
	return end != nil && (in.n.Clock == norms.ClockStops || in.n.Clock == norms.ClockByKind && end.Period)
}

// stretch moves an end later by the suspended seconds between from and the end, up to r.
func stretch(phases course[phase], e, from, r int64, lane int, pick func(grade.Truth) grade.Mask) int64 {
	if e >= civil.Forever {
		return e
	}
	for i, p := range phases {
		lo, hi := max(p.from, from), r
		if i+1 < len(phases) {
			hi = min(r, phases[i+1].from)
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

package monitor

import (
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

	path course[laneSets] // of a member, for the history of its family; nil: not made
	kept *keptMember      // of a member, for the status of its family; nil: not made
	dead bool             // it is a member no more

	counted []*pageTold // of a member that is to be told again: what its family has counted of it
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
		how := m.memo.partly
		switch {
		case !in.plainHits():
		case how == byMembers:
			how = ownAct
		case how == inWhole && n.ForEach == nil:
			how = inParts
		}
		m.memo.readAs(how, func() { in.act = m.ready(s, n.Act) })
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

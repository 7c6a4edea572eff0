package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// instance is one instance of a norm at reading r, with its window chosen. What it works out it keeps for its own life:
// the circles that are cut are the same for all of it.
type instance struct {
	ev    *evaluator
	sc    *scope
	n     *norms.Norm
	r     int64
	o     int64 // opening
	end   int64 // the End bound, renewed and extended; Forever with none, or while it is not yet
	tests map[testKey]tri
	firsts,
	stops []moment // readings up to r at which Once (from a on: Until) may be true, up to the first at which it is
	asleep map[int64]tri
	over   *span
}

// moment is a reading with what was found there.
type moment struct {
	x int64
	v tri
}

// newInstance computes the opening: the greatest of Starts, the entry into force, the Start bound and, for families from acts and states, the member's instant.
func newInstance(ev *evaluator, sc *scope, r int64, f frame) *instance {
	in := &instance{
		ev: ev, sc: sc, n: sc.n, r: r, o: max(sc.ag.Starts, f.entry, f.start), end: f.end,
		tests: map[testKey]tri{}, asleep: map[int64]tri{},
	}
	if sc.who != nil && (sc.n.ForEach.Source == norms.FromAct || sc.n.ForEach.Source == norms.FromState) {
		in.o = max(in.o, sc.who.at)
	}
	ev.turn(in.o)
	return in
}

// test reads one of the norm's conditions at s.
func (in *instance) test(which string, c norms.Cond, s int64) tri {
	return in.testOf("", in.sc, which, c, s)
}

// excused reads Unless at s, of an act.
func (in *instance) excused(a *Act, s int64) tri {
	return in.testOf(a.ID, in.sc.about(a), "unless", in.n.Unless, s)
}

func (in *instance) testOf(act string, sc *scope, which string, c norms.Cond, s int64) tri {
	k := testKey{in.n.Name(), in.sc.member(), act, which, s}
	if v, ok := in.tests[k]; ok {
		return v
	}
	v := in.ev.remember(k, func() tri { return in.ev.cond(sc, c, s) })
	in.tests[k] = v
	return v
}

// opened gives the readings up to s that may be a, the first at which Once was true, at least o. Only the last can be certain.
func (in *instance) opened(s int64) (as []int64, certain bool) {
	if in.n.Once == nil {
		return []int64{in.o}, true
	}
	if in.firsts == nil {
		in.firsts = []moment{}
		for _, x := range in.ev.readings(in.sc.ag.Starts, in.r) {
			v := in.test("once", in.n.Once, x)
			if v != no {
				in.firsts = append(in.firsts, moment{x, v})
			}
			if v == yes {
				break
			}
		}
	}
	for _, f := range in.firsts {
		if f.x <= s {
			as, certain = append(as, max(in.o, f.x)), f.v == yes
		}
	}
	return as, certain
}

// a gives the earliest and the latest that the norm can have come into force, as seen at s.
func (in *instance) a(s int64) span {
	as, certain := in.opened(s)
	a := span{civil.Forever, civil.Forever}
	if len(as) > 0 {
		a.lo = as[0]
	}
	if certain {
		a.hi = as[len(as)-1]
	}
	return a
}

// begun: Once was true at some reading up to s.
func (in *instance) begun(s int64) tri {
	as, certain := in.opened(s)
	return or(of(certain), and(unknown, of(len(as) > 0)))
}

// active: s > o, and Once was true at some reading up to s.
func (in *instance) active(s int64) tri { return and(of(s > in.o), in.begun(s)) }

// fell: begun, and If read at a is false.
func (in *instance) fell(s int64) tri {
	if in.n.If == nil {
		return no
	}
	as, _ := in.opened(s)
	if len(as) == 0 || as[0] > s {
		return no
	}
	v := not(in.test("if", in.n.If, as[0]))
	for _, a := range as[1:] { // those after the first lie between it and s
		v = join(v, not(in.test("if", in.n.If, a)))
	}
	return and(in.begun(s), v)
}

// u gives the earliest and latest first reading from a to s at which Until was true; Forever: none.
func (in *instance) u(s int64) span {
	u := span{civil.Forever, civil.Forever}
	if in.n.Until == nil {
		return u
	}
	if in.stops == nil {
		in.stops = []moment{}
		a := in.a(in.r)
		for _, x := range in.ev.readings(a.lo, in.r) {
			v := in.test("until", in.n.Until, x)
			if x < a.hi {
				v = and(v, unknown)
			}
			if v != no {
				in.stops = append(in.stops, moment{x, v})
			}
			if v == yes {
				break
			}
		}
	}
	for _, f := range in.stops {
		if f.x <= s {
			u.lo = min(u.lo, f.x)
			if f.v == yes {
				u.hi = f.x
			}
		}
	}
	return u
}

// ended: Until was true at some reading from a to s.
func (in *instance) ended(s int64) tri { return in.u(s).atMost(s) }

// suspended: in force but for While, which read at s is false.
func (in *instance) suspended(s int64) tri {
	if in.n.While == nil {
		return no
	}
	v, known := in.asleep[s]
	if !known {
		v = and(in.begun(s), not(in.ended(s)), not(in.test("while", in.n.While, s)))
		in.asleep[s] = v
	}
	return v
}

// e gives the end of the window. Where the clock stops it moves later by every suspended second between o and itself.
func (in *instance) e() span {
	if in.over == nil {
		e := in.moveEnd()
		in.over = &e
	}
	return *in.over
}

func (in *instance) moveEnd() span {
	e := at(in.end)
	if in.n.While == nil || in.n.Window.End == nil || in.end >= civil.Forever || !in.halts() {
		return e
	}
	readings := in.ev.readings(in.o, in.r)
	var movesLo, movesHi bool // still: each reading finds another end, later than itself
	for i, x := range readings[:max(0, len(readings)-1)] {
		length := readings[i+1] - x
		v := in.suspended(x)
		movesLo, movesHi = v == yes && x < e.lo, v != no && x < e.hi
		if movesLo {
			e.lo += length
		}
		if movesHi {
			e.hi += length
		}
	}
	if !movesLo {
		in.ev.turn(e.lo)
	}
	if !movesHi {
		in.ev.turn(e.hi)
	}
	return e
}

// halts says whether suspension moves the end.
func (in *instance) halts() bool {
	switch in.n.Clock {
	case norms.ClockStops:
		return true
	case norms.ClockRuns:
		return false
	}
	return in.n.Window.End.Period
}

// inForce tests an act at t, o <= t < e, for being within force, on the readings t and t+1.
func (in *instance) inForce(t int64) tri {
	test := func(s int64) tri {
		return and(in.begun(s), not(in.fell(s)), not(in.ended(s)), not(in.suspended(s)))
	}
	return and(of(in.o <= t), at(t).before(in.e()), join(test(t), test(t+1)))
}

// acts gives the acts that are the norm's.
func (in *instance) acts() []*Act { return in.ev.normActs(in.sc, in.r) }

// weight is what one act counts for a number.
func weight(a *Act, n norms.Number) int64 {
	if n.Role != "" {
		return a.Amount[n.Role]
	}
	return a.N
}

// done: Goal was true at some reading y with o < y, y <= x, y <= r, y <= u; without Goal: at least AtLeast.N acts that match at t with o <= t, t < x, t < r, t < u.
func (in *instance) done(x span) tri {
	u := in.u(in.r)
	if in.n.Goal != nil {
		some := no
		for _, y := range in.ev.readings(in.o+1, in.r) {
			some = or(some, and(in.test("goal", in.n.Goal, y), not(x.before(at(y))), not(u.before(at(y)))))
		}
		return some
	}
	var sure, may int64
	for _, a := range in.acts() {
		v := and(of(in.o <= a.At), at(a.At).before(x), at(a.At).before(u))
		if v == yes {
			sure += weight(a, in.n.AtLeast)
		}
		if v != no {
			may += weight(a, in.n.AtLeast)
		}
	}
	n := int64(max(1, in.n.AtLeast.N))
	return or(of(sure >= n), and(unknown, of(may >= n)))
}

// uncertain: absence of the act in [o, x) is not certain.
func (in *instance) uncertain(x span) tri {
	v := func(x int64) tri {
		return of(!in.ev.certainly(in.sc, in.n.Observed, in.n.Act, in.o, x, in.r))
	}
	return join(v(x.lo), v(x.hi))
}

// unobserved: of a prohibition, too little of [o, x) was observed.
func (in *instance) unobserved(x span) tri {
	v := func(x int64) tri {
		return of(!in.ev.observed(in.sc, in.n.Observed, in.n.Act, in.o, x, in.r))
	}
	return join(v(x.lo), v(x.hi))
}

// atEnd reads something at the reading e, where e is not after r.
func (in *instance) atEnd(test func(int64) tri) tri {
	e := in.e()
	return join(test(min(e.lo, in.r)), test(min(e.hi, in.r)))
}

package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// instance is one instance of a norm at reading r, with its window chosen.
type instance struct {
	ev  *evaluator
	ag  *norms.Agreement
	n   *norms.Norm
	who *subject // nil: no family
	r   int64
	o   int64 // opening
	end int64 // the End bound; Forever with none, or while it is not yet
}

// newInstance computes the opening: the greatest of Starts, the Start bound and, for families from acts and states, the member's instant.
func newInstance(ev *evaluator, ag *norms.Agreement, n *norms.Norm, who *subject, r int64, w pair) *instance {
	in := &instance{ev: ev, ag: ag, n: n, who: who, r: r, o: max(ag.Starts, w.start), end: w.end}
	if who != nil && n.ForEach.Source != norms.FromRoster {
		in.o = max(in.o, who.at)
	}
	return in
}

// test reads one of the norm's conditions at s.
func (in *instance) test(which string, s int64) tri {
	return in.ev.remember(in.n.Name(), in.who, which, s, func() tri {
		switch which {
		case "once":
			return in.ev.cond(in.ag, in.n.Once, in.who, s)
		case "if":
			return in.ev.cond(in.ag, in.n.If, in.who, s)
		case "while":
			return in.ev.cond(in.ag, in.n.While, in.who, s)
		case "until":
			return in.ev.cond(in.ag, in.n.Until, in.who, s)
		}
		return in.ev.cond(in.ag, in.n.Unless, in.who, s)
	})
}

// opened gives the readings up to s that may be a, the first at which Once was true, at least o. Only the last can be certain.
func (in *instance) opened(s int64) (as []int64, certain bool) {
	if in.n.Once == nil {
		return []int64{in.o}, true
	}
	for _, x := range in.ev.readings(in.ag.Starts, s) {
		switch in.test("once", x) {
		case yes:
			return append(as, max(in.o, x)), true
		case unknown:
			as = append(as, max(in.o, x))
		}
	}
	return as, false
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
	v := not(in.test("if", as[0]))
	for _, a := range as[1:] { // those after the first lie between it and s
		v = join(v, not(in.test("if", a)))
	}
	return and(in.begun(s), v)
}

// u gives the earliest and latest first reading from a to s at which Until was true; Forever: none.
func (in *instance) u(s int64) span {
	u := span{civil.Forever, civil.Forever}
	if in.n.Until == nil {
		return u
	}
	a := in.a(s)
	for _, x := range in.ev.readings(a.lo, s) {
		v := in.test("until", x)
		if v != no {
			u.lo = min(u.lo, x)
		}
		if v == yes && a.hi <= x {
			u.hi = min(u.hi, x)
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
	return and(in.begun(s), not(in.ended(s)), not(in.test("while", s)))
}

// e gives the end of the window. With While and a Period end it moves later by every suspended second between o and itself.
func (in *instance) e() span {
	e := at(in.end)
	if in.n.While == nil || in.n.Window.End == nil || !in.n.Window.End.Period || in.end >= civil.Forever {
		return e
	}
	readings := in.ev.readings(in.o, in.r)
	for i, x := range readings[:max(0, len(readings)-1)] {
		length := readings[i+1] - x
		v := in.suspended(x)
		if v == yes && x < e.lo {
			e.lo += length
		}
		if v != no && x < e.hi {
			e.hi += length
		}
	}
	return e
}

// inForce tests an act at t, o <= t < e, for being within force, on the readings t and t+1.
func (in *instance) inForce(t int64) tri {
	test := func(s int64) tri {
		return and(in.begun(s), not(in.fell(s)), not(in.ended(s)), not(in.suspended(s)))
	}
	return and(of(in.o <= t), at(t).before(in.e()), join(test(t), test(t+1)))
}

// done: at least AtLeast.N acts that match at t with o <= t, t < x, t < r, t < u.
func (in *instance) done(x span) tri {
	var sure, may int64
	u := in.u(in.r)
	for _, a := range in.ev.acts(in.n.Act, in.who, in.r) {
		v := and(of(in.o <= a.At), at(a.At).before(x), at(a.At).before(u))
		if v == yes {
			sure += a.N
		}
		if v != no {
			may += a.N
		}
	}
	n := int64(max(1, in.n.AtLeast.N))
	return or(of(sure >= n), and(unknown, of(may >= n)))
}

// uncertain: absence of the act in [o, x) is not certain.
func (in *instance) uncertain(x span) tri {
	v := func(x int64) tri {
		return of(!in.ev.certainly(in.ag, in.n.Observed, in.n.Act, in.who, in.o, x, in.r))
	}
	return join(v(x.lo), v(x.hi))
}

// unobserved: of a prohibition, too little of [o, x) was observed.
func (in *instance) unobserved(x span) tri {
	v := func(x int64) tri {
		return of(!in.ev.observed(in.ag, in.n.Observed, in.n.Act, in.who, in.o, x, in.r))
	}
	return join(v(x.lo), v(x.hi))
}

package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

func (in *instance) every() []rule {
	r, o, e := in.r, in.o, in.e()
	over := e.atMost(r)
	short := in.short()
	return []rule{
		{"obligation.not_open", of(r <= o), status.NotYet},
		{"obligation.empty", e.atMost(o), status.Impossible},
		{"obligation.if", in.fell(r), status.FellAway},
		{"obligation.stretch_unobserved", and(short, in.uncertain(span{min(e.lo, r), min(e.hi, r)})), status.NotKnown},
		{"obligation.stretch_short", short, status.Breached},
		{"obligation.until", in.ended(r), status.Lapsed},
		{"obligation.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"obligation.stretch_done", over, status.Kept},
		{"obligation.waits", not(in.active(r)), status.NotYet},
		{"obligation.suspended", in.suspended(r), status.Suspended},
		{"obligation.due", yes, status.Due},
	}
}

// short: in some stretch too little was done.
func (in *instance) short() tri {
	if in.n.AtLeast.Every {
		return in.shortInTurn()
	}
	return in.shortAnywhere()
}

// tooLittle: fewer than N in [x, to), with max(o,a) <= x, to <= min(e,u,r), and no reading in [x, to] suspended.
func (in *instance) tooLittle(begin span, x, to int64) tri {
	if to > in.r {
		return no
	}
	var n int64
	for _, act := range in.acts() {
		if x <= act.At && act.At < to {
			n += weight(act, in.n.AtLeast)
		}
	}
	if n >= int64(max(1, in.n.AtLeast.N)) {
		return no
	}
	e, u := in.e(), in.u(in.r)
	limit := span{min(e.lo, u.lo), min(e.hi, u.hi)}
	awake := yes
	for _, s := range in.ev.readings(x, to) {
		awake = and(awake, not(in.suspended(s)))
	}
	return and(begin.atMost(x), not(limit.before(at(to))), awake)
}

// begin gives max(o, a).
func (in *instance) begin() span {
	a := in.a(in.r)
	return span{max(in.o, a.lo), max(in.o, a.hi)}
}

// shortAnywhere tries the stretches [x, x+Per). What lies in a stretch is least just after an act leaves it, or where
// stretches begin to be allowed: from max(o,a) on, and after a suspension. Those x are enough.
func (in *instance) shortAnywhere() tri {
	per, begin := in.n.AtLeast.Per.Seconds(), in.begin()
	xs := []int64{begin.lo, begin.hi}
	for _, act := range in.acts() {
		xs = append(xs, act.At+1)
	}
	before := no
	for _, s := range in.ev.readings(in.o, in.r) {
		if v := in.suspended(s); v != before {
			xs, before = append(xs, s), v
		}
	}
	some := no
	for _, x := range xs {
		if x < begin.lo || x >= in.r {
			continue
		}
		in.ev.turn(x + per)
		some = or(some, in.tooLittle(begin, x, x+per))
	}
	return some
}

// shortInTurn tries the stretches that follow one another from max(o, a), for each instant that it may be.
func (in *instance) shortInTurn() tri {
	as, certain := in.opened(in.r)
	result, some := no, false
	for _, a := range as {
		v := no
		starts := in.stretches(max(in.o, a))
		for i := 1; i < len(starts); i++ {
			v = or(v, in.tooLittle(at(starts[0]), starts[i-1], starts[i]))
		}
		if some {
			v = join(v, result)
		}
		result, some = v, true
	}
	if some && !certain {
		result = join(result, no)
	}
	return result
}

// stretches gives x_0 and every x_k after it up to the first at or after the reading.
func (in *instance) stretches(x0 int64) (starts []int64) {
	per := in.n.AtLeast.Per
	if in.n.Modality == norms.Prohibition {
		per = in.n.AtMost.Per
	}
	starts = []int64{x0}
	for k := 1; starts[len(starts)-1] < in.r && civil.Ever < x0; k++ {
		by := per
		by.N *= k
		next := sameClock(in.sc.ag.Zone, x0, by)
		in.ev.turn(next)
		starts = append(starts, next)
	}
	return starts
}

// breach is an act that may be a breach of a prohibition.
type breach struct {
	at, n int64
	v     tri
}

// breaches gives the acts within force that Unless does not excuse.
func (in *instance) breaches() (all []breach) {
	for _, a := range in.acts() {
		excused := no
		if in.n.Unless != nil {
			excused = join(in.excused(a, a.At), in.excused(a, a.At+1))
		}
		if v := and(in.inForce(a.At), not(excused)); v != no {
			all = append(all, breach{a.At, weight(a, in.n.AtMost), v})
		}
	}
	return all
}

// tooMany: more than AtMost.N breaches; with Per within some stretch.
func (in *instance) tooMany() tri {
	breaches := in.breaches()
	moreThan := func(from, to int64) tri {
		var sure, may int64
		for _, b := range breaches {
			if from <= b.at && b.at < to {
				may += b.n
				if b.v == yes {
					sure += b.n
				}
			}
		}
		n := int64(in.n.AtMost.N)
		return or(of(sure > n), and(unknown, of(may > n)))
	}
	some := no
	switch {
	case in.n.AtMost.Per.IsZero():
		return moreThan(civil.Ever, civil.Forever)
	case in.n.AtMost.Every:
		as, certain := in.opened(in.r)
		for i, a := range as {
			v := no
			starts := in.stretches(max(in.o, a))
			for j := 1; j < len(starts); j++ {
				v = or(v, moreThan(starts[j-1], starts[j]))
			}
			if i > 0 {
				v = join(v, some)
			}
			some = v
		}
		if len(as) > 0 && !certain {
			some = join(some, no)
		}
	default: // those that begin with a breach are enough
		for _, x := range breaches {
			some = or(some, moreThan(x.at, x.at+in.n.AtMost.Per.Seconds()))
		}
	}
	return some
}

package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// rule is one line of the tables in section 6.
type rule struct {
	code  string
	when  tri
	state status.State
}

// first gives the states of a table: possible is a state whose rule may apply while no rule before it must.
func first(rules []rule) (set status.Set) {
	for _, r := range rules {
		if r.when != no {
			set |= status.Of(r.state)
		}
		if r.when == yes {
			break
		}
	}
	return set
}

// states gives the states of the instance, by its modality's table.
func (in *instance) states() status.Set {
	switch {
	case in.n.Modality == norms.Prohibition:
		return first(in.prohibition())
	case in.n.Modality == norms.Permission:
		return first(in.permission())
	case in.n.Modality == norms.Obligation && !in.n.AtLeast.Per.IsZero():
		return first(in.every())
	}
	set := first(in.obligation())
	if in.n.Modality == norms.Aim {
		set = asAim(set)
	}
	return set
}

// asAim renames the states of an obligation to those of an aim.
func asAim(set status.Set) (aim status.Set) {
	for s := range set.All() {
		switch s {
		case status.Kept:
			s = status.Reached
		case status.Cured, status.Breached:
			s = status.Missed
		case status.Due:
			s = status.Open
		}
		aim |= status.Of(s)
	}
	return aim
}

func (in *instance) obligation() []rule {
	r, o, e, u := in.r, in.o, in.e(), in.u(in.r)
	over := e.atMost(r)
	return []rule{
		{"obligation.not_open", of(r <= o), status.NotYet},
		{"obligation.empty", e.atMost(o), status.Impossible},
		{"obligation.if", in.fell(r), status.FellAway},
		{"obligation.done", in.done(e), status.Kept},
		{"obligation.until", and(in.ended(r), u.before(e)), status.Lapsed},
		{"obligation.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"obligation.suspended_out", and(over, in.atEnd(in.suspended)), status.Overtaken},
		{"obligation.late", and(over, in.done(at(civil.Forever))), status.Cured},
		{"obligation.unobserved", and(over, in.uncertain(e)), status.NotKnown},
		{"obligation.undone", over, status.Breached},
		{"obligation.waits", not(in.active(r)), status.NotYet},
		{"obligation.no_date", of(in.n.Window.End != nil && in.end >= civil.Forever), status.NotYet},
		{"obligation.suspended", in.suspended(r), status.Suspended},
		{"obligation.due", of(in.n.Window.End != nil), status.Due},
		{"obligation.open", yes, status.Open},
	}
}

// atEnd reads something at the reading e, where e is not after r.
func (in *instance) atEnd(test func(int64) tri) tri {
	e := in.e()
	return join(test(min(e.lo, in.r)), test(min(e.hi, in.r)))
}

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

// short: in some stretch [x, x+Per) with max(o,a) <= x and x+Per <= min(e,u,r), no reading in [x, x+Per] suspended,
// fewer than N acts that match happened. What lies in a stretch changes only where an act enters or leaves; it is
// least just after one leaves, or where stretches begin to be allowed, so those x are enough.
func (in *instance) short() tri {
	per := in.n.AtLeast.Per.Seconds()
	e, u, a := in.e(), in.u(in.r), in.a(in.r)
	acts := in.ev.acts(in.n.Act, in.who, in.r)
	begin := span{max(in.o, a.lo), max(in.o, a.hi)}
	limit := span{min(e.lo, u.lo, in.r), min(e.hi, u.hi, in.r)}
	xs := append(in.ev.readings(in.o, in.r), begin.lo, begin.hi)
	for _, act := range acts {
		xs = append(xs, act.At+1)
	}
	some := no
	for _, x := range xs {
		if x < begin.lo || x > in.r-per {
			continue
		}
		var n int64
		for _, act := range acts {
			if x <= act.At && act.At < x+per {
				n += act.N
			}
		}
		if n >= int64(max(1, in.n.AtLeast.N)) {
			continue
		}
		awake := yes
		for _, s := range append(in.ev.readings(x, x+per), x, x+per) {
			awake = and(awake, not(in.suspended(s)))
		}
		some = or(some, and(begin.atMost(x), not(limit.before(at(x+per))), awake))
	}
	return some
}

func (in *instance) prohibition() []rule {
	r, o, e := in.r, in.o, in.e()
	return []rule{
		{"prohibition.act", in.tooMany(), status.Breached},
		{"prohibition.not_open", of(r <= o), status.NotYet},
		{"prohibition.empty", e.atMost(o), status.Impossible},
		{"prohibition.if", in.fell(r), status.FellAway},
		{"prohibition.until", in.ended(r), status.Lapsed},
		{"prohibition.waited", and(e.atMost(r), not(in.atEnd(in.active))), status.Overtaken},
		{"prohibition.waits", not(in.active(r)), status.NotYet},
		{"prohibition.suspended", and(not(e.atMost(r)), in.suspended(r)), status.Suspended},
		{"prohibition.unobserved", in.unobserved(span{min(e.lo, r), min(e.hi, r)}), status.NotObserved},
		{"prohibition.none", yes, status.NoBreachSeen},
	}
}

// tooMany: more than AtMost.N breaches, with Per within some stretch [x, x+Per); those that begin with a breach are enough.
func (in *instance) tooMany() tri {
	type breach struct {
		at, n int64
		v     tri
	}
	var breaches []breach
	for _, a := range in.ev.acts(in.n.Act, in.who, in.r) {
		excused := no
		if in.n.Unless != nil {
			excused = join(in.test("unless", a.At), in.test("unless", a.At+1))
		}
		if v := and(in.inForce(a.At), not(excused)); v != no {
			breaches = append(breaches, breach{a.At, a.N, v})
		}
	}
	some := no
	for _, x := range breaches {
		from, to := x.at, x.at+in.n.AtMost.Per.Seconds()
		if in.n.AtMost.Per.IsZero() {
			from, to = civil.Ever, civil.Forever
		}
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
		some = or(some, of(sure > n), and(unknown, of(may > n)))
	}
	return some
}

func (in *instance) permission() []rule {
	r, o, e := in.r, in.o, in.e()
	early, used := no, no
	for _, a := range in.ev.acts(in.n.Act, in.who, r) {
		used = or(used, in.inForce(a.At))
		if in.n.OnlyOnce {
			waiting := not(join(in.begun(a.At), in.begun(a.At+1)))
			early = or(early, and(of(o <= a.At), at(a.At).before(e), waiting))
		}
	}
	return []rule{
		{"permission.early", early, status.UsedTooEarly},
		{"permission.use", used, status.Used},
		{"permission.not_open", of(r <= o), status.NotYet},
		{"permission.empty", e.atMost(o), status.Impossible},
		{"permission.if", in.fell(r), status.FellAway},
		{"permission.until", in.ended(r), status.Lapsed},
		{"permission.unused", e.atMost(r), status.Lapsed},
		{"permission.waits", not(in.active(r)), status.NotYet},
		{"permission.suspended", in.suspended(r), status.Suspended},
		{"permission.open", yes, status.Open},
	}
}

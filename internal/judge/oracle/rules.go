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
func (in *instance) states() (set status.Set) {
	switch {
	case in.n.Modality == norms.Prohibition && in.n.Judged != nil:
		return first(in.judgedProhibition())
	case in.n.Modality == norms.Prohibition:
		return first(in.prohibition())
	case in.n.Modality == norms.Permission || in.n.Modality == norms.Power:
		return first(in.permission())
	case in.n.Judged != nil:
		set = first(in.judged())
	case in.n.Keep:
		return first(in.keep())
	case in.n.Goal == nil && in.n.Modality == norms.Obligation && !in.n.AtLeast.Per.IsZero():
		return first(in.every())
	default:
		set = first(in.obligation())
	}
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
	over, curing := e.atMost(r), in.curing()
	unseen := no // what brings a condition about carries what was not observed
	if in.n.Goal == nil {
		unseen = in.uncertain(e)
	}
	return []rule{
		{"obligation.not_open", of(r <= o), status.NotYet},
		{"obligation.empty", e.atMost(o), status.Impossible},
		{"obligation.if", in.fell(r), status.FellAway},
		{"obligation.done", in.done(e), status.Kept},
		{"obligation.until", and(in.ended(r), u.before(e)), status.Lapsed},
		{"obligation.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"obligation.suspended_out", and(over, in.atEnd(in.suspended)), status.Overtaken},
		{"obligation.late", and(over, in.done(at(civil.Forever))), status.Cured},
		{"obligation.curing", and(over, curing), status.Due},
		{"obligation.unobserved", and(over, not(curing), unseen), status.NotKnown},
		{"obligation.undone", and(over, not(curing)), status.Breached},
		{"obligation.waits", not(in.active(r)), status.NotYet},
		{"obligation.no_date", of(in.n.Window.End != nil && in.end >= civil.Forever), status.NotYet},
		{"obligation.suspended", in.suspended(r), status.Suspended},
		{"obligation.due", of(in.n.Window.End != nil), status.Due},
		{"obligation.open", yes, status.Open},
	}
}

// curing: there is time to cure, and it is not over: not e' <= r.
func (in *instance) curing() tri {
	if in.n.Cure == nil {
		return no
	}
	e := in.e()
	return join(in.cureOver(e.lo), in.cureOver(e.hi))
}

// cureOver says, for an end e, whether the time to cure after it is not over.
func (in *instance) cureOver(e int64) tri {
	cure := in.n.Cure
	if e > in.r {
		return yes
	}
	if cure.Notice == nil {
		end := moved(in.sc.ag, in.n.Window.End, e, cure.Period)
		in.ev.turn(end)
		return of(end > in.r)
	}
	notice := civil.Forever
	for i := range in.ev.run.Acts {
		a := &in.ev.run.Acts[i]
		if e <= a.At && a.At < in.r && in.ev.matches(a, *cure.Notice, in.sc) {
			notice = min(notice, a.At)
		}
	}
	b := &norms.Bound{Plus: cure.Period, Edge: norms.DayEnd}
	if cure.Period.Unit == civil.Hours {
		b.Edge = norms.Exact
	}
	end := apply(in.sc.ag, b, notice)
	in.ev.turn(end)
	return of(end > in.r)
}

// keep: a spell is a run of readings x with o < x <= min(e, r), x < u, at which the instance is active, not fallen away, not suspended, and Goal is false.
func (in *instance) keep() []rule {
	r, o, e, u := in.r, in.o, in.e(), in.u(in.r)
	over := e.atMost(r)
	spell := no
	for _, x := range in.ev.readings(o+1, r) {
		spell = or(spell, and(not(e.before(at(x))), at(x).before(u),
			in.active(x), not(in.fell(x)), not(in.suspended(x)), not(in.test("goal", in.n.Goal, x))))
	}
	return []rule{
		{"keep.spell", spell, status.Breached},
		{"keep.not_open", of(r <= o), status.NotYet},
		{"keep.empty", e.atMost(o), status.Impossible},
		{"keep.if", in.fell(r), status.FellAway},
		{"keep.until", in.ended(r), status.Lapsed},
		{"keep.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"keep.done", over, status.Kept},
		{"keep.waits", not(in.active(r)), status.NotYet},
		{"keep.suspended", in.suspended(r), status.Suspended},
		{"keep.due", of(in.n.Window.End != nil), status.Due},
		{"keep.open", yes, status.Open},
	}
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

// permission serves powers too: a power is as a permission without the first rule, which only OnlyOnce makes true.
func (in *instance) permission() []rule {
	r, o, e := in.r, in.o, in.e()
	early, used := no, no
	for _, a := range in.acts() {
		used = or(used, in.inForce(a.At))
		if in.n.OnlyOnce && in.n.Modality == norms.Permission {
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

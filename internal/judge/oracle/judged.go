package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// finding says whether the latest finding is Yes, and whether it is No. Findings are acts by one of By that match Yes or
// No at t with o <= t, t < r, t < u; where one instant has both, it is unknown.
func (in *instance) finding() (isYes, isNo tri) {
	u := in.u(in.r)
	later := no // a finding after those still to be looked at
	acts := slices.Clone(in.ev.run.Acts)
	slices.Reverse(acts)
	for i := 0; i < len(acts); {
		t := acts[i].At
		positive, negative := no, no
		for ; i < len(acts) && acts[i].At == t; i++ {
			a := &acts[i]
			if a.At >= in.r || a.At < in.o || !in.by(a) {
				continue
			}
			valid := at(t).before(u)
			if in.ev.matches(a, in.n.Judged.Yes, in.sc) {
				positive = or(positive, valid)
			}
			if in.ev.matches(a, in.n.Judged.No, in.sc) {
				negative = or(negative, valid)
			}
		}
		if positive != no && negative != no {
			isYes = or(isYes, and(unknown, not(later)))
			isNo = or(isNo, and(unknown, not(later)))
		} else {
			isYes = or(isYes, and(positive, not(later)))
			isNo = or(isNo, and(negative, not(later)))
		}
		later = or(later, positive, negative)
	}
	return isYes, isNo
}

// by says whether one of the bodies that count did the act.
func (in *instance) by(a *Act) bool {
	var values []norms.Value
	for _, p := range in.n.Judged.By {
		values = append(values, norms.Value{ID: p})
	}
	want := norms.Pattern{Act: a.Act, Roles: []norms.Want{{Role: in.ev.act(a.Act).Doer(), Values: values}}}
	return in.ev.direct(a, want, in.sc)
}

// judged is the order for obligations and aims.
func (in *instance) judged() []rule {
	r, o, e, u := in.r, in.o, in.e(), in.u(in.r)
	over := e.atMost(r)
	isYes, isNo := in.finding()
	return []rule{
		{"obligation.not_open", of(r <= o), status.NotYet},
		{"obligation.empty", e.atMost(o), status.Impossible},
		{"obligation.if", in.fell(r), status.FellAway},
		{"judged.yes", isYes, status.Kept},
		{"obligation.until", and(in.ended(r), u.before(e)), status.Lapsed},
		{"obligation.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"obligation.suspended_out", and(over, in.atEnd(in.suspended)), status.Overtaken},
		{"judged.no", and(isNo, over), status.Breached},
		{"obligation.waits", not(in.active(r)), status.NotYet},
		{"obligation.no_date", of(in.n.Window.End != nil && in.end >= civil.Forever), status.NotYet},
		{"obligation.suspended", in.suspended(r), status.Suspended},
		{"judged.open", yes, status.NotAssessed},
	}
}

// judgedProhibition is the order for prohibitions.
func (in *instance) judgedProhibition() []rule {
	r, o, e := in.r, in.o, in.e()
	over := e.atMost(r)
	isYes, isNo := in.finding()
	return []rule{
		{"judged.yes", isYes, status.Breached},
		{"prohibition.not_open", of(r <= o), status.NotYet},
		{"prohibition.empty", e.atMost(o), status.Impossible},
		{"prohibition.if", in.fell(r), status.FellAway},
		{"prohibition.until", in.ended(r), status.Lapsed},
		{"prohibition.waited", and(over, not(in.atEnd(in.active))), status.Overtaken},
		{"prohibition.waits", not(in.active(r)), status.NotYet},
		{"prohibition.suspended", and(not(over), in.suspended(r)), status.Suspended},
		{"judged.no", isNo, status.NoBreachSeen},
		{"judged.open", yes, status.NotAssessed},
	}
}

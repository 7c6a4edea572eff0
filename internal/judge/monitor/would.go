package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// favourable is the state of a norm that is fulfilled or used.
var favourable = map[norms.Modality]status.State{
	norms.Obligation: status.Kept, norms.Aim: status.Reached, norms.Permission: status.Used, norms.Power: status.Used,
	norms.Prohibition: status.NoBreachSeen,
}

// wouldDo names what is to be done or brought about.
func (in *instance) wouldDo(put func(code, ref string, to status.State), to status.State) {
	if in.goal != nil {
		put("goal", "", to)
		return
	}
	put("act", in.n.Act.Act, to)
}

// wouldByPower names the powers whose exercise would move the end or let the norm run again, and the notice that would set
// the time to cure running.
func (m *Machine) wouldByPower(out *status.Reasons, in *instance, o *outcome, set status.Set, lane int) {
	put := func(code, ref string, to status.Set) {
		if w := (status.Would{Code: code, Ref: ref, To: to}); !slices.Contains(out.Would, w) {
			out.Would = append(out.Would, w)
		}
	}
	if set.Has(status.Due) && in.n.Window.End != nil && o.r < o.e[lane].Lo {
		for _, x := range in.n.Extends {
			put("extend", x.Power, set)
		}
	}
	if set.Has(status.Suspended) {
		norms.Walk(in.n.While, func(c norms.Cond) {
			if c, ok := c.(norms.InEffect); ok && m.inEffect(c, in.scope).at(o.r).May.Has(lane) {
				for _, power := range c.Undo {
					put("resume", power, set)
				}
			}
		})
	}
	for _, w := range out.Waits {
		switch w.On {
		case "entry":
			put("enter", w.Ref, set)
		case "notice":
			put("notice", w.Ref, set)
		}
	}
}

// would lists what would change the status.
func (m *Machine) would(out *status.Reasons, ref *normRef, in *instance, o *outcome) {
	l := headlineLane(ref.ag)
	set := o.sets[l]
	put := func(code, ref string, to status.State) {
		out.Would = append(out.Would, status.Would{Code: code, Ref: ref, To: status.Of(to)})
	}
	switch {
	case in.found != nil:
		if set.Has(status.NotAssessed) {
			put("finding", ref.n.Judged.Word, favourable[ref.n.Modality])
		}
	case in.goal != nil && ref.n.Keep:
		if set.Has(status.Due) || set.Has(status.Open) {
			put("lost", "", status.Breached)
		}
	case set.Has(status.Due) || set.Has(status.Open):
		to := favourable[ref.n.Modality]
		if o.applies("obligation.curing", l) {
			to = status.Cured
		}
		in.wouldDo(put, to)
	case set == status.Of(status.Breached) && ref.n.Modality == norms.Obligation && ref.n.AtLeast.Per.IsZero():
		in.wouldDo(put, status.Cured)
	}
	m.wouldByPower(out, in, o, set, l)
	turns := false // on a fact on record
	if set.Len() > 1 {
		for _, d := range out.Deciding {
			if d.Truth.Must.Has(l) || !d.Truth.May.Has(l) || len(out.Would) >= 8 {
				continue
			}
			code := "regrade"
			if slices.ContainsFunc(d.Doubt, func(x status.Doubt) bool { return x.Code == "date" }) {
				code = "narrow_date"
			}
			out.Would = append(out.Would, status.Would{Code: code, Ref: d.Fact, To: set})
			turns = true
		}
	}
	switch {
	case set.Has(status.NotObserved):
		put("coverage", "", status.NoBreachSeen)
	case set.Has(status.NotKnown) && ref.n.Modality == norms.Aim:
		put("coverage", "", status.Missed)
	case set.Has(status.NotKnown):
		put("coverage", "", status.Breached)
	case set.Len() > 1 && !turns && (in.goal != nil || len(out.Would) == 0): // it turns on no fact on record, so on what a condition finds absent
		out.Would = append(out.Would, status.Would{Code: "coverage", To: set})
	}
	for _, w := range out.Waits {
		switch w.On {
		case "mark":
			put("set_mark", w.Ref, status.Due)
		case "roster":
			put("close_roster", w.Ref, status.Open)
		}
	}
	if len(in.scope.bearers) > 0 && m.bondAt(ref, in.scope.bearers, m.at).Sort == status.NoBond {
		out.Would = append(out.Would, status.Would{Code: "accept", Ref: ref.ag.ID, To: set})
	}
}

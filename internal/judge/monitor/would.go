package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// would lists what would change the status.
func (m *Machine) would(out *status.Reasons, ref *normRef, in *instance, o *outcome) {
	l := headlineLane(ref.ag)
	set := o.sets[l]
	put := func(code, ref string, to status.State) {
		out.Would = append(out.Would, status.Would{Code: code, Ref: ref, To: status.Of(to)})
	}
	if set.Has(status.Due) || set.Has(status.Open) {
		to := map[norms.Modality]status.State{norms.Obligation: status.Kept, norms.Aim: status.Reached, norms.Permission: status.Used}[ref.n.Modality]
		put("act", ref.n.Act.Act, to)
	}
	if set == status.Of(status.Breached) && ref.n.Modality == norms.Obligation && ref.n.AtLeast.Per.IsZero() {
		put("act", ref.n.Act.Act, status.Cured)
	}
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
		}
	}
	switch {
	case set.Has(status.NotObserved):
		put("coverage", "", status.NoBreachSeen)
	case set.Has(status.NotKnown) && ref.n.Modality == norms.Aim:
		put("coverage", "", status.Missed)
	case set.Has(status.NotKnown):
		put("coverage", "", status.Breached)
	case set.Len() > 1 && len(out.Would) == 0: // it turns on no fact on record, so on what a condition finds absent
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

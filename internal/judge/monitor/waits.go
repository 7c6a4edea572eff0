package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// waits says what an instance waits on.
func (m *Machine) waits(ref *normRef, in *instance, o *outcome) (out []status.Wait) {
	l := headlineLane(ref.ag)
	add := func(w status.Wait) {
		if !slices.ContainsFunc(out, func(x status.Wait) bool { return x.On == w.On && x.Ref == w.Ref }) {
			out = append(out, w)
		}
	}
	m.waitsToCome(ref, in, o, add)
	if !o.sets[l].Has(status.NotYet) {
		return out
	}
	onBound := func(b *norms.Bound) {
		if b == nil {
			return
		}
		switch b.At.Sort {
		case norms.AtMark:
			add(status.Wait{On: "mark", Ref: b.At.Mark, Span: span(b.Span)})
		case norms.AtAct:
			add(status.Wait{On: "act", Ref: b.At.Act.Act, Span: span(b.Span)})
		case norms.AtNorm:
			add(status.Wait{On: "norm", Ref: b.At.Norm, Span: span(b.Span)})
		}
	}
	if entered := m.starting(ref.ag).at(o.r)[l]; ref.ag.Entry != nil && entered.Hi >= o.r {
		add(status.Wait{On: "entry", Ref: ref.ag.ID, Span: span(ref.ag.Span)})
		m.waitsOn(ref.ag.Entry, &scope{ag: ref.ag}, l, add)
	} else if o.r <= o.o[l].Hi {
		if o.o[l].Lo < civil.Forever {
			add(status.Wait{On: "start", Span: span(ref.n.Span)})
		} else {
			onBound(ref.n.Window.Start)
		}
	}
	if o.e[l].Hi >= civil.Forever {
		onBound(ref.n.Window.End)
	}
	if ref.n.Once != nil && !o.phase.once.Must.Has(l) {
		m.waitsOn(ref.n.Once, in.scope, l, add)
	}
	return out
}

// waitsToCome says what is still to come while an instance is in force: a finding, a notice, the end of its renewals.
func (m *Machine) waitsToCome(ref *normRef, in *instance, o *outcome, add func(status.Wait)) {
	l, n := headlineLane(ref.ag), ref.n
	if o.sets[l].Has(status.NotAssessed) {
		add(status.Wait{On: "finding", Ref: n.Judged.Word, Span: span(n.Span)})
	}
	if o.applies("obligation.curing", l) && n.Cure.Notice != nil && in.noticed(o.e[l], o.r, l).Hi >= civil.Forever {
		add(status.Wait{On: "notice", Ref: n.Cure.Notice.Act, Span: span(n.Cure.Notice.Span)})
	}
	if in.renewed != nil && o.r < o.e[l].Hi && o.r > o.o[l].Lo && o.sets[l]&status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.Suspended) != 0 {
		add(status.Wait{On: "renewal", Span: span(n.Window.End.Span)})
	}
}

// applies says whether a rule may apply at a standard.
func (o *outcome) applies(code string, lane int) bool {
	return slices.ContainsFunc(o.rules, func(r rule) bool { return r.code == code && r.cond.May.Has(lane) })
}

// waitsOn names the parts of a condition that are not certainly true.
func (m *Machine) waitsOn(c norms.Cond, s *scope, lane int, add func(status.Wait)) {
	if m.Course(c, s).at(m.now()).Must.Has(lane) {
		return
	}
	switch x := c.(type) {
	case norms.And:
		for _, d := range x.Conds {
			m.waitsOn(d, s, lane, add)
		}
	case norms.Or:
		for _, d := range x.Conds {
			m.waitsOn(d, s, lane, add)
		}
	case norms.NormIs:
		add(status.Wait{On: "norm", Ref: x.Norm, Span: span(x.Span)})
	case norms.InEffect:
		add(status.Wait{On: "power", Ref: x.Power})
	case norms.MarkSet:
		add(status.Wait{On: "mark", Ref: x.Mark})
	case norms.Seen:
		add(status.Wait{On: "act", Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	case norms.NoneHolds:
		on := "condition"
		if m.closedFrom(x.Pattern.Act, "") > m.now() {
			on = "roster"
		}
		add(status.Wait{On: on, Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	case norms.Holds:
		add(status.Wait{On: "condition", Ref: x.Pattern.Act, Span: span(x.Pattern.Span)})
	default:
		add(status.Wait{On: "condition"})
	}
}

// markWaits marks what is waited on and is itself overdue, its bearer bound, and what waits in a circle.
func (m *Machine) markWaits(all []status.Norm) {
	for i := range all {
		for j := range all[i].Reasons.Waits {
			w := &all[i].Reasons.Waits[j]
			if w.On != "norm" || m.norms[w.Ref] == nil {
				continue
			}
			k, in := m.circleOf[all[i].Key.Norm]
			other, too := m.circleOf[w.Ref]
			w.Circle = in && too && k == other
			ref := m.norms[w.Ref]
			sets := m.judgeOf(w.Ref).history(w.Ref).sets.at(m.now())[headlineLane(ref.ag)]
			w.Blocked = sets == status.Of(status.Breached) && ref.n.Modality == norms.Obligation && m.isBound(ref)
		}
	}
}

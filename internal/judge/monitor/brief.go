package monitor

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// A line about a status needs no list of what decided it: it tells how many facts it turns on, and which of them a remark goes with. So whoever judges hundreds of
// norms makes no such lists; they are made when somebody asks (Reasons, Listed).

// manner is how reasons are told.
type manner struct {
	keep    int             // at most so many deciding facts
	brief   bool            // what they come to, instead of a list
	decided func([]decider) // of brief ones: is given the list; nil: nobody wants it
}

// inFull tells all of them.
var inFull = manner{keep: 1 << 30}

// listed tells the first and the last of them, as a Result does that is not brief.
func (m *Machine) listed() manner { return manner{keep: m.opts.MaxFacts} }

// asKept is how the reasons in a Result are told.
func (m *Machine) asKept() manner { return manner{keep: m.opts.MaxFacts, brief: m.opts.Brief} }

// decider is a fact that decided, in short.
type decider struct {
	f    *fact.Fact
	part string
	t    grade.Truth
}

// briefly gives the reasons of an instance without what decided it, which it adds to a list.
func (m *Machine) briefly(ref *normRef, in *instance, o *outcome, keep int, list []decider) (status.Reasons, []decider) {
	out := status.Reasons{Steps: make([]status.Step, 0, len(o.rules))}
	for _, r := range o.rules {
		out.Steps = append(out.Steps, status.Step{Rule: r.code, Truth: r.cond})
	}
	from := len(list)
	if b := in.scope.bind; b != nil && b.fact != nil {
		list = append(list, decider{b.fact, "trigger", b.knownAt(o.r)})
	}
	in.decidingUses(&out, o, keep, func(u *use) {
		part, t := in.partOf(u, o)
		list = append(list, decider{m.facts[u.fact], part, t})
		in.addCoarse(&out, u, o)
	})
	room := keep - (len(list) - from)
	m.groundsSeen(in, o, func() bool { return room > 0 }, func(g ground, f *fact.Fact, t grade.Truth) {
		list = append(list, decider{f, g.part, t})
		room--
	})
	if in.act != nil {
		out.Silenced.Discounted, out.Silenced.Unbound = in.act.discounted, in.act.unbound
	}
	out.Waits = m.waits(ref, in, o)
	out.Coverage = in.coverage(o, headlineLane(ref.ag))
	return out, list
}

// sumUp says what deciding facts come to.
func (how manner) sumUp(list []decider) *status.Brief {
	if how.decided != nil {
		how.decided(list)
	}
	b := &status.Brief{}
	for i := range list {
		d := &list[i]
		for l := range b.Possible {
			if d.t.May.Has(l) && !d.t.Must.Has(l) {
				b.Possible[l]++
			}
		}
		if d.f.OneVoice && d.t.May|d.t.Must != 0 && !slices.Contains(b.OneVoice, d.f.ID) {
			b.OneVoice = append(b.OneVoice, d.f.ID)
		}
		b.Contested = b.Contested || d.f.Contested && d.t.Must != 0
	}
	return b
}

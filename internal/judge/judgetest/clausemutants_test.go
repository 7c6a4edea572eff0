package judgetest

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// eachHead changes the head of the first text.
func eachHead(change func(*norms.Agreement)) engine {
	return fedWrongly(func(s *sample) { change(&s.prog.Agreements[0]) })
}

func powersOnly(change func(*norms.Norm)) engine {
	return eachNorm(func(n *norms.Norm) {
		if n.Modality == norms.Power {
			change(n)
		}
	})
}

func renewals(change func(*norms.Renewal)) engine {
	return eachNorm(func(n *norms.Norm) {
		if n.Window.Renew != nil {
			r := *n.Window.Renew
			change(&r)
			n.Window.Renew = &r
		}
	})
}

func cures(change func(*norms.Cure)) engine {
	return eachNorm(func(n *norms.Norm) {
		if n.Cure != nil {
			c := *n.Cure
			change(&c)
			n.Cure = &c
		}
	})
}

func findings(change func(*norms.Judged)) engine {
	return eachNorm(func(n *norms.Norm) {
		if n.Judged != nil {
			j := *n.Judged
			change(&j)
			n.Judged = &j
		}
	})
}

func effects(change func(*norms.InEffect)) engine {
	return eachCond(func(c norms.Cond) norms.Cond {
		if e, ok := c.(norms.InEffect); ok {
			change(&e)
			return e
		}
		return c
	})
}

// clauseMutants are those of renewals, extensions, clocks, goals, cures, findings, powers and what they bring about.
var clauseMutants = []mutant{
	{"renewal ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Window.Renew = nil })},
	{"renewed for a unit longer", "agreement", true, renewals(func(r *norms.Renewal) { r.Period = longer(r.Period) })},
	{"renewed whatever is said against it", "agreement", true, renewals(func(r *norms.Renewal) { r.Unless = nil })},
	{"extension ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Extends = nil })},
	{"only the first extension", "agreement", true, eachNorm(func(n *norms.Norm) {
		if len(n.Extends) > 1 {
			n.Extends = n.Extends[:1]
		}
	})},
	{"extended by a unit more", "agreement", true, eachNorm(func(n *norms.Norm) {
		n.Extends = slices.Clone(n.Extends)
		for i := range n.Extends {
			n.Extends[i].By = longer(n.Extends[i].By)
		}
	})},
	{"the clock by kind, whatever is said", "agreement", true, eachNorm(func(n *norms.Norm) { n.Clock = norms.ClockByKind })},
	{"every clock stops", "agreement", true, eachNorm(func(n *norms.Norm) { n.Clock = norms.ClockStops })},
	{"every clock runs", "agreement", true, eachNorm(func(n *norms.Norm) { n.Clock = norms.ClockRuns })},
	{"the same time of day taken as the end of the day", "agreement", true, eachEnd(func(b *norms.Bound) {
		if b.Edge == norms.SameClock {
			b.Edge = norms.DayEnd
		}
	})},
	{"the end of the day taken as its beginning", "agreement", true, eachEnd(func(b *norms.Bound) {
		if b.Edge == norms.DayEnd {
			b.Edge = norms.DayStart
		}
	})},
	{"before taken as after", "agreement", true, eachEnd(func(b *norms.Bound) { b.Before = false })},
	{"breach taken as performance", "agreement", true, eachEnd(func(b *norms.Bound) { b.At.Breach = false })},
	{"a period a unit longer", "agreement", true, eachEnd(func(b *norms.Bound) {
		if b.Plus.N > 0 {
			b.Plus = longer(b.Plus)
		}
	})},
	{"in force from the start, whatever it waits for", "agreement", true, eachHead(func(ag *norms.Agreement) { ag.Entry = nil })},
	{"a mark that stays", "agreement", true, eachHead(func(ag *norms.Agreement) { ag.Marks[0].Movers = nil })},
	{"what held at the start forgotten", "agreement", true, eachHead(func(ag *norms.Agreement) { ag.Initially = nil })},
	{"the including text ignored", "agreement", true, fedWrongly(func(s *sample) { s.prog.Agreements[1].Includes = nil })},
	{"the other text in force from its start", "agreement", true, fedWrongly(func(s *sample) { s.prog.Agreements[1].Entry = nil })},
	{"to keep taken as to bring about", "agreement", true, eachNorm(func(n *norms.Norm) { n.Keep = false })},
	{"to bring about taken as to keep", "agreement", true, eachNorm(func(n *norms.Norm) { n.Keep = n.Goal != nil && n.Modality == norms.Obligation })},
	{"the goal turned round", "agreement", true, eachNorm(func(n *norms.Norm) {
		if n.Goal != nil {
			n.Goal = norms.Not{Cond: n.Goal}
		}
	})},
	{"no time to cure", "agreement", true, eachNorm(func(n *norms.Norm) { n.Cure = nil })},
	{"time to cure without notice", "agreement", true, cures(func(c *norms.Cure) { c.Notice = nil })},
	{"a unit more to cure", "agreement", true, cures(func(c *norms.Cure) { c.Period = longer(c.Period) })},
	{"the open word ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Judged = nil })},
	{"findings turned round", "agreement", true, findings(func(j *norms.Judged) { j.Yes, j.No = j.No, j.Yes })},
	{"every finding is yes", "agreement", true, findings(func(j *norms.Judged) { j.No = j.Yes })},
	{"findings of others count", "agreement", true, findings(func(j *norms.Judged) {
		j.By = []string{"a", "b", "c", "d"}
		j.Yes.Roles, j.No.Roles = slices.Clone(j.Yes.Roles)[1:], slices.Clone(j.No.Roles)[1:]
	})},
	{"powers without conditions", "agreement", true, powersOnly(func(n *norms.Norm) { n.If, n.Once, n.While, n.Until = nil, nil, nil, nil })},
	{"powers at any time", "agreement", true, powersOnly(func(n *norms.Norm) { n.Window = norms.Window{} })},
	{"nothing undoes a power", "agreement", true, effects(func(e *norms.InEffect) { e.Undo = nil })},
	{"effects without end", "agreement", true, effects(func(e *norms.InEffect) { e.For = civil.Period{} })},
	{"effects a unit longer", "agreement", true, effects(func(e *norms.InEffect) {
		if e.For.N > 0 {
			e.For = longer(e.For)
		}
	})},
	{"effects for good", "agreement", true, eachCond(func(c norms.Cond) norms.Cond {
		if e, ok := c.(norms.InEffect); ok {
			return norms.NormIs{Norm: e.Power, Word: norms.IsKept}
		}
		return c
	})},
	{"amounts not summed", "agreement", true, eachNorm(func(n *norms.Norm) { n.AtLeast.Role, n.AtMost.Role = "", "" })},
	{"any stretch taken for each in turn", "agreement", true, eachNorm(func(n *norms.Norm) {
		n.AtLeast.Every, n.AtMost.Every = !n.AtLeast.Per.IsZero(), !n.AtMost.Per.IsZero()
	})},
	{"each in turn taken for any stretch", "agreement", true, eachNorm(func(n *norms.Norm) { n.AtLeast.Every, n.AtMost.Every = false, false })},
	{"stretches a day longer", "agreement", true, eachNorm(func(n *norms.Norm) {
		if n.AtLeast.Per.N > 0 {
			n.AtLeast.Per = longer(n.AtLeast.Per)
		}
		if n.AtMost.Per.N > 0 {
			n.AtMost.Per = longer(n.AtMost.Per)
		}
	})},
}

package wording

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
	"mithaq/internal/reading/scenario"
	"mithaq/internal/reading/whatif"
)

// zoneOf is the zone in which supposed acts are dated: the first text's.
func zoneOf(l Lookup) civil.Zone {
	if list := l.Program.Agreements; len(list) > 0 {
		return list[0].Zone
	}
	return civil.UTC
}

// Supposed tells one line of what is supposed.
func (w *Words) Supposed(l Lookup, s *scenario.Step) string {
	l = l.In(w)
	z := zoneOf(l)
	switch {
	case s.Fact != nil:
		act := run.FromFact(s.Fact)
		return w.Text("whatif.line", "date", Phrase(w.When(s.Fact.When, z)), "deed", Phrase(w.Deed(l, &act)))
	case s.Position != nil:
		return w.Text("whatif.position", "party", l.Party(s.Position.Party), "stance", Phrase(w.Stance(s.Position.Stance)),
			"agreement", s.Position.Agree, "date", Phrase(w.When(s.Position.When, z)))
	case s.Member != nil:
		return w.Text("whatif.member", "roster", l.Roster(s.Member.Roster), "member", s.Member.ID)
	case s.Declared != nil:
		return w.Text("whatif.declared", "roster", l.Roster(s.Declared.Roster))
	}
	return w.Text("whatif.other")
}

// whatIfState tells a state of a change, in the words of a status.
func (w *Words) whatIfState(lane status.Lane, n *status.Norm) string {
	if lane.States == 0 {
		return w.Text("whatif.absent")
	}
	s := w.State(lane, n)
	if s.Class == ClassUnsettled {
		return s.Long
	}
	return s.Word
}

// WhatIfChange tells one change.
func (w *Words) WhatIfChange(l Lookup, x *whatif.Change) string {
	l = l.In(w)
	bearers := w.Text("board.unnamed")
	if len(x.Bearers) > 0 {
		names := make([]string, len(x.Bearers))
		for i, p := range l.Parties(x.Bearers) {
			names[i] = w.Foreign(p)
		}
		bearers = w.And(names)
	}
	was := x.Was
	was.States = x.Before
	line := w.Text("whatif.change", "bearers", Phrase(bearers),
		"was", Phrase(w.whatIfState(was, x.Status)), "is", Phrase(w.whatIfState(x.Lane, x.Status)))
	number := func(r fact.Range) Phrase {
		if r.Hi >= fact.Unbounded {
			return Phrase(locale.Range(w.Lang(), r.Lo, r.Lo-1))
		}
		return Phrase(locale.Range(w.Lang(), r.Lo, r.Hi))
	}
	switch {
	case x.Counted:
		line = w.Text("whatif.counted", "bearers", Phrase(bearers), "is", Phrase(w.whatIfState(x.Lane, x.Status)),
			"from", number(x.Was.Acts), "to", number(x.Lane.Acts))
	case x.Sort == whatif.FallDue && x.By < civil.Forever:
		z := l.Program.Agreement(x.Norm.Agree).Zone
		line = w.Text("whatif.by", "line", Phrase(line), "date", Phrase(w.When(civil.At(x.By-1), z)))
	case x.Sort == whatif.FallDue:
		line = w.Text("whatif.undated", "line", Phrase(line))
	}
	return line
}

// WhatIfWaited tells what the norm of a change waited on before; "" where that is not told.
func (w *Words) WhatIfWaited(l Lookup, x *whatif.Change) string {
	l = l.In(w)
	if len(x.Waited) == 0 || x.Sort != whatif.Unlock && x.Sort != whatif.FallDue {
		return ""
	}
	var list []string
	for _, wait := range x.Waited {
		list = append(list, w.Wait(l, x.Status, wait))
	}
	return w.Text("whatif.waited", "waits", Phrase(w.Series(list)))
}

// WhatIfHead names what changes.
func (w *Words) WhatIfHead(l Lookup, x *whatif.Change) string {
	l = l.In(w)
	name := w.Label(l, x.Key.Norm)
	if x.Key.Member != "" {
		name += " [" + w.Foreign(x.Key.Member) + "]"
	}
	return name
}

// WhatIfWay gives the lines that tell the way to a goal, the first of which says whether there is one.
func (w *Words) WhatIfWay(path *whatif.Path, goal string) (lines []string) {
	switch {
	case path.Run == nil:
		lines = append(lines, w.Text("whatif.goal.none", "goal", goal, "within", path.Within))
	case len(path.Run.Acts) == 0:
		lines = append(lines, w.Text("whatif.goal.there", "goal", goal))
	default:
		lines = append(lines, w.Plural("whatif.goal.found", int64(len(path.Run.Acts)), "goal", goal))
		lines = append(lines, w.Story(Lookup{Program: path.Program}, path.Run)...)
		if !path.Confirmed {
			lines = append(lines, w.Text("whatif.goal.unconfirmed"))
		}
	}
	lines = append(lines, w.Plural("whatif.goal.tried", int64(path.Tried)))
	if path.Run == nil {
		key := "whatif.goal.bounded"
		if path.Whole {
			key = "whatif.goal.whole"
		}
		lines = append(lines, w.Text(key))
	}
	return lines
}

package wording

import "mithaq/internal/agreement/norms"

func (r reader) clauses(n *norms.Norm) []string {
	var list []string
	add := func(key string, cond norms.Cond) {
		if cond != nil {
			list = append(list, r.w.Text(key, "cond", Phrase(r.cond(cond))))
		}
	}
	add("readback.if", n.If)
	if n.OnlyOnce {
		add("readback.only_once", n.Once)
	} else {
		add("readback.once", n.Once)
	}
	add("readback.while", n.While)
	if n.While != nil && n.Window.End != nil {
		list = append(list, r.clock(n)...)
	}
	add("readback.until", n.Until)
	add("readback.unless", n.Unless)
	list = append(list, r.furtherClauses(n)...)
	if o := n.Observed; o.Percent > 0 {
		if len(o.By) == 0 {
			list = append(list, r.w.Text("readback.observed", "percent", o.Percent))
		} else {
			list = append(list, r.w.Text("readback.observed.by", "percent", o.Percent, "observers", r.parties(o.By)))
		}
	}
	if n.Modality == norms.Obligation && n.Window.End == nil && n.AtLeast.Per.IsZero() && !n.Keep {
		list = append(list, r.w.Text("readback.undated"))
	}
	if f := n.ForEach; f != nil {
		switch f.Source {
		case norms.FromAct:
			list = append(list, r.w.Text("readback.family.open"))
		case norms.FromParties, norms.FromPairs:
			list = append(list, r.w.Text("readback.family.parties.open"))
		case norms.FromRoster, norms.FromState:
			list = append(list, r.w.Text("readback.family.closed"))
		case norms.FromBearers:
		}
	}
	return list
}

// clock tells what suspension does to the end of the window, where that is not plain: a date stays.
func (r reader) clock(n *norms.Norm) []string {
	switch {
	case n.Clock == norms.ClockStops, n.Clock == norms.ClockByKind && n.Window.End.Period:
		return []string{r.w.Text("readback.period_stops")}
	case n.Clock == norms.ClockRuns:
		return []string{r.w.Text("readback.clock_runs")}
	}
	return nil
}

// furtherClauses tells exceptions, what moves the end, time to cure, open words, and what a power brings about.
func (r reader) furtherClauses(n *norms.Norm) (list []string) {
	for _, p := range n.Except {
		list = append(list, r.w.Text("readback.except", "act", Phrase(r.actOnly(p, ""))))
	}
	if x := n.Window.Renew; x != nil {
		list = append(list, r.w.Text("readback.renewed", "period", Phrase(r.w.Period(x.Period)), "cond", Phrase(r.cond(x.Unless))))
	}
	for _, x := range n.Extends {
		list = append(list, r.w.Text("readback.extended", "norm", Phrase(r.norm(x.Power)), "period", Phrase(r.w.Period(x.By))))
	}
	if c := n.Cure; c != nil {
		period := Phrase(r.w.Period(c.Period))
		if c.Notice == nil {
			list = append(list, r.w.Text("readback.cure", "period", period))
		} else {
			list = append(list, r.w.Text("readback.cure.notice", "period", period, "act", Phrase(r.actOnly(*c.Notice, ""))))
		}
	}
	if j := n.Judged; j != nil {
		list = append(list, r.w.Text("readback.judged", "word", r.w.openWord(j), "by", r.parties(j.By)))
	}
	if n.Effect.Sort != norms.NoEffect {
		list = append(list, r.effect(n))
	}
	return list
}

var effectKeys = [...]string{"", "suspends", "resumes", "terminates", "waives", "extends", "moves", "succeeds"}

// effect tells what the exercise of a power brings about.
func (r reader) effect(n *norms.Norm) string {
	e := n.Effect
	targets := make([]string, len(e.Targets))
	for i, t := range e.Targets {
		targets[i] = r.target(e.Sort, t)
	}
	key := "effect." + effectKeys[e.Sort]
	if e.Sort == norms.Suspends && !e.Period.IsZero() {
		key += ".for"
	}
	args := []any{"targets", Phrase(r.w.And(targets)), "bearers", r.who(n)}
	if !e.Period.IsZero() {
		args = append(args, "period", Phrase(r.w.Period(e.Period)))
	}
	return r.w.Text(key, args...)
}

// target names what a power touches.
func (r reader) target(sort norms.EffectSort, t string) string {
	switch {
	case sort == norms.MovesMark:
		return r.w.name(r.l.Mark(t))
	case sort == norms.Succeeds:
		return r.w.name(r.l.Party(t))
	case t == r.a.ID:
		return r.w.Text("target.text")
	}
	if _, term, ok := cutTerm(t); ok {
		return r.w.Text("target.term", "term", term)
	}
	return r.norm(t)
}

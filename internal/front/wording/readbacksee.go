package wording

import (
	"cmp"

	"mithaq/internal/agreement/norms"
)

// deed tells the act that one would have to see, with its author, number and time.
func (r reader) deed(n *norms.Norm) Phrase {
	what := r.act(n)
	if more := r.number(n); more != "" {
		what = r.with(what, more)
	}
	what = r.within(n, what)
	if len(n.Actors) > 0 {
		return Phrase(r.w.Text("see.act", "what", Phrase(what), "bearers", r.parties(n.Actors)))
	}
	return Phrase(r.byBearer("see.act", n, "what", Phrase(what)))
}

// within adds the window, if there is one.
func (r reader) within(n *norms.Norm, what string) string {
	if window := r.window(n); window != "" && (n.Window.Start != nil || n.Window.End != nil) {
		return r.with(what, window)
	}
	return what
}

// settles tells what would show that the norm is done: the act, the condition, or the finding that settles an open word.
func (r reader) settles(n *norms.Norm) Phrase {
	switch {
	case n.Judged != nil:
		return Phrase(r.w.Text("see.finding", "by", r.parties(n.Judged.By), "word", r.w.openWord(n.Judged)))
	case n.Goal != nil:
		return Phrase(r.within(n, r.w.Text("see.came_about", "cond", Phrase(r.cond(n.Goal)))))
	}
	return r.deed(n)
}

// end tells the end of the window in a few words: its last day where the text alone fixes it.
func (r reader) end(n *norms.Norm) Phrase {
	if t, ok := r.a.Fixed(n.Window.End); ok {
		return Phrase(r.w.edge(t, r.a.Zone))
	}
	return Phrase(r.bound(n.Window.End, true))
}

func (r reader) kept(n *norms.Norm) []string {
	var list []string
	switch n.Modality {
	case norms.Obligation:
		list = r.keptObligation(n)
	case norms.Prohibition:
		list = []string{r.w.Text("see.never_kept")}
	case norms.Permission:
		list = []string{r.w.Text("see.used", "what", r.deed(n))}
	case norms.Power:
		list = []string{r.w.Text("see.exercised", "what", r.deed(n))}
	case norms.Aim:
		list = []string{r.w.Text("see.reached", "what", r.settles(n))}
	}
	if n.ForEach != nil && n.ForEach.Source != norms.FromBearers {
		list = append(list, r.w.Text("see.family"))
	}
	return list
}

func (r reader) keptObligation(n *norms.Norm) []string {
	switch {
	case n.Keep && n.Window.End == nil:
		return []string{r.w.Text("see.keep_open")}
	case n.Keep:
		return []string{r.w.Text("see.kept", "what", Phrase(r.w.Text("see.held", "end", r.end(n), "cond", Phrase(r.cond(n.Goal)))))}
	}
	return []string{r.w.Text("see.kept", "what", r.settles(n))}
}

func (r reader) notKept(n *norms.Norm) []string {
	switch n.Modality {
	case norms.Obligation:
		switch {
		case n.Keep:
			return []string{r.w.Text("see.not_kept", "what", Phrase(r.within(n, r.w.Text("see.not_held", "cond", Phrase(r.cond(n.Goal))))))}
		case n.Judged != nil && n.Window.End != nil:
			return []string{r.w.Text("see.not_kept", "what", Phrase(r.w.Text("see.finding_not", "by", r.parties(n.Judged.By), "word", r.w.openWord(n.Judged))))}
		case !n.AtLeast.Per.IsZero():
			return []string{r.w.Text("see.not_kept", "what", Phrase(r.w.Text("see.short", "period", Phrase(r.w.Period(n.AtLeast.Per)))))}
		case n.Window.End == nil:
			return []string{r.w.Text("see.never_breached")}
		}
		return []string{r.w.Text("see.not_kept", "what", Phrase(r.w.Text("see.until_end", "end", r.end(n))))}
	case norms.Prohibition:
		return []string{r.w.Text("see.not_kept", "what", r.settles(n))}
	case norms.Power:
	case norms.Permission:
		if n.OnlyOnce {
			return []string{r.w.Text("see.used_early")}
		}
	case norms.Aim:
		if n.Window.End == nil {
			return []string{r.w.Text("see.never_missed")}
		}
		return []string{r.w.Text("see.missed", "end", r.end(n))}
	}
	return nil
}

// openWord gives the word that a finding settles, in the reader's language where the text has it.
func (w *Words) openWord(j *norms.Judged) string { return cmp.Or(j.Names[string(w.lang)], j.Word) }

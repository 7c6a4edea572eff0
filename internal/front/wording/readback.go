package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// ReadBack is what the program understood of a norm, in plain sentences.
type ReadBack struct {
	Text    string   // who, what, when: "Russian Federation: must not do this: ..."
	Clauses []string // conditions and the like, a sentence each
	Kept    []string // what one would have to see to call it kept (met, used, reached)
	NotKept []string // what one would have to see to call it not kept
}

// reader tells norms of one agreement.
type reader struct {
	w *Words
	l Lookup
	a *norms.Agreement
}

// Norm reads a norm back. It must be a norm of l.Program.
func (w *Words) Norm(l Lookup, n *norms.Norm) ReadBack {
	l = l.In(w)
	_, a := l.Norm(n.Name())
	if a == nil {
		a = &norms.Agreement{ID: n.Agree}
	}
	r := reader{w, l, a}
	return ReadBack{r.main(n), r.clauses(n), r.kept(n), r.notKept(n)}
}

var modalityKeys = [...]string{"obligation", "prohibition", "permission", "aim"}

// Modality gives the word of a modality.
func (w *Words) Modality(m norms.Modality) string { return w.Text("modality." + modalityKeys[m]) }

func (r reader) main(n *norms.Norm) string {
	what := r.act(n.Act)
	if more := r.number(n); more != "" {
		what = r.with(what, more)
	}
	if window := r.window(n); window != "" {
		what = r.with(what, window)
	}
	text := r.byBearer("readback."+modalityKeys[n.Modality], n, "what", Phrase(what))
	if f := r.family(n.ForEach); f != "" {
		text = f + " " + text
	}
	return text
}

// byBearer tells a sentence of the bearers, or its variant for a text that names nobody.
func (r reader) byBearer(key string, n *norms.Norm, args ...any) string {
	if len(n.Bearers) == 0 {
		return r.w.Text(key+".unnamed", args...)
	}
	return r.w.Text(key, append(args, "bearers", r.parties(n.Bearers))...)
}

func (r reader) parties(ids []string) Phrase { return r.w.names("list.and", r.l.Parties(ids)) }

func (r reader) with(what, more string) string {
	return r.w.Text("readback.with", "what", Phrase(what), "more", Phrase(more))
}

// number tells how many acts are asked for, or allowed.
func (r reader) number(n *norms.Norm) string {
	key, num := "readback.at_least", n.AtLeast
	switch n.Modality {
	case norms.Prohibition:
		if key, num = "readback.more_than", n.AtMost; num.N == 0 {
			return ""
		}
	case norms.Permission:
		return ""
	case norms.Obligation, norms.Aim:
		if num.N <= 1 && num.Per.IsZero() {
			return ""
		}
	}
	if num.Per.IsZero() {
		return r.w.Plural(key, int64(num.N))
	}
	return r.w.Plural(key+"_per", int64(num.N), "period", Phrase(r.w.Period(num.Per)))
}

func (r reader) family(f *norms.Family) string {
	if f == nil {
		return ""
	}
	roster := r.l.Roster(f.Roster)
	switch f.Source {
	case norms.FromRoster:
		if len(f.Pattern.Roles) == 0 {
			return r.w.Text("readback.family.roster", "roster", roster, "var", f.Var)
		}
		return r.w.Text("readback.family.roster.narrowed", "roster", roster, "var", f.Var, "pattern", Phrase(r.roles(f.Pattern.Roles)))
	case norms.FromState:
		return r.w.Text("readback.family.state", "var", f.Var, "pattern", Phrase(r.state(f.Pattern)))
	case norms.FromAct:
	}
	return r.w.Text("readback.family.act", "var", f.Var, "pattern", Phrase(r.actOnly(f.Pattern, "")))
}

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
	if n.While != nil && n.Window.End != nil && n.Window.End.Period {
		list = append(list, r.w.Text("readback.period_stops"))
	}
	add("readback.until", n.Until)
	add("readback.unless", n.Unless)
	if o := n.Observed; o.Percent > 0 {
		if len(o.By) == 0 {
			list = append(list, r.w.Text("readback.observed", "percent", o.Percent))
		} else {
			list = append(list, r.w.Text("readback.observed.by", "percent", o.Percent, "observers", r.parties(o.By)))
		}
	}
	if n.Modality == norms.Obligation && n.Window.End == nil && n.AtLeast.Per.IsZero() {
		list = append(list, r.w.Text("readback.undated"))
	}
	if f := n.ForEach; f != nil {
		if f.Source == norms.FromAct {
			list = append(list, r.w.Text("readback.family.open"))
		} else {
			list = append(list, r.w.Text("readback.family.closed"))
		}
	}
	return list
}

// deed tells the act that one would have to see, with its author, number and time.
func (r reader) deed(n *norms.Norm) Phrase {
	what := r.act(n.Act)
	if more := r.number(n); more != "" {
		what = r.with(what, more)
	}
	if window := r.window(n); window != "" && (n.Window.Start != nil || n.Window.End != nil) {
		what = r.with(what, window)
	}
	return Phrase(r.byBearer("see.act", n, "what", Phrase(what)))
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
		list = []string{r.w.Text("see.kept", "what", r.deed(n))}
	case norms.Prohibition:
		list = []string{r.w.Text("see.never_kept")}
	case norms.Permission:
		list = []string{r.w.Text("see.used", "what", r.deed(n))}
	case norms.Aim:
		list = []string{r.w.Text("see.reached", "what", r.deed(n))}
	}
	if n.ForEach != nil {
		list = append(list, r.w.Text("see.family"))
	}
	return list
}

func (r reader) notKept(n *norms.Norm) []string {
	switch n.Modality {
	case norms.Obligation:
		switch {
		case !n.AtLeast.Per.IsZero():
			return []string{r.w.Text("see.not_kept", "what", Phrase(r.w.Text("see.short", "period", Phrase(r.w.Period(n.AtLeast.Per)))))}
		case n.Window.End == nil:
			return []string{r.w.Text("see.never_breached")}
		}
		return []string{r.w.Text("see.not_kept", "what", Phrase(r.w.Text("see.until_end", "end", r.end(n))))}
	case norms.Prohibition:
		return []string{r.w.Text("see.not_kept", "what", r.deed(n))}
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

// window tells when acts count.
func (r reader) window(n *norms.Norm) string {
	s, e := n.Window.Start, n.Window.End
	switch {
	case s == nil && e == nil:
		if n.Modality == norms.Obligation || n.Modality == norms.Aim {
			return r.w.Text("window.undated")
		}
		return ""
	case e == nil:
		return r.bound(s, false)
	case s == nil:
		return r.bound(e, true)
	}
	same := samePoint(s.At, e.At)
	switch {
	case same && s.Plus == e.Plus && s.Edge == norms.DayStart && e.Edge == norms.DayEnd && s.Plus.IsZero():
		return r.at("window.on", e)
	case same && s.Plus == e.Plus && s.Edge == norms.DayStart && e.Edge == norms.DayEnd && s.Plus.Unit == civil.Days:
		return r.w.Text("window.day", "n", e.Plus.N+1, "point", Phrase(r.point(e.At, e.Edge)))
	case same && s.Plus.IsZero() && e.Period:
		args := []any{"period", Phrase(r.w.Period(e.Plus)), "point", Phrase(r.point(e.At, norms.DayEnd))}
		if t, ok := r.a.Fixed(e); ok {
			return r.w.Text("window.within.date", append(args, "date", Phrase(r.w.edge(t, r.a.Zone)))...)
		}
		return r.w.Text("window.within", args...)
	}
	return r.w.Text("window.both", "from", Phrase(r.bound(s, false)), "to", Phrase(r.bound(e, true)))
}

// samePoint says whether two points are written alike. Points at an act are never: what follows them is told in full.
func samePoint(a, b norms.Point) bool {
	if a.Sort != b.Sort || a.Instant != b.Instant || a.Mark != b.Mark || a.Norm != b.Norm || a.Var != b.Var {
		return false
	}
	if a.Sort != norms.AtAct {
		return true
	}
	return a.Act.Act == b.Act.Act && a.Act.Span == b.Act.Span
}

// bound tells one end of a window.
func (r reader) bound(b *norms.Bound, end bool) string {
	key := "window.from"
	switch {
	case end && b.Edge == norms.DayEnd:
		key = "window.by"
	case end && b.Edge == norms.DayStart:
		key = "window.before"
	case end && b.At.Sort == norms.AtInstant && b.At.Instant%60 == 1:
		key = "window.by" // a clock time whose second is included
	case end && b.At.Sort == norms.AtInstant:
		key = "window.before"
	case end:
		key = "window.before"
	case b.Edge == norms.DayEnd:
		key = "window.after"
	}
	return r.at(key, b)
}

// at tells a bound with a word before it; a plain date needs no colon in any language.
func (r reader) at(key string, b *norms.Bound) string {
	point := r.point(b.At, b.Edge)
	if key == "window.by" && b.Edge == norms.DayEnd && b.Plus.Unit == civil.Days && !b.Period && !b.Plus.IsZero() {
		return r.w.Text("window.by_day", "n", b.Plus.N+1, "point", Phrase(point))
	}
	if b.Plus.IsZero() {
		if b.At.Sort == norms.AtInstant {
			key += ".date"
		}
	} else {
		point = r.w.Text("point.plus", "period", Phrase(r.w.Period(b.Plus)), "point", Phrase(point))
	}
	return r.w.Text(key, "point", Phrase(point))
}

// point tells a point in time; edge says whether the day is meant or the instant.
func (r reader) point(p norms.Point, edge norms.Edge) string {
	switch p.Sort {
	case norms.AtInstant:
		if edge != norms.Exact {
			return locale.Date(r.w.lang, r.a.Zone.DateOf(p.Instant))
		}
		return locale.DateTime(r.w.lang, p.Instant, r.a.Zone)
	case norms.AtMark:
		return r.w.Text("point.mark", "mark", r.l.Mark(p.Mark))
	case norms.AtAct:
		return r.w.Text("point.act", "act", Phrase(r.actOnly(p.Act, "")))
	case norms.AtNorm:
		return r.w.Text("point.norm", "norm", Phrase(r.norm(p.Norm)))
	case norms.AtVar:
		return r.w.Text("point.var", "var", p.Var)
	case norms.AtStart:
	}
	return r.w.Text("point.start", "date", Phrase(r.w.Day(r.a.Starts, r.a.Zone)))
}

// norm names another norm; one of another agreement with its title.
func (r reader) norm(full string) string { return r.w.normLabel(r.l, full, r.a.ID) }

func (w *Words) normLabel(l Lookup, full, here string) string {
	n, a := l.Norm(full)
	switch {
	case n == nil:
		return w.name(full)
	case n.Agree == here:
		return w.Text("norm.label", "norm", n.ID, "term", n.Term)
	}
	return w.Text("norm.label.other", "norm", n.ID, "term", n.Term, "agreement", Name(w.lang, a.Names, a.ID))
}

package wording

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Why gives the reason of a norm's status at one standard in one line: what decided it, who undertook it, what could be seen.
// Dates are told in the zone of the norm's agreement.
func (w *Words) Why(l Lookup, n *status.Norm, lane int) string {
	y := newWhy(w, l, n, lane)
	return w.Join(y.parts())
}

// Line gives the whole status line: the state, the reason, "on this record, as of D".
func (w *Words) Line(l Lookup, n *status.Norm, lane int, at int64) string {
	return w.line(w.State(n.Lanes[lane], n), w.Why(l, n, lane), at, l.zone(n.Key.Norm))
}

// ClaimWhy gives the reason of a claim's status at one standard in one line.
func (w *Words) ClaimWhy(l Lookup, c *status.Claim, lane int) string {
	cl := c.Lanes[lane]
	var parts []string
	switch decl, _ := l.Claim(c.Key.Norm); {
	case decl != nil && decl.Number && decl.RedLine:
		parts = append(parts, w.Text("why.redline.number", "number", w.count(cl.Number), "relation", Phrase(w.relation(decl.Op, decl.N))))
	case decl != nil && decl.Number:
		parts = append(parts, w.Text("why.claim.number", "number", w.count(cl.Number), "relation", Phrase(w.relation(decl.Op, decl.N))))
	default:
		parts = append(parts, w.Text("why.claim.acts", "number", w.count(cl.Number)))
	}
	if cl.NoAuthor != cl.Number {
		parts = append(parts, w.Text("why.claim.no_author", "number", w.count(cl.NoAuthor)))
	}
	if n := c.Reasons.Silenced.Discounted; n > 0 && cl.States != status.Of(status.Supported) {
		parts = append(parts, w.Plural("why.claim.discounted", int64(n)))
	}
	if cl.TallyBest.Lo <= cl.TallyBest.Hi && cl.TallyBest.Hi > 0 {
		parts = append(parts, w.Text("why.claim.tally", "number", w.count(cl.TallyBest)))
	}
	return w.Join(parts)
}

// ClaimLine gives the whole line of a claim.
func (w *Words) ClaimLine(l Lookup, c *status.Claim, lane int, at int64) string {
	return w.line(w.Claim(l, c, lane), w.ClaimWhy(l, c, lane), at, l.zone(c.Key.Norm))
}

func (w *Words) line(s StateText, why string, at int64, z civil.Zone) string {
	word := s.Word
	if s.Class == ClassUnsettled {
		word = s.Long
	}
	args := []any{"state", Phrase(word), "why", Phrase(why), "asof", Phrase(w.AsOf(at, z))}
	if why == "" {
		return w.Text("why.line.bare", args...)
	}
	return w.Text("why.line", args...)
}

// AsOf gives the words that end every status: "on this record, as of D".
func (w *Words) AsOf(at int64, z civil.Zone) string {
	return w.Text("when.asof", "date", Phrase(w.Day(at, z)))
}

// Join puts clauses together with semicolons.
func (w *Words) Join(parts []string) string {
	out := ""
	for i, part := range parts {
		if i == 0 {
			out = part
		} else {
			out = w.Text("list.semicolon", "a", Phrase(out), "b", Phrase(part))
		}
	}
	return out
}

// why makes the one line for one norm at one standard.
type why struct {
	w    *Words
	l    Lookup
	n    *status.Norm
	lane status.Lane
	at   int // index of the standard
	z    civil.Zone
}

func newWhy(w *Words, l Lookup, n *status.Norm, lane int) why {
	return why{w, l.In(w), n, n.Lanes[lane], lane, l.zone(n.Key.Norm)}
}

func (y why) parts() []string {
	var parts []string
	add := func(list ...string) {
		for _, s := range list {
			if s != "" {
				parts = append(parts, s)
			}
		}
	}
	state, settled := y.lane.States.Settled()
	if settled {
		add(y.decided(state)...)
	} else {
		add(y.open()...)
	}
	add(y.family())
	switch status.VoiceOf(y.n.Bond, &y.lane) {
	case status.Unbound:
		// before the text begins nobody can have undertaken it: that goes without saying
		if !settled || state != status.NotYet || !y.ahead() {
			add(y.w.Text("why.nobody"))
		}
	case status.Unnamed:
		add(y.w.Text("why.unnamed"))
	case status.Bound:
	}
	return parts
}

// decided tells what settled the state.
func (y why) decided(s status.State) []string {
	w := y.w
	if parts := y.settledOtherwise(s); parts != nil {
		return parts
	}
	switch s {
	case status.NotYet:
		return y.waits()
	case status.Due:
		return []string{y.due()}
	case status.Open:
		switch y.n.Modality {
		case norms.Permission:
			return []string{w.Text("why.open.permission")}
		case norms.Power:
			return []string{w.Text("why.open.power")}
		case norms.Aim:
			if y.n.Window.Dated && y.n.Window.End.Lo < civil.Forever {
				return []string{w.Text("why.open.aim.by", "end", y.end())}
			}
			return []string{w.Text("why.open.aim")}
		case norms.Obligation, norms.Prohibition:
		}
		return []string{w.Text("why.open")}
	case status.Kept, status.Reached:
		if y.once() {
			return []string{w.Text("why.done_on", "date", y.when(y.lane.First))}
		}
		return []string{y.acts("why.acts")}
	case status.Cured:
		if y.once() {
			return []string{w.Text("why.done_late", "date", y.when(y.lane.First), "end", y.end())}
		}
		return []string{y.acts("why.acts")}
	case status.Breached, status.Missed:
		if y.n.Modality != norms.Prohibition && y.n.Family == nil {
			if short := y.stretch("why.stretch_short"); short != "" {
				return []string{short}
			}
			return []string{y.notDone()}
		}
		return []string{y.acts("why.acts")}
	case status.Used, status.UsedTooEarly:
		return []string{y.acts("why.acts")}
	case status.NoBreachSeen, status.NotObserved:
		return []string{w.Coverage(y.n.Reasons.Coverage)}
	case status.NotKnown:
		if short := y.stretch("why.stretch_unobserved"); short != "" {
			return []string{short, w.Coverage(y.n.Reasons.Coverage)}
		}
		return []string{w.Text("why.passed", "end", y.end()), w.Coverage(y.n.Reasons.Coverage)}
	case status.Overtaken, status.Impossible:
		if y.n.Window.Dated {
			return append(y.waits(), w.Text("why.passed", "end", y.end()))
		}
	}
	return nil
}

// ahead says whether it waits for its time to begin.
func (y why) ahead() bool {
	return slices.ContainsFunc(y.n.Reasons.Waits, func(w status.Wait) bool { return w.On == "start" })
}

// once says whether one act is asked for, and its date is known.
func (y why) once() bool {
	decl, _ := y.l.Norm(y.n.Key.Norm)
	return y.n.Family == nil && known(y.lane.First) && (decl == nil || decl.AtLeast.N <= 1 && decl.AtLeast.Per.IsZero())
}

// open tells on what a status turns that is not settled.
func (y why) open() []string {
	var parts []string
	if y.lane.Acts.Hi > 0 && known(y.lane.First) && !keeps(y.n) {
		parts = append(parts, y.acts("why.possible"))
	}
	doubtful := y.n.Reasons.Possible(y.at)
	if doubtful > 0 && len(parts) == 0 {
		parts = append(parts, y.w.Plural("why.turns", int64(doubtful)))
	}
	if s := y.n.Reasons.Coverage; s != nil && y.lane.States&status.Of(status.NotObserved, status.NotKnown) != 0 {
		parts = append(parts, y.w.Coverage(s))
	}
	if len(parts) == 0 {
		parts = y.waits()
	}
	if len(parts) == 0 && keeps(y.n) {
		parts = append(parts, y.w.Text("why.keep.unseen"))
	}
	if c := y.w.Coarse(y.lane, y.n); c != "" {
		parts = append(parts, c)
	}
	return parts
}

// due tells until when, or what the date waits on.
func (y why) due() string {
	win := y.n.Window
	if win.Dated && win.End.Lo < civil.Forever {
		return y.w.Text("why.due", "end", y.end())
	}
	if win.WaitOn != "" {
		return y.w.Text("why.due.waits", "on", Phrase(y.w.waitOnID(y.l, y.n.Window.WaitOn)))
	}
	return ""
}

// stretch tells that some stretch of a norm that asks for a number in each was short; "" for other norms.
func (y why) stretch(key string) string {
	decl, _ := y.l.Norm(y.n.Key.Norm)
	if decl == nil || decl.AtLeast.Per.IsZero() {
		return ""
	}
	return y.w.Text(key, "number", decl.AtLeast.N, "period", Phrase(y.w.Period(decl.AtLeast.Per)))
}

func (y why) notDone() string {
	if y.n.Window.End.Lo < civil.Forever && y.n.Window.Dated {
		return y.w.Text("why.not_done", "end", y.end())
	}
	return ""
}

// acts tells how many acts decided, and when the first and the last took place.
func (y why) acts(key string) string {
	first, last := y.lane.First, y.lane.Last
	if !known(first) {
		return ""
	}
	if first == last {
		key += ".same"
	}
	return y.w.Plural(key, pluralOf(y.lane.Acts), "count", y.w.count(y.lane.Acts), "first", y.when(first), "last", y.when(last))
}

// pluralOf gives the number that chooses the plural form of a range: its last one, as it is read; "1+" is more than one.
func pluralOf(r fact.Range) int64 {
	if r.Hi >= fact.Unbounded {
		return max(r.Lo, 2)
	}
	return r.Hi
}

// FirstLast names the first and the last deciding incident, "" where there is none.
func (w *Words) FirstLast(l Lookup, n *status.Norm, lane int) string {
	y := newWhy(w, l, n, lane)
	switch {
	case y.lane.FirstF == "":
		return ""
	case y.lane.FirstF == y.lane.LastF || y.lane.LastF == "":
		return w.Text("why.first_only", "first", y.l.incident(y.lane.FirstF))
	}
	return w.Text("why.first_last", "first", y.l.incident(y.lane.FirstF), "last", y.l.incident(y.lane.LastF))
}

func (y why) when(i civil.Interval) Phrase { return Phrase(y.w.When(i, y.z)) }

// end tells the last day of the window; where it is uncertain, its earliest and latest.
func (y why) end() Phrase { return Phrase(y.w.endOf(y.n.Window, y.z)) }

func (w *Words) endOf(win status.Window, z civil.Zone) string {
	lo, hi := w.edge(win.End.Lo, z), w.edge(win.End.Hi, z)
	if lo == hi {
		return lo
	}
	return w.Or([]string{lo, hi})
}

// waitOnID names what fixes the end of a window: a norm, a mark or an act, by its id.
func (w *Words) waitOnID(l Lookup, id string) string {
	if n, _ := l.Norm(id); n != nil {
		return w.normLabel(l, id, n.Agree)
	}
	if name := l.Mark(id); name != id {
		return w.name(name)
	}
	return w.name(l.Act(id))
}

// waits tells each thing that is waited on.
func (y why) waits() []string {
	parts := make([]string, 0, len(y.n.Reasons.Waits))
	for _, wait := range y.n.Reasons.Waits {
		parts = append(parts, y.w.Wait(y.l, y.n, wait))
	}
	return parts
}

// family tells how far the members are known.
func (y why) family() string {
	f := y.n.Family
	if f == nil {
		return ""
	}
	known := y.w.count(f.Known[y.at])
	switch {
	case f.Closed && f.ClosedBy != "":
		return y.w.Text("why.family.closed", "known", known, "by", y.l.Party(f.ClosedBy))
	case f.Closed:
		return y.w.Text("why.family.closed.plain", "known", known)
	}
	if f.Known[y.at].Hi == 0 {
		if decl, _ := y.l.Norm(y.n.Key.Norm); decl != nil && decl.ForEach != nil && decl.ForEach.Roster != "" {
			return y.w.Text("why.roster", "list", y.l.Roster(decl.ForEach.Roster))
		}
	}
	return y.w.Text("why.family.open", "known", known)
}

package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// rule is one line of a table of spec/norms.md, section 6: its code, its condition's truth, the state it gives.
type rule struct {
	code  string
	cond  grade.Truth
	state status.State
}

// outcome is what the rules say of an instance at one reading.
type outcome struct {
	r     int64
	sets  [status.Lanes]status.Set
	fine  [status.Lanes]status.Set // with the coarse facts set aside
	rules []rule                   // that may apply, with the lanes in which they may (May) and do (Must)
	o, e  spans
	limit *limit
	phase phase
	bound course[bool] // when the bearers were bound; nil: not asked
}

// reading is an instance at one reading, with what the tables ask.
type reading struct {
	*instance
	r      int64
	o, e   spans
	p      phase
	active grade.Truth
	limit  *limit
}

func (in *instance) read(r int64) *reading {
	q := &reading{instance: in, r: r, o: in.open.at(r), e: in.end(r)}
	q.p = in.phase(q.o, r)
	q.limit = in.limitsAt(q.o)
	q.active = q.p.once.And(q.opened())
	return q
}

// opened: r > o.
func (q *reading) opened() grade.Truth {
	return truth(func(i int) (bool, bool) { return q.r > q.o[i].Hi, q.r > q.o[i].Lo })
}

// empty: e <= o.
func (q *reading) empty() grade.Truth {
	if q.lasts() {
		return grade.False
	}
	return truth(func(i int) (bool, bool) {
		// An opening that the reading has not passed falls under the first rule.
		return q.e[i].Hi <= q.o[i].Lo && q.e[i].Hi < civil.Forever, q.e[i].Lo <= min(q.o[i].Hi, q.r-1)
	})
}

// lasts says whether the window is counted from its own opening, and so is not empty, whenever that is: from the text's
// entry into force, or from the act that opens it.
func (in *instance) lasts() bool {
	start, end := in.n.Window.Start, in.n.Window.End
	if end == nil || end.Before || end.Edge == norms.DayStart || end.Plus.IsZero() && end.Edge != norms.DayEnd || in.opensWithMember() {
		return false
	}
	switch end.At.Sort {
	case norms.AtStart:
		return end.At.Agree == "" && start == nil
	case norms.AtAct:
		same := start != nil && in.scope.ag.Entry == nil && start.At.Sort == norms.AtAct && start.Plus.IsZero() && start.Edge != norms.DayEnd
		return same && in.m.ready(in.scope, start.At.Act) == in.m.ready(in.scope, end.At.Act)
	}
	return false
}

// opensWithMember says whether the family's member fixes the opening.
func (in *instance) opensWithMember() bool {
	f := in.n.ForEach
	return in.scope.bind != nil && f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState)
}

// past: e <= r.
func (q *reading) past() grade.Truth {
	return truth(func(i int) (bool, bool) { return q.e[i].Hi <= q.r, q.e[i].Lo <= q.r })
}

// ended: "until" was true at some reading from a to r.
func (q *reading) ended() grade.Truth { return q.p.ended }

// fell: active, and "if" was false.
func (q *reading) fell() grade.Truth { return q.p.fell.And(q.opened()) }

// beforeEnd: x < e, for x = u.
func (q *reading) endedEarly() grade.Truth {
	return truth(func(i int) (bool, bool) {
		u, e := q.p.until[i], q.e[i]
		return u.Hi <= q.r && u.Hi < e.Lo, u.Lo <= q.r && u.Lo < e.Hi
	})
}

// atEnd: e <= r, and f at reading e.
func (q *reading) atEnd(f func(phase) grade.Truth) grade.Truth {
	past := q.past()
	if past.May == 0 {
		return grade.False
	}
	var out grade.Truth
	for i := range status.Lanes {
		if !past.May.Has(i) {
			continue
		}
		lo, hi := q.e[i].Lo, min(q.e[i].Hi, q.r)
		t := f(q.phase(q.o, lo))
		if !q.plain {
			phases := q.layout(q.o).phases
			for k := phases.index(lo) + 1; k < len(phases) && phases[k].from <= hi; k++ {
				t = t.Join(f(phases[k].v))
			}
		}
		out.Must |= t.Must & past.Must & (1 << i)
		out.May |= t.May & (1 << i)
	}
	return out
}

func waiting(p phase) grade.Truth   { return p.once.Not() }
func suspended(p phase) grade.Truth { return p.susp }

// done(x): N acts at t with o <= t < x, t < r, t < u.
func (q *reading) done(x, nth spans) grade.Truth {
	return truth(func(i int) (bool, bool) {
		return nth[i].Hi < min(x[i].Lo, q.r, q.p.until[i].Lo), nth[i].Lo < min(x[i].Hi, q.r, q.p.until[i].Hi)
	})
}

// acted: an act at t < e, t < r, that counts.
func (q *reading) acted(nth spans) grade.Truth {
	return truth(func(i int) (bool, bool) {
		return nth[i].Hi < min(q.e[i].Lo, q.r), nth[i].Lo < min(q.e[i].Hi, q.r)
	})
}

// unseen: the act's absence in [o, min(e, r)) is not certain; of a prohibition: nothing was observed.
func (q *reading) unseen() grade.Truth { return q.watch.truth(q.o, q.e, q.r, q.notion()).Not() }

// notion is what the instance's modality asks of coverage.
func (in *instance) notion() notion {
	if in.n.Modality == norms.Prohibition {
		return observed
	}
	return absent
}

// noDate: the End bound is a mark, act or norm that is not yet.
func (q *reading) noDate() grade.Truth {
	end := q.n.Window.End
	if end == nil || end.At.Sort != norms.AtMark && end.At.Sort != norms.AtAct && end.At.Sort != norms.AtNorm {
		return grade.False
	}
	return truth(func(i int) (bool, bool) { return q.e[i].Lo >= civil.Forever, q.e[i].Hi >= civil.Forever })
}

// table gives the rules of the instance's modality, in order.
func (q *reading) table(nth, early spans) []rule {
	switch {
	case q.found != nil:
		return q.judged()
	case q.n.Modality == norms.Prohibition:
		return q.prohibition(nth)
	case q.n.Modality == norms.Permission, q.n.Modality == norms.Power:
		return q.permission(nth, early)
	case q.goal != nil && q.n.Keep:
		return q.keeping()
	case q.isRecurring():
		return q.recurring()
	}
	return q.obligation(nth)
}

// codes are those of the rules that obligations and aims, permissions and powers have in common: they are asked for so often that putting them together would cost.
type codes struct {
	notOpen, empty, fell, done, until, waited, suspendedOut, late, curing, unobserved, undone, waits, noDate, suspended, due, open, early, use, unused string
}

func codesOf(name string) *codes {
	return &codes{
		notOpen:      name + "not_open",
		empty:        name + "empty",
		fell:         name + "if",
		done:         name + "done",
		until:        name + "until",
		waited:       name + "waited",
		suspendedOut: name + "suspended_out",
		late:         name + "late",
		curing:       name + "curing",
		unobserved:   name + "unobserved",
		undone:       name + "undone",
		waits:        name + "waits",
		noDate:       name + "no_date",
		suspended:    name + "suspended",
		due:          name + "due",
		open:         name + "open",
		early:        name + "early",
		use:          name + "use",
		unused:       name + "unused",
	}
}

var obligationCodes, aimCodes, permissionCodes, powerCodes = codesOf("obligation."), codesOf("aim."), codesOf("permission."), codesOf("power.")

// words are what the states of an obligation are called for a modality, and its rules.
type words struct {
	*codes
	kept, tooLate, failed, awaited status.State
}

func wordsOf(m norms.Modality) words {
	if m == norms.Aim {
		return words{aimCodes, status.Reached, status.Missed, status.Missed, status.Open}
	}
	return words{obligationCodes, status.Kept, status.Cured, status.Breached, status.Due}
}

func (q *reading) obligation(nth spans) []rule {
	w := wordsOf(q.n.Modality)
	past := q.past()
	rules := append(make([]rule, 0, 16), []rule{ // all that follow have room
		{w.notOpen, q.opened().Not(), status.NotYet},
		{w.empty, q.empty(), status.Impossible},
		{w.fell, q.fell(), status.FellAway},
		{w.done, q.done(q.e, nth), w.kept},
		{w.until, q.ended().And(q.endedEarly()), status.Lapsed},
		{w.waited, q.atEnd(waiting), status.Overtaken},
		{w.suspendedOut, q.atEnd(suspended), status.Overtaken},
		{w.late, past.And(q.done(sameSpans(never), nth)), w.tooLate},
	}...)
	if q.cures() {
		over := q.cureOver()
		rules = append(rules, rule{w.curing, past.And(over.Not()), status.Due})
		past.May &= over.May // the rules that follow are reached so only; where one certainly is so, none after it is reached
		past.Must &= past.May
	}
	if q.goal == nil {
		rules = append(rules, rule{w.unobserved, past.And(q.unseen()), status.NotKnown})
	}
	return append(rules,
		rule{w.undone, past, w.failed},
		rule{w.waits, q.active.Not(), status.NotYet},
		rule{w.noDate, q.noDate(), status.NotYet},
		rule{w.suspended, q.p.susp, status.Suspended},
		rule{w.due, certain(q.n.Window.End != nil), w.awaited},
		rule{w.open, grade.True, status.Open},
	)
}

// isRecurring says whether acts are asked for in every stretch.
func (in *instance) isRecurring() bool {
	return in.n.AtLeast.Per.Seconds() > 0 && in.n.Modality == norms.Obligation && in.found == nil && in.goal == nil
}

// recurring is an obligation with a number in every stretch.
func (q *reading) recurring() []rule {
	by := q.shortBy(q.o, q.p.from)
	short := truth(func(i int) (bool, bool) {
		return by[i].Hi <= min(q.e[i].Lo, q.p.until[i].Lo, q.r), by[i].Lo <= min(q.e[i].Hi, q.p.until[i].Hi, q.r)
	})
	return []rule{
		{"obligation.not_open", q.opened().Not(), status.NotYet},
		{"obligation.empty", q.empty(), status.Impossible},
		{"obligation.if", q.fell(), status.FellAway},
		{"obligation.stretch_unobserved", short.And(q.unseen()), status.NotKnown},
		{"obligation.stretch_short", short, status.Breached},
		{"obligation.until", q.ended(), status.Lapsed},
		{"obligation.waited", q.atEnd(waiting), status.Overtaken},
		{"obligation.stretch_done", q.past(), status.Kept},
		{"obligation.waits", q.active.Not(), status.NotYet},
		{"obligation.suspended", q.p.susp, status.Suspended},
		{"obligation.due", grade.True, status.Due},
	}
}

func (q *reading) prohibition(nth spans) []rule {
	return []rule{
		{"prohibition.act", q.acted(nth), status.Breached},
		{"prohibition.not_open", q.opened().Not(), status.NotYet},
		{"prohibition.empty", q.empty(), status.Impossible},
		{"prohibition.if", q.fell(), status.FellAway},
		{"prohibition.until", q.ended(), status.Lapsed},
		{"prohibition.waited", q.atEnd(waiting), status.Overtaken},
		{"prohibition.waits", q.active.Not(), status.NotYet},
		{"prohibition.suspended", q.past().Not().And(q.p.susp), status.Suspended},
		{"prohibition.unobserved", q.unseen(), status.NotObserved},
		{"prohibition.none", grade.True, status.NoBreachSeen},
	}
}

func (q *reading) permission(nth, early spans) []rule {
	c := permissionCodes
	if q.n.Modality == norms.Power {
		c = powerCodes
	}
	return []rule{
		{c.early, q.acted(early), status.UsedTooEarly}, // never of a power
		{c.use, q.acted(nth), status.Used},
		{c.notOpen, q.opened().Not(), status.NotYet},
		{c.empty, q.empty(), status.Impossible},
		{c.fell, q.fell(), status.FellAway},
		{c.until, q.ended(), status.Lapsed},
		{c.unused, q.past(), status.Lapsed},
		{c.waits, q.active.Not(), status.NotYet},
		{c.suspended, q.p.susp, status.Suspended},
		{c.open, grade.True, status.Open},
	}
}

// choose gives per standard the states that are possible: a state is, when its rule's condition may be true and no
// rule before it must be. applied are these rules, each with the lanes in which it may decide (May) and does (Must).
func choose(rules []rule) (sets [status.Lanes]status.Set, applied []rule) {
	for i := range sets {
		sets[i] = 0
	}
	reach := grade.AllStandards // lanes that no rule has taken for certain
	for _, r := range rules {
		here := r.cond.May & reach
		if here == 0 {
			continue
		}
		for i := range sets {
			if here.Has(i) {
				sets[i] |= status.Of(r.state)
			}
		}
		applied = append(applied, rule{r.code, grade.Truth{Must: r.cond.Must & here, May: here}, r.state})
		if reach &^= r.cond.Must; reach == 0 {
			break
		}
	}
	for i := range applied { // decisive where no other rule may apply
		for j := range applied {
			if i != j {
				applied[i].cond.Must &^= applied[j].cond.May
			}
		}
	}
	return sets, applied
}

// judge applies the tables at reading r.
func (in *instance) judge(r int64) outcome {
	q := in.read(r)
	out := outcome{r: r, o: q.o, e: q.e, limit: q.limit, phase: q.p}
	out.sets, out.rules = choose(q.table(q.limit.nth, q.limit.early))
	out.fine = out.sets
	if q.limit.coarse {
		out.fine, _ = choose(q.table(in.fineAt(q.limit, q.o, r)))
	}
	return out
}

// sets gives the possible states at reading r alone.
func (in *instance) sets(r int64) [status.Lanes]status.Set {
	q := in.read(r)
	s, _ := choose(q.table(q.limit.nth, q.limit.early))
	return s
}

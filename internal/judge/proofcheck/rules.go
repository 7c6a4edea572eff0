package proofcheck

import (
	"reflect"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// rule is a line of a table of section 6.
type rule struct {
	code  string
	is    tri
	state status.State
}

// tables give the rules of each table in order: a code, and the state that it gives. The part before the point of a code is the table's.
var tables = map[string]string{
	"prohibition": "act:breached not_open:not_yet empty:impossible if:fell_away until:lapsed waited:overtaken waits:not_yet suspended_now:suspended unobserved:not_observed none:no_breach_seen",
	"permission":  "early:used_too_early use:used not_open:not_yet empty:impossible if:fell_away until:lapsed unused:lapsed waits:not_yet suspended:suspended open:open",
	"obligation": "not_open:not_yet empty:impossible if:fell_away done:kept until_end:lapsed waited:overtaken suspended_out:overtaken late:cured curing:due " +
		"unobserved:not_known_to_be_done undone:breached waits:not_yet no_date:not_yet suspended:suspended due:due open:open",
	"recurring": "not_open:not_yet empty:impossible if:fell_away stretch_unobserved:not_known_to_be_done stretch_short:breached until:lapsed waited:overtaken stretch_done:kept waits:not_yet suspended:suspended always:due",
	"keep":      "spell:breached not_open:not_yet empty:impossible if:fell_away until:lapsed waited:overtaken past:kept waits:not_yet suspended:suspended due:due open:open",
	"found":     "yes:kept not_open:not_yet empty:impossible if:fell_away until:lapsed waited:overtaken waits:not_yet suspended_now:suspended no:no_breach_seen unfound:not_assessed",
	"finding":   "not_open:not_yet empty:impossible if:fell_away yes:kept until_end:lapsed waited:overtaken suspended_out:overtaken no_past:breached waits:not_yet no_date:not_yet suspended:suspended unfound:not_assessed",
}

// printed gives the code of a line where it is not the name of its condition.
var printed = map[string]string{
	"suspended_now": "suspended", "until_end": "until", "always": "due", "past": "done", "no_past": "no", "unfound": "open",
}

// table gives the rules of the instance's table at the moment, up to the first that certainly decides.
func (q *moment) table() (out []rule) {
	name := map[norms.Modality]string{
		norms.Obligation: "obligation", norms.Aim: "obligation", norms.Prohibition: "prohibition", norms.Permission: "permission", norms.Power: "permission",
	}[q.n.Modality]
	code := name
	switch {
	case q.judged() && q.n.Modality == norms.Prohibition:
		name = "found"
	case q.judged():
		name = "finding"
	case q.n.Goal != nil && q.n.Keep:
		name, code = "keep", "keep"
	case q.recurring():
		name = "recurring"
	}
	switch q.n.Modality {
	case norms.Aim:
		code = "aim"
	case norms.Power:
		code = "power"
	}
	if q.n.Goal != nil && q.n.Keep {
		code = "keep"
	}
	list := q.uses()
	nth, early := q.turning(list)
	for _, line := range strings.Fields(tables[name]) {
		cond, word, _ := strings.Cut(line, ":")
		state, err := status.ParseState(word)
		if err != nil {
			panic("proofcheck: " + word)
		}
		is, there := q.condition(cond, nth, early)
		if !there {
			continue
		}
		if shown := printed[cond]; shown != "" {
			cond = shown
		}
		full := code + "." + cond
		if name == "found" || name == "finding" {
			switch {
			case strings.HasPrefix(line, "yes:"), strings.HasPrefix(line, "no:"), strings.HasPrefix(line, "no_past:"), strings.HasPrefix(line, "unfound:"):
				full = "judged." + cond
			}
		}
		out = append(out, rule{full, is, q.called(state)})
		if is.must {
			break
		}
	}
	return out
}

// counted says whether the end is counted from the instant that opens the window: then it lies behind it, whenever that is.
func (in *instance) counted() bool {
	start, end := in.n.Window.Start, in.n.Window.End
	forward := end != nil && !end.Before && (end.Edge == norms.DayEnd || !end.Plus.IsZero() && end.Edge != norms.DayStart)
	if f := in.n.ForEach; !forward || f != nil && (f.Source == norms.FromAct || f.Source == norms.FromState) {
		return false
	}
	if start == nil {
		return end.At.Sort == norms.AtStart && end.At.Agree == ""
	}
	return end.At.Sort == norms.AtAct && start.At.Sort == norms.AtAct && start.Plus.IsZero() && start.Edge != norms.DayEnd &&
		in.s.ag.Entry == nil && reflect.DeepEqual(start.At.Act, end.At.Act)
}

// called gives the state of a table as the modality calls it.
func (q *moment) called(s status.State) status.State {
	switch {
	case q.n.Modality == norms.Aim && s == status.Kept:
		return status.Reached
	case q.n.Modality == norms.Aim && (s == status.Cured || s == status.Breached):
		return status.Missed
	case q.n.Modality == norms.Aim && s == status.Due:
		return status.Open
	case q.judged() && q.n.Modality == norms.Prohibition && s == status.Kept:
		return status.Breached
	}
	return s
}

// condition gives the truth of a line's condition; false: the table has no such line here.
func (q *moment) condition(cond string, nth, early civil.Interval) (tri, bool) {
	x, o, e, p := q.x, q.o, q.e, q.p
	opened, past := tri{x > o.Hi, x > o.Lo}, tri{e.Hi <= x, e.Lo <= x}
	acted := func(at civil.Interval) tri { return tri{at.Hi < min(e.Lo, x), at.Lo < min(e.Hi, x)} }
	done := func(by civil.Interval) tri {
		return tri{nth.Hi < min(by.Lo, x, p.u.Lo), nth.Lo < min(by.Hi, x, p.u.Hi)}
	}
	end := q.n.Window.End
	switch cond {
	case "act", "use":
		return acted(nth), true
	case "early":
		return acted(early), true
	case "not_open":
		return opened.not(), true
	case "empty":
		if q.counted() {
			return no, true
		}
		return tri{e.Hi <= o.Lo && e.Hi < civil.Forever, e.Lo <= min(o.Hi, x-1)}, true
	case "if":
		return p.fell.and(opened), true
	case "until":
		return p.ended, true
	case "until_end":
		return p.ended.and(tri{p.u.Hi <= x && p.u.Hi < e.Lo, p.u.Lo <= x && p.u.Lo < e.Hi}), true
	case "waited":
		return q.atEnd(past, func(p phase) tri { return p.once.not() }), true
	case "suspended_out":
		return q.atEnd(past, func(p phase) tri { return p.suspended }), true
	case "waits":
		return p.once.and(opened).not(), true
	case "suspended":
		return p.suspended, true
	case "suspended_now":
		return past.not().and(p.suspended), true
	case "unused", "past", "stretch_done":
		return past, true
	case "undone":
		return q.outOfTime(past), true
	case "done":
		return done(e), true
	case "late":
		return past.and(done(never)), true
	case "curing":
		if !q.cures() {
			return no, false
		}
		by := q.cureEnd()
		return past.and(tri{by.Lo > x, by.Hi > x}), true
	case "unobserved":
		if q.w == nil {
			return no, false
		}
		t := q.w.seen(o, e, x, q.n.Modality != norms.Prohibition).not()
		if q.n.Modality != norms.Prohibition {
			t = q.outOfTime(past).and(t)
		}
		return t, true
	case "no_date":
		if end == nil || end.At.Sort != norms.AtMark && end.At.Sort != norms.AtAct && end.At.Sort != norms.AtNorm {
			return no, true
		}
		return tri{e.Lo >= civil.Forever, e.Hi >= civil.Forever}, true
	case "due":
		return known(end != nil), true
	case "stretch_short", "stretch_unobserved":
		by := q.short()
		t := tri{by.Hi <= min(e.Lo, p.u.Lo, x), by.Lo <= min(e.Hi, p.u.Hi, x)}
		if cond == "stretch_unobserved" {
			t = t.and(q.w.seen(o, e, x, true).not())
		}
		return t, true
	case "spell":
		return tri{q.lost(o.Hi+1, min(e.Lo, x), must), q.lost(o.Lo+1, min(e.Hi, x), may)}, true
	case "yes":
		return q.isFound(q.yes, q.no), true
	case "no":
		return q.isFound(q.no, q.yes), true
	case "no_past":
		return past.and(q.isFound(q.no, q.yes)), true
	}
	return yes, true // open, none, always, unfound: whatever is left
}

// outOfTime: the end has passed and, where the text gives time to cure, that of the cure.
func (q *moment) outOfTime(past tri) tri {
	if q.cures() {
		past.may = past.may && q.cureEnd().Lo <= q.x
	}
	return past
}

// atEnd: the end has passed, and something stood at its reading.
func (q *moment) atEnd(past tri, of func(phase) tri) tri {
	if !past.may {
		return no
	}
	lo, hi := q.e.Lo, min(q.e.Hi, q.x)
	t := of(q.phase(q.o, lo))
	for _, y := range q.phaseChanges(q.o) {
		if y > lo && y <= hi {
			t = t.join(of(q.phase(q.o, y)))
		}
	}
	return past.and(t)
}

// lost says whether the goal is not so, in force, at some reading from lo to hi.
func (q *moment) lost(lo, hi int64, pick func(tri) bool) bool {
	c := course{q.instants(append(q.phaseChanges(q.o), q.goal.at...)), func(y int64) tri {
		return q.goal.is(y).not().and(q.phase(q.o, y).force())
	}}
	return c.first(lo, hi, pick) < civil.Forever
}

// isFound: the latest finding is one of ours and none of theirs.
func (q *moment) isFound(ours, theirs []hit) tri {
	sure, last := q.latest(ours)
	otherSure, otherLast := q.latest(theirs)
	return tri{sure != farPast && sure > otherLast, last != farPast && last >= otherSure}
}

// latest gives the latest instant at or after which a finding certainly stands, and the latest at which one may.
func (q *moment) latest(list []hit) (sure, last int64) {
	sure, last = farPast, farPast
	for _, h := range list {
		w := h.fact.When
		if t := q.counts(h); t.may {
			last = max(last, min(w.Hi, q.x-1, q.p.u.Hi-1))
			if t.must {
				sure = max(sure, w.Lo)
			}
		}
	}
	return sure, last
}

// counts: a finding lies in the time in which findings count.
func (q *moment) counts(h hit) tri {
	w := h.fact.When
	return h.is.and(tri{w.Lo >= q.o.Hi && w.Hi < min(q.x, q.p.u.Lo), w.Hi >= q.o.Lo && w.Lo < min(q.x, q.p.u.Hi)})
}

// apply applies the rules in order: a state is possible when its rule may be so and no rule before it must be.
func apply(rules []rule) (set status.Set, applied []rule) {
	for _, r := range rules {
		if !r.is.may {
			continue
		}
		set |= status.Of(r.state)
		applied = append(applied, r)
		if r.is.must {
			break
		}
	}
	if len(applied) > 1 { // none decides alone
		for i := range applied {
			applied[i].is.must = false
		}
	}
	return set, applied
}

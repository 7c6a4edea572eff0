package oracle

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// cond reads a condition at reading r (section 5).
func (ev *evaluator) cond(sc *scope, c norms.Cond, r int64) tri {
	switch c := c.(type) {
	case norms.And:
		all := yes
		for _, part := range c.Conds {
			all = and(all, ev.cond(sc, part, r))
		}
		return all
	case norms.Or:
		some := no
		for _, part := range c.Conds {
			some = or(some, ev.cond(sc, part, r))
		}
		return some
	case norms.Not:
		return not(ev.cond(sc, c.Cond, r))
	case norms.Seen:
		return ev.seen(sc, c, r)
	case norms.Holds:
		return ev.holds(sc, c.Pattern, r)
	case norms.NoneHolds:
		return and(of(ev.rosterClosed(c.Pattern.Act, r)), not(ev.onRecord(sc, c.Pattern, r, nil)))
	case norms.NormIs:
		return ev.normIs(c, r)
	case norms.MarkSet:
		return of(len(ev.markDays(sc.ag, c.Mark, r)) > 0)
	case norms.Reached:
		return ev.bound(sc, &c.Bound, r).atMost(r)
	case norms.Compare:
		n := at(c.N)
		if c.With != nil {
			with := ev.reading(sc, *c.With, r)
			n = span{with.Lo, with.Hi}
		}
		figure := ev.reading(sc, c.Figure, r)
		return compare(span{figure.Lo, figure.Hi}, c.Op, n)
	case norms.InEffect:
		return ev.inEffect(sc, c, r)
	}
	return yes // nil: no condition
}

// seen: an act that matches happened at some t < r, From <= t < Until.
func (ev *evaluator) seen(sc *scope, c norms.Seen, r int64) tri {
	from, until := at(sc.ag.Starts), at(civil.Forever)
	if c.From != nil {
		from = ev.bound(sc, c.From, r)
	}
	if c.Until != nil {
		until = ev.bound(sc, c.Until, r)
	}
	found := no
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At < r && ev.matches(a, c.Pattern, sc) {
			found = or(found, and(from.atMost(a.At), at(a.At).before(until)))
		}
	}
	if found == no && ev.absent(sc, sc.ag.Observed, c.Pattern, from, until, r) != yes {
		return unknown
	}
	return found
}

// normIs: the other norm's state at the same reading answers to the word. Inside a circle it does not.
func (ev *evaluator) normIs(c norms.NormIs, r int64) tri {
	ag, n := ev.find(c.Norm)
	if ev.running(n, r) {
		return no // the least solution: nothing in a circle unlocks itself
	}
	set, members := ev.norm(ag, n, r)
	return ev.familyAnswers(n, set, members, c.Word, r)
}

// familyAnswers says whether a norm, or its family, answers to the word.
func (ev *evaluator) familyAnswers(n *norms.Norm, set status.Set, members []memberSet, word norms.NormWord, r int64) tri {
	switch {
	case n.ForEach == nil:
		return answers(set, word)
	case word == norms.IsKept: // only when closed and every member does
		all := of(ev.closed(n, r))
		for _, m := range members {
			all = and(all, answers(m.set, word))
		}
		return all
	}
	some := no // when one member does
	for _, m := range members {
		some = or(some, answers(m.set, word))
	}
	return some
}

// answers says whether a state of the set answers to the word (section 5).
func answers(set status.Set, word norms.NormWord) tri {
	fits := map[norms.NormWord]status.Set{
		norms.IsKept:     status.Of(status.Kept, status.Cured, status.Used, status.Reached, status.NothingToDo),
		norms.IsBreached: status.Of(status.Breached, status.Cured, status.UsedTooEarly, status.Missed),
		norms.IsDue:      status.Of(status.Due, status.Open),
		norms.IsInForce: status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.NotAssessed,
			status.Breached),
	}[word]
	return among(set, fits)
}

// among says whether the state is one of those.
func among(set, those status.Set) tri {
	switch {
	case set.Within(those):
		return yes
	case set&those == 0:
		return no
	}
	return unknown
}

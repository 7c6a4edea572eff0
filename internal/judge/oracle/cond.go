package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// cond reads a condition at reading r (section 5).
func (ev *evaluator) cond(ag *norms.Agreement, c norms.Cond, who *subject, r int64) tri {
	switch c := c.(type) {
	case norms.And:
		all := yes
		for _, part := range c.Conds {
			all = and(all, ev.cond(ag, part, who, r))
		}
		return all
	case norms.Or:
		some := no
		for _, part := range c.Conds {
			some = or(some, ev.cond(ag, part, who, r))
		}
		return some
	case norms.Not:
		return not(ev.cond(ag, c.Cond, who, r))
	case norms.Seen:
		return ev.seen(ag, c, who, r)
	case norms.Holds:
		return ev.holds(ag, c.Pattern, who, r)
	case norms.NoneHolds:
		return and(of(ev.rosterClosed(c.Pattern.Act, r)), not(ev.onRecord(ag, c.Pattern, who, r, nil)))
	case norms.NormIs:
		return ev.normIs(c, r)
	case norms.MarkSet:
		return of(len(ev.markDays(ag, c.Mark, r)) > 0)
	case norms.Reached:
		return ev.bound(ag, &c.Bound, who, r).atMost(r)
	case norms.Compare:
		return compare(ev.reading(ag, c.Figure, who, r), c.Op, c.N)
	}
	return yes // nil: no condition
}

// seen: an act that matches happened at some t < r, From <= t < Until.
func (ev *evaluator) seen(ag *norms.Agreement, c norms.Seen, who *subject, r int64) tri {
	from, until := at(ag.Starts), at(civil.Forever)
	if c.From != nil {
		from = ev.bound(ag, c.From, who, r)
	}
	if c.Until != nil {
		until = ev.bound(ag, c.Until, who, r)
	}
	found := no
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At < r && ev.matches(a, c.Pattern, who) {
			found = or(found, and(from.atMost(a.At), at(a.At).before(until)))
		}
	}
	if found == no && ev.absent(ag, ag.Observed, c.Pattern, who, from, until, r) != yes {
		return unknown
	}
	return found
}

// absent says whether absence in [from, to) is certain, where an undecided end of the window is tried both ways.
func (ev *evaluator) absent(ag *norms.Agreement, asked norms.Observed, p norms.Pattern, who *subject, from, to span, r int64) tri {
	v := of(ev.certainly(ag, asked, p, who, from.lo, to.lo, r))
	v = join(v, of(ev.certainly(ag, asked, p, who, from.lo, to.hi, r)))
	v = join(v, of(ev.certainly(ag, asked, p, who, from.hi, to.lo, r)))
	return join(v, of(ev.certainly(ag, asked, p, who, from.hi, to.hi, r)))
}

func (ev *evaluator) rosterClosed(state string, r int64) bool {
	for _, ro := range ev.run.Rosters {
		if ev.rosterOf(ro.ID) == state && ro.Complete && ro.Declared < r {
			return true
		}
	}
	return false
}

func (ev *evaluator) rosterOf(id string) string {
	for _, d := range ev.prog.Vocabulary.Rosters {
		if d.ID == id {
			return d.Of
		}
	}
	return ""
}

// begun is one beginning of a state: an act or a roster's member, with the values that it gives the state's roles.
type begun struct {
	id    string
	at    int64
	roles map[string][]string
	zones []string
}

// beginnings gives every beginning before r, in the order of acts, then rosters.
func (ev *evaluator) beginnings(st *norms.State, r int64) []begun {
	var all []begun
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= r {
			continue
		}
		for _, link := range st.Begins {
			if !ev.matches(a, link.Filter, nil) {
				continue
			}
			roles := map[string][]string{}
			for _, rl := range link.Roles {
				roles[rl.State] = a.Roles[rl.Act]
			}
			all = append(all, begun{a.ID, a.At, roles, a.Zones})
		}
	}
	for _, ro := range ev.run.Rosters {
		if ev.rosterOf(ro.ID) != st.ID {
			continue
		}
		for _, m := range ro.Members {
			if m.At < r {
				all = append(all, begun{m.ID, m.At, m.Roles, nil})
			}
		}
	}
	return all
}

// choices gives every choice of one value per role.
func choices(decl []norms.Role, roles map[string][]string) []map[string][]string {
	all := []map[string][]string{{}}
	for _, role := range decl {
		var next []map[string][]string
		for _, c := range all {
			for _, v := range roles[role.Name] {
				d := map[string][]string{role.Name: {v}}
				for k, w := range c {
					d[k] = w
				}
				next = append(next, d)
			}
		}
		if len(roles[role.Name]) > 0 {
			all = next
		}
	}
	return all
}

// holds: for some choice of values a begin before r that matches and no end after it; unknown where what is not on record
// may be so all the same.
func (ev *evaluator) holds(ag *norms.Agreement, p norms.Pattern, who *subject, r int64) tri {
	st := ev.state(p.Act)
	some := ev.onRecord(ag, p, who, r, func(t int64) bool {
		for _, link := range st.Ends {
			if !ev.certainly(ag, ag.Observed, filled(link, p), who, max(t, ag.Starts), r, r) {
				return false
			}
		}
		return true
	})
	for _, link := range st.Begins {
		if !ev.certainly(ag, ag.Observed, filled(link, p), who, ag.Starts, r, r) {
			some = or(some, unknown)
		}
	}
	return some
}

// onRecord: some begin on record has no end on record, and none off it as far as noEnd says (nil: none is asked for).
func (ev *evaluator) onRecord(ag *norms.Agreement, p norms.Pattern, who *subject, r int64, noEnd func(since int64) bool) tri {
	st := ev.state(p.Act)
	some := no
	for _, b := range ev.beginnings(st, r) {
		for _, choice := range choices(st.Roles, b.roles) {
			if ev.fits(choice, st.Roles, p, who, b.at) {
				lasting := ev.lasts(st, choice, b.at, r)
				if noEnd != nil && !noEnd(b.at) {
					lasting = and(lasting, unknown)
				}
				some = or(some, lasting)
			}
		}
	}
	return some
}

// lasts: no end at t' < r with t' > t and equal values in each role that the end fills; a tie is unknown.
func (ev *evaluator) lasts(st *norms.State, choice map[string][]string, t, r int64) tri {
	lasting := yes
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= r || a.At < t {
			continue
		}
		for _, link := range st.Ends {
			equal := ev.matches(a, link.Filter, nil)
			for _, rl := range link.Roles {
				if v := choice[rl.State]; len(v) == 1 && !slices.Contains(a.Roles[rl.Act], v[0]) {
					equal = false
				}
			}
			if equal && a.At > t {
				return no
			}
			if equal {
				lasting = unknown
			}
		}
	}
	return lasting
}

// normIs: the other norm's state at the same reading answers to the word. Inside a circle it does not.
func (ev *evaluator) normIs(c norms.NormIs, r int64) tri {
	ag, n := ev.find(c.Norm)
	if ev.running(n, r) {
		return no // the least solution: nothing in a circle unlocks itself
	}
	set, members := ev.norm(ag, n, r)
	if n.ForEach == nil {
		return answers(set, c.Word)
	}
	switch c.Word {
	case norms.IsKept: // only when closed and every member does
		all := of(ev.closed(n, r))
		for _, m := range members {
			all = and(all, answers(m.set, c.Word))
		}
		return all
	default: // when one member does
		some := no
		for _, m := range members {
			some = or(some, answers(m.set, c.Word))
		}
		return some
	}
}

// window gives the ends of a figure's window.
func (ev *evaluator) window(ag *norms.Agreement, f norms.Figure, who *subject, r int64) (from, until span) {
	from, until = at(ag.Starts), at(civil.Forever)
	if f.From != nil {
		from = ev.bound(ag, f.From, who, r)
	}
	if f.Until != nil {
		until = ev.bound(ag, f.Until, who, r)
	}
	return from, until
}

// figure is section 8 for one plain run, of what is on record: a range only because a bound is undecided.
func (ev *evaluator) figure(ag *norms.Agreement, f norms.Figure, who *subject, r int64) fact.Range {
	from, until := ev.window(ag, f, who, r)
	return fact.Range{Lo: ev.measure(f, who, from.hi, until.lo, r), Hi: ev.measure(f, who, from.lo, until.hi, r)}
}

// reading is the figure as conditions and words read it: without an upper limit where absence is not certain.
func (ev *evaluator) reading(ag *norms.Agreement, f norms.Figure, who *subject, r int64) fact.Range {
	n := ev.figure(ag, f, who, r)
	from, until := ev.window(ag, f, who, r)
	if ev.absent(ag, ag.Observed, f.Pattern, who, from, until, r) != yes {
		n.Hi = fact.Unbounded
	}
	return n
}

// measure counts, counts distinct values or sums over the acts in [from, until) before r.
func (ev *evaluator) measure(f norms.Figure, who *subject, from, until, r int64) int64 {
	var total int64
	distinct := map[string]bool{}
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At < from || a.At >= until || a.At >= r || !ev.matches(a, f.Pattern, who) {
			continue
		}
		switch f.Measure {
		case norms.Count:
			total += a.N
		case norms.Sum:
			total += a.Amount[f.Role]
		case norms.CountDistinct:
			for _, v := range ev.values(a, f.Role) {
				distinct[v] = true
			}
		}
	}
	if f.Measure == norms.CountDistinct {
		return int64(len(distinct))
	}
	return total
}

// compare reads "figure op n" on a range.
func compare(f fact.Range, op norms.Op, n int64) tri {
	lo, hi := holdsFor(f.Lo, op, n), holdsFor(f.Hi, op, n)
	if op == norms.Equal && f.Lo < n && n < f.Hi {
		return unknown
	}
	return join(of(lo), of(hi))
}

func holdsFor(v int64, op norms.Op, n int64) bool {
	switch op {
	case norms.AtLeast:
		return v >= n
	case norms.AtMost:
		return v <= n
	case norms.MoreThan:
		return v > n
	case norms.LessThan:
		return v < n
	}
	return v == n
}

// filled gives the link's filter with what is wanted of the state's roles that it fills (section 7).
func filled(link norms.Link, p norms.Pattern) norms.Pattern {
	out := norms.Pattern{Act: link.Filter.Act, Roles: slices.Clone(link.Filter.Roles)}
	for _, rl := range link.Roles {
		for _, w := range p.Roles {
			if w.Role == rl.State {
				out.Roles = append(out.Roles, norms.Want{Role: rl.Act, Values: w.Values})
			}
		}
	}
	return out
}

// answers says whether a state of the set answers to the word (section 5).
func answers(set status.Set, word norms.NormWord) tri {
	fits := map[norms.NormWord]status.Set{
		norms.IsKept:     status.Of(status.Kept, status.Cured, status.Used, status.Reached, status.NothingToDo),
		norms.IsBreached: status.Of(status.Breached, status.Cured, status.UsedTooEarly, status.Missed),
		norms.IsDue:      status.Of(status.Due, status.Open),
		norms.IsInForce:  status.Of(status.Due, status.Open, status.NoBreachSeen, status.NotObserved, status.Breached),
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

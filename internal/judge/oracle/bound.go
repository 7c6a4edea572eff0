package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// points gives the instants that the point may stand for at reading r (section 4): one, but for marks that two acts set at
// once, and for what rests on norms, powers or entry into force that are not decided. civil.Forever stands for "not yet".
func (ev *evaluator) points(sc *scope, p norms.Point, r int64) []int64 {
	ag := sc.ag
	switch p.Sort {
	case norms.AtInstant:
		return []int64{p.Instant}
	case norms.AtStart:
		switch {
		case p.Agree != "" && p.Agree != ag.ID:
			return ev.entered(ev.agreement(p.Agree), r)
		case sc.entry != nil:
			return []int64{*sc.entry}
		}
		return ev.entered(ag, r)
	case norms.AtMark:
		return ev.marked(ag, p.Mark, r)
	case norms.AtAct:
		first := civil.Forever
		for i := range ev.run.Acts {
			a := &ev.run.Acts[i]
			if ag.Starts <= a.At && a.At < r && ev.matches(a, p.Act, sc) {
				first = min(first, a.At)
			}
		}
		return []int64{first}
	case norms.AtNorm:
		other, n := ev.find(p.Norm)
		if p.Breach {
			return ev.firstTime(other, n, r, func(set status.Set, members []memberSet, x int64) tri {
				return ev.familyAnswers(n, set, members, norms.IsBreached, x)
			})
		}
		return ev.firstTime(other, n, r, func(_ status.Set, members []memberSet, x int64) tri {
			answer := of(len(members) > 0 && (n.ForEach == nil || ev.closed(n, x)))
			for _, m := range members {
				answer = and(answer, among(m.set, status.Of(status.Kept, status.Used, status.Reached)))
			}
			return answer
		})
	case norms.AtVar:
		if s := sc.variable(p.Var); s != nil {
			return []int64{s.at}
		}
	}
	return []int64{civil.Forever}
}

// entered gives the instant at which the text starts.
func (ev *evaluator) entered(ag *norms.Agreement, r int64) []int64 {
	if ag.Entry == nil {
		return []int64{ag.Starts}
	}
	var all []int64
	for _, x := range ev.readings(ag.Starts, r) {
		v := ev.remember(entryKey(ag, x), func() tri { return ev.cond(&scope{ag: ag}, ag.Entry, x) })
		if v == yes || v == unknown && all == nil {
			all = append(all, max(ag.Starts, x-1))
		}
		if v == yes {
			return slices.Compact(all)
		}
	}
	return append(all, civil.Forever)
}

func entryKey(ag *norms.Agreement, r int64) testKey {
	return testKey{norm: ag.ID, which: "entry", r: r}
}

// firstTime gives the instant before the first reading at which the norm answers; Forever: not yet. Two where that is not
// decided: of the first reading at which it may, and of the first at which it does.
func (ev *evaluator) firstTime(ag *norms.Agreement, n *norms.Norm, r int64, answers func(status.Set, []memberSet, int64) tri) (all []int64) {
	for _, x := range ev.readings(ag.Starts, r) {
		if ev.doing[key{n.Name(), x}] {
			ev.cut[key{n.Name(), x}] = true
			continue
		}
		set, members := ev.norm(ag, n, x)
		answer := answers(set, members, x)
		if answer == yes || answer == unknown && all == nil {
			all = append(all, x-1)
		}
		if answer == yes {
			return all
		}
	}
	return append(all, civil.Forever)
}

// marked gives the noons of the days that the mark may name at reading r.
func (ev *evaluator) marked(ag *norms.Agreement, mark string, r int64) (noons []int64) {
	add := func(days ...civil.Date) {
		for _, d := range days {
			noons = append(noons, ag.Zone.Clock(d, 12, 0))
		}
	}
	var moved []exercise
	for i := range ag.Marks {
		for _, power := range ag.Marks[i].Movers {
			if ag.Marks[i].ID == mark {
				moved = append(moved, ev.exercises(power, r)...)
			}
		}
	}
	slices.SortStableFunc(moved, func(a, b exercise) int { return compareInstants(b.act.At, a.act.At) })
	certain := false
	for i, x := range moved { // the latest first
		if certain && x.act.At < moved[i-1].act.At {
			break
		}
		if days := ev.daysFor(x.act, mark); days != nil {
			add(days...)
			certain = certain || x.v == yes
		}
	}
	if !certain {
		if days := ev.markDays(ag, mark, r); days != nil {
			add(days...)
		} else {
			noons = append(noons, civil.Forever)
		}
	}
	slices.Sort(noons)
	return slices.Compact(noons)
}

// markDays gives the days that the mark may have been set to at reading r: by the first act at or after Starts that
// names it and gives a day. More than one only where such acts share an instant. None: not set.
func (ev *evaluator) markDays(ag *norms.Agreement, mark string, r int64) []civil.Date {
	first := civil.Forever
	var days []civil.Date
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		given := ev.daysFor(a, mark)
		if a.At < ag.Starts || a.At >= r || a.At > first || given == nil {
			continue
		}
		if a.At < first {
			first, days = a.At, nil
		}
		days = append(days, given...)
	}
	return days
}

// daysFor gives the days that an act gives for the mark; none where it does not name it.
func (ev *evaluator) daysFor(a *Act, mark string) (given []civil.Date) {
	named := false
	for _, role := range ev.act(a.Act).Roles {
		switch role.Type {
		case norms.MarkRole:
			named = named || slices.Contains(a.Roles[role.Name], mark)
		case norms.DateRole:
			for _, v := range a.Roles[role.Name] {
				if d, err := civil.ParseDate(v); err == nil {
					given = append(given, d)
				}
			}
		}
	}
	if !named {
		return nil
	}
	return given
}

// apply is the second table of section 4.
func apply(ag *norms.Agreement, b *norms.Bound, p int64) int64 {
	switch {
	case p >= civil.Forever:
		return civil.Forever
	case p <= civil.Ever:
		return civil.Ever
	}
	plus := b.Plus
	if b.Before {
		plus.N = -plus.N
	}
	if !plus.IsZero() && plus.Unit == civil.Hours {
		if b.Before || b.Edge == norms.SameClock {
			return p + plus.Seconds()
		}
		return p + plus.Seconds() + 1 // the last second counts
	}
	day := ag.Zone.DateOf(p).Shift(plus)
	switch {
	case b.Edge == norms.DayStart:
		return ag.Zone.Start(day)
	case b.Edge == norms.DayEnd:
		return ag.Zone.End(day)
	case b.Edge == norms.SameClock || b.Before:
		return sameClock(ag.Zone, p, plus)
	}
	return p
}

// sameClock moves an instant by a period, to the same time of day: one that the zone skips is the first instant after the gap.
func sameClock(z civil.Zone, t int64, p civil.Period) int64 {
	switch {
	case t >= civil.Forever || t <= civil.Ever || p.IsZero():
		return t
	case p.Unit == civil.Hours:
		return t + p.Seconds()
	}
	hour, minute, second := z.TimeOf(t)
	to := z.Clock(z.DateOf(t).Shift(p), hour, minute)
	if h, m, _ := z.TimeOf(to); h == hour && m == minute {
		to += int64(second)
	}
	return to
}

// moved is how renewals, extensions and cures move the end that a bound gave.
func moved(ag *norms.Agreement, b *norms.Bound, e int64, p civil.Period) int64 {
	if e >= civil.Forever || e <= civil.Ever {
		return e
	}
	if b != nil && b.Edge == norms.DayEnd && p.Unit != civil.Hours {
		return ag.Zone.End(ag.Zone.DateOf(e - 1).Shift(p))
	}
	return sameClock(ag.Zone, e, p)
}

// bound gives the earliest and latest instant that the bound may be.
func (ev *evaluator) bound(sc *scope, b *norms.Bound, r int64) span {
	s := span{civil.Forever, civil.Ever}
	for _, p := range ev.points(sc, b.At, r) {
		v := apply(sc.ag, b, p)
		ev.turn(v)
		s = span{min(s.lo, v), max(s.hi, v)}
	}
	return s
}

func compareInstants(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

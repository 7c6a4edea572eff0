package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// The readings at which anything can change are found by evaluating: each comparison of the reading with an instant tells
// that instant to turn. When one was not known before, everything is forgotten and evaluated again, until none is new.
// Between two neighbouring turns every comparison that was made has the same answer, so that what was found at the first
// of them holds up to the second.

// turn says that something compares the reading with these instants.
func (ev *evaluator) turn(instants ...int64) {
	for _, t := range instants {
		for _, x := range []int64{t, t + 1} {
			if civil.Ever+1 < x && x <= ev.last {
				if _, known := slices.BinarySearch(ev.turns, x); !known {
					ev.found[x] = true
				}
			}
		}
	}
}

// learnt takes up what was found since the last time, and says whether there was anything.
func (ev *evaluator) learnt() bool {
	if len(ev.found) == 0 {
		return false
	}
	for x := range ev.found {
		ev.turns = append(ev.turns, x)
	}
	slices.Sort(ev.turns)
	ev.forget()
	return true
}

// readings gives the readings from lo to hi that matter, both ends among them.
func (ev *evaluator) readings(lo, hi int64) []int64 {
	if lo > hi {
		return nil
	}
	all := []int64{lo}
	for _, x := range ev.turns {
		if lo < x && x < hi {
			all = append(all, x)
		}
	}
	if hi > lo {
		all = append(all, hi)
	}
	return all
}

// record tells the instants of the record: acts, members, declarations, positions, and the days of coverage and their reports.
func (ev *evaluator) record() {
	for i := range ev.run.Acts {
		ev.turn(ev.run.Acts[i].At)
	}
	for _, ro := range ev.run.Rosters {
		ev.turn(ro.Declared)
		for _, m := range ro.Members {
			ev.turn(m.At)
		}
	}
	for _, p := range ev.run.Positions {
		ev.turn(p.When.Lo)
	}
	// Where every entry covers all that is asked for, and nothing is reported later, no day changes what could be seen.
	whole := !slices.ContainsFunc(ev.run.Coverage, func(c fact.Coverage) bool {
		return c.Denied || c.Lag > 0 || c.To <= ev.last || slices.ContainsFunc(ev.prog.Agreements, func(ag norms.Agreement) bool { return c.From > ag.Starts })
	})
	for _, ag := range ev.prog.Agreements {
		ev.turn(ag.Starts)
		for _, c := range ev.run.Coverage {
			ev.turn(c.From, c.To, c.From+c.Lag, c.To+c.Lag)
			ev.days = append(ev.days, c.From, c.To)
			if whole {
				continue
			}
			for d := ag.Zone.DateOf(max(c.From, ag.Starts)); ag.Zone.Start(d) < min(c.To, ev.last); d = d.AddDays(1) {
				ev.turn(ag.Zone.End(d), ag.Zone.End(d)+c.Lag)
				ev.days = append(ev.days, ag.Zone.End(d))
			}
		}
	}
	slices.Sort(ev.days)
	ev.days = slices.Compact(ev.days)
}

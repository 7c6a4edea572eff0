package oracle

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
)

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

// begun is one beginning of a state: an act, a roster's member, or what the text says held when it started.
type begun = subject

// beginnings gives every beginning before r: acts, then rosters, then those that the text states.
func (ev *evaluator) beginnings(ag *norms.Agreement, st *norms.State, r int64) []begun {
	var all []begun
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= r {
			continue
		}
		for _, link := range st.Begins {
			if !ev.matches(a, link.Filter, &scope{}) {
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
	n := 0
	for _, p := range ag.Initially {
		if p.Act != st.ID {
			continue
		}
		n++
		roles := map[string][]string{}
		for _, w := range p.Roles {
			for _, v := range w.Values {
				roles[w.Role] = append(roles[w.Role], v.ID)
			}
		}
		if ag.Starts < r {
			all = append(all, begun{fmt.Sprint("initially#", n), ag.Starts, roles, nil})
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
func (ev *evaluator) holds(sc *scope, p norms.Pattern, r int64) tri {
	st := ev.state(p.Act)
	some := ev.onRecord(sc, p, r, func(t int64) bool {
		for _, link := range st.Ends {
			if !ev.certainly(sc, sc.ag.Observed, filled(link, p), max(t, sc.ag.Starts), r, r) {
				return false
			}
		}
		return true
	})
	for _, link := range st.Begins {
		if !ev.certainly(sc, sc.ag.Observed, filled(link, p), sc.ag.Starts, r, r) {
			some = or(some, unknown)
		}
	}
	return some
}

// onRecord: some begin on record has no end on record, and none off it as far as noEnd says (nil: none is asked for).
func (ev *evaluator) onRecord(sc *scope, p norms.Pattern, r int64, noEnd func(since int64) bool) tri {
	st := ev.state(p.Act)
	some := no
	for _, b := range ev.beginnings(sc.ag, st, r) {
		for _, choice := range choices(st.Roles, b.roles) {
			if ev.fits(choice, st.Roles, p, sc, b.at) {
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
			equal := ev.matches(a, link.Filter, &scope{})
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

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
	all := ev.begunBefore(st, r)
	for i := range ag.Initially {
		if p := &ag.Initially[i]; p.Act == st.ID && ag.Starts < r {
			all = append(all, begun{fmt.Sprint("initially#", i+1), ag.Starts, stated(p), nil})
		}
	}
	return all
}

// begunBefore gives the beginnings that the record tells of.
func (ev *evaluator) begunBefore(st *norms.State, r int64) (all []begun) {
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
	return all
}

// stated gives the values that a pattern of constants gives to a state's roles.
func stated(p *norms.Pattern) map[string][]string {
	roles := map[string][]string{}
	for _, w := range p.Roles {
		for _, v := range w.Values {
			roles[w.Role] = append(roles[w.Role], v.ID)
		}
	}
	return roles
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
	consider := func(roles map[string][]string, since, ended int64) {
		for _, choice := range choices(st.Roles, roles) {
			if !ev.fits(choice, st.Roles, p, sc, since) {
				continue
			}
			lasting := ev.lasts(st, choice, since, ended, r)
			if noEnd != nil && !noEnd(since) {
				lasting = and(lasting, unknown)
			}
			some = or(some, lasting)
		}
	}
	for _, b := range ev.begunBefore(st, r) {
		consider(b.roles, b.at, b.at+1)
	}
	for i := range sc.ag.Initially { // it held when the text started: an end at that instant ends it
		if p := &sc.ag.Initially[i]; p.Act == st.ID && sc.ag.Starts <= r {
			consider(stated(p), sc.ag.Starts, sc.ag.Starts)
		}
	}
	return some
}

// lasts: no end from ended on and before r, with equal values in each role that the end fills; one that ties with the begin
// (from since on, before ended) leaves it unknown.
func (ev *evaluator) lasts(st *norms.State, choice map[string][]string, since, ended, r int64) tri {
	lasting := yes
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= r || a.At < since {
			continue
		}
		for _, link := range st.Ends {
			equal := ev.matches(a, link.Filter, &scope{})
			for _, rl := range link.Roles {
				if v := choice[rl.State]; len(v) == 1 && !slices.Contains(a.Roles[rl.Act], v[0]) {
					equal = false
				}
			}
			if equal && a.At >= ended {
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

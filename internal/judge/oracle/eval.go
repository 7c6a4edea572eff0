package oracle

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// evaluator holds one run and what was already worked out about it. What is remembered never changes an answer.
type evaluator struct {
	prog   *norms.Program
	run    *Run
	last   int64           // the reading asked for
	turns  []int64         // readings at which something can change, sorted
	states map[key]verdict // finished evaluations
	tests  map[testKey]tri // finished conditions
	doing  map[key]bool    // being evaluated: meeting one again is a circle
	cut    map[key]bool    // circles that were cut and not yet left: what rests on them is not remembered
}

type key struct {
	norm string
	r    int64
}

type testKey struct {
	norm, member, which string
	r                   int64
}

type verdict struct {
	set     status.Set
	members []memberSet
}

// memberSet is the set of one instance.
type memberSet struct {
	id  string
	set status.Set
}

func newEvaluator(prog *norms.Program, run *Run, r int64) *evaluator {
	sorted := *run
	sorted.Acts = slices.Clone(run.Acts)
	slices.SortStableFunc(sorted.Acts, func(a, b Act) int { return int(max(-1, min(1, a.At-b.At))) })
	ev := &evaluator{
		prog: prog, run: &sorted, last: r,
		states: map[key]verdict{}, tests: map[testKey]tri{}, doing: map[key]bool{}, cut: map[key]bool{},
	}
	ev.turns = ev.changes()
	return ev
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

func (ev *evaluator) remember(norm string, who *subject, which string, r int64, test func() tri) tri {
	k := testKey{norm: norm, which: which, r: r}
	if who != nil {
		k.member = who.id
	}
	if v, ok := ev.tests[k]; ok {
		return v
	}
	v := test()
	if len(ev.cut) == 0 {
		ev.tests[k] = v
	}
	return v
}

// find gives the norm of a full name, and its agreement.
func (ev *evaluator) find(name string) (*norms.Agreement, *norms.Norm) {
	for i := range ev.prog.Agreements {
		ag := &ev.prog.Agreements[i]
		for j := range ag.Norms {
			if ag.Norms[j].Name() == name {
				return ag, &ag.Norms[j]
			}
		}
	}
	panic("oracle: no norm " + name)
}

// acts gives the acts before r that match, in order of time.
func (ev *evaluator) acts(p norms.Pattern, who *subject, r int64) (all []*Act) {
	for i := range ev.run.Acts {
		if a := &ev.run.Acts[i]; a.At < r && ev.matches(a, p, who) {
			all = append(all, a)
		}
	}
	return all
}

// values gives an act's values of a role for counting them: of a place its zones' IDs, else its coordinates (section 8).
func (ev *evaluator) values(a *Act, role string) []string {
	if roleType(ev.act(a.Act).Roles, role) != norms.PlaceRole {
		return a.Roles[role]
	}
	if len(a.Zones) == 0 && a.Point != nil {
		return []string{pointName(*a.Point)}
	}
	if len(a.Zones) == 0 {
		return nil
	}
	return []string{strings.Join(a.Zones, "+")} // all of them together are one value
}

// running says whether the norm is just being evaluated at r, so that asking would close a circle.
func (ev *evaluator) running(n *norms.Norm, r int64) bool {
	k := key{n.Name(), r}
	if ev.doing[k] {
		ev.cut[k] = true
		return true
	}
	return false
}

// norm gives the states of a norm (of its family, where it has one) and of its instances at reading r.
func (ev *evaluator) norm(ag *norms.Agreement, n *norms.Norm, r int64) (status.Set, []memberSet) {
	k := key{n.Name(), r}
	if v, ok := ev.states[k]; ok {
		return v.set, v.members
	}
	ev.doing[k] = true
	var v verdict
	if n.ForEach == nil {
		v.set = ev.instance(ag, n, nil, r)
		v.members = []memberSet{{"", v.set}}
	} else {
		for _, who := range ev.members(ag, n, r) {
			v.members = append(v.members, memberSet{who.id, ev.instance(ag, n, &who, r)})
		}
		v.set = family(v.members, ev.closed(n, r))
	}
	delete(ev.doing, k)
	delete(ev.cut, k)
	if len(ev.cut) == 0 {
		ev.states[k] = v
	}
	return v.set, v.members
}

// instance joins the sets over the choices of its window.
func (ev *evaluator) instance(ag *norms.Agreement, n *norms.Norm, who *subject, r int64) (set status.Set) {
	for _, w := range ev.windows(ag, n.Window, who, r) {
		set |= newInstance(ev, ag, n, who, r, w).states()
	}
	return set
}

// achieved gives the instant that fixes AtNorm: the first reading at which the norm is kept, used or reached, less 1;
// Forever: not yet. Two where that is not decided: the first reading at which it may be, and the first at which it is.
func (ev *evaluator) achieved(ag *norms.Agreement, n *norms.Norm, r int64) (all []int64) {
	goal := status.Of(status.Kept, status.Used, status.Reached)
	for _, x := range ev.readings(ag.Starts, r) {
		if ev.doing[key{n.Name(), x}] {
			ev.cut[key{n.Name(), x}] = true
			continue
		}
		_, members := ev.norm(ag, n, x)
		answer := of(len(members) > 0 && (n.ForEach == nil || ev.closed(n, x)))
		for _, m := range members {
			answer = and(answer, among(m.set, goal))
		}
		if answer == yes || answer == unknown && all == nil {
			all = append(all, x-1)
		}
		if answer == yes {
			return all
		}
	}
	return append(all, civil.Forever)
}

// changes collects every reading at which anything in the program can change: instants of the record, bounds at
// every point that they could rest on, days of coverage when they are reported, ends of stretches; each with the reading after.
func (ev *evaluator) changes() []int64 {
	var base []int64
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		base = append(base, a.At)
		for _, ag := range ev.prog.Agreements {
			for _, role := range ev.act(a.Act).Roles {
				for _, v := range a.Roles[role.Name] {
					if d, err := civil.ParseDate(v); err == nil && role.Type == norms.DateRole {
						base = append(base, ag.Zone.Clock(d, 12, 0))
					}
				}
			}
		}
	}
	for _, ro := range ev.run.Rosters {
		base = append(base, ro.Declared)
		for _, m := range ro.Members {
			base = append(base, m.At)
		}
	}
	for _, ag := range ev.prog.Agreements {
		base = append(base, ag.Starts)
	}
	all := slices.Clone(base)
	for i := range ev.prog.Agreements {
		ag := &ev.prog.Agreements[i]
		for _, b := range boundsOf(ag) {
			at := base
			if b.At.Sort == norms.AtInstant {
				at = []int64{b.At.Instant}
			}
			for _, p := range at {
				all = append(all, apply(ag, b, p))
			}
		}
		for _, c := range ev.run.Coverage {
			all = append(all, c.From, c.To, c.From+c.Lag, c.To+c.Lag)
			for d := ag.Zone.DateOf(c.From); ag.Zone.Start(d) < c.To; d = d.AddDays(1) {
				all = append(all, ag.Zone.End(d), ag.Zone.End(d)+c.Lag)
			}
		}
		for j := range ag.Norms {
			if per := ag.Norms[j].AtLeast.Per.Seconds(); per > 0 {
				for _, x := range slices.Clone(all) {
					all = append(all, x+per, x+per+1)
				}
			}
		}
	}
	for _, x := range slices.Clone(all) {
		all = append(all, x+1)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	all = slices.DeleteFunc(all, func(x int64) bool { return x <= civil.Ever+1 || x > ev.last })
	return all
}

// claim is section 8.
func (ev *evaluator) claim(ag *norms.Agreement, c *norms.Claim, r int64) Claim {
	out := Claim{Number: ev.figure(ag, c.Figure, nil, r)}
	doer := ev.act(c.Figure.Pattern.Act).Doer()
	left := c.Figure
	left.Pattern.Roles = slices.DeleteFunc(slices.Clone(left.Pattern.Roles), func(w norms.Want) bool { return w.Role == doer })
	out.NoAuthor = ev.figure(ag, left, nil, r)
	out.States = Word(c, len(left.Pattern.Roles) < len(c.Figure.Pattern.Roles), ev.reading(ag, c.Figure, nil, r), ev.reading(ag, left, nil, r), ev.tallied(ag, c, left, r))
	return out
}

// Word reads a claim's word on the ranges (section 8).
func Word(c *norms.Claim, author bool, number, noAuthor fact.Range, tallied bool) status.Set {
	v := compare(number, c.Op, c.N)
	switch {
	case v == yes:
		return status.Of(status.Supported)
	case v == no && excludedFromBelow(number.Lo, c.Op, c.N):
		return status.Of(status.Contradicted)
	case c.Number && author && (compare(noAuthor, c.Op, c.N) == yes || tallied):
		return status.Of(status.SupportedInPart)
	}
	return status.Of(status.NotShown)
}

// excludedFromBelow: no number from lo on stands in the relation.
func excludedFromBelow(lo int64, op norms.Op, n int64) bool {
	switch op {
	case norms.AtMost, norms.Equal:
		return lo > n
	case norms.LessThan:
		return lo >= n
	}
	return false
}

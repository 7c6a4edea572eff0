package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// evaluator holds one run and what was already worked out about it. What is remembered never changes an answer.
type evaluator struct {
	prog   *norms.Program
	run    *Run
	last   int64              // the reading asked for
	turns  []int64            // readings at which something can change, sorted
	found  map[int64]bool     // more of these, found while evaluating
	days   []int64            // instants of coverage: beginnings, ends, days
	states map[key]verdict    // finished evaluations
	used   map[key][]exercise // finished lists of exercises, by power
	tests  map[testKey]tri    // finished conditions
	doing  map[key]bool       // being evaluated: meeting one again is a circle
	work   int                // norms derived at readings so far
	cut    map[key]bool       // circles that were cut and not yet left: what rests on them is not remembered
}

type key struct {
	norm string
	r    int64
}

type testKey struct {
	norm, member, act, which string
	r                        int64
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
	slices.SortStableFunc(sorted.Acts, func(a, b Act) int { return compareInstants(a.At, b.At) })
	ev := &evaluator{prog: prog, run: &sorted, last: r}
	ev.forget()
	ev.record()
	ev.learnt()
	return ev
}

// forget drops what was worked out, but not the turns.
func (ev *evaluator) forget() {
	ev.found, ev.states, ev.used = map[int64]bool{}, map[key]verdict{}, map[key][]exercise{}
	ev.tests, ev.doing, ev.cut = map[testKey]tri{}, map[key]bool{}, map[key]bool{}
}

func (ev *evaluator) remember(k testKey, test func() tri) tri {
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

// agreement gives the text of an ID.
func (ev *evaluator) agreement(id string) *norms.Agreement {
	for i := range ev.prog.Agreements {
		if ev.prog.Agreements[i].ID == id {
			return &ev.prog.Agreements[i]
		}
	}
	panic("oracle: no agreement " + id)
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
	if ev.work++; ev.run.Work > 0 && ev.work > ev.run.Work {
		panic("oracle: more to derive than allowed")
	}
	ev.doing[k] = true
	var v verdict
	for _, who := range ev.subjects(ag, n, r) {
		sc := within(ag, n, who)
		v.members = append(v.members, memberSet{sc.member(), ev.instance(sc, r)})
	}
	if n.ForEach == nil {
		v.set = v.members[0].set
	} else {
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
func (ev *evaluator) instance(sc *scope, r int64) (set status.Set) {
	for _, f := range ev.frames(sc, sc.n.Window, r) {
		set |= newInstance(ev, sc, r, f).states()
	}
	return set
}

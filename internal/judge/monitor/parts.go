package monitor

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"mithaq/internal/agreement/norms"
)

// Where there is much to judge it is done in two parts at the same time. The other part is a machine of its own over the same program
// and facts: what the patterns match is found once and read by both; all that is made of it (tables, histories, instances) each
// makes for itself, so that what norms of both parts refer to may be made twice. Whichever part comes to a norm first judges
// it, and answers all that is asked of it from then on. A status does not depend on who makes it.
type division struct {
	other *Machine            // nil: there is one part
	owner map[string]*Machine // of each norm and claim that was judged in parts
}

// Less than this is judged in one part.
const (
	fewFacts = 4096
	fewNorms = 16
)

// forget drops what was derived in the other part, and who made what.
func (d *division) forget() {
	if d.other != nil {
		d.other.forget()
	}
	clear(d.owner)
}

// sync tells the other part what is judged.
func (d *division) sync(w *matter) {
	if d.other != nil {
		d.other.matter = *w
	}
}

// judgeOf gives the part that answers for a norm or a claim.
func (m *Machine) judgeOf(name string) *Machine {
	if o := m.division.owner[name]; o != nil {
		return o
	}
	return m
}

// apart gives the other part, made where it is worth it; nil: there is none.
func (m *Machine) apart() *Machine {
	d := &m.division
	switch m.opts.Parts {
	case 0:
		if d.other == nil && (len(m.facts) < fewFacts || len(m.norms) < fewNorms || runtime.GOMAXPROCS(0) < 2) {
			return nil
		}
	case 1:
		return nil
	}
	if d.other == nil {
		d.other = &Machine{compiled: m.compiled, derived: newDerived()}
		d.other.ids = maps.Clone(m.ids) // the tables of wants stand by these numbers
		d.owner = map[string]*Machine{}
	}
	d.sync(&m.matter)
	return d.other
}

// job is a norm or a claim to be judged.
type job struct {
	name  string
	norm  *normRef // nil: it is a claim
	ag    *norms.Agreement
	claim *norms.Claim
}

func (j *job) run(part *Machine) {
	if j.norm != nil {
		part.keptStatus(j.norm)
	} else {
		part.keptClaim(j.ag, j.claim)
	}
}

// judgeApart judges what is not judged yet, in both parts.
func (m *Machine) judgeApart() {
	other := m.apart()
	if other == nil {
		return
	}
	var mine, its, rest []job
	for _, j := range m.jobs() {
		switch owner := m.division.owner[j.name]; {
		case owner == nil:
			rest = append(rest, j)
		case owner.judged(j.name):
		case owner == m:
			mine = append(mine, j)
		default:
			its = append(its, j)
		}
	}
	if rest != nil {
		var states []job
		states, rest = m.inTurn(rest)
		mine = append(mine, states...)
	}
	var next atomic.Int64
	work := func(part *Machine, first []job) (done []string) {
		for i := range first {
			first[i].run(part)
			done = append(done, first[i].name)
		}
		for i := next.Add(1) - 1; i < int64(len(rest)); i = next.Add(1) - 1 {
			rest[i].run(part)
			done = append(done, rest[i].name)
		}
		return done
	}
	switch {
	case rest == nil && its == nil:
		work(m, mine)
	case rest == nil && mine == nil:
		work(other, its)
	default:
		var by [2][]string
		both(func() { by[0] = work(m, mine) }, func() { by[1] = work(other, its) })
		for i, part := range []*Machine{m, other} {
			for _, name := range by[i] {
				m.division.owner[name] = part
			}
		}
	}
}

// inTurn puts jobs that nobody has done yet in the order in which they are taken: what takes long first, so that both parts end at the
// same time. Those that rest on states are apart: the courses of states take long, and are made in one part alone.
func (m *Machine) inTurn(jobs []job) (states, rest []job) {
	cost := make(map[string]int, len(jobs))
	for _, j := range jobs {
		if j.norm != nil && restsOnState(j.norm.n) {
			states = append(states, j)
			continue
		}
		cost[j.name] = m.costOf(j.norm)
		rest = append(rest, j)
	}
	slices.SortStableFunc(rest, func(a, b job) int { return cmp.Compare(cost[b.name], cost[a.name]) })
	return states, rest
}

// judged says whether a part keeps the status of a norm or a claim.
func (m *Machine) judged(name string) bool {
	_, norm := m.statuses[name]
	_, claim := m.claims[name]
	return norm || claim
}

// jobs gives all norms and claims.
func (m *Machine) jobs() (out []job) {
	for i := range m.prog.Agreements {
		ag := &m.prog.Agreements[i]
		for j := range ag.Norms {
			name := ag.Norms[j].Name()
			out = append(out, job{name: name, norm: m.norms[name]})
		}
		for j := range ag.Claims {
			out = append(out, job{name: ag.ID + "." + ag.Claims[j].ID, ag: ag, claim: &ag.Claims[j]})
		}
	}
	return out
}

// costOf guesses what judging takes, by the facts that match; a family has an instance for each of its own.
func (m *Machine) costOf(ref *normRef) int {
	if ref == nil {
		return 0
	}
	cost, n := 0, ref.n
	if n.Goal == nil {
		cost = len(m.ready(&scope{ag: ref.ag}, n.Act).hits)
	}
	const each = 64 // an instance, in facts
	switch f := n.ForEach; {
	case f == nil:
	case f.Source == norms.FromAct:
		cost += each * len(m.ready(&scope{ag: ref.ag}, f.Pattern).hits)
	default:
		cost += each * fewFacts
	}
	return cost
}

// restsOnState says whether a norm reads a condition on a state.
func restsOnState(n *norms.Norm) bool {
	found := false
	for _, c := range conditions(n) {
		norms.Walk(c, func(c norms.Cond) {
			switch c.(type) {
			case norms.Holds, norms.NoneHolds:
				found = true
			}
		})
	}
	return found
}

// both runs two functions at the same time and waits for them. What one of them panics with, the caller does.
func both(a, b func()) {
	var other sync.WaitGroup
	var panicked any
	other.Go(func() {
		defer func() { panicked = recover() }()
		b()
	})
	func() {
		defer other.Wait()
		a()
	}()
	if panicked != nil {
		panic(panicked)
	}
}

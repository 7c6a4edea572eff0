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
	cost  int
}

func (j *job) run(part *Machine) {
	if j.norm != nil {
		part.keptStatus(j.norm)
	} else {
		part.keptClaim(j.ag, j.claim)
	}
}

// work is what is still to be judged as of an instant.
type work struct {
	mine, its []job   // that belong to this part, to the other one
	rest      []group // to whichever comes to them first
}

func (w *work) left() bool { return len(w.mine)+len(w.its)+len(w.rest) > 0 }

// judgeAll judges what is not judged yet, in both parts. Between two norms it steps aside for those who are to go first; ready makes the machine ready for the
// instant again.
func (m *Machine) judgeAll(ready func()) {
	for w := m.work(); w.left(); {
		m.judgeSome(&w)
		if m.gate.stepAside() { // whoever was there may have changed anything
			ready()
			w = m.work()
		}
	}
}

// work gives what is not judged yet.
func (m *Machine) work() (w work) {
	other := m.apart()
	var rest []job
	for _, j := range m.jobs() {
		switch owner := m.judgeOf(j.name); {
		case owner.judged(j.name):
		case other != nil && m.division.owner[j.name] == nil:
			rest = append(rest, j)
		case owner == m:
			w.mine = append(w.mine, j)
		default:
			w.its = append(w.its, j)
		}
	}
	w.rest = m.groups(rest)
	return w
}

// judgeSome judges what is left, or so much of it until somebody waits who is to go first.
func (m *Machine) judgeSome(w *work) {
	var next atomic.Int64
	do := func(part *Machine, own *[]job) (done []string) {
		some := false
		goOn := func() bool {
			if some && m.between != nil {
				m.between()
			}
			ok := !some || !m.gate.awaited()
			some = true
			return ok
		}
		for ; len(*own) > 0 && goOn(); *own = (*own)[1:] {
			(*own)[0].run(part)
		}
		for len(*own) == 0 && goOn() {
			i := next.Add(1) - 1
			if i >= int64(len(w.rest)) {
				break
			}
			for _, j := range w.rest[i].jobs {
				j.run(part)
				done = append(done, j.name)
			}
		}
		return done
	}
	other := m.division.other
	switch {
	case len(w.rest) == 0 && len(w.its) == 0:
		do(m, &w.mine)
	case len(w.rest) == 0 && len(w.mine) == 0:
		do(other, &w.its)
	default:
		var by [2][]string
		both(func() { by[0] = do(m, &w.mine) }, func() { by[1] = do(other, &w.its) })
		for i, part := range []*Machine{m, other} {
			for _, name := range by[i] {
				m.division.owner[name] = part
			}
		}
	}
	w.rest = w.rest[min(int(next.Load()), len(w.rest)):]
}

// group is some jobs that one part does: norms that refer to each other, or all that rest on states, whose courses take long.
type group struct {
	jobs []job
	cost int
}

// groups puts jobs together that would make the same things twice in two parts, and in the order in which they are taken: what takes
// long first, so that both parts end at the same time. A group that would take as long as all others is taken apart.
func (m *Machine) groups(jobs []job) (out []group) {
	if jobs == nil {
		return nil
	}
	const states = ""
	above := map[string]string{} // names that stand together, as trees: the one above
	root := func(name string) string {
		for {
			up, ok := above[name]
			if !ok {
				return name
			}
			if upper, ok := above[up]; ok {
				above[name] = upper
			}
			name = up
		}
	}
	join := func(a, b string) {
		if a, b = root(a), root(b); a != b {
			above[a] = b
		}
	}
	total := 0
	for i := range jobs {
		j := &jobs[i]
		j.cost = m.costOf(j.norm)
		total += j.cost
		if j.norm == nil {
			continue
		}
		for _, ref := range m.refs(j.norm) {
			join(j.name, ref)
		}
		if restsOnState(j.norm.n) {
			join(j.name, states)
		}
	}
	at := map[string]int{}
	for _, j := range jobs {
		r := root(j.name)
		k, known := at[r]
		if !known {
			k, at[r] = len(out), len(out)
			out = append(out, group{})
		}
		out[k].jobs, out[k].cost = append(out[k].jobs, j), out[k].cost+j.cost
	}
	for i := range out {
		if g := out[i]; 2*g.cost > total && len(g.jobs) > 1 {
			out[i] = group{jobs: g.jobs[:1], cost: g.jobs[0].cost}
			for k := range g.jobs[1:] {
				out = append(out, group{jobs: g.jobs[k+1 : k+2], cost: g.jobs[k+1].cost})
			}
			break
		}
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(b.cost, a.cost) })
	return out
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
	if restsOnState(n) {
		cost += fewFacts
	}
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

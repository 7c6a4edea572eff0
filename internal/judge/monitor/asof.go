package monitor

import (
	"slices"

	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Everything is a function of the reading. What a machine makes on the way (courses, histories, instances, the limits that acts set) is made up to a horizon
// and answers for every reading up to there: nothing in it that lies after a reading plays a part at it. So what is asked as of an earlier instant costs the
// outcome of each norm at its reading, and no more.

// now is the reading asked for.
func (m *Machine) now() int64 { return m.at + 1 }

// current is what was made for the reading asked for and says nothing at another one.
type current struct {
	statuses map[string]status.Norm
	claims   map[string]status.Claim
	families map[string]*family // what the statuses of families are made from
}

func newCurrent() current {
	return current{statuses: map[string]status.Norm{}, claims: map[string]status.Claim{}, families: map[string]*family{}}
}

// reach moves the horizon on where a reading lies after it.
func (m *Machine) reach(r int64) {
	if r > m.horizon {
		m.horizon = r + m.opts.Ahead
		m.forget()
	}
}

// lapse drops what was made for the reading asked for: it is another one now.
func (m *Machine) lapse() {
	m.untellAll()
	m.current = newCurrent()
	if m.division.other != nil {
		m.division.other.lapse()
	}
}

// untellAll drops what members add to the statuses of their families.
func (m *Machine) untellAll() {
	for name := range m.families {
		for _, in := range m.instances[name] {
			in.kept, in.counted = nil, nil
		}
	}
}

// aside is what was made for one instant, put aside while something is asked as of another.
type aside struct {
	at        int64
	mine, its *made // its: of the other part; nil: nothing was made
}

// made is what one part made for an instant.
type made struct {
	current
	members []keptAside
}

type keptAside struct {
	in      *instance
	kept    *keptMember
	counted []*pageTold
}

func (m *Machine) putAside() *made {
	a := &made{current: m.current}
	for name := range m.families { // in any order: each is put back where it was
		for _, in := range m.instances[name] {
			a.members = append(a.members, keptAside{in, in.kept, in.counted})
			in.kept, in.counted = nil, nil
		}
	}
	m.current = newCurrent()
	return a
}

// takeBack brings back what was put aside.
func (m *Machine) takeBack(a *made) {
	if a == nil {
		return
	}
	m.current = a.current
	for _, k := range a.members {
		k.in.kept, k.in.counted = k.kept, k.counted
	}
}

// turn sets the instant as of which the status is asked. What was made for the last tick is kept aside; so is what was made for an instant that is being judged,
// for whoever judges steps aside for those who ask something small. It stays at an instant until it is asked as of another one, for a page asks many things as of one.
func (m *Machine) turn(at int64) {
	if at == m.at {
		return
	}
	home := m.home.Load()
	if m.at == home || slices.Contains(m.judging, m.at) {
		a := &aside{at: m.at, mine: m.putAside()}
		if m.division.other != nil {
			a.its = m.division.other.putAside()
		}
		m.asides = append(m.asides, a)
	} else {
		m.lapse()
	}
	m.asides = slices.DeleteFunc(m.asides, func(a *aside) bool { return a.at != home && a.at != at && !slices.Contains(m.judging, a.at) })
	m.at, m.visited = at, at != home
	m.division.sync(&m.matter)
	i := slices.IndexFunc(m.asides, func(a *aside) bool { return a.at == at })
	if i < 0 {
		return
	}
	back := m.asides[i]
	m.asides = slices.Delete(m.asides, i, i+1)
	m.takeBack(back.mine)
	if m.division.other != nil {
		m.division.other.takeBack(back.its)
	}
}

// goHome sets the last tick again, with all that was kept of it.
func (m *Machine) goHome() { m.turn(m.home.Load()) }

// readyFor makes the machine ready for a reading. What came since is taken in where what is kept of the last tick is at hand; of another instant nothing is kept then.
func (m *Machine) readyFor(r int64) {
	if r > m.horizon || m.taken < len(m.facts) {
		m.goHome()
		m.asides = nil
	}
	m.reach(r)
	m.settle()
}

// as runs what asks as of an instant.
func (m *Machine) as(at int64, ask func()) {
	m.gate.enter(true)
	defer m.gate.leave()
	m.readyAt(at)
	ask()
}

func (m *Machine) readyAt(at int64) {
	m.readyFor(at + 1)
	m.turn(at)
}

// resultAt judges as of an instant. As of another one than the last tick it waits for all who ask something small, or as of that.
func (m *Machine) resultAt(at int64) (res *status.Result) {
	m.gate.enter(at == m.home.Load())
	defer m.gate.leave()
	m.judging = append(m.judging, at)
	defer func() {
		i := slices.Index(m.judging, at)
		m.judging = slices.Delete(m.judging, i, i+1)
	}()
	ready := func() { m.readyAt(at) }
	ready()
	return m.result(ready)
}

// asOfTick runs what asks as of the last tick.
func (m *Machine) asOfTick(ask func()) {
	m.gate.enter(true)
	defer m.gate.leave()
	m.readyAtTick()
	ask()
}

func (m *Machine) readyAtTick() {
	m.goHome()
	m.readyFor(m.now())
}

// AsOf is what a machine says as of an instant, whatever the last tick was; History up to there.
type AsOf struct {
	machine *Machine
	at      int64
}

// AsOf gives what the machine says as of an instant.
func (m *Machine) AsOf(at int64) AsOf { return AsOf{m, at} }

// Fact is Machine.Fact: that there is one hangs on no instant.
func (a AsOf) Fact(id string) *fact.Fact { return a.machine.Fact(id) }

// Result is Machine.Result as of the instant.
func (a AsOf) Result() *status.Result {
	return a.machine.resultAt(a.at)
}

// Reasons is Machine.Reasons as of the instant.
func (a AsOf) Reasons(key status.Key) (r status.Reasons) {
	a.machine.as(a.at, func() { r = a.machine.reasonsOf(key, inFull) })
	return r
}

// Listed gives the reasons of a norm, claim or instance with the first and the last of its deciding facts, as a Result holds them that is not brief.
func (a AsOf) Listed(key status.Key) (r status.Reasons) {
	a.machine.as(a.at, func() { r = a.machine.reasonsOf(key, a.machine.listed()) })
	return r
}

// Decided gives the facts of Listed, of a norm or a claim, and nothing of why they count: each once for each part that it plays.
func (a AsOf) Decided(key status.Key) (facts []*fact.Fact) {
	how := manner{keep: a.machine.opts.MaxFacts, brief: true, decided: func(list []decider) {
		for i := range list {
			facts = append(facts, list[i].f)
		}
	}}
	a.machine.as(a.at, func() { a.machine.reasonsOf(key, how) })
	return facts
}

// History is Machine.History as of the instant.
func (a AsOf) History(key status.Key) []Change {
	m := a.machine
	m.gate.enter(true)
	defer m.gate.leave()
	m.readyFor(a.at + 1)
	return m.changesOf(key, a.at+1)
}

// HistoryAhead is History with what comes after the instant, up to a reading: as of every instant before that History is the changes among these up to there.
func (a AsOf) HistoryAhead(key status.Key) (changes []Change, until int64) {
	m := a.machine
	m.gate.enter(true)
	defer m.gate.leave()
	m.readyFor(a.at + 1)
	return m.changesOf(key, m.horizon), m.horizon
}

// Bearing is Machine.Bearing as of the instant.
func (a AsOf) Bearing(visit func(key status.Key, fact string, must grade.Mask)) {
	a.machine.as(a.at, func() { a.machine.bearingOf(visit) })
}

package monitor

import (
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

// aside is what was made for the last tick, put aside while something is asked as of another instant.
type aside struct {
	current
	members []keptAside
}

type keptAside struct {
	in      *instance
	kept    *keptMember
	counted []*pageTold
}

func (m *Machine) putAside() *aside {
	a := &aside{current: m.current}
	for name := range m.families { // in any order: each is put back where it was
		for _, in := range m.instances[name] {
			a.members = append(a.members, keptAside{in, in.kept, in.counted})
			in.kept, in.counted = nil, nil
		}
	}
	m.current = newCurrent()
	return a
}

// takeBack brings back what was put aside; nil: nothing was.
func (m *Machine) takeBack(a *aside) {
	m.untellAll()
	if a == nil {
		m.current = newCurrent()
		return
	}
	m.current = a.current
	for _, k := range a.members {
		k.in.kept, k.in.counted = k.kept, k.counted
	}
}

// away says that the machine was asked as of another instant than its last tick. It stays there until it is asked as of yet another one, for a page asks
// many things as of one.
type away struct {
	home      int64 // the last tick
	mine, its *aside
}

// turn sets the instant as of which the status is asked; the last tick is kept aside.
func (m *Machine) turn(at int64) {
	switch {
	case at == m.at:
		return
	case m.away != nil && at == m.away.home:
		m.goHome()
		return
	case m.away != nil:
		m.lapse()
	default:
		m.away = &away{home: m.at, mine: m.putAside()}
		if m.division.other != nil {
			m.away.its = m.division.other.putAside()
		}
	}
	m.at, m.visited = at, true
	m.division.sync(&m.matter)
}

// goHome sets the last tick again, with all that was kept of it.
func (m *Machine) goHome() {
	a := m.away
	if a == nil {
		return
	}
	m.away, m.at, m.visited = nil, a.home, false
	m.division.sync(&m.matter)
	m.takeBack(a.mine)
	if m.division.other != nil {
		m.division.other.takeBack(a.its)
	}
}

// readyFor makes the machine ready for a reading. What came since is taken in where what is kept of the last tick is at hand.
func (m *Machine) readyFor(r int64) {
	if r > m.horizon || m.taken < len(m.facts) {
		m.goHome()
	}
	m.reach(r)
	m.settle()
}

// as runs what asks as of an instant.
func (m *Machine) as(at int64, ask func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readyFor(at + 1)
	m.turn(at)
	ask()
}

// asOfTick runs what asks as of the last tick.
func (m *Machine) asOfTick(ask func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.goHome()
	m.readyFor(m.now())
	ask()
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
func (a AsOf) Result() (res *status.Result) {
	a.machine.as(a.at, func() { res = a.machine.result() })
	return res
}

// Reasons is Machine.Reasons as of the instant.
func (a AsOf) Reasons(key status.Key) (r status.Reasons) {
	a.machine.as(a.at, func() { r = a.machine.reasonsOf(key) })
	return r
}

// History is Machine.History as of the instant.
func (a AsOf) History(key status.Key) []Change {
	m := a.machine
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readyFor(a.at + 1)
	return m.changesOf(key, a.at+1)
}

// Bearing is Machine.Bearing as of the instant.
func (a AsOf) Bearing(visit func(key status.Key, fact string, must grade.Mask)) {
	a.machine.as(a.at, func() { a.machine.bearingOf(visit) })
}

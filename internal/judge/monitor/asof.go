package monitor

import (
	"mithaq/internal/base/grade"
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

// Reach says that statuses up to an instant will be asked for: what is made for one of them then serves all.
func (m *Machine) Reach(at int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reach(at + 1)
}

// reach moves the horizon to a reading that lies after it.
func (m *Machine) reach(r int64) {
	if r > m.horizon {
		m.horizon = r
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

// aside is what was made for a reading, put aside while another one is asked for.
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
		}
	}
	m.lapse()
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

// as runs what asks as of an instant, and leaves what is kept of the last tick as it is.
func (m *Machine) as(at int64, ask func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reach(at + 1)
	m.settle()
	if at != m.at {
		defer m.turn(at)()
	}
	ask()
}

// turn sets another instant as of which the status is asked, until the function that it gives is called.
func (m *Machine) turn(at int64) (back func()) {
	was, other := m.at, m.division.other
	var its *aside
	if other != nil {
		its = other.putAside()
	}
	mine := m.putAside()
	m.at = at
	m.division.sync(&m.matter)
	return func() {
		m.at = was
		m.division.sync(&m.matter)
		m.takeBack(mine)
		if now := m.division.other; now != nil { // it may have been made meanwhile
			now.takeBack(its)
		}
	}
}

// AsOf is what a machine says as of an instant, whatever the last tick was; History up to there.
type AsOf struct {
	machine *Machine
	at      int64
}

// AsOf gives what the machine says as of an instant.
func (m *Machine) AsOf(at int64) AsOf { return AsOf{m, at} }

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
func (a AsOf) History(key status.Key) (changes []Change) {
	a.machine.as(a.at, func() { changes = a.machine.changesOf(key) })
	return changes
}

// Bearing is Machine.Bearing as of the instant.
func (a AsOf) Bearing(visit func(key status.Key, fact string, must grade.Mask)) {
	a.machine.as(a.at, func() { a.machine.bearingOf(visit) })
}

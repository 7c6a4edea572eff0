package monitor

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Judge gives the status of the program on a set of facts as of an instant, whatever the machine was told before: all of that is forgotten, but not
// what was made of the program. It is for those who judge one program on many records.
func (m *Machine) Judge(set *fact.Set, at int64) *status.Result {
	m.begin(at)
	m.Load(set)
	return m.Result()
}

// begin forgets what the machine was told.
func (m *Machine) begin(at int64) {
	m.gate.enter(true)
	defer m.gate.leave()
	m.byID.mu.Lock()
	defer m.byID.mu.Unlock()
	m.matter, m.byID.slots, m.asides = matter{horizon: civil.Ever}, slots{}, nil
	m.setAt(at)
	clear(m.counted)
}

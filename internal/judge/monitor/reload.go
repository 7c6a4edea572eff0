package monitor

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Judge gives the status of the program on a set of facts as of an instant, whatever the machine was told before: all of that is forgotten, but not
// what was made of the program. It is for those who judge one program on many records.
func (m *Machine) Judge(set *fact.Set, at int64) *status.Result {
	m.mu.Lock()
	m.away, m.matter = nil, matter{at: at, horizon: civil.Ever}
	clear(m.counted)
	m.mu.Unlock()
	m.Load(set)
	return m.Result()
}

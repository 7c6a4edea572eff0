package monitor

import "mithaq/internal/judge/status"

// Norm gives the status of one norm as of the instant, as it stands in Result; no other is judged for it. There is none of another name than the program's.
func (a AsOf) Norm(name string) (st status.Norm) {
	m := a.machine
	ref := m.norms[name]
	if ref == nil {
		return st
	}
	m.as(a.at, func() {
		one := []status.Norm{m.judgeOf(name).keptStatus(ref)}
		m.markWaits(one)
		st = one[0]
	})
	return st
}

// Claim gives the status of one claim as of the instant, as it stands in Result. There is none of another name than the program's.
func (a AsOf) Claim(name string) (st status.Claim) {
	m := a.machine
	for i := range m.prog.Agreements {
		ag := &m.prog.Agreements[i]
		for j := range ag.Claims {
			if c := &ag.Claims[j]; ag.ID+"."+c.ID == name {
				m.as(a.at, func() { st = m.judgeOf(name).keptClaim(ag, c) })
				return st
			}
		}
	}
	return st
}

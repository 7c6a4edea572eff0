package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// starting gives the instant at which a text starts (spec/norms.md, section 4, AtStart): its Starts, or with an entry
// into force the instant before the first reading at which its condition is true, but not before Starts.
func (m *Machine) starting(ag *norms.Agreement) course[spans] {
	if ag.Entry == nil {
		return steady(sameSpans(civil.At(ag.Starts)))
	}
	n := entryNode(ag.ID)
	m.kept(n)
	c := m.entries[ag.ID]
	if c == nil {
		m.entries[ag.ID] = steady(sameSpans(always)) // while it is made: texts that wait on each other's start may start at any time
		m.memo.make(n, func() { c = firstPoint(m.Course(ag.Entry, &scope{ag: ag}), ag.Starts, m.horizon) })
		for i := range c { // what is true at Starts itself brings it into force then
			c[i].v = later(c[i].v, sameSpans(civil.At(ag.Starts)))
		}
		m.entries[ag.ID] = c
	}
	return c
}

// firstPoint gives the instant before the first reading, from one on, at which something is so; not yet before there is one.
func firstPoint(c Timeline, from, to int64) course[spans] {
	f := noFirsts
	at := []int64{}
	for i := range status.Lanes {
		f.may[i] = since(c, i, from, to, may)
		f.must[i] = since(c, i, from, to, must)
		at = append(at, f.may[i], f.must[i])
	}
	return build(at, func(r int64) spans {
		out := sameSpans(never)
		for i := range out {
			if f.may[i] <= r && f.may[i] < civil.Forever {
				out[i].Lo = f.may[i] - 1
			}
			if f.must[i] <= r && f.must[i] < civil.Forever {
				out[i].Hi = f.must[i] - 1
			}
		}
		return out
	})
}

package monitor

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// Bearing tells every fact that counts for some norm, or set off one of its instances, and at which standards it counts
// for certain: what Reasons would list, without the reasons. All calls for one norm come together; a fact that counts for several
// members of a family comes once for each.
func (m *Machine) Bearing(visit func(key status.Key, fact string, must grade.Mask)) {
	m.asOfTick(func() { m.bearingOf(visit) })
}

// BearingIn is Bearing as of the instant, of the facts that happened within a time from their beginning to their end: what lies before and after it is not gone through.
func (a AsOf) BearingIn(within civil.Interval, visit func(key status.Key, fact string, must grade.Mask)) {
	a.machine.as(a.at, func() { a.machine.bearingIn(&within, visit) })
}

func (m *Machine) bearingOf(visit func(key status.Key, fact string, must grade.Mask)) {
	m.bearingIn(nil, visit)
}

// bearingIn is BearingIn as of the instant asked for; within nil: Bearing.
func (m *Machine) bearingIn(within *civil.Interval, visit func(key status.Key, fact string, must grade.Mask)) {
	for i := range m.prog.Agreements {
		for j := range m.prog.Agreements[i].Norms {
			ref := m.norms[m.prog.Agreements[i].Norms[j].Name()]
			key := status.Key{Norm: ref.n.Name()}
			part := m.judgeOf(key.Norm)
			part.memo.make(statusNode(key.Norm), func() { part.bearing(ref, key, within, visit) })
		}
	}
}

func (m *Machine) bearing(ref *normRef, key status.Key, within *civil.Interval, visit func(key status.Key, fact string, must grade.Mask)) {
	meant := func(f *fact.Fact) bool { return within == nil || f.When.Lo >= within.Lo && f.When.Hi <= within.Hi }
	for _, in := range m.instancesOf(ref) {
		o := in.judge(m.now())
		if b := in.scope.bind; b != nil && b.fact != nil && meant(b.fact) {
			visit(key, b.fact.ID, b.knownAt(o.r).Must)
		}
		for _, p := range o.pages() {
			if within != nil && (p.reach < within.Lo || p.first.When.Lo > within.Hi) {
				continue
			}
			for i := range p.uses {
				u := &p.uses[i]
				f, counts, must := m.facts[u.fact], false, grade.Mask(0)
				if !meant(f) {
					continue
				}
				for l := range status.Lanes {
					if n, ok := in.counts(u, f, &o, l); ok {
						counts = true
						if n.Lo > 0 {
							must |= 1 << l
						}
					}
				}
				if counts {
					visit(key, f.ID, must)
				}
			}
		}
		told := map[int32]bool{}
		m.grounds(in, &o, within, func(g ground) bool {
			f := m.facts[g.hit.fact]
			if !meant(f) {
				return true
			}
			if t := seenBy(f, g.hit, o.r); t.May != 0 && !told[g.hit.fact] {
				told[g.hit.fact] = true
				visit(key, f.ID, t.Must)
			}
			return true
		})
	}
}

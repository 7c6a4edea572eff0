package monitor

import (
	"reflect"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
)

// normHits gives the facts that may be a norm's act: those that match, without those that an exception takes out.
func (m *Machine) normHits(n *norms.Norm, p *pattern, s *scope) []hit {
	hits := m.hitsFor(p, s)
	for i := range n.Except {
		q := m.ready(s, m.exception(s.ag, n, i))
		out := map[int32]hit{}
		for _, x := range m.hitsFor(q, s) {
			out[x.fact] = x
		}
		if len(out) == 0 {
			continue
		}
		kept := make([]hit, 0, len(hits))
		for _, h := range hits {
			if x, there := out[h.fact]; there {
				got := m.givenIn(q, x, s)
				h.must, h.may, h.flags = h.must&^got.may, h.may&^got.must, h.flags|got.flags
				if got.may != 0 {
					h.flags |= exceptedHit
				}
			}
			if h.may != 0 {
				kept = append(kept, h)
			}
		}
		hits = kept
	}
	return hits
}

// exception gives what an exception asks beyond the norm's own act: of an act that is the norm's, only that is in question.
// Where rules count other acts, an act may be read in one way here and in another there, so everything is.
func (m *Machine) exception(ag *norms.Agreement, n *norms.Norm, i int) norms.Pattern {
	e := n.Except[i]
	if m.rulesTo(ag, e.Act) != nil || m.rulesTo(ag, n.Act.Act) != nil {
		return e
	}
	e.Roles = slices.DeleteFunc(slices.Clone(e.Roles), func(w norms.Want) bool {
		return slices.ContainsFunc(n.Act.Roles, func(own norms.Want) bool { return reflect.DeepEqual(own, w) })
	})
	return e
}

// givenIn says how a hit matches, given that the fact is in the run.
func (m *Machine) givenIn(p *pattern, h hit, s *scope) (got match) {
	for _, x := range p.waysOf(h) {
		var r *countsRule
		one := match{allLanes, allLanes, 0}
		if x.via > 0 {
			if r = p.rule(x.via); !m.applies(r, s) {
				continue
			}
			m.prepare(m.facts[h.fact], r.from.act)
			one = m.holdAll(m.facts[h.fact], r.from, nil)
		}
		f := m.asCounted(h.fact, r)
		m.prepare(f, p.act)
		one = one.and(m.holdAll(f, p, r))
		for i := range p.vars {
			one = one.and(m.holdVar(f, p, &p.vars[i], r, s))
		}
		if p.part {
			one.must = 0
		}
		got.must, got.may, got.flags = got.must|one.must, got.may|one.may, got.flags|one.flags
	}
	return got
}

// holdAll holds every want without variables against the prepared fact; r is the rule by which it counts, nil: none.
func (m *Machine) holdAll(f *fact.Fact, p *pattern, r *countsRule) match {
	got := match{allLanes, allLanes, 0}
	for i := range p.wants {
		w := &p.wants[i]
		got = got.and(m.holdIn(f, r, w))
	}
	return got
}

// holdIn holds one want without variables against the prepared fact; r is the rule by which it counts, nil: none.
func (m *Machine) holdIn(f *fact.Fact, r *countsRule, w *want) match {
	if r.gives(w.name) {
		return m.holdGiven(f, r, w)
	}
	return m.hold(f, w, w.ids, w.table)
}

// excepted gives the facts that match the norm's act and that an exception takes out, in order.
func (in *instance) excepted() (out []*fact.Fact) {
	if len(in.n.Except) == 0 {
		return nil
	}
	kept := map[int32]bool{}
	for _, h := range in.hits {
		kept[h.fact] = true
	}
	for _, h := range in.m.hitsFor(in.act, in.scope) {
		if !kept[h.fact] {
			out = append(out, in.m.facts[h.fact])
		}
	}
	return out
}

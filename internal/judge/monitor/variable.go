package monitor

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/fact"
)

// hitsFor gives the facts that may match the pattern for the values that the variables have, each once, in order.
func (m *Machine) hitsFor(p *pattern, s *scope) []hit {
	if len(p.vars) == 0 && p.rules == nil {
		return p.hits
	}
	var out []hit
	for _, c := range m.candidates(p, s) {
		if h := m.hitIn(p, c.hit, s, c.mute); h.may != 0 {
			out = joinWays(out, h)
		}
	}
	return out
}

// hitIn holds a hit against what the pattern asks by variables, and its rule against the bearers; may 0: it does not match.
// mute: what the first of them asks is known to be open.
func (m *Machine) hitIn(p *pattern, h hit, s *scope, mute bool) hit {
	var r *countsRule
	if h.via > 0 {
		if r = p.rule(h.via); !m.applies(r, s) {
			return hit{}
		}
	}
	if len(p.vars) == 0 {
		return h
	}
	return m.hitBy(m.asCounted(h.fact, r), p, h, r, s, mute)
}

// hitBy is hitIn for a fact that is given, as the rule reads it.
func (m *Machine) hitBy(f *fact.Fact, p *pattern, h hit, r *countsRule, s *scope, mute bool) hit {
	got := match{h.must, h.may, h.flags}
	for i := range p.vars {
		if i == 0 && mute {
			got = got.and(unknownMatch)
			continue
		}
		if got = got.and(m.holdVar(f, p, &p.vars[i], r, s)); got.may == 0 {
			return hit{}
		}
	}
	return hit{h.fact, got.must, got.may, got.flags, h.via}
}

// holdVar holds a want with variables against a fact: its constants or one of the variable's values; with All, each of
// them. r is the rule by which the fact counts; nil: none.
func (m *Machine) holdVar(f *fact.Fact, p *pattern, w *varWant, r *countsRule, s *scope) match {
	for _, v := range w.vars { // a value must have its number before the fact's values get theirs
		if b := s.variable(v.Var); b != nil {
			vals, _ := b.values(v.Role)
			for _, val := range vals {
				m.wantFor(w, v, val.id)
			}
		}
	}
	m.prepareRole(f, p.act, w.role)
	m.prepareDoers(f)
	hold := func(w *want) match { return m.holdIn(f, r, w) }
	if w.all {
		return m.holdAllVars(w, s, hold)
	}
	var got match
	if len(w.ids) > 0 || w.near != nil {
		got = hold(&w.want)
	}
	for _, v := range w.vars {
		vals, unknown := s.values(v)
		if unknown {
			got.may |= allLanes
			got.flags |= unknownHit
		}
		for _, val := range vals {
			one := m.holdValue(w, v, val, hold)
			got.must |= one.must & val.must
			got.may |= one.may & val.may
			got.flags |= one.flags
		}
	}
	return got
}

// holdAllVars: each constant and each value of each variable is wanted.
func (m *Machine) holdAllVars(w *varWant, s *scope, hold func(*want) match) match {
	got := match{allLanes, allLanes, 0}
	switch {
	case w.each != nil:
		for i := range w.each {
			got = got.and(hold(&w.each[i]))
		}
	case len(w.ids) > 0 || w.near != nil:
		got = hold(&w.want)
	}
	for _, v := range w.vars {
		vals, unknown := s.values(v)
		if unknown {
			got.must, got.flags = 0, got.flags|unknownHit
		}
		var some uint8 // some value that the variable may have matches
		all := match{allLanes, allLanes, 0}
		for _, val := range vals {
			one := m.holdValue(w, v, val, hold)
			some |= one.may & val.may
			all = all.and(match{one.must | ^val.may, one.may | ^val.must, one.flags})
		}
		if !unknown {
			all.may &= some
			got = got.and(all)
		}
	}
	return got
}

// holdValue holds one value of a variable against the fact.
func (m *Machine) holdValue(w *varWant, v norms.Value, val varValue, hold func(*want) match) match {
	one := hold(m.wantFor(w, v, val.id))
	if !val.exact && !m.vocab.leaf(w.typ, val.id) {
		one.must = 0 // the variable's own value is known only up to a sub-kind
	}
	return one
}

// wantFor makes one value of a variable ready as a want, once.
func (m *Machine) wantFor(w *varWant, v norms.Value, id string) *want {
	key := varKey{w.typ, w.role, w.name, w.doer, w.place, id, v.Near}
	ready := m.varWants[key]
	if ready == nil {
		ready = &want{role: w.role, name: w.name, typ: w.typ, doer: w.doer, place: w.place}
		m.wish(ready, norms.Value{ID: id, Near: v.Near})
		m.varWants[key] = ready
	}
	return ready
}

type varKey struct {
	typ         norms.RoleType
	role        int
	name        string
	doer, place bool
	id          string
	near        int64
}

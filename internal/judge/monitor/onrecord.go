package monitor

import (
	"fmt"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
)

// held is the course of a condition, with what makes it.
type held struct {
	course Timeline
	state  *onRecord // of a condition on a state; nil: of another one
	make   func() held
}

// heldOnce gives what a condition says that speaks of no variable, computed once for all norms that ask the same.
func (m *Machine) heldOnce(what string, p norms.Pattern, s *scope, course func() held) Timeline {
	for _, w := range p.Roles {
		if slices.ContainsFunc(w.Values, func(v norms.Value) bool { return v.Var != "" }) {
			return course().course
		}
	}
	return m.heldBy(what+" "+s.ag.ID+" "+patternKey(nil, nil, p, false, nil), course)
}

func (m *Machine) heldBy(key string, course func() held) Timeline {
	m.kept(heldNode(key))
	if c, made := m.held[key]; made {
		return c.course
	}
	return m.heldAgain(key, held{make: course}).course
}

func (m *Machine) heldAgain(key string, h held) held {
	run := h.make
	m.memo.make(heldNode(key), func() { h = run() })
	h.make = run
	m.held[key] = h
	return h
}

// once gives the course of a condition on acts, computed once for all that ask the same. What rests on the histories of norms, or on
// variables, is computed where it is asked.
func (m *Machine) once(c norms.Cond, s *scope, course func() Timeline, bounds ...*norms.Bound) Timeline {
	plain := s.bind == nil && s.this == nil
	for _, b := range bounds {
		plain = plain && (b == nil || b.At.Sort == norms.AtInstant || b.At.Sort == norms.AtAct)
	}
	if !plain {
		return course()
	}
	// Pointers are told by their addresses, which are the program's own.
	return m.heldBy(fmt.Sprintf("seen %s %q %#v", s.ag.ID, s.bearers, c), func() held { return held{course: course()} })
}

// onRecord is what a state holds by, on record: enough to take single beginnings out and put them in again when facts come.
type onRecord struct {
	pattern norms.Pattern
	scope   *scope
	state   *norms.State
	watch   *endWatch // over endings; nil: none
	unseen  Timeline  // what may have begun unseen; nil: not asked
	spells  ledger
	index   *beginIndex // nil: not made
}

// onRecord follows a state through the beginnings that match and the endings of each.
func (m *Machine) onRecord(p norms.Pattern, s *scope, watch *endWatch, unseen Timeline) held {
	h := &onRecord{pattern: p, scope: s, state: m.vocab.states[p.Act], watch: watch, unseen: unseen}
	var all layers
	ends := m.endings(h.state)
	begins := m.choices(m.begins(p, s), p, h.state, s)
	for i := range begins {
		h.spell(m, &begins[i], ends, &all)
	}
	h.spells = all.ledger()
	return held{course: h.course(), state: h}
}

func (h *onRecord) course() Timeline {
	if h.unseen == nil {
		return h.spells.course()
	}
	return merge(h.spells.course(), h.unseen, grade.Truth.Or)
}

// beginIndex finds the beginnings that an ending may end, by the state's role whose value it names.
type beginIndex struct {
	standing []begin // not by acts
	by       map[beginKey][]beginAt
}

type beginKey struct{ role, value string } // value "": not known

// beginAt is a beginning by an act, in short: of which link, by which hit; or link -1, one of those not by acts.
type beginAt struct {
	link int
	hit  hit
}

// firstRoles gives the state's roles by which endings are found.
func (h *onRecord) firstRoles() (out []string) {
	for i := range h.state.Ends {
		if l := &h.state.Ends[i]; len(l.Roles) > 0 && !slices.Contains(out, l.Roles[0].State) {
			out = append(out, l.Roles[0].State)
		}
	}
	return out
}

// keys gives under which keys of a role a beginning stands.
func (b *begin) keys(role string) []beginKey {
	vals, unknown := b.role(role)
	if unknown || len(vals) == 0 {
		return []beginKey{{role, ""}}
	}
	var out []beginKey
	for _, v := range vals {
		if k := (beginKey{role, "=" + v.id}); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func (x *beginIndex) put(h *onRecord, b *begin, at beginAt) {
	for _, role := range h.firstRoles() {
		for _, k := range b.keys(role) {
			x.by[k] = append(x.by[k], at)
		}
	}
}

func (x *beginIndex) remove(h *onRecord, b *begin, at beginAt) {
	for _, role := range h.firstRoles() {
		for _, k := range b.keys(role) {
			x.by[k] = slices.DeleteFunc(x.by[k], func(y beginAt) bool { return y.link == at.link && y.hit.fact == at.hit.fact })
		}
	}
}

// newBeginIndex indexes the beginnings as they stand now.
func (m *Machine) newBeginIndex(h *onRecord) *beginIndex {
	x := &beginIndex{standing: m.standing(h.pattern, h.scope), by: map[beginKey][]beginAt{}}
	for i := range h.state.Begins {
		l := &h.state.Begins[i]
		q := m.beginPattern(h.pattern, l)
		for _, hit := range q.hits {
			b := beginBy(q, l, hit, m.facts[hit.fact])
			x.put(h, &b, beginAt{i, hit})
		}
	}
	for i := range x.standing {
		x.put(h, &x.standing[i], beginAt{-1, hit{fact: int32(i)}})
	}
	return x
}

// touched gives the beginnings whose spells a step may change, as they were and as they are; false: any may have.
func (h *onRecord) touched(m *Machine, changed map[*pattern]*delta) (was, is []begin, ok bool) {
	indexed := h.index != nil
	come := map[beginAt]bool{}
	for i := range h.state.Begins {
		l := &h.state.Begins[i]
		q := m.beginPattern(h.pattern, l)
		d := changed[q]
		if !d.hits() {
			continue
		}
		for _, g := range d.gone {
			was = append(was, beginBy(q, l, g.hit, g.fact))
			if indexed {
				h.index.remove(h, &was[len(was)-1], beginAt{i, g.hit})
			}
		}
		for _, hit := range d.come {
			is = append(is, beginBy(q, l, hit, m.facts[hit.fact]))
			come[beginAt{i, hit}] = true
			if indexed {
				h.index.put(h, &is[len(is)-1], beginAt{i, hit})
			}
		}
	}
	keys, ok := h.endedKeys(m, changed)
	if !ok || len(keys) == 0 {
		return was, is, ok
	}
	if !indexed {
		h.index = m.newBeginIndex(h)
	}
	seen := map[beginAt]bool{}
	for _, k := range keys {
		for _, at := range h.index.by[k] {
			if seen[at] || come[at] {
				continue
			}
			seen[at] = true
			b := h.index.begin(m, h, at)
			was, is = append(was, b), append(is, b)
		}
	}
	return was, is, true
}

func (x *beginIndex) begin(m *Machine, h *onRecord, at beginAt) begin {
	if at.link < 0 {
		return x.standing[at.hit.fact]
	}
	l := &h.state.Begins[at.link]
	return beginBy(m.beginPattern(h.pattern, l), l, at.hit, m.facts[at.hit.fact])
}

// endedKeys gives the keys of the beginnings that endings may end which a step changes; false: any may.
func (h *onRecord) endedKeys(m *Machine, changed map[*pattern]*delta) (keys []beginKey, ok bool) {
	for i := range h.state.Ends {
		l := &h.state.Ends[i]
		q := m.readyWith(l.Filter, false, nil)
		d := changed[q]
		if !d.hits() {
			continue
		}
		if len(l.Roles) == 0 || !m.plainRole(h.state, l.Roles[0].State) {
			return nil, false
		}
		var ends []ending
		for _, g := range d.gone {
			ends = append(ends, endingBy(q, l, g.hit, g.fact))
		}
		for _, hit := range d.come {
			ends = append(ends, endingBy(q, l, hit, m.facts[hit.fact]))
		}
		for j := range ends {
			vals, unknown := ends[j].values(l.Roles[0].Act)
			if unknown {
				return nil, false
			}
			for _, v := range vals {
				keys = append(keys, beginKey{l.Roles[0].State, "=" + v.id})
			}
		}
		keys = append(keys, beginKey{l.Roles[0].State, ""})
	}
	return keys, true
}

// put adds the spells of beginnings so many times, which may be -1.
func (h *onRecord) put(m *Machine, begins []begin, times int32) {
	var l layers
	ends := m.ends[h.state.ID]
	begins = m.choices(begins, h.pattern, h.state, h.scope)
	for i := range begins {
		h.spell(m, &begins[i], ends, &l)
	}
	h.spells.put(&l, times)
}

// refreshStates goes through the conditions on states that a step touches, and the tables of what ends states: it takes out what
// rests on what was, by the tables as they were, and puts in what is.
func (r *refresher) refreshStates() {
	type work struct {
		n   node
		key string
		h   held
		is  []begin
		all bool // anything may have changed
	}
	var todo []work
	for _, n := range sorted(r.touched) {
		key, ok := n.of("held")
		h := r.held[key]
		if !ok || h.state == nil {
			continue
		}
		was, is, some := h.state.touched(r.Machine, r.changed)
		if some {
			h.state.put(r.Machine, was, -1)
		}
		todo = append(todo, work{n, key, h, is, !some})
	}
	for _, n := range sorted(r.touched) {
		id, ok := n.of("ends")
		if !ok || r.ends[id] == nil {
			continue
		}
		r.done[n] = true
		for i := range r.ends[id] {
			t := &r.ends[id][i]
			q := r.readyWith(t.link.Filter, false, nil)
			if d := r.changed[q]; d.hits() {
				r.differs[n] = true
				t.keepEndings(r.Machine, r.vocab.states[id], q, d)
			}
		}
	}
	for _, w := range todo {
		r.done[w.n] = true
		if w.all {
			r.differs[w.n] = !slices.Equal(w.h.course, r.heldAgain(w.key, w.h).course)
			continue
		}
		w.h.state.put(r.Machine, w.is, 1)
		now := w.h.state.course()
		r.differs[w.n] = !slices.Equal(w.h.course, now)
		w.h.course = now
		r.held[w.key] = w.h
	}
}

package monitor

import (
	"slices"
	"strings"
)

// refresh drops what is no longer so after facts came: everything that read one of the patterns, and of what read that, all that
// may differ. A norm whose history is the same as before is no reason to judge another one again.
func (m *Machine) refresh(changed map[*pattern]*delta) {
	direct, parts, touched := m.memo.touched(changed)
	m.fresh = &refresher{Machine: m, changed: changed, direct: direct, parts: parts, touched: touched, done: map[node]bool{}, differs: map[node]bool{}}
	m.fresh.refreshStates()
	for _, n := range sorted(touched) {
		m.fresh.resolve(n)
	}
	m.fresh = nil
}

// kept is to be asked before something kept is used: what is made again on the way may read what it did not read before.
func (m *Machine) kept(n node) {
	if m.fresh != nil {
		m.fresh.resolve(n)
	}
	m.memo.read(n)
}

type refresher struct {
	*Machine
	changed                map[*pattern]*delta
	direct, parts, touched map[node]bool // by memo.touched
	done, differs          map[node]bool
}

// resolve drops a node where it may differ, makes it again where others read it, and says whether it does differ.
func (r *refresher) resolve(n node) bool {
	if !r.touched[n] {
		return false
	}
	if r.done[n] {
		return r.differs[n]
	}
	group := r.group(n)
	for _, g := range group {
		r.done[g] = true
	}
	again := false
	_, circle := r.circleOf[strings.TrimPrefix(string(n), string(normNode("")))]
	for _, g := range group {
		again = again || r.direct[g] || circle && r.parts[g]
	}
	for _, g := range group {
		for _, read := range sorted(r.memo.reads[g]) {
			if r.resolve(read) && read != g.norm() { // a norm that differs sees to its status itself
				again = true
			}
		}
	}
	if !again && r.parts[n] {
		again = !r.takeIn(n)
	}
	if again {
		r.remake(group)
	}
	return r.differs[n]
}

// group gives the norms that stand in a circle with a node, or the node alone.
func (r *refresher) group(n node) []node {
	if name, ok := n.of("norm"); ok {
		if k, in := r.circleOf[name]; in {
			var out []node
			for _, c := range r.circles[k] {
				out = append(out, normNode(c))
			}
			return out
		}
	}
	return []node{n}
}

func (r *refresher) remake(group []node) {
	old := map[string]*history{}
	for _, n := range group {
		r.differs[n] = true
		if name, ok := n.of("norm"); ok {
			if h := r.histories[name]; h != nil {
				old[name] = h
			}
			delete(r.histories, name)
			delete(r.instances, name)
			delete(r.keyed, name)
			delete(r.families, name)
			delete(r.statuses, name)
		}
		if name, ok := n.of("status"); ok {
			delete(r.statuses, name)
			r.untell(name)
		}
		if name, ok := n.of("claim"); ok {
			delete(r.claims, name)
		}
		if key, ok := n.of("held"); ok {
			if was, made := r.held[key]; made {
				r.differs[n] = !slices.Equal(was.course, r.heldAgain(key, was).course)
			}
		}
		if text, ok := n.of("entry"); ok {
			delete(r.entries, text)
		}
		if state, ok := n.of("ends"); ok {
			delete(r.ends, state)
		}
	}
	for _, n := range group {
		if name, ok := n.of("norm"); ok && old[name] != nil && !r.memo.deep[n] {
			r.differs[n] = !r.history(name).equal(old[name])
		}
	}
}

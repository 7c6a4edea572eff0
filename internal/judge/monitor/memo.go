package monitor

import (
	"slices"
	"strings"
)

// memo remembers who read what while something was judged, so that after a step only that is judged again which may have
// changed: nodes are norms (their instances and histories), statuses of norms, claims, conditions that speak of no variable, tables of
// what ends a state and the entry into force of texts; they read patterns and each other. An edge once seen stays: too many only cost time.
type memo struct {
	reading []node // what is being made, innermost last
	reads   map[node]map[node]bool
	readers map[node]map[node]bool
	matched map[*pattern]map[node]bool
	parts   map[*pattern]map[node]bool // norms that can take in what single facts change of a pattern (Machine.takeIn)
	owns    map[*pattern]map[node]bool // families whose members read it as their own act, and take in what changes
	nears   map[*pattern]map[node]bool // of a pattern, only the near misses are read
	partly  partly                     // whether what is read now can be taken in fact by fact
	deep    map[node]bool              // norms of which another read more than the history
}

// node names a thing that is kept: its sort, a space, its name.
type node string

func normNode(name string) node   { return node("norm " + name) }
func statusNode(norm string) node { return node("status " + norm) }
func claimNode(name string) node  { return node("claim " + name) }
func heldNode(key string) node    { return node("held " + key) }
func endsNode(state string) node  { return node("ends " + state) }
func entryNode(text string) node  { return node("entry " + text) }

func (n node) of(sort string) (name string, ok bool) { return strings.CutPrefix(string(n), sort+" ") }

// norm gives the norm whose status a node is; "": it is another one.
func (n node) norm() node {
	if name, ok := n.of("status"); ok {
		return normNode(name)
	}
	return ""
}

func newMemo() memo {
	return memo{
		reads: map[node]map[node]bool{}, readers: map[node]map[node]bool{}, matched: map[*pattern]map[node]bool{},
		parts: map[*pattern]map[node]bool{}, owns: map[*pattern]map[node]bool{}, nears: map[*pattern]map[node]bool{}, deep: map[node]bool{},
	}
}

func (m *memo) clear() {
	clear(m.reads)
	clear(m.readers)
	clear(m.matched)
	clear(m.parts)
	clear(m.owns)
	clear(m.nears)
	clear(m.deep)
}

func put[K comparable](in map[K]map[node]bool, at K, n node) {
	set := in[at]
	if set == nil {
		set = map[node]bool{}
		in[at] = set
	}
	set[n] = true
}

// read notes that what is being made reads a node.
func (m *memo) read(n node) {
	if k := len(m.reading); k > 0 && m.reading[k-1] != n {
		put(m.reads, m.reading[k-1], n)
		put(m.readers, n, m.reading[k-1])
	}
}

// readWhole notes that what is being made reads more of a norm than its history.
func (m *memo) readWhole(n node) {
	if k := len(m.reading); k > 0 && m.reading[k-1] != n {
		m.read(n)
		if m.reading[k-1].norm() != n { // a status goes with its norm
			m.deep[n] = true
		}
	}
}

// match notes that what is being made reads what a pattern matches.
func (m *memo) match(p *pattern) {
	if k := len(m.reading); k > 0 {
		switch {
		case p.rules == nil && m.partly == ownAct && len(p.vars) > 0:
			put(m.owns, p, m.reading[k-1])
		case p.rules == nil && (m.partly == inParts && len(p.vars) == 0 || m.partly >= byMembers && len(p.vars) > 0):
			put(m.parts, p, m.reading[k-1])
		default:
			put(m.matched, p, m.reading[k-1])
		}
	}
}

// partly says of what can be taken in fact by fact.
type partly uint8

const (
	inWhole   partly = iota // nothing
	inParts                 // whatever is read
	byMembers               // what is read for the values that a member gives the variables
	ownAct                  // so, and as the member's own act
)

// matchNear notes that what is being made reads the near misses of a pattern.
func (m *memo) matchNear(p *pattern) {
	if k := len(m.reading); k > 0 {
		put(m.nears, p, m.reading[k-1])
	}
}

// readAs runs what reads patterns in a way that can be taken in fact by fact.
func (m *memo) readAs(how partly, run func()) {
	was := m.partly
	m.partly = how
	run()
	m.partly = was
}

// make runs what makes a node, which whatever is being made reads.
func (m *memo) make(n node, run func()) {
	m.read(n)
	was := m.partly
	m.reading, m.partly = append(m.reading, n), inWhole
	run()
	m.reading, m.partly = m.reading[:len(m.reading)-1], was
}

// touched gives the nodes that read one of the patterns, those that read some in parts, and all that read them, and so on.
func (m *memo) touched(changed map[*pattern]*delta) (direct, parts, all map[node]bool) {
	direct, parts, all = map[node]bool{}, map[node]bool{}, map[node]bool{}
	var queue []node
	note := func(to, nodes map[node]bool) {
		for n := range nodes {
			to[n] = true
			if !all[n] {
				all[n] = true
				queue = append(queue, n)
			}
		}
	}
	for p, d := range changed {
		if d.hits() {
			note(direct, m.matched[p])
			note(parts, m.parts[p])
			note(parts, m.owns[p])
		}
		if d.near {
			note(direct, m.nears[p])
		}
	}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for r := range m.readers[n] {
			if !all[r] {
				all[r] = true
				queue = append(queue, r)
			}
		}
	}
	return direct, parts, all
}

// sorted gives nodes in a fixed order.
func sorted(set map[node]bool) []node {
	out := make([]node, 0, len(set))
	for n := range set {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

package monitor

import (
	"slices"
	"strings"
)

// memo remembers who read what while something was judged, so that after a step only that is judged again which may have
// changed: nodes are norms, claims, conditions on states, tables of what ends a state and the entry into force of texts; they read patterns and each other.
// An edge once seen stays: too many only cost time.
type memo struct {
	reading []node // what is being made, innermost last
	reads   map[node]map[node]bool
	readers map[node]map[node]bool
	matched map[*pattern]map[node]bool
	deep    map[node]bool // norms of which another read more than the history
}

// node names a thing that is kept: its sort, a space, its name.
type node string

func normNode(name string) node  { return node("norm " + name) }
func claimNode(name string) node { return node("claim " + name) }
func heldNode(key string) node   { return node("held " + key) }
func endsNode(state string) node { return node("ends " + state) }
func entryNode(text string) node { return node("entry " + text) }

func (n node) of(sort string) (name string, ok bool) { return strings.CutPrefix(string(n), sort+" ") }

func newMemo() memo {
	return memo{reads: map[node]map[node]bool{}, readers: map[node]map[node]bool{}, matched: map[*pattern]map[node]bool{}, deep: map[node]bool{}}
}

func (m *memo) clear() {
	clear(m.reads)
	clear(m.readers)
	clear(m.matched)
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
		m.deep[n] = true
	}
}

// match notes that what is being made reads what a pattern matches.
func (m *memo) match(p *pattern) {
	if k := len(m.reading); k > 0 {
		put(m.matched, p, m.reading[k-1])
	}
}

// make runs what makes a node, which whatever is being made reads.
func (m *memo) make(n node, run func()) {
	m.read(n)
	m.reading = append(m.reading, n)
	run()
	m.reading = m.reading[:len(m.reading)-1]
}

// touched gives the nodes that read one of the patterns, and all that read them, and so on.
func (m *memo) touched(changed map[*pattern]bool) (direct, all map[node]bool) {
	direct, all = map[node]bool{}, map[node]bool{}
	var queue []node
	for p := range changed {
		for n := range m.matched[p] {
			if !direct[n] {
				direct[n], all[n] = true, true
				queue = append(queue, n)
			}
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
	return direct, all
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

package monitor

// deepest bounds how many steps up anything lies below anything: an order that goes round in a circle ends there.
const deepest = 63

// tree is an order of names, each with at most one above it, in which it is seen at once what lies below what.
type tree struct {
	up   map[string]string // of the names that were declared; "": nothing is above
	kids map[string][]string
	at   map[string]subtree // of all names on a way down from a name with nothing above it; those in a circle have none
}

// subtree is a name's place in a walk that comes to what is above first: all that lies below it is numbered from first to after-1.
type subtree struct{ first, after int32 }

func (s subtree) below(t subtree) bool { return t.first <= s.first && s.first < t.after }

func newTree(size int) *tree {
	return &tree{up: make(map[string]string, size), kids: map[string][]string{}, at: make(map[string]subtree, size)}
}

// put declares a name and what is above it.
func (t *tree) put(name, above string) {
	t.up[name] = above
	if above != "" {
		t.kids[above] = append(t.kids[above], name)
	}
}

// number numbers the names, when all are declared.
func (t *tree) number() {
	next := int32(0)
	var visit func(name string, depth int)
	visit = func(name string, depth int) {
		first := next
		next++
		if depth < deepest {
			for _, kid := range t.kids[name] {
				visit(kid, depth+1)
			}
		}
		t.at[name] = subtree{first, next}
	}
	for name := range t.kids {
		if t.up[name] == "" {
			visit(name, 0)
		}
	}
	for name, above := range t.up {
		if above == "" && t.kids[name] == nil {
			visit(name, 0)
		}
	}
}

// below says whether low is at or below high.
func (t *tree) below(low, high string) bool {
	if low == high {
		return true
	}
	s, known := t.at[low]
	if !known {
		return t.climb(low, high)
	}
	return s.below(t.at[high])
}

// climb is below, step by step.
func (t *tree) climb(low, high string) bool {
	for range deepest {
		if low = t.up[low]; low == "" {
			return false
		}
		if low == high {
			return true
		}
	}
	return false
}

// allBelow calls f for all declared names below a name, without it.
func (t *tree) allBelow(high string, f func(string)) {
	seen := map[string]bool{high: true}
	level := t.kids[high]
	for range deepest {
		var next []string
		for _, name := range level {
			if seen[name] {
				continue
			}
			seen[name] = true
			f(name)
			next = append(next, t.kids[name]...)
		}
		level = next
	}
}

// allAbove calls f for all declared names above a name, without it.
func (t *tree) allAbove(low string, f func(string)) {
	for name, steps := t.up[low], 1; name != "" && name != low && steps <= deepest; name, steps = t.up[name], steps+1 {
		if _, declared := t.up[name]; declared {
			f(name)
		}
	}
}

// lowList is a list of names of which it is asked, for one name after another, which are at or below it.
type lowList struct {
	tree     *tree
	names    []string
	subtrees []subtree // of the names; none: first is not before after
}

func (t *tree) list(names []string) lowList {
	l := lowList{t, names, make([]subtree, len(names))}
	for i, name := range names {
		l.subtrees[i] = t.at[name]
	}
	return l
}

// of gives the positions of those that are at or below a name.
func (l *lowList) of(high string) (at []int) {
	s := l.tree.at[high]
	for i, low := range l.subtrees {
		if low.first < low.after && low.below(s) || low.first >= low.after && l.tree.below(l.names[i], high) || l.names[i] == high {
			at = append(at, i)
		}
	}
	return at
}

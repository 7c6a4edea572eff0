package core

// lists keeps, for each key of a table, spells in the order of time. The cells lie in one slice and are used again, so in the steady
// state nothing is allocated.
type lists struct {
	table *table
	ends  []listEnds
	cells []cell
	free  int32 // the first free cell, -1: none
	held  int   // cells in use
	swept int   // cells left by the last sweep
}

type listEnds struct{ first, last int32 } // -1: empty

type cell struct {
	spell
	next int32
}

func newLists(width int) *lists { return &lists{table: newTable(width), free: -1} }

// last gives the latest spell of a key, nil if there is none.
func (l *lists) last(e int) *spell {
	if at := l.ends[e].last; at >= 0 {
		return &l.cells[at].spell
	}
	return nil
}

// put gives the number of a key.
func (l *lists) put(key []Word) int {
	e, fresh := l.table.put(key)
	if fresh {
		l.ends = append(l.ends, listEnds{-1, -1})
	}
	return e
}

// push adds a spell after the others of a key.
func (l *lists) push(e int, s spell) {
	at := l.free
	if at >= 0 {
		l.free = l.cells[at].next
		l.cells[at] = cell{s, -1}
	} else {
		at = int32(len(l.cells))
		l.cells = append(l.cells, cell{s, -1})
	}
	l.held++
	if ends := &l.ends[e]; ends.last < 0 {
		*ends = listEnds{at, at}
	} else {
		l.cells[ends.last].next = at
		ends.last = at
	}
}

// front gives the first spell of a key that does not end before a time point, nil if there is none, and forgets those before it.
func (l *lists) front(e int, before int64) *spell {
	ends := &l.ends[e]
	for at := ends.first; at >= 0; at = ends.first {
		c := &l.cells[at]
		if c.to >= before {
			return &c.spell
		}
		ends.first = c.next
		c.next = l.free
		l.free = at
		l.held--
	}
	ends.last = -1
	return nil
}

func (l *lists) crowded() bool { return l.held > 2*l.swept+64 }

// sweep forgets the spells that end before a time point, and the keys that have none left.
func (l *lists) sweep(before int64) {
	for e := l.table.n - 1; e >= 0; e-- {
		if l.front(e, before) == nil {
			l.remove(e)
		}
	}
	l.swept = l.held
	l.table.trim()
}

// remove takes out a key without spells.
func (l *lists) remove(e int) {
	n := l.table.n - 1
	l.table.remove(e)
	l.ends[e] = l.ends[n]
	l.ends = l.ends[:n]
}

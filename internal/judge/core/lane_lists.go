package core

// laneLists keeps, for each key of a table, the stretches of time points at which it held in the same lanes, in the order of time.
// The cells lie in one slice and are used again.
type laneLists struct {
	table *table
	ends  []listEnds
	cells []laneStretch
	free  int32 // the first free cell, -1: none
	held  int   // cells in use
	swept int   // cells left by the last sweep
}

type laneStretch struct {
	from, to int64
	Pair
	next int32
}

func newLaneLists(width int) *laneLists { return &laneLists{table: newTable(width), free: -1} }

// put gives the number of a key.
func (l *laneLists) put(key []Word) int {
	e, fresh := l.table.put(key)
	if fresh {
		l.ends = append(l.ends, listEnds{-1, -1})
	}
	return e
}

// lengthen adds a time point to the last stretch of a key, or begins one.
func (l *laneLists) lengthen(e int, point int64, p Pair) {
	if last := l.ends[e].last; last >= 0 {
		if c := &l.cells[last]; c.to == point-1 && c.Pair == p {
			c.to = point
			return
		}
	}
	l.push(e, point, p)
}

// push adds a stretch of one time point after the others of a key.
func (l *laneLists) push(e int, point int64, p Pair) {
	c := laneStretch{point, point, p, -1}
	at := l.free
	if at >= 0 {
		l.free = l.cells[at].next
		l.cells[at] = c
	} else {
		at = int32(len(l.cells))
		l.cells = append(l.cells, c)
	}
	l.held++
	if ends := &l.ends[e]; ends.last < 0 {
		*ends = listEnds{at, at}
	} else {
		l.cells[ends.last].next = at
		ends.last = at
	}
}

// front gives the first stretch of a key that does not end before a time point, -1 if there is none, and forgets those before it.
func (l *laneLists) front(e int, before int64) int32 {
	ends := &l.ends[e]
	for at := ends.first; at >= 0; at = ends.first {
		c := &l.cells[at]
		if c.to >= before {
			return at
		}
		ends.first = c.next
		c.next = l.free
		l.free = at
		l.held--
	}
	ends.last = -1
	return -1
}

func (l *laneLists) crowded() bool { return l.held > 2*l.swept+64 }

// sweep forgets the stretches that end before a time point, and the keys that have none left.
func (l *laneLists) sweep(before int64) {
	for e := l.table.n - 1; e >= 0; e-- {
		if l.front(e, before) < 0 {
			l.remove(e)
		}
	}
	l.swept = l.held
	l.table.trim()
}

// remove takes out a key without stretches.
func (l *laneLists) remove(e int) {
	n := l.table.n - 1
	l.table.remove(e)
	l.ends[e] = l.ends[n]
	l.ends = l.ends[:n]
}

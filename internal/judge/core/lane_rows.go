package core

// laneRows keeps, for each assignment, the rows that it stands in: each with its number of acts and its lanes. Mostly it is one.
type laneRows struct {
	heads []int32 // -1: none
	cells []laneActs
	free  []int32
}

type laneActs struct {
	low, high int64
	Pair
	next int32
}

// set changes the lanes of an assignment's row with the given numbers of acts.
func (l *laneRows) set(e int, low, high int64, p Pair) {
	at := &l.heads[e]
	for *at >= 0 {
		c := &l.cells[*at]
		if c.low == low && c.high == high {
			break
		}
		at = &c.next
	}
	switch {
	case *at >= 0 && p.May != 0:
		l.cells[*at].Pair = p
	case *at >= 0:
		gone := *at
		*at = l.cells[gone].next
		l.free = append(l.free, gone)
	case p.May != 0:
		c := laneActs{low, high, p, -1}
		if n := len(l.free); n > 0 {
			*at = l.free[n-1]
			l.cells[*at] = c
			l.free = l.free[:n-1]
			return
		}
		*at = int32(len(l.cells)) // before the cells move
		l.cells = append(l.cells, c)
	}
}

// member gives an assignment in one lane: there it stands for the greatest numbers of acts of its rows.
func (l *laneRows) member(e int, bit uint64) (m laneMember) {
	m.low, m.high = 1, 1
	for at := l.heads[e]; at >= 0; at = l.cells[at].next {
		c := &l.cells[at]
		if c.Must&bit != 0 {
			m.Must = bit
			m.low = max(m.low, c.low)
		}
		if c.May&bit != 0 {
			m.May = bit
			m.high = max(m.high, c.high)
		}
	}
	return m
}

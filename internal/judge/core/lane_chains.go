package core

// laneCell says that a tuple holds for some lanes up to a key: a stamp and, among equal stamps, a time point.
type laneCell struct {
	stamp, point int64
	Pair
	next int32
}

// laneChains keeps, for each key of a table, cells in falling order, each with only the lanes that no cell before it has. So a
// chain is no longer than twice the number of lanes. The cells lie in one slice and are used again.
type laneChains struct {
	table *table
	heads []int32 // -1: none
	cells []laneCell
	free  int32
	swept int // keys left by the last sweep
}

func newLaneChains(width int) *laneChains { return &laneChains{table: newTable(width), free: -1} }

// put gives the number of a key.
func (l *laneChains) put(key []Word) int {
	e, fresh := l.table.put(key)
	if fresh {
		l.heads = append(l.heads, -1)
	}
	return e
}

func (c *laneCell) before(stamp, point int64) bool {
	return c.stamp < stamp || c.stamp == stamp && c.point < point
}

// enter adds lanes to a key, up to a stamp and time point.
func (l *laneChains) enter(e int, stamp, point int64, p Pair) {
	at := &l.heads[e]
	for *at >= 0 {
		c := &l.cells[*at]
		if c.before(stamp, point) {
			break
		}
		p.Must &^= c.Must
		p.May &^= c.May
		if p.Must|p.May == 0 {
			return
		}
		at = &c.next
	}
	fresh := l.free
	if fresh >= 0 {
		l.free = l.cells[fresh].next
	} else {
		fresh = int32(len(l.cells))
	}
	rest := *at
	*at = fresh // before the cells move
	c := laneCell{stamp, point, p, l.strip(rest, p)}
	if int(fresh) < len(l.cells) {
		l.cells[fresh] = c
	} else {
		l.cells = append(l.cells, c)
	}
}

// strip takes lanes from a chain and gives its new first cell.
func (l *laneChains) strip(at int32, p Pair) int32 {
	if at < 0 {
		return at
	}
	c := &l.cells[at]
	c.Must &^= p.Must
	c.May &^= p.May
	rest := l.strip(c.next, p)
	c = &l.cells[at]
	c.next = rest
	if c.Must|c.May != 0 {
		return at
	}
	l.release(at)
	return rest
}

func (l *laneChains) release(at int32) {
	l.cells[at].next = l.free
	l.free = at
}

// live joins the lanes of a key's cells that are not before a stamp and time point.
func (l *laneChains) live(e int, stamp, point int64) (p Pair) {
	for at := l.heads[e]; at >= 0; at = l.cells[at].next {
		c := &l.cells[at]
		if c.before(stamp, point) {
			break
		}
		p.Must |= c.Must
		p.May |= c.May
	}
	return p
}

// keep goes through a key's cells and drops those that f empties or lets go.
func (l *laneChains) keep(e int, f func(c *laneCell) bool) {
	for at := &l.heads[e]; *at >= 0; {
		c := &l.cells[*at]
		if f(c) {
			at = &c.next
			continue
		}
		gone := *at
		*at = c.next
		l.release(gone)
	}
}

// crowded says whether the keys have doubled since they were swept, so that sweeping costs a constant for each key entered.
func (l *laneChains) crowded() bool { return l.table.n > 2*l.swept+64 }

// sweep drops the cells that f empties or lets go, and the keys without cells.
func (l *laneChains) sweep(f func(key []Word, c *laneCell) bool) {
	for e := l.table.n - 1; e >= 0; e-- {
		l.keep(e, func(c *laneCell) bool { return f(l.table.key(e), c) })
		if l.heads[e] < 0 {
			l.remove(e)
		}
	}
	l.swept = l.table.n
	l.table.trim()
}

// remove takes out a key; the last one gets its number.
func (l *laneChains) remove(e int) {
	l.keep(e, func(*laneCell) bool { return false })
	n := l.table.n - 1
	l.table.remove(e)
	l.heads[e] = l.heads[n]
	l.heads = l.heads[:n]
}

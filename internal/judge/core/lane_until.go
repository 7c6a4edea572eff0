package core

// laneUntil answers L UNTIL R and NOT L UNTIL R in a run over lanes.
type laneUntil struct {
	frame
	in      *reader // R
	left    *reader // L
	negated bool
	columns []int // the columns of R that make the tuple of L
	key     []Word
	all     Pair // every lane
	point   int64
	right   *laneLists // the time points at which R holds
	spells  *laneLists // the stretches at which L holds
}

func newLaneUntil(f frame, in, left *reader, negated bool, columns []int, all Pair) *laneUntil {
	return &laneUntil{
		frame: f, in: in, left: left, negated: negated, columns: columns, key: make([]Word, len(columns)), all: all,
		right: newLaneLists(in.s.width), spells: newLaneLists(left.s.width),
	}
}

func (u *laneUntil) decided() int64 { return u.frame.decided(min(u.in.s.known, u.left.s.known)) }

func (u *laneUntil) seek(i int64) {
	u.point = i
	u.frame.seek(i)
	for at := u.in.ahead(); at < u.end; at = u.in.ahead() {
		if at >= u.start {
			r := u.in.relation()
			for k := range r.n {
				u.right.push(u.right.put(r.row(k)), at, r.pair(k))
			}
		}
		u.in.pop()
	}
	for at := u.left.ahead(); at < u.end; at = u.left.ahead() {
		r := u.left.relation()
		for k := range r.n {
			u.spells.lengthen(u.spells.put(r.row(k)), at, r.pair(k))
		}
		u.left.pop()
	}
	if u.right.crowded() {
		u.right.sweep(u.start)
	}
	if u.spells.crowded() {
		u.spells.sweep(i)
	}
}

// holds gives the lanes in which a tuple of R comes up in the window while L holds (or does not, if negated) until then.
func (u *laneUntil) holds(e int) (found Pair) {
	first := u.right.front(e, u.start)
	if first < 0 {
		return found
	}
	row := u.right.table.key(e)
	for i, c := range u.columns {
		u.key[i] = row[c]
	}
	left := int32(-1)
	if k := u.spells.table.find(u.key); k >= 0 {
		left = u.spells.front(k, u.point)
	}
	alive, upTo := u.all, u.point
	for at := first; at >= 0; at = u.right.cells[at].next {
		j := u.right.cells[at].from
		left, alive = u.lived(left, upTo, j, alive)
		upTo = j
		if alive.May == 0 {
			break
		}
		p := u.right.cells[at].Pair
		found.Must |= p.Must & alive.Must
		found.May |= p.May & alive.May
		if alive.Must&^found.Must|alive.May&^found.May == 0 {
			break
		}
	}
	return found
}

// lived keeps those of the lanes alive in which L held, or did not, at the time points from a up to, and without, b. It gives the spell
// that reaches b or comes after it.
func (u *laneUntil) lived(left int32, a, b int64, alive Pair) (int32, Pair) {
	for a < b {
		if left < 0 || u.spells.cells[left].from >= b {
			if !u.negated {
				alive = Pair{}
			}
			return left, alive
		}
		c := &u.spells.cells[left]
		if c.from > a && !u.negated {
			return left, Pair{}
		}
		alive = alive.and(c.Pair, u.negated)
		if c.to >= b {
			return left, alive
		}
		a = c.to + 1
		left = c.next
	}
	return left, alive
}

func (u *laneUntil) probe(key []Word) Pair {
	if e := u.right.table.find(key); e >= 0 {
		return u.holds(e)
	}
	return Pair{}
}

func (u *laneUntil) list(out *stream) {
	for e := u.right.table.n - 1; e >= 0; e-- {
		if p := u.holds(e); p.May != 0 {
			out.add(u.right.table.key(e), p)
		} else if u.right.ends[e].first < 0 {
			u.right.remove(e)
		}
	}
}

func (u *laneUntil) mark(m *marker) {
	m.rows(u.in.s.types, u.right.table.keys)
	m.rows(u.left.s.types, u.spells.table.keys)
}

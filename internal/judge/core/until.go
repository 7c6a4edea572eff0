package core

// until answers L UNTIL R and NOT L UNTIL R. From a time point, of all time points in the window at which a tuple of R holds the next
// one asks least of L.
type until struct {
	frame
	in      *reader // R
	left    *reader // L
	delta   bool    // the left reader tells changes
	negated bool
	columns []int // the columns of R that make the tuple of L
	key     []Word
	point   int64
	right   *lists // the time points at which R holds, as spells of one
	spells  *lists // the stretches at which L holds
}

func newUntil(f frame, in, left *reader, negated bool, columns []int) *until {
	return &until{
		frame: f, in: in, left: left, delta: left.s.delta, negated: negated, columns: columns,
		key: make([]Word, len(columns)), right: newLists(in.s.width), spells: newLists(left.s.width),
	}
}

func (u *until) decided() int64 { return u.frame.decided(min(u.in.s.known, u.left.s.known)) }

func (u *until) seek(i int64) {
	u.point = i
	u.frame.seek(i)
	for at := u.in.ahead(); at < u.end; at = u.in.ahead() {
		if at >= u.start {
			r := u.in.relation()
			for k := range r.n {
				u.right.push(u.right.put(r.row(k)), spell{at, at})
			}
		}
		u.in.pop()
	}
	for at := u.left.ahead(); at < u.end; at = u.left.ahead() {
		r := u.left.relation()
		for k := range r.n {
			u.note(r.row(k), r.pair(k), at)
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

// note lengthens the last stretch of a tuple of L, or begins or ends one.
func (u *until) note(row []Word, p Pair, at int64) {
	e := u.spells.put(row)
	last := u.spells.last(e)
	switch {
	case u.delta && p.May == 0:
		last.to = at - 1
	case u.delta:
		u.spells.push(e, spell{at, ongoing})
	case last != nil && last.to == at-1:
		last.to = at
	default:
		u.spells.push(e, spell{at, at})
	}
}

// holds says whether L holds (or does not, if negated) from the present time point to the one before j, for a tuple of R.
func (u *until) holds(row []Word, j int64) bool {
	if j == u.point {
		return true
	}
	for i, c := range u.columns {
		u.key[i] = row[c]
	}
	e := u.spells.table.find(u.key)
	if e < 0 {
		return u.negated
	}
	s := u.spells.front(e, u.point)
	if u.negated {
		return s == nil || s.from >= j
	}
	return s != nil && s.from <= u.point && s.to >= j-1
}

func (u *until) probe(key []Word) Pair {
	if e := u.right.table.find(key); e >= 0 {
		if j := u.right.front(e, u.start); j != nil && u.holds(key, j.from) {
			return certain
		}
	}
	return Pair{}
}

func (u *until) list(out *stream) {
	for e := u.right.table.n - 1; e >= 0; e-- {
		j := u.right.front(e, u.start)
		if j == nil {
			u.right.remove(e)
			continue
		}
		if row := u.right.table.key(e); u.holds(row, j.from) {
			out.add(row, certain)
		}
	}
}

func (u *until) quiet(i, limit int64) int64 {
	if u.right.table.n > 0 {
		return i
	}
	return u.entering(i, limit, u.in.ahead())
}

func (u *until) mark(m *marker) {
	m.rows(u.in.s.types, u.right.table.keys)
	m.rows(u.left.s.types, u.spells.table.keys)
}

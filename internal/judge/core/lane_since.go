package core

// laneSince answers L SINCE R and NOT L SINCE R in a run over lanes. In each lane, of all time points at which a tuple of R came into
// the window the last one asks least of L.
type laneSince struct {
	frame
	in      *reader
	right   *laneChains // up to the time point at which R held
	left    *laneSpells
	columns []int // the columns of R that make the tuple of L
	key     []Word
	at      int64
}

func newLaneSince(f frame, in, left *reader, negated bool, columns []int) *laneSince {
	return &laneSince{
		frame: f, in: in, right: newLaneChains(in.s.width), left: newLaneSpells(left, negated), columns: columns, key: make([]Word, len(columns)),
	}
}

func (s *laneSince) decided() int64 { return min(s.in.s.known, s.left.in.s.known) }

func (s *laneSince) seek(i int64) {
	s.at = i
	s.frame.seek(i)
	for at := s.in.ahead(); at < s.end; at = s.in.ahead() {
		if at >= s.start {
			r := s.in.relation()
			for k := range r.n {
				s.right.enter(s.right.put(r.row(k)), at, 0, r.pair(k))
			}
		}
		s.in.pop()
	}
	s.left.enter(i + 1)
	if s.right.crowded() || s.left.chains.crowded() {
		s.right.sweep(func(key []Word, c *laneCell) bool {
			if c.stamp < s.start {
				return false
			}
			c.Pair = s.unbroken(s.tuple(key), c)
			return c.Must|c.May != 0 // a later cell may have taken over what is possible
		})
		s.left.sweep(max(s.start, s.end), i)
	}
}

// tuple gives the number of the tuple of L that belongs to one of R, -1 where L has none.
func (s *laneSince) tuple(row []Word) int {
	for i, c := range s.columns {
		s.key[i] = row[c]
	}
	return s.left.chains.table.find(s.key)
}

// unbroken gives the lanes of a cell of R in which L has held, or not held, ever since.
func (s *laneSince) unbroken(left int, c *laneCell) Pair {
	if c.stamp == s.at {
		return c.Pair
	}
	return s.left.since(left, c.stamp, s.at, c.Pair)
}

func (s *laneSince) holds(e int) (p Pair) {
	left := s.tuple(s.right.table.key(e))
	for at := s.right.heads[e]; at >= 0; at = s.right.cells[at].next {
		c := &s.right.cells[at]
		if c.stamp < s.start {
			break
		}
		q := s.unbroken(left, c)
		p.Must |= q.Must
		p.May |= q.May
	}
	return p
}

func (s *laneSince) probe(key []Word) Pair {
	if e := s.right.table.find(key); e >= 0 {
		return s.holds(e)
	}
	return Pair{}
}

func (s *laneSince) list(out *stream) {
	for e := s.right.table.n - 1; e >= 0; e-- {
		p := s.holds(e)
		if p.May == 0 {
			s.right.remove(e) // what is broken stays broken
			continue
		}
		out.add(s.right.table.key(e), p)
	}
}

func (s *laneSince) mark(m *marker) {
	m.rows(s.in.s.types, s.right.table.keys)
	m.rows(s.left.in.s.types, s.left.chains.table.keys)
}

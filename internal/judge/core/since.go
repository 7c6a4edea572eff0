package core

// since answers L SINCE R and NOT L SINCE R. Of all time points at which a tuple of R came into the window the last one asks least of
// L, so it is the only one kept.
type since struct {
	window
	left    *spells
	negated bool
	columns []int // the columns of R that make the tuple of L
	key     []Word
	point   int64
}

func newSince(f frame, in, left *reader, negated bool, columns []int) *since {
	return &since{
		window: *newWindow(f, in), left: newSpells(left), negated: negated, columns: columns, key: make([]Word, len(columns)),
	}
}

func (s *since) decided() int64 { return min(s.in.s.known, s.left.in.s.known) }

func (s *since) seek(i int64) {
	s.point = i
	s.frame.seek(i)
	s.enter()
	s.left.enter(i + 1)
	if s.crowded() || s.left.crowded() {
		s.sweep(func(e int) bool { return !s.unbroken(e) })
		// What a spell of a negated left side can still end has come in before it, and all of that has just been swept.
		before := s.point
		if s.negated {
			before = max(s.start, s.end) + 1
		}
		s.left.sweep(before)
	}
}

func (s *since) unbroken(e int) bool {
	j := s.last[e]
	if j == s.point {
		return true
	}
	row := s.table.key(e)
	for i, c := range s.columns {
		s.key[i] = row[c]
	}
	if s.negated {
		return s.left.absent(s.key, j)
	}
	return s.left.unbroken(s.key, j, s.point)
}

func (s *since) probe(key []Word) Pair {
	if e := s.table.find(key); e >= 0 && s.last[e] >= s.start && s.unbroken(e) {
		return certain
	}
	return Pair{}
}

func (s *since) list(out *stream) {
	for e := s.table.n - 1; e >= 0; e-- {
		if s.last[e] < s.start || !s.unbroken(e) {
			s.remove(e)
			continue
		}
		out.add(s.table.key(e), certain)
	}
}

func (s *since) mark(m *marker) {
	s.window.mark(m)
	s.left.mark(m)
}

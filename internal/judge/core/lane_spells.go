package core

// laneSpells follows the left operand of SINCE in a run over lanes. Negated, it keeps for each tuple and lane the last time point at
// which it held; else the time point from which on it has held without a break up to the last one entered.
type laneSpells struct {
	in      *reader
	negated bool
	chains  *laneChains
	last    []int64 // not negated: the last time point at which each tuple held in any lane
}

func newLaneSpells(in *reader, negated bool) *laneSpells {
	return &laneSpells{in: in, negated: negated, chains: newLaneChains(in.s.width)}
}

// enter reads the left operand at the time points before end.
func (s *laneSpells) enter(end int64) {
	for at := s.in.ahead(); at < end; at = s.in.ahead() {
		r := s.in.relation()
		for k := range r.n {
			e := s.chains.put(r.row(k))
			if s.negated {
				s.chains.enter(e, at, 0, r.pair(k))
			} else {
				s.lengthen(e, at, r.pair(k))
			}
		}
		s.in.pop()
	}
}

// lengthen goes on with the spells of the lanes in p, ends the others, and begins new ones.
func (s *laneSpells) lengthen(e int, at int64, p Pair) {
	if e == len(s.last) {
		s.last = append(s.last, at)
	}
	fresh, broken := p, s.last[e] != at-1
	s.chains.keep(e, func(c *laneCell) bool {
		if broken {
			return false
		}
		c.Must &= p.Must
		c.May &= p.May
		fresh.Must &^= c.Must
		fresh.May &^= c.May
		return c.Must|c.May != 0
	})
	s.last[e] = at
	if fresh.Must|fresh.May != 0 {
		s.chains.enter(e, at, 0, fresh)
	}
}

// since gives those of the lanes p in which tuple e (-1: one that never held) has held at all time points after j up to i, the last one
// entered; or, negated, at none of them: what is certain there is what was not possible here, and the other way round.
func (s *laneSpells) since(e int, j, i int64, p Pair) Pair {
	if s.negated {
		if e < 0 {
			return p
		}
		held := s.chains.live(e, j+1, 0)
		return Pair{p.Must &^ held.May, p.May &^ held.Must}
	}
	if e < 0 || s.last[e] != i {
		return Pair{}
	}
	var held Pair
	for at := s.chains.heads[e]; at >= 0; at = s.chains.cells[at].next {
		if c := &s.chains.cells[at]; c.stamp <= j+1 {
			held.Must |= c.Must
			held.May |= c.May
		}
	}
	return Pair{p.Must & held.Must, p.May & held.May}
}

// sweep drops what can no longer matter at time point i: spells that have ended; negated, the time points up to end, before
// which all of the right side has come in and been broken.
func (s *laneSpells) sweep(end, i int64) {
	if s.negated {
		s.chains.sweep(func(_ []Word, c *laneCell) bool { return c.stamp > end })
		return
	}
	for e := s.chains.table.n - 1; e >= 0; e-- {
		if s.last[e] < i {
			s.chains.remove(e)
			n := len(s.last) - 1
			s.last[e] = s.last[n]
			s.last = s.last[:n]
		}
	}
	s.chains.swept = s.chains.table.n
	s.chains.table.trim()
}

package core

// shift answers PREV and NEXT.
type shift struct {
	clock  *clock
	in     *reader
	past   bool
	lo, hi int64
	out    *stream
}

func (s *shift) step() error {
	if s.past {
		limit := min(s.in.s.known+1, s.clock.read())
		for at := s.in.ahead(); at < limit-1; at = s.in.ahead() {
			s.out.skip(at + 1)
			s.pass(at, at+1)
		}
		s.out.skip(limit)
		return nil
	}
	for at := s.in.ahead(); at < s.in.s.known; at = s.in.ahead() {
		if at == 0 { // no time point comes before it
			s.in.pop()
			continue
		}
		s.out.skip(at - 1)
		s.pass(at-1, at)
	}
	s.out.skip(max(0, s.in.s.known-1))
	return nil
}

// pass copies the operand's next relation, if the two neighbouring time points are as far apart as the interval asks.
func (s *shift) pass(earlier, later int64) {
	a, b := s.clock.at(earlier), s.clock.at(later)
	if d := uint64(b) - uint64(a); d >= uint64(s.lo) && !beyond(a, b, s.hi) {
		r := s.in.relation()
		for k := range r.n {
			s.out.add(r.row(k), r.pair(k))
		}
	}
	s.in.pop()
	s.out.close()
}

func (s *shift) need() int64 { return max(0, s.out.known-1) }

func (s *shift) mark(m *marker) { s.out.mark(m) }

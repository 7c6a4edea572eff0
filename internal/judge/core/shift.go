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
		for s.out.known < min(s.in.s.known+1, s.clock.read()) {
			i := s.out.known
			if i > 0 {
				s.pass(i-1, i)
				s.in.pop()
			}
			s.out.close()
		}
		return nil
	}
	if s.in.next == 0 && s.in.s.known > 0 {
		s.in.pop() // no time point comes before the first one
	}
	for s.in.next > 0 && s.in.next < s.in.s.known {
		s.pass(s.out.known, s.in.next)
		s.in.pop()
		s.out.close()
	}
	return nil
}

// pass copies the operand's next relation, if the two neighbouring time points are as far apart as the interval asks.
func (s *shift) pass(earlier, later int64) {
	a, b := s.clock.at(earlier), s.clock.at(later)
	if d := uint64(b) - uint64(a); d < uint64(s.lo) || beyond(a, b, s.hi) {
		return
	}
	r := s.in.relation()
	for k := range r.n {
		s.out.add(r.row(k), r.pair(k))
	}
}

func (s *shift) need() int64 { return max(0, s.out.known-1) }

func (s *shift) mark(m *marker) { s.out.mark(m) }

package core

// laneWhole writes all that holds, and in which lanes, from what changes. It keeps the rows in the order of verdicts, so that they
// need no sorting at each time point.
type laneWhole struct {
	in     *reader
	orders []func(a, b Word) int
	words  []Word
	pairs  []Pair
	out    *stream
}

func newLaneWhole(in *reader, out *stream, symbols *Symbols) *laneWhole {
	w := &laneWhole{in: in, out: out}
	for _, t := range out.types {
		w.orders = append(w.orders, order(t, symbols))
	}
	return w
}

func (w *laneWhole) step() error {
	for limit := w.in.s.known; w.out.known < limit; {
		at := w.in.ahead()
		if len(w.pairs) == 0 {
			w.out.skip(min(at, limit))
		}
		if w.out.known == limit {
			break
		}
		if at == w.out.known {
			r := w.in.relation()
			for k := range r.n {
				w.change(r.row(k), r.pair(k))
			}
			w.in.pop()
		}
		w.out.addAll(w.words, w.pairs)
		w.out.close()
	}
	return nil
}

// change puts a row in or takes it out.
func (w *laneWhole) change(row []Word, p Pair) {
	at, found := w.find(row)
	switch {
	case found && p.May != 0:
		w.pairs[at] = p
	case found:
		w.words = append(w.words[:at*len(row)], w.words[(at+1)*len(row):]...)
		w.pairs = append(w.pairs[:at], w.pairs[at+1:]...)
	case p.May != 0: // else a filter had kept it away
		n := len(w.words)
		w.words = append(w.words, row...)
		copy(w.words[(at+1)*len(row):], w.words[at*len(row):n])
		copy(w.words[at*len(row):], row)
		w.pairs = append(w.pairs, p)
		copy(w.pairs[at+1:], w.pairs[at:])
		w.pairs[at] = p
	}
}

// find gives the place of a row, or where it belongs.
func (w *laneWhole) find(row []Word) (int, bool) {
	from, to := 0, len(w.pairs)
	for from < to {
		mid := (from + to) / 2
		switch c := w.compare(w.words[mid*len(row):(mid+1)*len(row)], row); {
		case c == 0:
			return mid, true
		case c < 0:
			from = mid + 1
		default:
			to = mid
		}
	}
	return from, false
}

func (w *laneWhole) compare(a, b []Word) int {
	for i, order := range w.orders {
		if c := order(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

func (w *laneWhole) need() int64 { return never }

func (w *laneWhole) mark(m *marker) {
	m.rows(w.out.types, w.words)
	w.out.mark(m)
}

// addAll appends rows that the relation being written does not hold.
func (s *stream) addAll(words []Word, pairs []Pair) {
	s.words = append(s.words, words...)
	s.pairs = append(s.pairs, pairs...)
	s.rows += len(pairs)
}

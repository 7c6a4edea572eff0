package core

// laneWhole writes all that holds, and in which lanes, from what changes.
type laneWhole struct {
	in    *reader
	table *table
	pairs []Pair
	out   *stream
}

func (w *laneWhole) step() error {
	for limit := w.in.s.known; w.out.known < limit; {
		at := w.in.ahead()
		if w.table.n == 0 {
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
		for e := range w.table.n {
			w.out.add(w.table.key(e), w.pairs[e])
		}
		w.out.close()
	}
	return nil
}

func (w *laneWhole) change(row []Word, p Pair) {
	if p.May != 0 {
		e, fresh := w.table.put(row)
		if fresh {
			w.pairs = append(w.pairs, p)
		}
		w.pairs[e] = p
		return
	}
	e := w.table.find(row)
	if e < 0 {
		return // a filter kept it away
	}
	n := w.table.n - 1
	w.table.remove(e)
	w.pairs[e] = w.pairs[n]
	w.pairs = w.pairs[:n]
}

func (w *laneWhole) need() int64 { return never }

func (w *laneWhole) mark(m *marker) {
	m.rows(w.in.s.types, w.table.keys)
	w.out.mark(m)
}

package core

// whole writes all that holds, from what changes.
type whole struct {
	in    *reader
	table *table
	out   *stream
}

func (w *whole) step() error {
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
				if r.pair(k).May == 0 {
					w.table.remove(w.table.find(r.row(k)))
				} else {
					w.table.put(r.row(k))
				}
			}
			w.in.pop()
		}
		for e := range w.table.n {
			w.out.add(w.table.key(e), certain)
		}
		w.out.close()
	}
	return nil
}

func (w *whole) need() int64 { return never }

func (w *whole) mark(m *marker) {
	m.rows(w.in.s.types, w.table.keys)
	w.out.mark(m)
}

package core

// window answers ONCE and EVENTUALLY: it keeps for each tuple the last time point in the frame's reach at which it held. A tuple
// is in the window exactly when that time point is not before the frame's start, so one number serves every interval, past or future.
type window struct {
	frame
	in    *reader
	table *table
	last  []int64 // for each tuple, the time point at which it held last before the frame's end
	index *index  // nil: nobody looks tuples up by some columns
	swept int     // tuples left by the last sweep
}

func newWindow(f frame, in *reader) *window {
	return &window{frame: f, in: in, table: newTable(in.s.width)}
}

func (w *window) decided() int64 { return w.frame.decided(w.in.s.known) }

func (w *window) seek(i int64) {
	w.frame.seek(i)
	w.enter()
	if w.crowded() {
		w.sweep(nil)
	}
}

// enter reads what has come into the frame's reach.
func (w *window) enter() {
	if w.in.ahead() >= w.end {
		return
	}
	held := w.in.held(w.end)
	row := held.row
	for k, at := range held.points {
		if at < w.start {
			row = held.ends[k]
			continue
		}
		for ; row < held.ends[k]; row++ {
			w.note(w.in.s.row(row), at)
		}
	}
	w.in.pass(len(held.points))
}

func (w *window) note(row []Word, at int64) {
	e, fresh := w.table.put(row)
	if fresh {
		w.last = append(w.last, at)
		if w.index != nil {
			w.index.add(row)
		}
	} else {
		w.last[e] = at
	}
}

// crowded says whether the table has doubled since it was swept, so that sweeping costs a constant for each tuple entered.
func (w *window) crowded() bool { return w.table.n > 2*w.swept+64 }

// sweep drops the tuples that have left the window, and those that dead (if given) says can never hold again.
func (w *window) sweep(dead func(e int) bool) {
	if w.index == nil {
		kept := 0
		for e := range w.table.n {
			if w.last[e] >= w.start && (dead == nil || !dead(e)) {
				w.table.move(kept, e)
				w.last[kept] = w.last[e]
				kept++
			}
		}
		w.table.cut(kept)
		w.last = w.last[:kept]
	} else {
		for e := w.table.n - 1; e >= 0; e-- {
			if w.last[e] < w.start || dead != nil && dead(e) {
				w.remove(e)
			}
		}
	}
	w.swept = w.table.n
	w.table.trim()
}

func (w *window) remove(e int) {
	if w.index != nil {
		w.index.remove(w.table, e)
	}
	n := w.table.n - 1
	w.table.remove(e)
	w.last[e] = w.last[n]
	w.last = w.last[:n]
}

func (w *window) probe(key []Word) Pair {
	if e := w.table.find(key); e >= 0 && w.last[e] >= w.start {
		return certain
	}
	return Pair{}
}

func (w *window) list(out *stream) {
	for e := w.table.n - 1; e >= 0; e-- {
		if w.last[e] < w.start {
			w.remove(e)
			continue
		}
		out.add(w.table.key(e), certain)
	}
}

func (w *window) quiet(i, limit int64) int64 {
	if w.table.n > 0 {
		return i
	}
	return w.entering(i, limit, w.in.ahead())
}

func (w *window) mark(m *marker) { m.rows(w.in.s.types, w.table.keys) }

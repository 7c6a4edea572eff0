package core

import "math"

// laneWindow answers ONCE and EVENTUALLY in a run over lanes. For each tuple and lane only the longest stay in the window counts.
//
// With dates, the last column of the input is the last stamp at which the act may have happened; the first one is that of the time
// point at which the row stands. The tuple is possible while any date between lies in the window, and certain while all do.
type laneWindow struct {
	frame
	in      *reader
	dated   bool
	chains  *laneChains
	waiting laneQueue // what becomes certain once its last date has come into the window
	stamp   int64     // what ends before it, or at it before point, has left the window
	point   int64
}

func newLaneWindow(f frame, in *reader, dated bool) *laneWindow {
	width := in.s.width
	if dated {
		width--
	}
	return &laneWindow{frame: f, in: in, dated: dated, chains: newLaneChains(width), waiting: laneQueue{width: width}}
}

func (w *laneWindow) decided() int64 { return w.frame.decided(w.in.s.known) }

func (w *laneWindow) seek(i int64) {
	w.frame.seek(i)
	now := w.clock.at(i)
	var latest int64 // the last date in the window
	if w.past {
		w.stamp, w.point, latest = math.MinInt64, 0, minus(now, w.lo)
		if w.hi != endless {
			w.stamp = minus(now, w.hi)
		}
	} else {
		w.stamp, w.point, latest = plus(now, w.lo), i, plus(now, w.hi)
	}
	for at := w.in.ahead(); at < w.end; at = w.in.ahead() {
		r := w.in.relation()
		for k := range r.n {
			w.note(r.row(k), r.pair(k), at)
		}
		w.in.pop()
	}
	for w.waiting.due(latest) {
		ev, row := w.waiting.pop()
		if ev.from >= w.stamp {
			w.chains.enter(w.chains.put(row), ev.from, ev.point, Pair{Must: ev.must})
		}
	}
	if w.chains.crowded() {
		w.chains.sweep(func(_ []Word, c *laneCell) bool { return !c.before(w.stamp, w.point) })
	}
}

// note takes in a row of time point at.
func (w *laneWindow) note(row []Word, p Pair, at int64) {
	from := w.clock.at(at)
	if !w.dated {
		w.chains.enter(w.chains.put(row), from, at, p)
		return
	}
	n := len(row) - 1
	until := int64(row[n])
	row = row[:n]
	if until == from {
		w.chains.enter(w.chains.put(row), from, at, p)
		return
	}
	w.chains.enter(w.chains.put(row), until, math.MaxInt64, Pair{May: p.May})
	if p.Must != 0 && (w.hi == endless || !beyond(from, until, w.hi-w.lo)) {
		w.waiting.push(laneWait{due: until, from: from, point: at, must: p.Must}, row)
	}
}

func (w *laneWindow) probe(key []Word) Pair {
	if e := w.chains.table.find(key); e >= 0 {
		return w.chains.live(e, w.stamp, w.point)
	}
	return Pair{}
}

func (w *laneWindow) list(out *stream) {
	for e := w.chains.table.n - 1; e >= 0; e-- {
		p := w.chains.live(e, w.stamp, w.point)
		if p.May == 0 {
			w.chains.remove(e)
			continue
		}
		out.add(w.chains.table.key(e), p)
	}
}

// need also keeps the stamps of rows that are still to be read.
func (w *laneWindow) need() int64 { return min(w.frame.need(), w.end) }

func (w *laneWindow) mark(m *marker) {
	types := w.in.s.types[:w.waiting.width]
	m.rows(types, w.chains.table.keys)
	w.waiting.mark(m, types)
}

package core

import "mithaq/internal/judge/core/policy"

// laneWait is an event that becomes certain in some lanes once the window has reached its last date.
type laneWait struct {
	due   int64 // that date
	from  int64 // the first date
	point int64 // the time point of the first date
	must  uint64
	slot  int32
}

// laneQueue holds such events, the one that is due first at the front (a binary heap), and the tuples that they are about.
type laneQueue struct {
	width int
	heap  []laneWait
	rows  []Word  // slot after slot
	free  []int32 // slots
}

func (q *laneQueue) push(w laneWait, row []Word) {
	if n := len(q.free); n > 0 {
		w.slot = q.free[n-1]
		q.free = q.free[:n-1]
		copy(q.row(w.slot), row)
	} else {
		w.slot = int32(len(q.heap)) // all slots are in use
		q.rows = append(q.rows, row...)
	}
	q.heap = append(q.heap, w)
	at := len(q.heap) - 1
	for at > 0 {
		up := (at - 1) / 2
		if q.heap[up].due <= w.due {
			break
		}
		q.heap[at] = q.heap[up]
		at = up
	}
	q.heap[at] = w
}

func (q *laneQueue) row(slot int32) []Word {
	return q.rows[int(slot)*q.width : (int(slot)+1)*q.width]
}

// due says whether the first event is due by a stamp.
func (q *laneQueue) due(stamp int64) bool { return len(q.heap) > 0 && q.heap[0].due <= stamp }

// pop takes out the first event. Its tuple is valid until the next push.
func (q *laneQueue) pop() (laneWait, []Word) {
	first := q.heap[0]
	n := len(q.heap) - 1
	last := q.heap[n]
	q.heap = q.heap[:n]
	at := 0
	for {
		down := 2*at + 1
		if down >= n {
			break
		}
		if down+1 < n && q.heap[down+1].due < q.heap[down].due {
			down++
		}
		if last.due <= q.heap[down].due {
			break
		}
		q.heap[at] = q.heap[down]
		at = down
	}
	if n > 0 {
		q.heap[at] = last
	}
	q.free = append(q.free, first.slot)
	return first, q.row(first.slot)
}

func (q *laneQueue) mark(m *marker, types []policy.Type) {
	for _, w := range q.heap {
		m.rows(types, q.row(w.slot))
	}
}

package core

// join combines the rows of two relations that agree on the columns they share.
type join struct {
	l, r       *reader
	lkey, rkey []int // the shared columns in either
	rest       []int // the columns that only r has
	index      *table
	first      []int32 // per key of the index, the first row of r; then next
	next       []int32
	key, row   []Word
	out        *stream
}

func (j *join) step() error {
	limit := min(j.l.s.known, j.r.s.known)
	for {
		switch left, right := j.l.ahead(), j.r.ahead(); {
		case min(left, right) >= limit:
			j.out.skip(limit)
			return nil
		case left < right:
			j.l.pop()
			continue
		case left > right:
			j.r.pop()
			continue
		}
		j.out.skip(j.l.ahead())
		l, r := j.l.relation(), j.r.relation()
		switch {
		case l.n <= few || r.n <= few:
			j.nested(&l, &r)
		default:
			j.hashed(&l, &r)
		}
		j.l.pop()
		j.r.pop()
		j.out.close()
	}
}

func (j *join) nested(l, r *relation) {
	for a := range l.n {
		left := l.row(a)
	rows:
		for b := range r.n {
			right := r.row(b)
			for i, c := range j.lkey {
				if left[c] != right[j.rkey[i]] {
					continue rows
				}
			}
			j.add(left, right, l.pair(a), r.pair(b))
		}
	}
}

func (j *join) hashed(l, r *relation) {
	if j.index == nil {
		j.index = newTable(len(j.lkey))
	}
	j.index.reset()
	j.first, j.next = j.first[:0], j.next[:0]
	for b := range r.n {
		e, fresh := j.index.put(j.keyOf(r.row(b), j.rkey))
		if fresh {
			j.first = append(j.first, -1)
		}
		j.next = append(j.next, j.first[e])
		j.first[e] = int32(b)
	}
	for a := range l.n {
		left := l.row(a)
		e := j.index.find(j.keyOf(left, j.lkey))
		if e < 0 {
			continue
		}
		for b := j.first[e]; b >= 0; b = j.next[b] {
			j.add(left, r.row(int(b)), l.pair(a), r.pair(int(b)))
		}
	}
}

func (j *join) keyOf(row []Word, columns []int) []Word {
	for i, c := range columns {
		j.key[i] = row[c]
	}
	return j.key
}

func (j *join) add(left, right []Word, p, q Pair) {
	if p = p.and(q, false); p.May == 0 {
		return
	}
	n := copy(j.row, left)
	for i, c := range j.rest {
		j.row[n+i] = right[c]
	}
	j.out.add(j.row, p)
}

func (j *join) need() int64 { return never }

func (j *join) mark(m *marker) { j.out.mark(m) }

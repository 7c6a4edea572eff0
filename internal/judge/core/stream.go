package core

import (
	"math"

	"mithaq/internal/judge/core/policy"
)

// relation is what holds at one time point: a view into a stream.
type relation struct {
	width int
	n     int
	words []Word
	pairs []Pair // nil: each row holds for sure in every lane
}

func (r *relation) row(i int) []Word { return r.words[i*r.width : (i+1)*r.width : (i+1)*r.width] }

func (r *relation) pair(i int) Pair {
	if r.pairs == nil {
		return certain
	}
	return r.pairs[i]
}

// certain is the pair of a tuple of a plain run.
var certain = Pair{^uint64(0), ^uint64(0)}

// stream is the queue of an operator's results: one relation for each time point, each a set. Only time points with rows are held.
// They are added at the end by the operator and dropped at the front once every reader has passed them, so that in the steady state
// nothing is allocated.
type stream struct {
	types   []policy.Type // of the columns
	width   int
	paired  bool    // rows carry pairs
	delta   bool    // rows tell what changed since the time point before: the new pair, of no lanes where a tuple is gone
	known   int64   // relations of time points 0..known-1 have been written
	points  []int64 // the time points that have rows
	ends    []int   // the row at which the relation of each ends
	head    int     // the first of points that is still held
	dropped int64   // relations before it, since the beginning
	start   int     // the row at which its relation starts
	open    int     // the row at which the relation being written starts
	rows    int
	words   []Word
	pairs   []Pair
	set     *table // the rows of the relation being written, once there are many
	readers []*reader
}

func newStream(types []policy.Type, paired bool) *stream {
	return &stream{types: types, width: len(types), paired: paired}
}

// add appends a row that the relation being written does not hold.
func (s *stream) add(row []Word, p Pair) {
	s.words = appendFew(s.words, row)
	if s.paired {
		s.pairs = append(s.pairs, p)
	}
	s.rows++
}

// appendFew is append, quicker where the words are few.
func appendFew(to, words []Word) []Word {
	n := len(to)
	if cap(to)-n < len(words) {
		return append(to, words...)
	}
	to = to[:n+len(words)]
	for i, w := range words {
		to[n+i] = w
	}
	return to
}

// few is the number of rows up to which looking at each is quicker than hashing.
const few = 12

// insert adds a row to the relation being written unless it is there; then the lanes are joined.
func (s *stream) insert(row []Word, p Pair) {
	if n := s.rows - s.open; n > 0 {
		if at := s.find(row, n); at >= 0 {
			if s.paired {
				q := &s.pairs[at]
				q.Must |= p.Must
				q.May |= p.May
			}
			return
		}
	}
	s.add(row, p)
}

// find gives the number of a row equal to row in the relation being written, which has n rows, or -1. With many rows it notes
// row as the next one.
func (s *stream) find(row []Word, n int) int {
	if n <= few {
		for i := s.open; i < s.rows; i++ {
			if equal(s.words[i*s.width:(i+1)*s.width], row) {
				return i
			}
		}
		return -1
	}
	if s.set == nil {
		s.set = newTable(s.width)
	}
	if s.set.n == 0 {
		for i := s.open; i < s.rows; i++ {
			s.set.put(s.words[i*s.width : (i+1)*s.width])
		}
	}
	if e, fresh := s.set.put(row); !fresh {
		return s.open + e
	}
	return -1
}

func equal(a, b []Word) bool {
	for i, w := range a {
		if w != b[i] {
			return false
		}
	}
	return true
}

// close ends the relation being written: that of time point known.
func (s *stream) close() {
	if s.rows > s.open {
		s.points = append(s.points, s.known)
		s.ends = append(s.ends, s.rows)
		s.open = s.rows
		if s.set != nil && s.set.n > 0 {
			s.set.reset()
		}
	}
	s.known++
}

// reach begins the relation of a time point, if it is not begun yet, for streams that are written as tuples arrive.
func (s *stream) reach(point int64) {
	if s.known == point {
		return
	}
	if s.rows > s.open {
		s.close()
	}
	s.known = point
}

// skip says that time points before point have no more rows than those written.
func (s *stream) skip(point int64) { s.known = point }

// at gives the relation that is index k of those held.
func (s *stream) at(k int) relation {
	from := s.start
	if k > s.head {
		from = s.ends[k-1]
	}
	to := s.ends[k]
	r := relation{width: s.width, n: to - from, words: s.words[from*s.width : to*s.width]}
	if s.paired {
		r.pairs = s.pairs[from:to]
	}
	return r
}

// drop forgets the first n relations held; n is not 0.
func (s *stream) drop(n int) {
	s.head += n
	s.dropped += int64(n)
	s.start = s.ends[s.head-1]
	switch {
	case s.head == len(s.ends) && s.start == s.rows:
		s.points, s.ends, s.words, s.pairs = s.points[:0], s.ends[:0], s.words[:0], s.pairs[:0]
		s.head, s.start, s.open, s.rows = 0, 0, 0, 0
	case s.head >= 64 && s.head*2 >= len(s.ends):
		s.points = s.points[:copy(s.points, s.points[s.head:])]
		s.ends = s.ends[:copy(s.ends, s.ends[s.head:])]
		for i := range s.ends {
			s.ends[i] -= s.start
		}
		s.words = s.words[:copy(s.words, s.words[s.start*s.width:])]
		if s.paired {
			s.pairs = s.pairs[:copy(s.pairs, s.pairs[s.start:])]
		}
		s.rows -= s.start
		s.open -= s.start
		s.head, s.start = 0, 0
	}
}

// mark notes the strings of the rows held.
func (s *stream) mark(m *marker) {
	m.rows(s.types, s.words[s.start*s.width:])
}

// reader reads a stream, one relation that has rows after the other.
type reader struct {
	s      *stream
	passed int64 // relations
}

func (s *stream) reader() *reader {
	r := &reader{s: s}
	s.readers = append(s.readers, r)
	return r
}

// never is later than any time point.
const never int64 = math.MaxInt64

// ahead gives the time point of the next relation that has rows, never if none has been written.
func (r *reader) ahead() int64 {
	s := r.s
	if k := s.head + int(r.passed-s.dropped); k < len(s.points) {
		return s.points[k]
	}
	return never
}

// relation gives the next relation that has rows.
func (r *reader) relation() relation { return r.s.at(r.s.head + int(r.passed-r.s.dropped)) }

// pop passes the next relation that has rows.
func (r *reader) pop() { r.pass(1) }

// pass passes the next n relations that have rows.
func (r *reader) pass(n int) {
	r.passed += int64(n)
	least := r.passed
	if len(r.s.readers) > 1 {
		for _, other := range r.s.readers {
			least = min(least, other.passed)
		}
	}
	if n := int(least - r.s.dropped); n > 0 {
		r.s.drop(n)
	}
}

// held gives the relations that have not been passed and belong to time points before limit: the time point of each, and its rows as
// a stretch of those of the stream. Passing them all at once spares the work of passing each.
func (r *reader) held(limit int64) stretch {
	s := r.s
	k := s.head + int(r.passed-s.dropped)
	n := k
	for n < len(s.points) && s.points[n] < limit {
		n++
	}
	row := s.start
	if k > s.head {
		row = s.ends[k-1]
	}
	return stretch{s.points[k:n], s.ends[k:n], row}
}

// stretch is some relations of a stream: relation k has the rows up to ends[k], from ends[k-1] or, the first one, from row.
type stretch struct {
	points []int64
	ends   []int
	row    int
}

// row gives row i of all rows held.
func (s *stream) row(i int) []Word { return s.words[i*s.width : (i+1)*s.width : (i+1)*s.width] }

// pair gives the pair of row i.
func (s *stream) pair(i int) Pair {
	if s.paired {
		return s.pairs[i]
	}
	return certain
}

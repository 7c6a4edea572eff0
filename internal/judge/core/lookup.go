package core

// finder is a temporal operator that finds its tuples by some of their columns.
type finder interface {
	prober
	by(columns []int)      // before the first time point
	find(key []Word) int32 // the first tuple, -1: none
	after(e int32) int32   // the next one with the same key
	tuple(e int32) []Word
	stands(e int32) bool // whether the tuple holds at the present time point
}

func (w *window) by(columns []int)      { w.index = newIndex(columns) }
func (w *window) find(key []Word) int32 { return w.index.find(key) }
func (w *window) after(e int32) int32   { return w.index.links[e].next }
func (w *window) tuple(e int32) []Word  { return w.table.key(int(e)) }
func (w *window) stands(e int32) bool   { return w.last[e] >= w.start }
func (s *since) stands(e int32) bool    { return s.last[e] >= s.start && s.unbroken(int(e)) }

// lookup joins the rows of a stream with the tuples of a temporal operator, found by the columns they share. At time points without
// rows the operator is not asked.
type lookup struct {
	in     *reader
	of     finder
	shared []int // the columns of the stream that make the key
	rest   []int // the columns that only the operator has
	key    []Word
	row    []Word
	sought int64
	out    *stream
}

func (l *lookup) step() error {
	limit := min(l.in.s.known, l.of.decided())
	for at := l.in.ahead(); at < limit; at = l.in.ahead() {
		l.seek(at)
		l.out.skip(at)
		r := l.in.relation()
		for k := range r.n {
			l.take(r.row(k))
		}
		l.in.pop()
		l.out.close()
	}
	l.out.skip(limit)
	if limit-l.sought > idle {
		l.seek(limit - 1)
	}
	return nil
}

func (l *lookup) seek(i int64) {
	l.sought = i
	l.of.seek(i)
}

func (l *lookup) take(row []Word) {
	for i, c := range l.shared {
		l.key[i] = row[c]
	}
	n := copy(l.row, row)
	for e := l.of.find(l.key); e >= 0; e = l.of.after(e) {
		if !l.of.stands(e) {
			continue
		}
		tuple := l.of.tuple(e)
		for i, c := range l.rest {
			l.row[n+i] = tuple[c]
		}
		l.out.add(l.row, certain)
	}
}

func (l *lookup) need() int64 { return l.of.need() }

func (l *lookup) mark(m *marker) {
	l.of.mark(m)
	l.out.mark(m)
}

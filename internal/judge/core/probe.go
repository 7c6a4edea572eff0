package core

// prober answers for single tuples whether they hold at a time point, without listing all that do.
type prober interface {
	decided() int64        // time points 0..decided()-1 can be asked
	seek(i int64)          // moves to time point i; only forward, and decided
	probe(key []Word) Pair // in which lanes the tuple holds; no lanes: not at all
	need() int64           // the first time point whose stamp is still needed
	mark(m *marker)
}

// held probes the relations of a stream.
type held struct {
	in  *reader
	rel relation
	set *table // the rows of rel, when there are many
}

func (h *held) decided() int64 { return h.in.s.known }

func (h *held) seek(i int64) {
	for h.in.ahead() < i {
		h.in.pop()
	}
	h.rel = relation{}
	if h.in.ahead() == i {
		h.rel = h.in.relation()
	}
	if h.set != nil && h.set.n > 0 {
		h.set.reset()
	}
	if h.rel.n > few {
		if h.set == nil {
			h.set = newTable(h.rel.width)
		}
		for k := range h.rel.n {
			h.set.put(h.rel.row(k))
		}
	}
}

func (h *held) probe(key []Word) Pair {
	if h.rel.n > few {
		if k := h.set.find(key); k >= 0 {
			return h.rel.pair(k)
		}
		return Pair{}
	}
	for k := range h.rel.n {
		if equal(h.rel.row(k), key) {
			return h.rel.pair(k)
		}
	}
	return Pair{}
}

func (h *held) need() int64 { return never }

func (h *held) mark(*marker) {} // the stream marks its rows

// keyed probes with some of the columns of the key, in its own order.
type keyed struct {
	prober
	columns []int
	key     []Word
}

func (k *keyed) probe(row []Word) Pair {
	for i, c := range k.columns {
		k.key[i] = row[c]
	}
	return k.prober.probe(k.key)
}

// either probes a disjunction.
type either struct{ l, r prober }

func (e *either) decided() int64 { return min(e.l.decided(), e.r.decided()) }
func (e *either) seek(i int64)   { e.l.seek(i); e.r.seek(i) }
func (e *either) need() int64    { return min(e.l.need(), e.r.need()) }
func (e *either) mark(m *marker) { e.l.mark(m); e.r.mark(m) }

func (e *either) probe(key []Word) Pair {
	p, q := e.l.probe(key), e.r.probe(key)
	return Pair{p.Must | q.Must, p.May | q.May}
}

// both probes a conjunction, whose right side may be negated.
type both struct {
	l, r    prober
	negated bool
}

func (b *both) decided() int64 { return min(b.l.decided(), b.r.decided()) }
func (b *both) seek(i int64)   { b.l.seek(i); b.r.seek(i) }
func (b *both) need() int64    { return min(b.l.need(), b.r.need()) }
func (b *both) mark(m *marker) { b.l.mark(m); b.r.mark(m) }

func (b *both) probe(key []Word) Pair {
	p := b.l.probe(key)
	if p.May == 0 {
		return p
	}
	return p.and(b.r.probe(key), b.negated)
}

// and is strong Kleene conjunction with q, or with its negation.
func (p Pair) and(q Pair, negated bool) Pair {
	if negated {
		return Pair{p.Must &^ q.May, p.May &^ q.Must}
	}
	return Pair{p.Must & q.Must, p.May & q.May}
}

package core

// lister is a prober that can also list the tuples that hold at the time point it stands at.
type lister interface {
	prober
	list(out *stream)
}

// listing writes out all tuples of a temporal operator, for each time point.
type listing struct {
	of   lister
	out  *stream
	next int64
}

func (l *listing) step() error {
	for limit := l.of.decided(); l.next < limit; l.next++ {
		l.of.seek(l.next)
		l.of.list(l.out)
		l.out.close()
	}
	return nil
}

func (l *listing) need() int64 { return min(l.next, l.of.need()) }

func (l *listing) mark(m *marker) {
	l.of.mark(m)
	l.out.mark(m)
}

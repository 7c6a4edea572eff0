package core

// lister is a prober that can also list the tuples that hold at the time point it stands at.
type lister interface {
	prober
	list(out *stream)
}

// quieter is a lister that can tell that it has nothing to list for a while.
type quieter interface {
	quiet(i, limit int64) int64 // the first time point from i on, at most limit, at which a tuple may hold
}

// listing writes out all tuples of a temporal operator, for each time point.
type listing struct {
	of  lister
	out *stream
}

func (l *listing) step() error {
	quiet, _ := l.of.(quieter)
	for limit := l.of.decided(); ; l.out.close() {
		if quiet != nil {
			l.out.skip(quiet.quiet(l.out.known, limit))
		}
		if l.out.known == limit {
			return nil
		}
		l.of.seek(l.out.known)
		l.of.list(l.out)
	}
}

func (l *listing) need() int64 { return min(l.out.known, l.of.need()) }

func (l *listing) mark(m *marker) {
	l.of.mark(m)
	l.out.mark(m)
}

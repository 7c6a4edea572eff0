package core

import "mithaq/internal/judge/core/policy"

const (
	parcelSize = 8192 // time points and tuples: enough that who waits for a parcel does not wait often
	onTheWay   = 3    // parcels that a worker may not have answered yet
)

// pool runs a policy on several workers and brings their verdicts together in the order of the log.
type pool struct {
	slicing slicing
	workers []*worker
	filling *parcel
	sent    []*parcel
	spare   []*parcel
	answers []*stream // by worker: verdicts that the others have not reached
	readers []*reader
	clock   clock // stamps of time points that may still get a verdict
	merged  relation
	stopped bool
}

// newPool compiles a policy for each worker.
func newPool(p *policy.Checked, s slicing, o Options) *pool {
	l := &pool{slicing: s}
	l.filling = l.parcel(o.Workers)
	for i := range o.Workers {
		w := &worker{
			number: i, of: o.Workers, graph: compile(p, o.Symbols, nil), owner: s.columns,
			widths: widths(p.Sig), in: make(chan *parcel, onTheWay), out: make(chan answer, onTheWay),
		}
		l.workers = append(l.workers, w)
		answers := newStream(w.graph.types, false)
		l.answers = append(l.answers, answers)
		l.readers = append(l.readers, answers.reader())
		go w.run()
	}
	l.merged.width = len(p.Columns)
	return l
}

func widths(sig *policy.Signature) []int {
	ws := make([]int, len(sig.Predicates))
	for i, p := range sig.Predicates {
		ws[i] = len(p.Params)
	}
	return ws
}

func (l *pool) parcel(workers int) *parcel {
	if n := len(l.spare); n > 0 {
		p := l.spare[n-1]
		l.spare = l.spare[:n-1]
		return p
	}
	return &parcel{shares: make([][]Word, workers)}
}

// tuple adds a tuple to the time point that comes next.
func (l *pool) tuple(pred int, args []Word) {
	if l.slicing.unused[pred] {
		return
	}
	if route := l.slicing.routes[pred]; route != nil {
		l.filling.add(owner(args, route, len(l.workers)), pred, args)
		return
	}
	for i := range l.filling.shares {
		l.filling.add(i, pred, args)
	}
}

// point ends the time point that comes next.
func (l *pool) point(stamp int64) {
	l.filling.stamps = append(l.filling.stamps, stamp)
}

// send gives the parcel to the workers, and takes answers until at most rest parcels are on their way. No time point is open.
func (l *pool) send(rest int) error {
	if l.stopped {
		return nil
	}
	p := l.filling
	if len(p.stamps) > 0 {
		l.clock.stamps = append(l.clock.stamps, p.stamps...)
		for _, w := range l.workers {
			w.in <- p
		}
		l.sent = append(l.sent, p)
		l.filling = l.parcel(len(l.workers))
	}
	return l.collect(rest)
}

// collect takes answers until at most rest parcels are on their way.
func (l *pool) collect(rest int) error {
	for len(l.sent) > rest {
		var err error
		for i, w := range l.workers {
			a := <-w.out
			if err == nil {
				err = a.err
			}
			l.note(i, &a)
		}
		p := l.sent[0]
		l.sent = l.sent[:copy(l.sent, l.sent[1:])]
		p.reset()
		l.spare = append(l.spare, p)
		if err != nil {
			return err
		}
	}
	return nil
}

// note keeps a worker's answer until the others have come as far.
func (l *pool) note(worker int, a *answer) {
	s := l.answers[worker]
	row := 0
	for i, at := range a.points {
		s.skip(at)
		for ; row < a.ends[i]; row++ {
			s.add(a.words[row*s.width:(row+1)*s.width], certain)
		}
		s.close()
	}
	s.skip(a.known)
}

// verdict gives the rows of the first time point that has any, once all workers have decided it; never if there is none.
func (l *pool) verdict() (int64, *relation) {
	known, at := never, never
	for i, s := range l.answers {
		known = min(known, s.known)
		at = min(at, l.readers[i].ahead())
	}
	if at >= known {
		if len(l.clock.stamps) > 4*parcelSize {
			l.clock.drop(known)
		}
		return never, nil
	}
	m := &l.merged
	m.n, m.words = 0, m.words[:0]
	for _, r := range l.readers {
		if r.ahead() == at {
			rel := r.relation()
			m.n += rel.n
			m.words = append(m.words, rel.words...)
			r.pop()
		}
	}
	return at, m
}

// stop ends the workers.
func (l *pool) stop() {
	if l.stopped {
		return
	}
	l.stopped = true
	for _, w := range l.workers {
		close(w.in)
	}
}

// mark notes the strings of all state. No parcel may be on its way.
func (l *pool) mark(m *marker) {
	for i, w := range l.workers {
		w.graph.mark(m)
		l.answers[i].mark(m)
	}
}

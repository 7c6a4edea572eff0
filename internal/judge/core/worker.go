package core

// parcel is a stretch of the log, split for the workers.
type parcel struct {
	stamps []int64
	shares [][]Word // by worker: its tuples, in the order of the log, each after a word that names its time point and predicate
}

// add gives a tuple of the time point that comes next to a worker. The time point is named by its place in the parcel.
func (p *parcel) add(worker, pred int, args []Word) {
	p.shares[worker] = appendFew(append(p.shares[worker], Word(len(p.stamps)<<predBits|pred)), args)
}

// predBits holds the number of any predicate of a signature that fits into memory.
const predBits = 32

func (p *parcel) reset() {
	p.stamps = p.stamps[:0]
	for i := range p.shares {
		p.shares[i] = p.shares[i][:0]
	}
}

// worker evaluates its share of each parcel, beside the others.
type worker struct {
	number int
	of     int
	graph  *graph
	widths []int // of the predicates
	owner  []int // columns of a verdict that name its worker
	in     chan *parcel
	out    chan answer
	spare  [onTheWay + 2]answer // one is being written, the others wait or are read
}

// answer holds the verdicts that a worker found in a parcel, unsorted. Points before known are decided.
type answer struct {
	known  int64
	points []int64
	ends   []int
	words  []Word
	err    error
}

// run answers each parcel until there are no more.
func (w *worker) run() {
	for n := 0; ; n++ {
		p, ok := <-w.in
		if !ok {
			return
		}
		a := &w.spare[n%len(w.spare)]
		a.points, a.ends, a.words = a.points[:0], a.ends[:0], a.words[:0]
		a.err = w.take(p)
		w.collect(a)
		w.out <- *a
	}
}

func (w *worker) take(p *parcel) error {
	g := w.graph
	words := p.shares[w.number]
	first := g.clock.read()
	stamps, taken := p.stamps, 0
	for len(words) > 0 {
		pred := int(words[0] & (1<<predBits - 1))
		point := first + int64(words[0]>>predBits)
		if n := point - g.clock.read(); taken >= batch && n > 0 { // the points before are whole
			g.clock.stamps = append(g.clock.stamps, stamps[:n]...)
			stamps, taken = stamps[n:], 0
			if err := g.step(); err != nil {
				return err
			}
		}
		taken++
		width := 1 + w.widths[pred]
		for _, a := range g.atoms[pred] {
			a.out.reach(point)
			a.take(words[1:width], certain)
		}
		words = words[width:]
	}
	g.clock.stamps = append(g.clock.stamps, stamps...)
	return g.step()
}

// collect writes the verdicts with their columns in order. What a constant or a tuple of all workers brings forth belongs to one
// worker only.
func (w *worker) collect(a *answer) {
	g := w.graph
	for at := g.result.ahead(); at != never; at = g.result.ahead() {
		r := g.result.relation()
		before := len(a.words)
		for k := range r.n {
			from := len(a.words)
			row := r.row(k)
			for _, c := range g.columns {
				a.words = append(a.words, row[c])
			}
			if owner(a.words[from:], w.owner, w.of) != w.number {
				a.words = a.words[:from]
			}
		}
		if len(a.words) > before {
			a.points = append(a.points, at)
			a.ends = append(a.ends, len(a.words)/len(g.columns))
		}
		g.result.pop()
	}
	a.known = g.result.s.known
	g.tidy()
}

// owner names the worker of a row by the values in some of its columns.
func owner(row []Word, columns []int, workers int) int {
	h := uint64(seedB)
	for _, c := range columns {
		h = mix(h^uint64(row[c]), seedA)
	}
	return int(h % uint64(workers))
}

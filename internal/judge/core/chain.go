package core

// stage is one step of a chain. Exactly one of its parts is set.
type stage struct {
	test    *comparison
	define  *definition
	prober  prober
	bounds  *boundTest
	negated bool  // of prober and bounds
	columns []int // the prober's key within the row; nil: the row's first words, as many as width
	width   int
	key     []Word
}

// definition appends a column to the row.
type definition struct {
	column int
	term   term
}

// chain takes the relations of a stream through filters, definitions and probes, and writes chosen columns of what is left.
type chain struct {
	clock  *clock
	in     *reader
	stages []stage
	row    []Word // nil: no definitions, the rows of the stream serve
	pick   []int  // nil: the first columns
	picked []Word
	merge  bool  // rows may become equal
	sought int64 // the time point at which the probers stand
	out    *stream
}

func (c *chain) step() error {
	limit := c.in.s.known
	for i := range c.stages {
		if p := c.stages[i].prober; p != nil {
			limit = min(limit, p.decided())
		}
	}
	in := c.in.s
	held := c.in.held(limit)
	row := held.row
	for k, at := range held.points {
		c.seek(at)
		c.out.skip(at)
		for ; row < held.ends[k]; row++ {
			if fault := c.take(in.row(row), in.pair(row)); fault != nil {
				return fault.at(at, c.clock.at(at))
			}
		}
		c.out.close()
	}
	c.in.pass(len(held.points))
	c.out.skip(limit)
	if limit-c.sought > idle {
		c.seek(limit - 1)
	}
	return nil
}

// idle is after how many time points without rows the probers read their own inputs all the same, so that these do not pile up.
const idle = 32

func (c *chain) seek(i int64) {
	c.sought = i
	for k := range c.stages {
		if p := c.stages[k].prober; p != nil {
			p.seek(i)
		}
	}
}

func (c *chain) take(row []Word, p Pair) *Fault {
	if c.row != nil {
		copy(c.row, row)
		row = c.row
	}
	for k := range c.stages {
		s := &c.stages[k]
		switch {
		case s.prober != nil:
			p = p.and(s.prober.probe(s.keyOf(row)), s.negated)
			if p.May == 0 {
				return nil
			}
		case s.bounds != nil:
			q, fault := s.bounds.holds(row)
			if fault != nil {
				return fault
			}
			if certain.and(q, s.negated).May == 0 {
				return nil
			}
			if p = p.and(q, s.negated); p.May == 0 && !c.out.delta {
				return nil
			}
		case s.test != nil:
			holds, fault := s.test.holds(row)
			if fault != nil || !holds {
				return fault
			}
		default:
			w, fault := s.define.term(row)
			if fault != nil {
				return fault
			}
			row[s.define.column] = w
		}
	}
	if c.pick != nil {
		for i, column := range c.pick {
			c.picked[i] = row[column]
		}
		row = c.picked
	}
	if c.merge {
		c.out.insert(row[:c.out.width], p)
	} else {
		c.out.add(row[:c.out.width], p)
	}
	return nil
}

func (s *stage) keyOf(row []Word) []Word {
	if s.columns == nil {
		return row[:s.width]
	}
	for i, c := range s.columns {
		s.key[i] = row[c]
	}
	return s.key
}

func (c *chain) need() int64 {
	need := c.out.known // for the stamp of a fault
	for k := range c.stages {
		if p := c.stages[k].prober; p != nil {
			need = min(need, p.need())
		}
	}
	return need
}

func (c *chain) mark(m *marker) {
	for k := range c.stages {
		if p := c.stages[k].prober; p != nil {
			p.mark(m)
		}
	}
	c.out.mark(m)
}

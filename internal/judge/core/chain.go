package core

// stage is one step of a chain. Exactly one of its parts is set.
type stage struct {
	test    *comparison
	define  *definition
	prober  prober
	negated bool
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
	merge  bool // rows may become equal
	out    *stream
}

func (c *chain) step() error {
	limit := c.in.s.known
	for i := range c.stages {
		if p := c.stages[i].prober; p != nil {
			limit = min(limit, p.decided())
		}
	}
	if c.in.next >= limit {
		return nil
	}
	for i := c.in.next; i < limit; i++ {
		r := c.in.relation()
		if r.n > 0 {
			c.seek(i)
			for k := range r.n {
				if fault := c.take(r.row(k), r.pair(k)); fault != nil {
					return fault.at(i, c.clock.at(i))
				}
			}
		}
		c.in.pop()
		c.out.close()
	}
	c.seek(limit - 1) // the probers' own inputs are to be read also where no row asks
	return nil
}

func (c *chain) seek(i int64) {
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
	need := c.in.next // for the stamp of a fault
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

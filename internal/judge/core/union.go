package core

// union writes what any of its operands holds, with the columns of the first.
type union struct {
	in    []*reader
	picks [][]int // the column of the operand for each column; nil: the same
	row   []Word
	out   *stream
}

func (u *union) step() error {
	limit := u.in[0].s.known
	for _, in := range u.in[1:] {
		limit = min(limit, in.s.known)
	}
	for {
		at := never
		for _, in := range u.in {
			at = min(at, in.ahead())
		}
		if at >= limit {
			break
		}
		u.out.skip(at)
		for k, in := range u.in {
			if in.ahead() == at {
				u.take(in, u.picks[k])
			}
		}
		u.out.close()
	}
	u.out.skip(limit)
	return nil
}

// take adds the next relation of an operand.
func (u *union) take(in *reader, pick []int) {
	r := in.relation()
	for n := range r.n {
		row := r.row(n)
		if pick != nil {
			for i, c := range pick {
				u.row[i] = row[c]
			}
			row = u.row
		}
		u.out.insert(row, r.pair(n))
	}
	in.pop()
}

func (u *union) need() int64 { return never }

func (u *union) mark(m *marker) { u.out.mark(m) }

// negation writes the empty row where the operand, without columns, does not hold.
type negation struct {
	in  *reader
	out *stream
}

func (n *negation) step() error {
	for n.out.known < n.in.s.known {
		p := certain
		if n.in.ahead() == n.out.known {
			r := n.in.relation()
			p = certain.and(r.pair(0), true)
			n.in.pop()
		}
		if p.May != 0 {
			n.out.add(nil, p)
		}
		n.out.close()
	}
	return nil
}

func (n *negation) need() int64 { return never }

func (n *negation) mark(m *marker) { n.out.mark(m) }

// always writes the same relation, of one row or none, at each time point that was read.
type always struct {
	clock *clock
	row   []Word
	none  bool
	out   *stream
}

func (a *always) step() error {
	for a.out.known < a.clock.read() {
		if !a.none {
			a.out.add(a.row, certain)
		}
		a.out.close()
	}
	return nil
}

func (a *always) need() int64 { return never }

func (a *always) mark(m *marker) { m.rows(a.out.types, a.row); a.out.mark(m) }

package core

import "math"

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
	for u.out.known < limit {
		for k, in := range u.in {
			r := in.relation()
			for n := range r.n {
				row := r.row(n)
				if pick := u.picks[k]; pick != nil {
					for i, c := range pick {
						u.row[i] = row[c]
					}
					row = u.row
				}
				u.out.insert(row, r.pair(n))
			}
			in.pop()
		}
		u.out.close()
	}
	return nil
}

func (u *union) need() int64 { return math.MaxInt64 }

func (u *union) mark(m *marker) { u.out.mark(m) }

// negation writes the empty row where the operand, without columns, does not hold.
type negation struct {
	in  *reader
	out *stream
}

func (n *negation) step() error {
	for n.in.next < n.in.s.known {
		p := certain
		if r := n.in.relation(); r.n > 0 {
			p = certain.and(r.pair(0), true)
		}
		if p.May != 0 {
			n.out.add(nil, p)
		}
		n.in.pop()
		n.out.close()
	}
	return nil
}

func (n *negation) need() int64 { return math.MaxInt64 }

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

func (a *always) need() int64 { return math.MaxInt64 }

func (a *always) mark(m *marker) { m.rows(a.out.types, a.row); a.out.mark(m) }

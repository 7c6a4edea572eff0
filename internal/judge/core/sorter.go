package core

import (
	"sort"

	"mithaq/internal/judge/core/policy"
)

// sorter puts the rows of a verdict into their order, ascending column by column. It uses its memory again.
type sorter struct {
	orders []func(a, b Word) int
	rows   Rows
	all    uint64 // the lanes
	sorted bool   // the rows come in order, and no column moves
	row    []Word
}

func (s *sorter) init(types []policy.Type, symbols *Symbols) {
	for _, t := range types {
		s.orders = append(s.orders, order(t, symbols))
	}
	s.rows.Width = len(types)
	s.row = make([]Word, len(types))
}

// sort copies rows, of which columns says which go where; nil: all, in their order.
func (s *sorter) sort(r *relation, columns []int) Rows {
	rows := &s.rows
	rows.N, rows.Words, rows.Pairs = 0, rows.Words[:0], rows.Pairs[:0]
	if s.sorted {
		rows.N = r.n
		rows.Words, rows.Pairs = append(rows.Words, r.words...), append(rows.Pairs, r.pairs...)
		return *rows
	}
	for k := range r.n {
		if r.pairs != nil {
			p := Pair{r.pairs[k].Must & s.all, r.pairs[k].May & s.all}
			if p.May == 0 {
				continue
			}
			rows.Pairs = append(rows.Pairs, p)
		}
		rows.N++
		row := r.row(k)
		if columns == nil {
			rows.Words = append(rows.Words, row...)
		}
		for _, c := range columns {
			rows.Words = append(rows.Words, row[c])
		}
	}
	if rows.N > 1 {
		sort.Sort(s)
	}
	return *rows
}

// Len, Less and Swap are those of sort.Interface.
func (s *sorter) Len() int { return s.rows.N }

// Less compares two rows.
func (s *sorter) Less(i, j int) bool {
	a, b := s.rows.Row(i), s.rows.Row(j)
	for c, order := range s.orders {
		if d := order(a[c], b[c]); d != 0 {
			return d < 0
		}
	}
	return false
}

// Swap exchanges two rows.
func (s *sorter) Swap(i, j int) {
	a, b := s.rows.Row(i), s.rows.Row(j)
	copy(s.row, a)
	copy(a, b)
	copy(b, s.row)
	if s.rows.Pairs != nil {
		s.rows.Pairs[i], s.rows.Pairs[j] = s.rows.Pairs[j], s.rows.Pairs[i]
	}
}

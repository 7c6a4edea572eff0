package release

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// LeastCount is the least number that is told of a group unless somebody says otherwise.
const LeastCount = 3

// Cell is one line of a table that is told: a group, or a total over a dimension (its value is Total).
type Cell struct {
	Values []string
	N      int  // how many; of a cell that is not told 0
	Few    bool // fewer than the least number, and more than none
	Kept   bool // not told, so that no few can be reckoned out: it may be a few itself
}

// Total stands for "all together" in Cell.Values.
const Total = "*"

// Table tells how many incidents fall into each group, and every total over one or more dimensions, so that no group of less than least
// incidents can be told from it: neither read, nor reckoned by taking some cells from others. least under 2 tells everything. Groups of none do not
// stand in it. It holds for one table: two that were made of the same incidents by different dimensions can be taken from each other.
func Table(groups []record.Group, dimensions, least int) []Cell {
	t := newTable(groups, dimensions)
	if least > 1 {
		for _, c := range t.cells {
			c.few = c.n > 0 && c.n < least
		}
		for t.protect(least) {
		}
	}
	out := make([]Cell, 0, len(t.cells))
	for _, c := range t.cells {
		cell := Cell{Values: c.values, N: c.n, Few: c.said(), Kept: c.hidden() && !c.said()}
		if c.hidden() {
			cell.N = 0
		}
		out = append(out, cell)
	}
	return out
}

// cell is a number of the table: a group, or a total.
type cell struct {
	values []string
	n      int
	few    bool // fewer than least
	mute   bool // even that is not said
	kept   bool
	lo, hi int // what somebody who sees the rest knows of it
}

func (c *cell) hidden() bool { return c.few || c.kept }
func (c *cell) said() bool   { return c.few && !c.mute }

// sum says that a cell is the sum of others: they differ from it in one dimension.
type sum struct {
	total *cell
	parts []*cell
}

type table struct {
	cells []*cell // the groups first, in the order of values; then totals
	sums  []sum
}

func newTable(groups []record.Group, dimensions int) *table {
	t := &table{}
	at := map[string]*cell{}
	put := func(values []string, n int) {
		key := record.Key(values...)
		c := at[key]
		if c == nil {
			c = &cell{values: values}
			at[key] = c
			t.cells = append(t.cells, c)
		}
		c.n += n
	}
	for _, g := range groups {
		for mask := range 1 << dimensions { // every way to put totals in place of values
			values := slices.Clone(g.Values)
			for d := range dimensions {
				if mask>>d&1 == 1 {
					values[d] = Total
				}
			}
			put(values, g.N)
		}
	}
	slices.SortFunc(t.cells, func(a, b *cell) int {
		return cmp.Or(cmp.Compare(totals(a), totals(b)), slices.Compare(a.values, b.values))
	})
	parts := map[string][]*cell{}
	for _, c := range t.cells {
		for d, v := range c.values {
			if v != Total {
				over := slices.Clone(c.values)
				over[d] = Total
				key := record.Key(over...) + "//" + strings.Repeat("x", d)
				parts[key] = append(parts[key], c)
			}
		}
	}
	for _, c := range t.cells {
		for d, v := range c.values {
			if v == Total {
				t.sums = append(t.sums, sum{c, parts[record.Key(c.values...)+"//"+strings.Repeat("x", d)]})
			}
		}
	}
	return t
}

func totals(c *cell) (n int) {
	for _, v := range c.values {
		if v == Total {
			n++
		}
	}
	return n
}

// protect looks at the table as somebody would who reckons. Where a few can be reckoned out it keeps one cell more, or leaves unsaid that one
// is a few. It says whether it did.
func (t *table) protect(least int) bool {
	t.reckon(least)
	for _, c := range t.cells {
		if !c.few || c.lo != c.hi && !t.fixed(c) {
			continue
		}
		for _, s := range t.sums { // what it takes part in, before anything else
			if (s.total == c || slices.Contains(s.parts, c)) && t.keepOne(s) {
				return true
			}
		}
		for _, s := range t.sums {
			if t.keepOne(s) {
				return true
			}
		}
		for i := range t.cells { // totals stand last, and say the least
			if last := t.cells[len(t.cells)-1-i]; last.said() {
				last.mute = true
				return true
			}
		}
	}
	return false
}

// keepOne keeps the least part of a sum that is told; where none is left, the total. It says whether there was one.
func (t *table) keepOne(s sum) bool {
	var least *cell
	for _, c := range s.parts {
		if !c.hidden() && (least == nil || c.n < least.n) {
			least = c
		}
	}
	if least == nil && !s.total.hidden() {
		least = s.total
	}
	if least == nil {
		return false
	}
	least.kept = true
	return true
}

// reckon finds, for each cell that is not told, between which numbers it must lie: fewer than least where that is said, and what the sums leave.
func (t *table) reckon(least int) {
	const none = int(^uint(0) >> 2)
	for _, c := range t.cells {
		switch {
		case c.said():
			c.lo, c.hi = 1, least-1
		case c.hidden():
			c.lo, c.hi = 1, none
		default:
			c.lo, c.hi = c.n, c.n
		}
	}
	for changed := true; changed; {
		changed = false
		for _, s := range t.sums {
			lo, hi := 0, 0
			for _, c := range s.parts {
				lo, hi = lo+c.lo, min(hi+c.hi, none)
			}
			changed = narrow(s.total, lo, hi) || changed
			for _, c := range s.parts {
				most := none
				if s.total.hi < none {
					most = s.total.hi - (lo - c.lo)
				}
				rest := 0
				for _, o := range s.parts {
					if o != c {
						rest = min(rest+o.hi, none)
					}
				}
				changed = narrow(c, s.total.lo-rest, most) || changed
			}
		}
	}
}

func narrow(c *cell, lo, hi int) bool {
	if lo <= c.lo && hi >= c.hi {
		return false
	}
	c.lo, c.hi = max(c.lo, lo), min(c.hi, hi)
	return true
}

// fixed says whether the sums alone, as equations, leave a cell no other number (Gauss, modulo a prime).
func (t *table) fixed(c *cell) bool {
	const p = 1_000_003
	at := map[*cell]int{}
	for _, x := range t.cells {
		if x.hidden() {
			at[x] = len(at)
		}
	}
	n := len(at)
	var rows [][]int
	for _, s := range t.sums {
		row, any := make([]int, n), false
		for _, x := range s.parts {
			if i, ok := at[x]; ok {
				row[i], any = 1, true
			}
		}
		if i, ok := at[s.total]; ok {
			row[i], any = p-1, true
		}
		if any {
			rows = append(rows, row)
		}
	}
	// The cell's column comes last: it is fixed if a row is left with nothing before it.
	last := at[c]
	for _, row := range rows {
		row[last], row[n-1] = row[n-1], row[last]
	}
	done := 0
	for col := range n - 1 {
		i := slices.IndexFunc(rows[done:], func(row []int) bool { return row[col] != 0 })
		if i < 0 {
			continue
		}
		rows[done], rows[done+i] = rows[done+i], rows[done]
		inv := inverse(rows[done][col], p)
		for k := done + 1; k < len(rows); k++ {
			if f := rows[k][col] * inv % p; f != 0 {
				for j := col; j < n; j++ {
					rows[k][j] = ((rows[k][j]-f*rows[done][j])%p + p) % p
				}
			}
		}
		done++
	}
	return slices.ContainsFunc(rows[min(done, len(rows)):], func(row []int) bool { return row[n-1] != 0 })
}

// inverse gives the number by which a is 1 modulo a prime (Fermat).
func inverse(a, p int) int {
	out, e := 1, p-2
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = out * a % p
		}
		a = a * a % p
	}
	return out
}

package core

import (
	"math"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core/policy"
)

// groups keeps, for each group of an aggregation, what its value is computed from. Values can be added and taken away.
type groups struct {
	op     policy.AggOp
	typ    policy.Type // of the values
	order  func(a, b Word) int
	table  *table
	count  []int64
	sums   []wide
	floats []*exact
	sets   []*multiset
	pool   chunks
	spare  []*multiset
	blank  []*exact
}

func newGroups(op policy.AggOp, typ policy.Type, width int, symbols *Symbols) *groups {
	return &groups{op: op, typ: typ, order: order(typ, symbols), table: newTable(width)}
}

// sorted, summed and rounded say what is kept beside the count.
func (g *groups) sorted() bool { return g.op == policy.Min || g.op == policy.Max || g.op == policy.Med }

func (g *groups) summed() bool {
	return (g.op == policy.Sum || g.op == policy.Avg) && g.typ == policy.Int
}

func (g *groups) rounded() bool {
	return (g.op == policy.Sum || g.op == policy.Avg) && g.typ == policy.Float
}

// group gives the number of a group, a new and empty one if there is none.
func (g *groups) group(key []Word) int {
	e, fresh := g.table.put(key)
	if !fresh {
		return e
	}
	g.count = append(g.count, 0)
	switch {
	case g.summed():
		g.sums = append(g.sums, wide{})
	case g.rounded():
		g.floats = append(g.floats, take(&g.blank))
	case g.sorted():
		g.sets = append(g.sets, take(&g.spare))
	}
	return e
}

// take gives a value that was put aside, or a new one.
func take[T any](spare *[]*T) *T {
	if n := len(*spare); n > 0 {
		v := (*spare)[n-1]
		*spare = (*spare)[:n-1]
		return v
	}
	return new(T)
}

func (g *groups) add(e int, w Word) {
	g.count[e]++
	switch {
	case g.summed():
		g.sums[e] = g.sums[e].add(w)
	case g.rounded():
		g.floats[e].add(w.Float(), 1)
	case g.sorted():
		g.sets[e].add(w, g.order, &g.pool)
	}
}

func (g *groups) sub(e int, w Word) {
	g.count[e]--
	switch {
	case g.summed():
		g.sums[e] = g.sums[e].sub(w)
	case g.rounded():
		g.floats[e].add(w.Float(), -1)
	case g.sorted():
		g.sets[e].remove(w, g.order, &g.pool)
	}
}

// value gives the value of a group; an empty one has that of the empty set.
func (g *groups) value(e int) (Word, diag.Code) {
	n := g.count[e]
	if n == 0 {
		return g.nothing(), ""
	}
	switch g.op {
	case policy.Cnt:
		return Word(n), ""
	case policy.Sum:
		if g.typ == policy.Float {
			return number(g.floats[e].float())
		}
		w, ok := g.sums[e].word()
		if !ok {
			return 0, CodeOverflow
		}
		return w, ""
	case policy.Avg:
		if g.typ == policy.Float {
			return number(g.floats[e].float() / float64(n))
		}
		return number(g.sums[e].float() / float64(n))
	case policy.Min:
		return g.sets[e].first(), ""
	case policy.Max:
		return g.sets[e].last(), ""
	default:
		return g.median(g.sets[e])
	}
}

// median is the middle value, the mean of the middle two if their number is even.
func (g *groups) median(s *multiset) (Word, diag.Code) {
	a := s.rank((s.n - 1) / 2)
	b := s.rank(s.n / 2)
	if g.typ == policy.Int {
		return number(wide{}.add(a).add(b).float() / 2)
	}
	mean := (a.Float() + b.Float()) / 2
	if math.IsInf(mean, 0) {
		mean = a.Float()/2 + b.Float()/2
	}
	return number(mean)
}

// nothing is the value over the empty set, without groups: zero, the empty string, for MIN and MAX of floats the infinities.
func (g *groups) nothing() Word {
	if g.op == policy.Min || g.op == policy.Max {
		switch {
		case g.typ == policy.String:
			return emptyString
		case g.typ == policy.Float && g.op == policy.Min:
			return FloatWord(math.Inf(1))
		case g.typ == policy.Float:
			return FloatWord(math.Inf(-1))
		}
	}
	return 0 // also the word of the float
}

// remove takes out a group.
func (g *groups) remove(e int) {
	n := g.table.n - 1
	g.table.remove(e)
	g.count[e] = g.count[n]
	g.count = g.count[:n]
	switch {
	case g.summed():
		g.sums[e] = g.sums[n]
		g.sums = g.sums[:n]
	case g.rounded():
		*g.floats[e] = exact{}
		g.blank = append(g.blank, g.floats[e])
		g.floats[e] = g.floats[n]
		g.floats = g.floats[:n]
	case g.sorted():
		g.sets[e].clear(&g.pool)
		g.spare = append(g.spare, g.sets[e])
		g.sets[e] = g.sets[n]
		g.sets = g.sets[:n]
	}
}

func (g *groups) mark(m *marker, types []policy.Type) {
	m.rows(types, g.table.keys)
	if g.typ == policy.String {
		for _, s := range g.sets {
			for _, c := range s.chunks {
				m.words(c)
			}
		}
	}
}

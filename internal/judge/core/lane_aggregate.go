package core

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// laneAggregate computes an aggregation in a run over lanes, from all rows of each time point. Its columns are the group's, then the
// least and the greatest value. A group has one row for each such pair of values among its lanes.
type laneAggregate struct {
	clock   *clock
	in      *reader
	group   []int // columns of the body
	value   int
	weight  int // the column of the number of acts at least, that at most follows; -1: each row stands for one
	span    source.Span
	all     Pair
	groups  *table
	members [][]laneMember // by group
	unique  *table         // the assignments of a time point, where rows may differ in their acts only
	key     []Word
	rest    []int   // the columns of an assignment
	heads   []int32 // for each assignment, the last of its rows
	nexts   []int32 // for each row, the one before it of the same assignment, -1: none
	bounds  *laneBounds
	found   []laneValue
	row     []Word
	out     *stream
}

// laneMember is an assignment, in the lanes in which it stands for the same number of acts.
type laneMember struct {
	x Word
	Pair
	low, high int64
}

// laneValue is the value of a group in some lanes.
type laneValue struct {
	low, high Word
	Pair
}

func (a *laneAggregate) step() error {
	limit := a.in.s.known
	for {
		at := a.in.ahead()
		if len(a.group) > 0 {
			a.out.skip(min(at, limit)) // no group, no row
		}
		if a.out.known >= limit {
			return nil
		}
		if len(a.group) == 0 {
			a.of(nil)
		}
		if at == a.out.known {
			a.collect()
		}
		for e := range a.groups.n {
			if fault := a.write(e); fault != nil {
				return fault.at(a.out.known, a.clock.at(a.out.known))
			}
		}
		a.groups.reset()
		a.out.close()
	}
}

// of gives the number of a group.
func (a *laneAggregate) of(key []Word) int {
	e, fresh := a.groups.put(key)
	if fresh {
		if e == len(a.members) {
			a.members = append(a.members, nil)
		}
		a.members[e] = a.members[e][:0]
	}
	return e
}

// collect adds the rows of the next relation to their groups.
func (a *laneAggregate) collect() {
	r := a.in.relation()
	a.heads, a.nexts = a.heads[:0], a.nexts[:0]
	for k := range r.n {
		a.nexts = append(a.nexts, -1)
		if a.weight < 0 {
			a.member(r.row(k), r.pair(k), 1, 1)
			continue
		}
		row := r.row(k)
		for i, c := range a.rest {
			a.key[i] = row[c]
		}
		e, fresh := a.unique.put(a.key)
		if fresh {
			a.heads = append(a.heads, int32(k))
		} else {
			a.nexts[k], a.heads[e] = a.heads[e], int32(k)
		}
	}
	for _, k := range a.heads {
		if a.nexts[k] < 0 {
			row := r.row(int(k))
			a.member(row, r.pair(int(k)), int64(row[a.weight]), int64(row[a.weight+1]))
		} else {
			a.merge(&r, k)
		}
	}
	if a.unique != nil {
		a.unique.reset()
	}
	a.in.pop()
}

// merge adds an assignment that stands in several rows: in each lane it stands for the greatest numbers of acts.
func (a *laneAggregate) merge(r *relation, first int32) {
	row := r.row(int(first))
	var may uint64
	for k := first; k >= 0; k = a.nexts[k] {
		may |= r.pair(int(k)).May
	}
	lanes(may&a.all.May, func(bit uint64) {
		p := Pair{May: bit}
		low, high := int64(1), int64(1)
		for k := first; k >= 0; k = a.nexts[k] {
			q, weights := r.pair(int(k)), r.row(int(k))[a.weight:]
			if q.Must&bit != 0 {
				p.Must = bit
				low = max(low, int64(weights[0]))
			}
			if q.May&bit != 0 {
				high = max(high, int64(weights[1]))
			}
		}
		a.member(row, p, low, high)
	})
}

// member adds an assignment to its group.
func (a *laneAggregate) member(row []Word, p Pair, low, high int64) {
	p.Must &= a.all.Must
	p.May &= a.all.May
	if p.May == 0 {
		return
	}
	for i, c := range a.group {
		a.row[i] = row[c]
	}
	e := a.of(a.row[:len(a.group)])
	a.members[e] = append(a.members[e], laneMember{row[a.value], p, low, high})
}

func (a *laneAggregate) write(e int) *Fault {
	var code diag.Code
	if a.found, code = a.bounds.of(a.members[e], a.found[:0]); code != "" {
		return fail(code, a.span)
	}
	n := copy(a.row, a.groups.key(e))
	for _, v := range a.found {
		a.row[n], a.row[n+1] = v.low, v.high
		a.out.add(a.row, v.Pair)
	}
	return nil
}

func (a *laneAggregate) need() int64 { return a.out.known }

func (a *laneAggregate) mark(m *marker) { a.out.mark(m) }

// lanes gives the lanes of a mask, one after the other.
func lanes(mask uint64, f func(bit uint64)) {
	for mask != 0 {
		bit := mask & -mask
		f(bit)
		mask &^= bit
	}
}

package core

// index finds the tuples of a table by some of their columns. It follows the numbers that the table gives its keys.
type index struct {
	columns []int
	key     []Word
	table   *table
	first   []int32 // per key of the index: a tuple, -1: none
	links   []neighbours
}

// neighbours are the tuples with the same key, -1: none.
type neighbours struct{ prev, next int32 }

func newIndex(columns []int) *index {
	return &index{columns: columns, key: make([]Word, len(columns)), table: newTable(len(columns))}
}

func (x *index) keyOf(row []Word) []Word {
	for i, c := range x.columns {
		x.key[i] = row[c]
	}
	return x.key
}

// add enters the tuple that has just got the highest number.
func (x *index) add(row []Word) {
	e := int32(len(x.links))
	k, fresh := x.table.put(x.keyOf(row))
	if fresh {
		x.first = append(x.first, -1)
	}
	next := x.first[k]
	if next >= 0 {
		x.links[next].prev = e
	}
	x.first[k] = e
	x.links = append(x.links, neighbours{-1, next})
}

// remove takes out tuple e, before the table does; the tuple with the highest number gets its number.
func (x *index) remove(of *table, e int) {
	l := x.links[e]
	if l.next >= 0 {
		x.links[l.next].prev = l.prev
	}
	switch {
	case l.prev >= 0:
		x.links[l.prev].next = l.next
	default:
		k := x.table.find(x.keyOf(of.key(e)))
		x.first[k] = l.next
		if l.next < 0 {
			n := x.table.n - 1
			x.table.remove(k)
			x.first[k] = x.first[n]
			x.first = x.first[:n]
		}
	}
	n := len(x.links) - 1
	if n != e {
		m := x.links[n]
		x.links[e] = m
		if m.next >= 0 {
			x.links[m.next].prev = int32(e)
		}
		if m.prev >= 0 {
			x.links[m.prev].next = int32(e)
		} else {
			x.first[x.table.find(x.keyOf(of.key(n)))] = int32(e)
		}
	}
	x.links = x.links[:n]
}

// find gives the first tuple with a key, -1 if there is none; links has the others.
func (x *index) find(key []Word) int32 {
	if k := x.table.find(key); k >= 0 {
		return x.first[k]
	}
	return -1
}

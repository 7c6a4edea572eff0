package core

import (
	"slices"
	"sort"
)

// chunkSize is where a chunk of a multiset is split: small enough to shift, large enough to have few.
const chunkSize = 512

// multiset holds words in order, equal ones as often as they were added, in chunks: adding, removing and finding by rank take time
// in the order of the square root of its size.
type multiset struct {
	chunks [][]Word // none empty
	n      int
}

// chunks lends out the memory of chunks.
type chunks struct{ free [][]Word }

func (c *chunks) get() []Word {
	if n := len(c.free); n > 0 {
		chunk := c.free[n-1]
		c.free = c.free[:n-1]
		return chunk[:0]
	}
	return make([]Word, 0, 8)
}

func (c *chunks) put(chunk []Word) {
	if len(c.free) < 64 {
		c.free = append(c.free, chunk)
	}
}

// place finds the first word that is not below w: its chunk and its place there. It is behind the last chunk when all are below.
func (m *multiset) place(w Word, order func(a, b Word) int) (chunk, at int) {
	chunk = sort.Search(len(m.chunks), func(i int) bool {
		c := m.chunks[i]
		return order(c[len(c)-1], w) >= 0
	})
	if chunk < len(m.chunks) {
		c := m.chunks[chunk]
		at = sort.Search(len(c), func(i int) bool { return order(c[i], w) >= 0 })
	}
	return chunk, at
}

func (m *multiset) add(w Word, order func(a, b Word) int, pool *chunks) {
	m.n++
	chunk, at := m.place(w, order)
	if chunk == len(m.chunks) {
		if chunk == 0 {
			m.chunks = append(m.chunks, append(pool.get(), w))
			return
		}
		chunk--
		at = len(m.chunks[chunk])
	}
	c := slices.Insert(m.chunks[chunk], at, w)
	if len(c) > chunkSize {
		rest := append(pool.get(), c[chunkSize/2:]...)
		c = c[:chunkSize/2]
		m.chunks = slices.Insert(m.chunks, chunk+1, rest)
	}
	m.chunks[chunk] = c
}

func (m *multiset) remove(w Word, order func(a, b Word) int, pool *chunks) {
	m.n--
	chunk, at := m.place(w, order)
	c := slices.Delete(m.chunks[chunk], at, at+1)
	if len(c) > 0 {
		m.chunks[chunk] = c
		return
	}
	pool.put(c)
	m.chunks = slices.Delete(m.chunks, chunk, chunk+1)
}

// rank gives the word that k words stand before.
func (m *multiset) rank(k int) Word {
	for _, c := range m.chunks {
		if k < len(c) {
			return c[k]
		}
		k -= len(c)
	}
	panic("core: rank beyond the multiset")
}

func (m *multiset) first() Word { return m.chunks[0][0] }

func (m *multiset) last() Word {
	c := m.chunks[len(m.chunks)-1]
	return c[len(c)-1]
}

func (m *multiset) clear(pool *chunks) {
	for _, c := range m.chunks {
		pool.put(c)
	}
	m.chunks, m.n = m.chunks[:0], 0
}

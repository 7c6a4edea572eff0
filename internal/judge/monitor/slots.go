package monitor

import "mithaq/internal/judge/fact"

// slots finds facts by their ID: a table of slots with open addressing, so that a million facts cost one piece of memory.
// It is made when it is first asked for. A slot whose fact has been replaced stays in its place until the table grows.
type slots struct {
	table []int32 // slot + 1; 0: empty
	known int     // facts that have been put into it, and slots of the table taken by them
	taken int
}

// hash is FNV-1a (Fowler, Noll, Vo), 64 bits.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>32
}

// index takes in the facts that came since it was last asked.
func (s *slots) index(facts []*fact.Fact) {
	if 2*(s.taken+len(facts)-s.known) >= len(s.table) {
		size := 64
		for size < 4*len(facts) {
			size *= 2
		}
		s.table, s.known, s.taken = make([]int32, size), 0, 0
	}
	for ; s.known < len(facts); s.known++ {
		if f := facts[s.known]; f != nil {
			*s.place(facts, f.ID) = int32(s.known) + 1
			s.taken++
		}
	}
}

// place gives where the ID stands, or the empty place where it would.
func (s *slots) place(facts []*fact.Fact, id string) *int32 {
	mask := uint64(len(s.table) - 1)
	for at := hash(id) & mask; ; at = (at + 1) & mask {
		p := &s.table[at]
		if *p == 0 {
			return p
		}
		if f := facts[*p-1]; f != nil && f.ID == id {
			return p
		}
	}
}

// find gives the slot of an ID.
func (s *slots) find(facts []*fact.Fact, id string) (int32, bool) {
	s.index(facts)
	p := *s.place(facts, id)
	return p - 1, p != 0
}

// put gives an ID the next slot, and tells which one it had.
func (s *slots) put(facts []*fact.Fact, id string, slot int32) (old int32, known bool) {
	s.index(facts)
	p := s.place(facts, id)
	if old, known = *p-1, *p != 0; !known {
		s.taken++
	}
	*p, s.known = slot+1, s.known+1
	return old, known
}

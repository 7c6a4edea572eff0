package link

import (
	"encoding/binary"
	"slices"
	"strings"
)

// texts gives texts numbers, so that what many incidents say is held once and compared as a number. The number of "" is 0. A text stays when no incident says it any
// more: what is made anew of the record begins without it.
type texts struct {
	numbers map[string]uint32
	list    []string
}

func newTexts() texts { return texts{numbers: map[string]uint32{"": 0}, list: []string{""}} }

func (t *texts) number(s string) uint32 {
	n, known := t.numbers[s]
	if !known {
		s = strings.Clone(s) // a piece of it would keep the whole incident
		n = uint32(len(t.list))
		t.numbers[s], t.list = n, append(t.list, s)
	}
	return n
}

// inOrder gives the texts of a set, sorted.
func (t *texts) inOrder(set []uint32) []string {
	out := make([]string, len(set))
	for i, n := range set {
		out[i] = t.list[n]
	}
	slices.Sort(out)
	return out
}

// least gives the least of the texts of a set that is not empty.
func (t *texts) least(set []uint32) string {
	out := t.list[set[0]]
	for _, n := range set[1:] {
		out = min(out, t.list[n])
	}
	return out
}

// both gives the least of the texts that two sets have in common.
func (t *texts) both(a, b []uint32) (least string, ok bool) {
	for n := range common(a, b) {
		if s := t.list[n]; !ok || s < least {
			least, ok = s, true
		}
	}
	return least, ok
}

// sets gives sets of numbers numbers. The number of the empty set is 0.
type sets struct {
	numbers map[string]uint32
	list    [][]uint32 // each sorted
}

func newSets() sets { return sets{numbers: map[string]uint32{}, list: [][]uint32{nil}} }

// number takes the numbers of a set in any order, each as often as it comes; it sorts them.
func (s *sets) number(set []uint32) uint32 {
	if len(set) == 0 {
		return 0
	}
	slices.Sort(set)
	set = slices.Compact(set)
	key := make([]byte, 0, 64)
	for _, n := range set {
		key = binary.LittleEndian.AppendUint32(key, n)
	}
	n, known := s.numbers[string(key)]
	if !known {
		n = uint32(len(s.list))
		s.numbers[string(key)], s.list = n, append(s.list, slices.Clone(set))
	}
	return n
}

// meet says whether two sets have something in common.
func (s *sets) meet(a, b uint32) bool {
	if a == b {
		return a != 0
	}
	x, y := s.list[a], s.list[b]
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] == y[0]:
			return true
		case x[0] < y[0]:
			x = x[1:]
		default:
			y = y[1:]
		}
	}
	return false
}

package board

import (
	"strconv"
	"testing"
)

// A long page is left through a line of terms that can be read at a glance, in their order, from the first.
func TestJumps(t *testing.T) {
	for n, want := range map[int]int{0: 0, 30: 0, 31: 31, 60: 60, 61: 7, 600: 60, 601: 7, 5000: 50} {
		terms := make([]TermRow, n)
		for i := range terms {
			terms[i].ID = strconv.Itoa(i + 1)
		}
		ids := jumps(terms)
		if len(ids) != want {
			t.Errorf("%d terms: %d jumps, want %d", n, len(ids), want)
		}
		if len(ids) > 0 && (ids[0] != "1" || n > 60 && n <= 600 && ids[1] != "11") {
			t.Errorf("%d terms: %v", n, ids[:2])
		}
	}
}

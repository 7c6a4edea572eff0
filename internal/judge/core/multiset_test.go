package core

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMultiset compares with a sorted slice, over sizes at which chunks split and vanish.
func TestMultiset(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	order := func(a, b Word) int { return cmp.Compare(a, b) }
	var m multiset
	var pool chunks
	var want []Word
	grow := true
	for step := range 30_000 {
		if len(want) > 3000 {
			grow = false
		} else if len(want) == 0 {
			grow = true
		}
		if len(want) == 0 || r.IntN(10) < 7 == grow {
			w := Word(r.IntN(500))
			at, _ := slices.BinarySearch(want, w)
			want = slices.Insert(want, at, w)
			m.add(w, order, &pool)
		} else {
			k := r.IntN(len(want))
			m.remove(want[k], order, &pool)
			want = slices.Delete(want, k, k+1)
		}
		if m.n != len(want) {
			t.Fatalf("step %d: %d words, want %d", step, m.n, len(want))
		}
		if len(want) == 0 {
			continue
		}
		k := r.IntN(len(want))
		if m.first() != want[0] || m.last() != want[len(want)-1] || m.rank(k) != want[k] {
			t.Fatalf("step %d: another order", step)
		}
	}
	m.clear(&pool)
	if m.n != 0 || len(m.chunks) != 0 {
		t.Error("clear leaves words")
	}
}

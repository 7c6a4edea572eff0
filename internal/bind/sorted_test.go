package bind

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// drawn gives n facts in no order, many of them of one day.
func drawn(n int) *facts {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	fs := &facts{}
	for _, i := range r.Perm(n) {
		lo := r.Int64N(int64(n)/3 + 1)
		fs.add(fact.Fact{ID: fmt.Sprint("i", i), When: civil.Interval{Lo: lo, Hi: lo + 1}})
	}
	return fs
}

func TestFactsAreSorted(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, piece - 1, piece, 2*piece + 1} {
		fs := drawn(n)
		got := fs.sorted()
		if len(got) != n {
			t.Fatalf("%d of %d facts", len(got), n)
		}
		var want []fact.Fact
		for _, p := range fs.pieces {
			want = append(want, p...)
		}
		slices.SortFunc(want, func(x, y fact.Fact) int {
			if x.When.Lo != y.When.Lo {
				return int(x.When.Lo - y.When.Lo)
			}
			return strings.Compare(x.ID, y.ID)
		})
		for i := range want {
			if got[i].ID != want[i].ID || got[i].When != want[i].When {
				t.Fatalf("of %d facts, number %d is %s, not %s", n, i, got[i].ID, want[i].ID)
			}
		}
	}
}

func BenchmarkSorted(b *testing.B) {
	fs := drawn(1_000_000)
	for b.Loop() {
		fs.sorted()
	}
}

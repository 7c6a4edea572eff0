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

// drawn gives n facts, many of them of one day, in no order or in that of their IDs.
func drawn(n int, inOrder bool) *facts {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	fs := newFacts(0)
	ids := r.Perm(n)
	if inOrder {
		slices.Sort(ids)
	}
	for _, i := range ids {
		lo := r.Int64N(int64(n)/3 + 1)
		*fs.next() = fact.Fact{ID: fmt.Sprintf("i%07d", i), When: civil.Interval{Lo: lo, Hi: lo + 1}}
		fs.add()
		fs.next().ID = "one that is left out"
	}
	return fs
}

func TestFactsAreSorted(t *testing.T) {
	for k, n := range []int{0, 1, 2, 3, 63, 64, 129, 128, 1000, 1001} {
		fs := drawn(n, k%2 == 0)
		want := slices.Clone(fs.list[:n])
		got := fs.sorted()
		if len(got) != n {
			t.Fatalf("%d of %d facts", len(got), n)
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
	fs := drawn(1_000_000, true)
	came := slices.Clone(fs.list)
	for b.Loop() {
		b.StopTimer()
		*fs = facts{list: slices.Clone(came), n: 1_000_000}
		b.StartTimer()
		fs.sorted()
	}
}

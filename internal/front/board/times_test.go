package board

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// TestDated: of any stretch of time just the facts are found that may have happened in it.
func TestDated(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	set := &fact.Set{}
	for i := range 3_000 {
		lo := rng.Int64N(1_000_000)
		when := civil.Interval{Lo: lo, Hi: lo + rng.Int64N(1<<rng.IntN(19)+1)}
		switch rng.IntN(60) {
		case 0:
			when.Lo = civil.Ever
		case 1:
			when.Hi = civil.Forever
		case 2:
			when = civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
		}
		set.Facts = append(set.Facts, fact.Fact{ID: fmt.Sprint(i), When: when})
	}
	r := &Run{Facts: set}
	for range 2_000 {
		lo := rng.Int64N(1_200_000) - 100_000
		hi := lo + rng.Int64N(1<<rng.IntN(20)+1) - 1
		if rng.IntN(20) == 0 {
			lo = civil.Ever
		}
		if rng.IntN(20) == 0 {
			hi = civil.Forever
		}
		var got, want []string
		r.dated(lo, hi, func(f *fact.Fact) { got = append(got, f.ID) })
		for i := range set.Facts {
			if f := &set.Facts[i]; f.When.Hi >= lo && f.When.Lo <= hi {
				want = append(want, f.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("from %d to %d: %d facts, not %d", lo, hi, len(got), len(want))
		}
	}
}

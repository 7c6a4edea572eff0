package core

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestWide compares sums of ints with big.Int, also after taking away.
func TestWide(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	extremes := []Word{math.MinInt64, math.MaxInt64, -1, 0, 1}
	for range 2000 {
		var sum wide
		want := new(big.Int)
		for range r.IntN(40) {
			w := extremes[r.IntN(len(extremes))]
			if r.IntN(2) == 0 {
				w = Word(r.Uint64())
			}
			if r.IntN(3) == 0 {
				sum = sum.sub(w)
				want.Sub(want, big.NewInt(int64(w)))
			} else {
				sum = sum.add(w)
				want.Add(want, big.NewInt(int64(w)))
			}
		}
		w, ok := sum.word()
		if ok != want.IsInt64() || ok && int64(w) != want.Int64() {
			t.Fatalf("%v: %d %v", want, w, ok)
		}
		if f, _ := new(big.Float).SetInt(want).Float64(); f != sum.float() {
			t.Fatalf("%v: %v, want %v", want, sum.float(), f)
		}
	}
}

// TestExact compares sums of floats with big.Float at a precision that never rounds.
func TestExact(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	random := func() float64 {
		switch r.IntN(4) {
		case 0: // any exponent, subnormals too
			f := math.Float64frombits(r.Uint64())
			if math.IsNaN(f) || math.IsInf(f, 0) {
				return 0
			}
			return f
		case 1:
			return math.Ldexp(r.Float64()-0.5, r.IntN(120)-60)
		case 2:
			return math.Float64frombits(r.Uint64() % 4096)
		default:
			return float64(r.IntN(2000)-1000) / 10
		}
	}
	for round := range 3000 {
		var x exact
		want := new(big.Float).SetPrec(2400)
		var added []float64
		for range r.IntN(30) {
			if len(added) > 0 && r.IntN(3) == 0 {
				k := r.IntN(len(added))
				x.add(added[k], -1)
				want.Sub(want, big.NewFloat(added[k]))
				added = append(added[:k], added[k+1:]...)
				continue
			}
			f := random()
			added = append(added, f)
			x.add(f, 1)
			want.Add(want, big.NewFloat(f))
		}
		if f, _ := want.Float64(); f != x.float() {
			t.Fatalf("round %d: %v, want %v", round, x.float(), f)
		}
		for _, f := range added {
			x.add(f, -1)
		}
		if x.float() != 0 {
			t.Fatalf("round %d: %v is left of nothing", round, x.float())
		}
	}
	var x exact
	x.add(math.Inf(1), 1)
	x.add(1, 1)
	if !math.IsInf(x.float(), 1) {
		t.Error("infinity and one")
	}
	x.add(math.Inf(-1), 1)
	if !math.IsNaN(x.float()) {
		t.Error("both infinities")
	}
}

package monitor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// climbing is what tree.below stands for: one step up after another, and no more of them than names may lie above each other.
func climbing(up map[string]string, low, high string) bool {
	for range deepest + 1 {
		if low == high {
			return true
		}
		if low = up[low]; low == "" {
			return false
		}
	}
	return false
}

// TestTree holds orders of names, some of them with circles, with names that nobody declared, or too deep, against steps up.
func TestTree(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		n := 2 + d.IntN(20)
		if round%20 == 0 {
			n = 80
		}
		up, tr := map[string]string{}, newTree(n)
		names := []string{"nobody"}
		for i := range n {
			name, above := fmt.Sprint("z", i), fmt.Sprint("z", i-1)
			if n < 80 {
				above = fmt.Sprint("z", d.IntN(n+3)) // itself, one after it, or none that is declared
			}
			if d.IntN(4) == 0 && n < 80 || i == 0 {
				above = ""
			}
			up[name] = above
			tr.put(name, above)
			names = append(names, name, fmt.Sprint("z", n+i%3))
		}
		tr.number()
		for _, high := range names {
			below, above := []string{}, []string{}
			tr.allBelow(high, func(s string) { below = append(below, s) })
			tr.allAbove(high, func(s string) { above = append(above, s) })
			list := tr.list(names)
			under := list.of(high)
			for i, low := range names {
				want := climbing(up, low, high)
				_, lowDeclared := up[low]
				if got := tr.below(low, high); got != want || slices.Contains(under, i) != want {
					t.Fatalf("round %d: %s below %s: %t, in a list %t, by steps %t\n%v", round, low, high, got, slices.Contains(under, i), want, up)
				}
				if low != high && lowDeclared && slices.Contains(below, low) != want {
					t.Fatalf("round %d: among all below %s: %s: %t\n%v", round, high, low, !want, up)
				}
				if back := climbing(up, high, low); low != high && lowDeclared && slices.Contains(above, low) != back {
					t.Fatalf("round %d: among all above %s: %s: %t\n%v", round, high, low, !back, up)
				}
			}
		}
	}
}

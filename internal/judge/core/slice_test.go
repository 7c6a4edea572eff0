package core_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mithaq/internal/judge/core"
)

// randomLog writes a log long enough for many parcels.
func randomLog(seed uint64, points int) string {
	r := rand.New(rand.NewPCG(seed, 9))
	var b strings.Builder
	stamp := 0
	for range points {
		stamp += r.IntN(3)
		fmt.Fprintf(&b, "@%d", stamp)
		for range r.IntN(4) {
			x, y := r.IntN(9), r.IntN(5)
			switch r.IntN(3) {
			case 0:
				fmt.Fprintf(&b, " p(u%d)", x)
			case 1:
				fmt.Fprintf(&b, " q(u%d,%d)", x, y)
			default:
				fmt.Fprintf(&b, " r(u%d,%d,%d)", x, y, r.IntN(100))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestSlicedIsPlain: several workers give the same bytes as one.
func TestSlicedIsPlain(t *testing.T) {
	const sig = "p(string)\nq(string,int)\nr(string,int,int)\nz(int)\n"
	for _, c := range []struct {
		formula string
		sliced  bool
	}{
		{"q(x,y) AND NOT ONCE[0,5] p(x)", true},
		{"r(x,y,n) AND NOT ((NOT q(x,y)) SINCE[0,20] r(x,y,n))", true},
		{"(s <- SUM n; x, y (ONCE[0,9] r(x,y,n))) AND s > 120", true},
		{"(c <- CNT n; x (ONCE[0,9] r(x,y,n))) AND c > 2", true},
		{"(p(x) UNTIL[0,30] q(x,y)) AND NOT NEXT p(x)", true},
		{"q(x,y) AND NOT p(\"u3\")", true}, // p goes to all
		{"p(x) OR x = \"u3\"", true},       // a row that every worker has
		{"LET D(a,b) = ONCE[0,3] q(a,b) IN D(x,y) AND p(x)", true},
		{"LET D(a,b) = ONCE[0,3] q(a,b) IN D(x,3) AND D(y,4)", false},
		{"EXISTS x. p(x) AND q(x,y) AND NOT z(y)", true}, // p goes to all
		{"q(x,y) AND q(z,y)", true},
		{"c <- CNT x (p(x))", false},
		{"EXISTS x. p(x)", false},
		{"p(x) AND x < \"u5\"", false}, // strings are ordered
		{"m <- MAX x; y (ONCE[0,5] q(x,y))", false},
	} {
		p := check(t, sig, c.formula)
		e, err := core.Compile(p, core.Options{Workers: 3})
		if err != nil {
			t.Fatal(err)
		}
		if e.Sliced() != c.sliced {
			t.Errorf("%s: sliced %v", c.formula, e.Sliced())
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		log := randomLog(1, 9000)
		want, err := run(t, p, log, core.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{2, 3} {
			if got, err := run(t, p, log, core.Options{Workers: workers}); err != nil || got != want {
				t.Errorf("%s: %d workers give something else (%v), %d and %d bytes", c.formula, workers, err, len(got), len(want))
			}
		}
	}
}

// TestSlicedFault: a fault of one worker ends the run of all.
func TestSlicedFault(t *testing.T) {
	p := check(t, "q(int,int)\n", "q(x,y) AND x / y > 0")
	var b strings.Builder
	for i := range 9000 {
		fmt.Fprintf(&b, "@%d q(%d,%d)\n", i, i+1, 8000-i)
	}
	_, plain := run(t, p, b.String(), core.Options{})
	_, sliced := run(t, p, b.String(), core.Options{Workers: 3})
	if plain == nil || sliced == nil || plain.Error() != sliced.Error() {
		t.Errorf("%v, and on three workers %v", plain, sliced)
	}
}

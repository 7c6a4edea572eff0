package core_test

import (
	"fmt"
	"runtime"
	"testing"

	"mithaq/internal/judge/core"
)

// TestEndlessLanes: over an endless log bounded policies keep no more memory over lanes than their windows and dates hold.
func TestEndlessLanes(t *testing.T) {
	const sig = "a(string)\nb(string)\nw(string,int)\n"
	for _, formula := range []string{
		"a(x) AND NOT ONCE[0,10] b(x)",
		"a(x) AND NOT ONCE[3,10] (EXISTS y. w(x,y) AND y > 1)",
		"a(x) AND NOT EVENTUALLY[0,10] b(x)",
		"ONCE[2,5] (a(x) AND NOT b(x))",
		"(c <- CNT y; x (ONCE[0,10] w(x,y))) AND c > 1",
		"(s <- SUM y; x (ONCE[2,10] w(x,y))) AND s > 1",
		"(m <- MAX y; x (ONCE[2,10] w(x,y))) AND m > 1",
		"a(x) AND NOT ((NOT b(x)) SINCE[0,20] a(x))",
		"(ONCE[0,3] b(x)) SINCE[2,20] a(x)",
		"(NOT ONCE[0,3] b(x)) UNTIL[0,5] a(x)",
		"(ONCE[0,9] a(x)) UNTIL[2,5] b(x)",
	} {
		e, err := core.Compile(check(t, sig, formula), core.Options{Lanes: 3, Verdict: func(int64, int64, core.Rows) error { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		var text []byte
		word := func(i int) core.Word {
			text = fmt.Appendf(text[:0], "string %d, which nobody has seen before", i)
			return e.Symbols().Word(text)
		}
		const points = 80_000
		most := 0
		var half, full runtime.MemStats
		for i := range points {
			if err := e.Point(int64(i)); err != nil {
				t.Fatal(err)
			}
			ev := core.Event{Pair: core.Pair{Must: uint64(i % 4), May: 7}, Until: int64(i + i%6), Low: 1, High: int64(1 + i%3)}
			for pred, args := range [][]core.Word{{word(i)}, {word(i - 3)}, {word(i - 1), core.Word(i % 5)}} {
				if err := e.Event(pred, args, ev); err != nil {
					t.Fatal(err)
				}
			}
			most = max(most, e.Symbols().Len())
			if i == points/2 {
				runtime.GC()
				runtime.ReadMemStats(&half)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&full)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if most > 20_000 {
			t.Errorf("%s: %d strings held at once", formula, most)
		}
		if grown := int64(full.HeapAlloc) - int64(half.HeapAlloc); grown > 2<<20 {
			t.Errorf("%s: %d bytes more in the second half", formula, grown)
		}
	}
}

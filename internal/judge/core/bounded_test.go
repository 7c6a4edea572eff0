package core_test

import (
	"fmt"
	"runtime"
	"testing"

	"mithaq/internal/judge/core"
)

// TestEndlessLog: over a log with ever new strings, bounded policies keep no more strings and no more memory than their windows hold.
func TestEndlessLog(t *testing.T) {
	const sig = "a(string)\nb(string)\nw(string,string)\nidle(string)\n"
	for i, formula := range []string{
		"a(x) AND NOT ONCE[0,10] b(x)",
		"a(x) AND NOT ONCE[3,10] b(x)",
		"a(x) AND NOT EVENTUALLY[0,10] b(x)",
		"a(x) AND ONCE[0,10] w(x,y)",
		"ONCE[0,3] a(x)",
		"EVENTUALLY[2,5] a(x)",
		"(c <- CNT y; x (ONCE[0,10] w(x,y))) AND c > 1",
		"(m <- MAX y; x (ONCE[2,10] w(x,y))) AND m = \"none\"",
		"(m <- MIN y; x (w(x,y))) AND m = \"none\"",
		"(NOT b(x)) SINCE a(x)", // each a is ended by its b
		"a(x) AND NOT ((NOT b(x)) SINCE[5,*) a(x))",
		"w(x,x) SINCE a(x)",
		"(ONCE[0,3] w(x,x)) SINCE[2,*) a(x)",
		"(NOT ONCE[0,3] b(x)) UNTIL[0,5] a(x)",
		"b(x) AND ((EVENTUALLY[0,2] w(x,x)) UNTIL[0,5] b(x))",
		"(PREV a(x)) OR NEXT b(x)",
		"a(x) AND EXISTS y. w(x,y) AND w(y,x)",
		"a(x) AND x < \"b\" AND NOT b(x)",
		"LET P(x) = ONCE[0,4] a(x) IN b(x) AND P(x)",
	} {
		endless(t, sig, formula, 1+i%2)
	}
}

func endless(t *testing.T, sig, formula string, workers int) {
	t.Helper()
	e, err := core.Compile(check(t, sig, formula), core.Options{
		Workers: workers, Verdict: func(int64, int64, core.Rows) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	const points = 60_000
	var text []byte
	word := func(i int) core.Word {
		text = fmt.Appendf(text[:0], "string %d, which nobody has seen before", i)
		return e.Symbols().Word(text)
	}
	most := 0
	var half, full runtime.MemStats
	for i := range points {
		if err := e.Point(int64(i)); err != nil {
			t.Fatal(err)
		}
		x, y := word(2*i), word(2*i+1)
		for pred, args := range [][]core.Word{{x}, {word(2 * (i - 3))}, {x, y}, {word(-i)}} {
			if err := e.Tuple(pred, args); err != nil {
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
	if most > 50_000 {
		t.Errorf("%s on %d: %d strings held at once", formula, workers, most)
	}
	if grown := int64(full.HeapAlloc) - int64(half.HeapAlloc); grown > 2<<20 {
		t.Errorf("%s on %d: %d bytes more in the second half", formula, workers, grown)
	}
}

// TestStringsStayThemselves: numbers that are used again never mix up what a verdict prints.
func TestStringsStayThemselves(t *testing.T) {
	p := check(t, "a(string)\nb(string)\nw(string,string)\n", "a(x) AND ONCE[20,4000] w(x,y)")
	for _, workers := range []int{1, 3} {
		found := 0
		var e *core.Engine
		e, err := core.Compile(p, core.Options{Workers: workers, Verdict: func(point, _ int64, rows core.Rows) error {
			for i := range rows.N {
				found++
				x, y := e.Symbols().String(rows.Row(i)[0]), e.Symbols().String(rows.Row(i)[1])
				if x != fmt.Sprint("x", point-25) || y != fmt.Sprint("y", point-25) {
					return fmt.Errorf("time point %d: %s %s", point, x, y)
				}
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		const points = 30_000
		for i := range points {
			x, y := fmt.Sprint("x", i), fmt.Sprint("y", i)
			err := e.Point(int64(i))
			if err == nil {
				err = e.Tuple(2, []core.Word{e.Symbols().Word([]byte(x)), e.Symbols().Word([]byte(y))})
			}
			if err == nil {
				err = e.Tuple(0, []core.Word{e.Symbols().Word(fmt.Append(nil, "x", i-25))})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if found != points-25 {
			t.Errorf("%d workers: %d verdicts, want %d", workers, found, points-25)
		}
	}
}

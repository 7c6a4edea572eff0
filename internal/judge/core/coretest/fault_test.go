package coretest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/judge/core"
	"mithaq/internal/judge/core/policy"
)

// What cannot be computed is an error of the definition and of the engine, with the time point and its stamp; never a verdict.
func TestFaults(t *testing.T) {
	const sig = "p(a:int)\nq(a:float)\n"
	for _, c := range []struct {
		formula, log string
		code         diag.Code
	}{
		{"p(x) AND y = x + 1", "@5 p(3)\n@7 p(9223372036854775807)", core.CodeOverflow},
		{"p(x) AND y = x - 2", "@7 p(-9223372036854775807)", core.CodeOverflow},
		{"p(x) AND x * x > 4", "@7 p(4294967296)", core.CodeOverflow},
		{"p(x) AND y = -(x - 1)", "@7 p(-9223372036854775807)", core.CodeOverflow},
		{"p(x) AND y = (x - 1) / -1", "@7 p(-9223372036854775807)", core.CodeOverflow},
		{"s <- SUM x (p(x))", "@7 p(9223372036854775807) p(1)", core.CodeOverflow},
		{"s <- SUM x (ONCE[0,5] p(x))", "@5 p(9223372036854775807)\n@7 p(1)", core.CodeOverflow},
		{"p(x) AND 6 / x > 1", "@5 p(1)\n@7 p(0)", core.CodeDivision},
		{"p(x) AND NOT 6 MOD x = 1", "@7 p(0)", core.CodeDivision},
		{"q(x) AND y = x / (x - x)", "@7 q(1.5)", core.CodeNotANumber},
		{"q(x) AND y = f2i(x)", "@7 q(9300000000000000000)", core.CodeNotANumber},
		{"q(x) AND y = x * x * x * x * x", "@7 q(" + strings.Repeat("9", 70) + ")", core.CodeNotANumber},
		{"s <- SUM x (q(x))", "@7 q(1" + strings.Repeat("0", 308) + ") q(1" + strings.Repeat("7", 308) + ")", core.CodeNotANumber},
	} {
		f := files{sig, c.formula, c.log}
		p, err := f.check()
		if err != nil {
			t.Errorf("%s: %v", c.formula, err)
			continue
		}
		log, err := readLog(p.Sig, c.log)
		if err != nil {
			t.Errorf("%s: %v", c.log, err)
			continue
		}
		if _, err := refer(p.Sig, p.Formula, p.Columns, len(log), log, cell.String); err == nil {
			t.Errorf("%s: no error of the definition", c.formula)
		}
		for name, run := range map[string]func() error{
			"plain":   func() error { _, err := theEngine(p, c.log); return err },
			"workers": func() error { _, err := sliced(p, c.log); return err },
			"lanes":   func() error { _, err := theLanes(p, log); return err },
		} {
			err := run()
			var fault *core.Fault
			if !errors.As(err, &fault) || fault.Diagnostic.Code != c.code {
				t.Errorf("%s, %s: %v, want %s", c.formula, name, err, c.code)
				continue
			}
			if args := fmt.Sprint(fault.Diagnostic.Args); !strings.Contains(args, "{stamp 7}") || !fault.Diagnostic.Span.Known() {
				t.Errorf("%s, %s: %v at %v", c.formula, name, args, fault.Diagnostic.Span)
			}
		}
	}
}

// A float sum that is too large on the way only is no error: the sum is exact.
func TestExactSum(t *testing.T) {
	f := files{"q(a:float)\n", "s <- SUM x (q(x))", "@7 q(1" + strings.Repeat("7", 308) + ") q(1" + strings.Repeat("0", 308) + ") q(-1" + strings.Repeat("7", 308) + ")"}
	p, err := f.check()
	if err != nil {
		t.Fatal(err)
	}
	got, err := theEngine(p, f.log)
	if err != nil || len(got) != 1 || got[0].tuples[0] != "(1"+strings.Repeat("0", 308)+")" {
		t.Errorf("%v %v", got, err)
	}
}

// Bounds can be compared, printed and bound; whatever else is done with them is refused, with its place.
func TestBoundsAreRefused(t *testing.T) {
	const sig = "p(a:int)\nr(a:int, b:int)\n"
	for _, formula := range []string{
		"(c <- CNT x (p(x))) AND p(c)",
		"p(c) AND NOT (c <- CNT x (p(x)))",
		"(c <- CNT x (p(x))) AND y = c",
		"(c <- CNT x (p(x))) AND c + 1 > 3",
		"d <- SUM c (c <- CNT x; y (r(x,y)))",
		"n <- CNT y; c (c <- CNT x; y (r(x,y)))",
		"(c <- CNT x (p(x))) SINCE p(c)",
		"LET N(c) = (c <- CNT x (p(x))) IN N(3)",
		"LET N(c) = (c <- CNT x (p(x))) IN p(y) AND N(y)",
	} {
		p, err := files{sig, formula, ""}.check()
		if err != nil {
			t.Errorf("%s: %v", formula, err)
			continue
		}
		_, err = core.Compile(p, core.Options{Lanes: 3})
		var fault *core.Fault
		if !errors.As(err, &fault) || fault.Diagnostic.Code != core.CodeBounds || !fault.Diagnostic.Span.Known() {
			t.Errorf("%s: %v", formula, err)
		}
		if _, err := core.Compile(p, core.Options{}); err != nil {
			t.Errorf("%s: a plain run: %v", formula, err)
		}
	}
	for _, formula := range []string{
		"(c <- CNT x (p(x))) AND c > 3",
		"EXISTS c. (c <- CNT x; y (r(x,y))) AND NOT c <= y",
		"((c <- CNT x; y (r(x,y))) AND p(y)) OR (r(y, c) AND c = 2)",
		"ONCE[0,9] (c <- CNT x (p(x)))",
		"LET N(c, g) = (c <- CNT x; g (r(x,g))) IN N(n, y) AND n < 7",
		"(c <- CNT x; y (r(x,y))) AND (d <- MAX x; y (r(x,y))) AND c <= d",
	} {
		p, err := files{sig, formula, ""}.check()
		if err == nil {
			_, err = core.Compile(p, core.Options{Lanes: 3})
		}
		if err != nil {
			t.Errorf("%s: %v", formula, err)
		}
	}
}

// An event that ends before it begins, or stands for a range of acts that holds none, is refused; none at all means that it may
// not have happened.
func TestEvents(t *testing.T) {
	p, err := files{"p(a:int)\n", "p(x)", ""}.check()
	if err != nil {
		t.Fatal(err)
	}
	run := func(ev core.Event) (pairs []core.Pair, err error) {
		e, err := core.Compile(p, core.Options{Lanes: 2, Verdict: func(_, _ int64, rows core.Rows) error {
			pairs = append(pairs, rows.Pairs...)
			return nil
		}})
		if err != nil {
			return nil, err
		}
		if err := e.Point(10); err != nil {
			return nil, err
		}
		if err := e.Event(0, []core.Word{1}, ev); err != nil {
			return nil, err
		}
		return pairs, e.Close()
	}
	sure := core.Pair{Must: 1, May: 3}
	for _, ev := range []core.Event{
		{Pair: sure, Until: 9, Low: 1, High: 1},
		{Pair: sure, Exact: true, Low: 3, High: 2},
		{Pair: sure, Exact: true, Low: 0, High: 0},
		{Pair: sure, Exact: true, Low: -1, High: 2},
	} {
		var fault *core.Fault
		if _, err := run(ev); !errors.As(err, &fault) || fault.Diagnostic.Code != core.CodeEvent {
			t.Errorf("%+v: %v", ev, err)
		}
	}
	for ev, want := range map[core.Event]core.Pair{
		{Pair: sure, Exact: true, Low: 1, High: policy.Endless}:          sure,
		{Pair: sure, Exact: true, Low: 0, High: 1}:                       {Must: 0, May: 3},
		{Pair: sure, Until: 11, Low: 1, High: 1}:                         {Must: 0, May: 3},
		{Pair: core.Pair{Must: 7, May: 1}, Exact: true, Low: 1, High: 1}: {Must: 3, May: 3}, // what is certain is possible; there are two lanes
		{Pair: core.Pair{Must: 0, May: 2}, Until: 10, Low: 1, High: 1}:   {Must: 0, May: 2},
	} {
		if got, err := run(ev); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%+v: %v %v, want %v", ev, got, err, want)
		}
	}
}

package core_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/judge/core"
)

// TestVerdictsComeInTime: a verdict is there once it is decided and somebody waits for it.
func TestVerdictsComeInTime(t *testing.T) {
	p := check(t, "p(int)\nq(int)\n", "p(x) AND NOT EVENTUALLY[0,10] q(x)")
	out := start(t, p, core.Options{})
	e := out.engine
	expect := func(when, want string) {
		t.Helper()
		if got := out.String(); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(e.Point(1))
	do(e.Tuple(0, []core.Word{7}))
	do(e.Point(11))
	do(e.Stall())
	expect("the window is open", "")
	do(e.Point(12))
	do(e.Stall())
	expect("the time point that closes it has not ended", "")
	do(e.Flush())
	expect("it has", "@1 (0): 7,\n")
	do(e.Close())
	expect("at the end", "@1 (0): 7,\n")
}

func TestStampsDoNotGoBack(t *testing.T) {
	p := check(t, "p(int)\n", "p(x)")
	for workers := range 3 {
		out, err := run(t, p, "@5 p(1)\n@5 p(2)\n@4 p(3)\n", core.Options{Workers: workers})
		var fault *core.Fault
		if !errors.As(err, &fault) || fault.Diagnostic.Code != core.CodeStampBack || fault.Diagnostic.Span.Start.Line != 3 {
			t.Errorf("%d workers: %v", workers, err)
		}
		if out != "@5 (0): 1,\n@5 (1): 2,\n" {
			t.Errorf("%d workers: %q; what came before is to be told", workers, out)
		}
	}
}

// TestFaults: what cannot be computed is an error that names the sub-formula and the time point.
func TestFaults(t *testing.T) {
	const sig = "p(int,int)\nf(float,float)\n"
	for _, c := range []struct {
		formula, log, code, text string
	}{
		{"p(x,y) AND x + y > 0", "@1 p(9223372036854775807,1)", "M9301", "x + y"},
		{"p(x,y) AND x - y > 0", "@1 p(-9223372036854775808,1)", "M9301", "x - y"},
		{"p(x,y) AND x * y > 0", "@1 p(4611686018427387904,2)", "M9301", "x * y"},
		{"p(x,y) AND z = - x", "@1 p(-9223372036854775808,2)", "M9301", "- x"},
		{"p(x,y) AND x / y > 0", "@1 p(-9223372036854775808,-1)", "M9301", "x / y"},
		{"p(x,y) AND x / y > 0", "@1 p(1,0)", "M9302", "x / y"},
		{"p(x,y) AND x MOD y > 0", "@1 p(1,0)", "M9302", "x MOD y"},
		{"f(x,y) AND x / y > 0.0", "@1 f(0,0)", "M9303", "x / y"},
		{"f(x,y) AND x * y > 0.0", "@1 f(1e308,10)", "M9303", "x * y"},
		{"f(x,y) AND f2i(x) > 0", "@1 f(1e19,0)", "M9303", "f2i(x)"},
		{"s <- SUM x; y (p(x,y))", "@1 p(9223372036854775807,1) p(1,1)", "M9301", "s <- SUM x; y (p(x,y))"},
		{"s <- SUM x; y (ONCE[0,9] p(x,y))", "@1 p(9223372036854775807,1)\n@2 p(1,1)", "M9301", "s <- SUM x; y (ONCE[0,9] p(x,y))"},
		{"s <- AVG x (f(x,y))", "@1 f(1e308,1) f(1e308,2) f(1.7e308,3)", "M9303", "s <- AVG x (f(x,y))"},
	} {
		_, err := run(t, check(t, sig, c.formula), c.log, core.Options{})
		var fault *core.Fault
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v", c.formula, err)
			continue
		}
		d := fault.Diagnostic
		if string(d.Code) != c.code || d.Span.File != "policy.mfotl" || c.formula[d.Span.Start.Offset:d.Span.End.Offset] != c.text {
			t.Errorf("%s: %v", c.formula, err)
		}
		if len(d.Args) != 2 || d.Args[0].Name != "point" || d.Args[1].Name != "stamp" {
			t.Errorf("%s: no time point: %v", c.formula, err)
		}
	}
}

// TestNoFaultWhereTheSumFits: sums do not depend on the order in which they are made.
func TestNoFaultWhereTheSumFits(t *testing.T) {
	p := check(t, "p(int)\n", "s <- SUM x (ONCE[0,5] p(x))")
	got, err := run(t, p, "@1 p(9223372036854775807) p(9223372036854775806) p(-9223372036854775807)\n@9 p(1)\n", core.Options{})
	if want := "@1 (0): 9223372036854775806,\n@9 (1): 1,\n"; err != nil || got != want {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

func TestErrorOfVerdictIsReturned(t *testing.T) {
	stop := errors.New("stop")
	for workers := range 3 {
		p := check(t, "p(int)\n", "p(x)")
		e, err := core.Compile(p, core.Options{Workers: workers, Verdict: func(int64, int64, core.Rows) error { return stop }})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(e.Point(1), e.Tuple(0, []core.Word{1}), e.Close())
		if !errors.Is(err, stop) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

// TestFloatsInOneWord: equal floats are one value, whatever their sign of zero.
func TestFloatsInOneWord(t *testing.T) {
	p := check(t, "f(float)\n", "f(x) AND x = 0.0")
	got, err := run(t, p, "@1 f(-0.0) f(0.0)\n", core.Options{})
	if err != nil || got != "@1 (0): 0,\n" {
		t.Errorf("%q %v", got, err)
	}
}

// TestLookupIsTheJoin: joining with a window gives the same as joining with what it lists.
func TestLookupIsTheJoin(t *testing.T) {
	const sig = "p(int)\nq(int,int)\nr(int,int)\n"
	log := "@1 q(1,10) q(1,11) q(2,20)\n@3 p(1) p(2) p(3)\n@4 q(1,10) r(1,1)\n@9 p(1)\n@12 p(1) p(2)\n@14 r(2,2)\n@14 p(2)\n@30 p(1)\n"
	for _, c := range []struct{ formula, listed string }{
		{"p(x) AND ONCE[0,6] q(x,y)", "p(x) AND PREV NEXT ONCE[0,6] q(x,y)"},
		{"(ONCE[2,9] q(x,y)) AND p(x)", "(PREV NEXT ONCE[2,9] q(x,y)) AND p(x)"},
		{"p(x) AND ((NOT r(x,x)) SINCE q(x,y))", "p(x) AND PREV NEXT ((NOT r(x,x)) SINCE q(x,y))"},
		{"p(x) AND EVENTUALLY[0,8] q(x,y)", "p(x) AND PREV NEXT EVENTUALLY[0,8] q(x,y)"},
		{"p(z) AND ONCE[0,6] q(x,y)", "p(z) AND PREV NEXT ONCE[0,6] q(x,y)"},
	} {
		got, err := run(t, check(t, sig, c.formula), log, core.Options{})
		if err != nil {
			t.Fatal(err)
		}
		// PREV NEXT lists the operand, but not at the first time point.
		want, err := run(t, check(t, sig, c.listed), log, core.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got == "" || !slices.Equal(inner(got), inner(want)) {
			t.Errorf("%s:\n%s\nlisted:\n%s", c.formula, got, want)
		}
	}
}

// inner gives the lines of out from the second time point on.
func inner(out string) []string {
	return slices.DeleteFunc(strings.Split(out, "\n"), func(line string) bool { return strings.Contains(line, "(0):") })
}

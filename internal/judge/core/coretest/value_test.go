package coretest

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"mithaq/internal/judge/core/policy"
)

// value is one value. A float is never NaN and never -0.
type value struct {
	t policy.Type
	i int64
	f float64
	s string
}

func intValue(i int64) value     { return value{t: policy.Int, i: i} }
func stringValue(s string) value { return value{t: policy.String, s: s} }

func floatValue(f float64) value {
	if math.IsNaN(f) {
		panic(fault("not a number"))
	}
	return value{t: policy.Float, f: f + 0} // -0 + 0 is 0
}

// compare orders two values of one type: numbers by value, strings by bytes.
func compare(a, b value) int {
	switch a.t {
	case policy.Int:
		return cmp.Compare(a.i, b.i)
	case policy.Float:
		return cmp.Compare(a.f, b.f)
	}
	return strings.Compare(a.s, b.s)
}

// String writes a value in full.
func (v value) String() string {
	switch v.t {
	case policy.Int:
		return strconv.FormatInt(v.i, 10)
	case policy.Float:
		return strconv.FormatFloat(v.f, 'f', -1, 64)
	}
	return `"` + v.s + `"`
}

// printed writes a value as a verdict line does.
func (v value) printed() string {
	if v.t == policy.Float {
		return cFloat(v.f)
	}
	return v.String()
}

// cFloat writes a float like C's %g: six significant digits, no trailing zeros, an exponent below 1e-4 and from 1e6 on.
func cFloat(f float64) string {
	if math.IsInf(f, 0) {
		return strings.ToLower(strings.TrimPrefix(fmt.Sprint(f), "+"))
	}
	text := strconv.FormatFloat(f, 'e', 5, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	exp, _ := strconv.Atoi(exponent)
	if exp >= -4 && exp < 6 {
		text = strconv.FormatFloat(f, 'f', 5-exp, 64)
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	}
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	return fmt.Sprintf("%se%c%02d", mantissa, exponent[0], max(exp, -exp))
}

// cell is what a variable stands for: one value, or, for the result of an aggregation over tuples that are merely
// possible, all values from lo to hi.
type cell struct{ lo, hi value }

func point1(v value) cell { return cell{v, v} }

func (c cell) exact() bool { return c.lo == c.hi }

func (c cell) String() string {
	if c.exact() {
		return c.lo.String()
	}
	return c.lo.String() + ".." + c.hi.String()
}

// printed writes one value as a verdict line does.
func (c cell) printed() string { return c.lo.printed() }

// fault is what stops an evaluation: an overflow, a division by zero, what is not a number.
type fault string

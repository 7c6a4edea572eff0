package proofcheck

import (
	"slices"

	"mithaq/internal/base/civil"
)

// tri is a strong Kleene value at one standard: certainly so (must and may), unknown (may), not so.
type tri struct{ must, may bool }

var (
	yes     = tri{true, true}
	no      = tri{}
	unknown = tri{false, true}
)

func known(b bool) tri            { return tri{b, b} }
func (a tri) and(b tri) tri       { return tri{a.must && b.must, a.may && b.may} }
func (a tri) or(b tri) tri        { return tri{a.must || b.must, a.may || b.may} }
func (a tri) not() tri            { return tri{!a.may, !a.must} }
func (a tri) join(b tri) tri      { return tri{a.must && b.must, a.may || b.may} }
func (a tri) possibly(b bool) tri { return tri{a.must && b, a.may} }

// before: an instant of a is before the instant b, where either may be an interval.
func before(a, b civil.Interval) tri { return tri{a.Hi < b.Lo, a.Lo < b.Hi} }

var never = civil.Interval{Lo: civil.Forever, Hi: civil.Forever}

func later(a, b civil.Interval) civil.Interval {
	return civil.Interval{Lo: max(a.Lo, b.Lo), Hi: max(a.Hi, b.Hi)}
}

func earlier(a, b civil.Interval) civil.Interval {
	return civil.Interval{Lo: min(a.Lo, b.Lo), Hi: min(a.Hi, b.Hi)}
}

// course is the truth of a condition at every reading: it changes at the instants of at alone.
type course struct {
	at []int64
	is func(x int64) tri
}

var always = course{is: func(int64) tri { return yes }}

// within gives the readings from lo to hi at which the truth may differ from that before.
func (c *course) within(lo, hi int64) []int64 {
	i, _ := slices.BinarySearch(c.at, lo+1)
	j, _ := slices.BinarySearch(c.at, hi+1)
	return append([]int64{lo}, c.at[i:max(i, j)]...)
}

// over joins the truth at all readings from lo to hi.
func (c *course) over(lo, hi int64) tri {
	t := c.is(lo)
	for _, x := range c.within(lo, max(lo, hi))[1:] {
		t = t.join(c.is(x))
	}
	return t
}

// first gives the first readings from lo to hi at which it may be, certainly is true; Forever: none.
func (c *course) first(lo, hi int64, pick func(tri) bool) int64 {
	if lo > hi {
		return civil.Forever
	}
	for _, x := range c.within(lo, hi) {
		if pick(c.is(x)) {
			return x
		}
	}
	return civil.Forever
}

func must(t tri) bool { return t.must }
func may(t tri) bool  { return t.may }

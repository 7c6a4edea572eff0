package board

import (
	"slices"
	"testing"
	"time"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// An incident counts for certain in the month in which all of it lies, and possibly in each that it may be of; the text's own first month counts whole.
func TestMonthCounts(t *testing.T) {
	day := func(m time.Month, d int) civil.Date { return civil.Date{Year: 2016, Month: m, Day: d} }
	set := &fact.Set{}
	for _, when := range []civil.Interval{
		{Lo: civil.UTC.Start(day(1, 1)), Hi: civil.UTC.End(day(1, 1)) - 1},   // before the text, in its month
		{Lo: civil.UTC.Start(day(1, 31)), Hi: civil.UTC.End(day(1, 31)) - 1}, // the last day of a month
		{Lo: civil.UTC.Start(day(2, 1)), Hi: civil.UTC.Start(day(2, 1))},     // the first instant of the next
		{Lo: civil.UTC.Start(day(1, 31)), Hi: civil.UTC.Start(day(2, 1))},    // either
		{Lo: civil.Ever, Hi: civil.UTC.Start(day(1, 5))},                     // perhaps before
		{Lo: civil.UTC.Start(day(3, 10)), Hi: civil.Forever},                 // perhaps later
		{Lo: civil.Ever, Hi: civil.UTC.Start(day(1, 1)) - 1},                 // before
		{Lo: civil.UTC.End(day(3, 20)), Hi: civil.Forever},                   // later
	} {
		set.Facts = append(set.Facts, fact.Fact{When: when})
	}
	a := &norms.Agreement{ID: "a", Zone: civil.UTC, Dated: day(1, 15)}
	got := (&Run{Facts: set}).monthCounts(a, day(3, 20))
	if want := []monthCount{{2, 4}, {1, 2}, {0, 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

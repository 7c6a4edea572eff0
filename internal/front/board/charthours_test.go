package board

import (
	"testing"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
)

// hoursOf makes the chart of days in March 2016 in Damascus, of facts at times written as EDTF; somebody could look on the second and third, until noon.
func hoursOf(t *testing.T, lang locale.Lang, from, to int, times ...string) *HoursChart {
	t.Helper()
	zone, err := civil.LoadZone("Asia/Damascus")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) civil.Date { return civil.Date{Year: 2016, Month: 3, Day: d} }
	set := &fact.Set{Coverage: []fact.Coverage{
		{From: zone.Start(day(2)), To: zone.Clock(day(3), 12, 0)},
		{From: zone.Start(day(1)), To: zone.Start(day(20)), Denied: true},
	}}
	for _, s := range times {
		e, err := civil.ParseEDTF(s)
		if err != nil {
			t.Fatal(err)
		}
		set.Facts = append(set.Facts, fact.Fact{ID: s, When: e.In(zone)})
	}
	p := Period{From: day(from), To: day(to)}
	p.Span = spanOfDays(zone, p)
	r := &Run{Program: &norms.Program{}, Facts: set, Base: &record.Base{}}
	return r.HoursChart(NewReader(lang), zone, p)
}

// Each incident is counted once by what is known of its time: in its hour, in each that it may be of, beside its day, or beneath.
func TestHoursChart(t *testing.T) {
	c := hoursOf(t, locale.En, 1, 4, "2016-03-02T14:05", "2016-03-02T23:30/2016-03-03T01:10", "2016-03-03", "2016-03", "2016-03-09T10:00", "2016-02-29T23:30/2016-03-01T00:10")
	if !c.Days || len(c.Rows) != 4 || c.Known != "2–3" || c.NoHour != "1" || c.NoDay != "0–1" {
		t.Fatalf("%+v", c)
	}
	for _, x := range []struct {
		row, hour, low, high int
		class                string
		open                 bool
	}{
		{1, 14, 1, 1, "h1", false},
		{1, 23, 0, 1, "h1", true},
		{2, 0, 0, 1, "h1", true},
		{2, 1, 0, 1, "h1", true},
		{0, 0, 0, 1, "h1", true},     // the rest of it was before the period
		{0, 5, 0, 0, "blind", false}, // access was denied
		{1, 5, 0, 0, "h0", false},
		{2, 11, 0, 0, "h0", false},
		{2, 12, 0, 0, "blind", false},
	} {
		if got := c.Rows[x.row].Cells[x.hour]; got.Low != x.low || got.High != x.high || got.Class != x.class || got.Open != x.open {
			t.Errorf("row %d at %d: %d–%d %s %v, not %+v", x.row, x.hour, got.Low, got.High, got.Class, got.Open, x)
		}
	}
	if c.Rows[2].Without != 1 || c.Rows[2].LookedSays != c.Rows[1].LookedSays || c.Rows[2].LookedSays == c.Rows[0].LookedSays {
		t.Errorf("beside: %+v", c.Rows[2])
	}
	if hoursOf(t, locale.En, 1, 4) != nil {
		t.Error("a chart of nothing")
	}
	weeks := hoursOf(t, locale.Ar, 1, 31, "2016-03-02T14:05", "2016-03-09T14:59", "2016-03-10T14:00")
	if weeks.Days || len(weeks.Rows) != 7 || weeks.Rows[2].Cells[14].Low != 2 || weeks.Rows[3].Cells[14].Low != 1 {
		t.Errorf("by days of the week: %+v", weeks.Rows[2].Cells[14])
	}
	if a, b := weeks.Rows[0].Cells[0].X, weeks.Rows[0].Cells[23].X; a <= b || weeks.Rows[0].WithoutX > b {
		t.Errorf("in Arabic the day runs from right to left: %v, %v", a, b)
	}
}

package app

import (
	"errors"
	"testing"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/status"
)

// TestReport sees the two periods, what each run is as of, and what counts as received.
func TestReport(t *testing.T) {
	c := &clock{time.Date(2016, 2, 10, 12, 0, 0, 0, time.UTC)}
	a := empty(t, c)
	const header = "incident,act,when,zones,role:harmed,assessor,grade,attributions\n"
	enter(t, a, "mithaq", header+"old,attack,2016-02-05,ghouta,civilian,desk,alleged,russia=alleged\n")
	c.at = time.Date(2016, 3, 10, 12, 0, 0, 0, time.UTC)
	enter(t, a, "mithaq", header+"old,attack,2016-02-06,ghouta,civilian,desk,alleged,russia=alleged\nnew,attack,2016-03-05,ghouta,civilian,desk,verified,russia=verified\n")
	c.at = time.Date(2016, 4, 2, 12, 0, 0, 0, time.UTC)
	late := enter(t, a, "mithaq", header+"late,attack,2016-03-06,ghouta,civilian,desk,alleged,\n")

	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	rep, err := a.Report(t.Context(), r, "2016-03-01", "2016-03-31", Cuts{AsOf: "2015-12-01"})
	if err != nil {
		t.Fatal(err)
	}
	if rep.BeforeFrom.String() != "2016-01-30" || rep.BeforeTo.String() != "2016-02-29" {
		t.Errorf("against %s to %s", rep.BeforeFrom, rep.BeforeTo)
	}
	if rep.Received != 1 { // "new": "old" was corrected, "late" came in later
		t.Errorf("%d received", rep.Received)
	}
	if got := norm(t, rep.Now, "truce.1a").Lanes[verified].States; got != status.Of(status.Breached) {
		t.Errorf("at the end of the period: %v", got)
	}
	if got := rep.Before.Norm("truce.1a").Lanes[verified]; got.Acts.Lo != 0 || got.States == status.Of(status.Breached) {
		t.Errorf("at the end of the one before: %+v", got)
	}
	if rep.Span.Hi != rep.Now.In.At || rep.BeforeSpan.Hi != rep.Before.At || rep.BeforeSpan.Hi+1 != rep.Span.Lo {
		t.Errorf("spans %v, %v; as of %d, %d", rep.Span, rep.BeforeSpan, rep.Now.In.At, rep.Before.At)
	}

	for known, want := range map[string]int{"2016-03-01": 0, "2016-03-31": 1, "": 1, "#1": 0} {
		rep, err := a.Report(t.Context(), r, "2016-03-01", "2016-04-30", Cuts{KnownAt: known})
		if known == "" {
			want = 2
		}
		if err != nil || rep.Received != want {
			t.Errorf("known at %q: %d received, want %d: %v", known, rep.Received, want, err)
		}
	}
	if late.Seq == 0 {
		t.Error("nothing was entered late")
	}
	for _, days := range [][2]string{{"2016-03-31", "2016-03-01"}, {"soon", "2016-03-01"}, {"2016-03-01", "2016-13-01"}} {
		var cut *CutError
		if _, err := a.Report(t.Context(), r, days[0], days[1], Cuts{}); !errors.As(err, &cut) {
			t.Errorf("%v: %v", days, err)
		}
	}
}

// TestReportCountsWhatWasKnown: a report of what was known counts incidents as they were known, and says so where it cannot.
func TestReportCountsWhatWasKnown(t *testing.T) {
	c := &clock{time.Date(2016, 3, 10, 12, 0, 0, 0, time.UTC)}
	a := empty(t, c)
	const header = "incident,act,when,zones,role:harmed,assessor,grade,attributions\n"
	enter(t, a, "mithaq", header+"old,attack,2016-03-05,ghouta,civilian,desk,alleged,\n")
	c.at = time.Date(2016, 4, 2, 12, 0, 0, 0, time.UTC)
	enter(t, a, "mithaq", header+"old,attack,2016-02-05,ghouta,civilian,desk,alleged,\nnew,attack,2016-03-05,ghouta,civilian,desk,verified,\nlate,attack,2016-03-06,ghouta,civilian,desk,verified,\n")
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	defer func(most int) { pastMost = most }(pastMost)
	for _, x := range []struct {
		known      string
		most, want int
		now        bool
	}{{"", 20_000, 2, false}, {"2016-03-31", 20_000, 1, false}, {"2016-03-31", 1, 2, true}} {
		pastMost = x.most
		a.pasts.forget()
		rep, err := a.Report(t.Context(), r, "2016-03-01", "2016-03-31", Cuts{KnownAt: x.known})
		if err != nil {
			t.Fatal(err)
		}
		page, err := rep.Store.Incidents(t.Context(), record.Query{From: "2016-03-01", To: "2016-03-31"})
		if err != nil || page.Total != x.want || rep.CountsNow != x.now {
			t.Errorf("known at %q, at most %d: %d incidents, of now: %v, %v", x.known, x.most, page.Total, rep.CountsNow, err)
		}
	}
}

// TestCuts sees which cuts are understood.
func TestCuts(t *testing.T) {
	a := empty(t, &clock{theDay})
	r := readAll(t, Text{Name: "truce.mithaq", Content: truce})
	at := func(c Cuts) Instants { return judged(t, a, r, c).In }
	end := func(y int, m time.Month, d int) int64 { // the day's end in Damascus, in winter two hours before that of UTC
		return time.Date(y, m, d, 21, 59, 59, 0, time.UTC).Unix()
	}
	if got := at(Cuts{AsOf: "2015-12-31"}).At; got != end(2015, 12, 31) {
		t.Errorf("a day: %d", got)
	}
	if got := at(Cuts{AsOf: "2015-12"}).At; got != end(2015, 12, 31) {
		t.Errorf("a month: %d", got)
	}
	if got := at(Cuts{}).At; got != theDay.Unix()-30 {
		t.Errorf("now: %d", got)
	}
	if got := at(Cuts{PublishedBy: "2015-12-31"}).Published; got != end(2015, 12, 31) {
		t.Errorf("published by: %d", got)
	}
	if got := at(Cuts{KnownAt: "2015-12-31"}).Record.Entered; got != end(2015, 12, 31) {
		t.Errorf("known at: %d", got)
	}
	if got := at(Cuts{KnownAt: "#7"}).Record.Seq; got != 7 {
		t.Errorf("known at an entry: %d", got)
	}
	for _, c := range []Cuts{
		{AsOf: "yesterday"},
		{AsOf: "2015-13-01"},
		{AsOf: "2015-12-31~"},
		{AsOf: "2015-12-31/.."},
		{PublishedBy: "31.12.2015"},
		{KnownAt: "#0"},
		{KnownAt: "#-1"},
		{KnownAt: "#x"},
		{KnownAt: "?"},
	} {
		var cut *CutError
		if _, err := a.Judge(t.Context(), r, c); !errors.As(err, &cut) || cut.Value == "" {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

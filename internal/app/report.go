package app

import (
	"context"
	"fmt"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/monitor"
	"mithaq/internal/judge/status"
)

// Report is what a periodic report needs: the run at the end of the period, the status at the end of the period before
// (as long as it), and what came in.
type Report struct {
	Now              *Judged
	Before           Then
	From, To         civil.Date
	BeforeFrom       civil.Date
	BeforeTo         civil.Date
	Span, BeforeSpan civil.Interval
	Received         int // incidents entered in the period; 0 for outsiders, who are told of no entries
	Insider          bool
	Zone             civil.Zone
	Store            record.Reader // of which incidents are counted: as it was known, unless CountsNow
	CountsNow        bool          // it is that of now, though it was asked for as it was known: there are too many incidents
}

// Report judges as of the end of the period. From and To are days in the first agreement's zone, both included. Of the cuts, --as-of has no part: the
// period says as of when.
func (a *App) Report(ctx context.Context, r *Reading, from, to string, cuts Cuts) (*Report, error) {
	if r.Program == nil {
		return nil, ErrTexts
	}
	first, err := civil.ParseDate(from)
	if err != nil {
		return nil, &CutError{"from", from}
	}
	last, err := civil.ParseDate(to)
	if err != nil || last.Compare(first) < 0 {
		return nil, &CutError{"to", to}
	}
	zone := zoneOf(r.Program)
	days := daysBetween(first, last)
	rep := &Report{
		From: first, To: last, BeforeFrom: first.AddDays(-days), BeforeTo: first.AddDays(-1), Zone: zone, Insider: a.Insider(),
		Span: civil.Interval{Lo: zone.Start(first), Hi: zone.End(last) - 1},
	}
	if rep.BeforeFrom.Year < 1 { // no calendar has the period before
		return nil, &CutError{"from", from}
	}
	rep.BeforeSpan = civil.Interval{Lo: zone.Start(rep.BeforeFrom), Hi: rep.Span.Lo - 1}
	cuts.AsOf = last.String()
	if rep.Now, err = a.Judge(ctx, r, cuts); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	rep.Before = rep.Now.Then(rep.BeforeSpan.Hi)
	store, whole, err := a.StoreAt(ctx, cuts, zone)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	rep.Store, rep.CountsNow = store, !whole
	if rep.Received, err = a.received(ctx, rep.Span, rep.Now.In.Record); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return rep, nil
}

// received counts the incidents that entered the record in the span, those withdrawn since among them. One that was
// corrected then had been received before.
func (a *App) received(ctx context.Context, span civil.Interval, cut record.Cut) (int, error) {
	in := record.Span{From: span.Lo, To: span.Hi, UpTo: cut.Seq}
	if cut.Entered != 0 {
		in.To = min(in.To, cut.Entered)
	}
	n := 0
	for _, withdrawn := range []bool{false, true} {
		page, err := a.view.Incidents(ctx, record.Query{Received: in, Withdrawn: withdrawn, Sort: "entered", Limit: 1})
		if err != nil {
			return 0, err
		}
		n += page.Total
	}
	return n, nil
}

// daysBetween counts the days from first to last, both included.
func daysBetween(first, last civil.Date) int {
	return int((civil.UTC.Start(last)-civil.UTC.Start(first))/86400) + 1
}

// BearingIn is Bearing of the incidents that happened within a time from their beginning to their end.
func (j *Judged) BearingIn(within civil.Interval, visit func(key status.Key, incident string, must grade.Mask)) {
	j.ask(func(m monitor.AsOf) { m.BearingIn(within, visit) })
}

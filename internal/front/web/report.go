package web

import (
	"context"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// ReportView makes the page of a periodic report, for the board and for the command. runOf gives the pages' side of a run: RunOf, or one that keeps them.
func ReportView(ctx context.Context, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (*board.ReportView, error) {
	store, now, before := rep.Store, runOf(rep.Now), runOf(rep.Before)
	period := board.Period{From: rep.From, To: rep.To, Span: rep.Span}
	earlier := board.Period{From: rep.BeforeFrom, To: rep.BeforeTo, Span: rep.BeforeSpan}
	v := &board.ReportView{
		Insider:  rep.Insider,
		Periods:  rd.Periods(period),
		FirstDay: rep.From.String(), LastDay: rep.To.String(),
		From: locale.LongDate(rd.Lang, rep.From), To: locale.LongDate(rd.Lang, rep.To),
		BeforeFrom: locale.LongDate(rd.Lang, rep.BeforeFrom), BeforeTo: locale.LongDate(rd.Lang, rep.BeforeTo),
		Agreements: now.Report(rd, before, period, earlier), Received: rep.Received, Coverage: now.CoverageIn(rd, period),
		Unbound: len(now.Result.Unbound), Head: rep.Now.Head.Hash.String(), HeadSequence: rep.Now.Head.Seq,
	}
	switch at := rep.Now.In.At; {
	case at < rep.Span.Lo:
		v.Open = rd.W.Text("board.report.ahead", "date", rd.W.Day(at, rep.Zone))
	case at < rep.Span.Hi:
		v.Open = rd.W.Text("board.report.running", "date", rd.W.Day(at, rep.Zone))
	}
	count := func(q record.Query) (int, error) {
		q.Limit = 1
		page, err := store.Incidents(ctx, q)
		if err != nil {
			return 0, err
		}
		return page.Total, nil
	}
	in := record.Query{From: rep.From.String(), To: rep.To.String()}
	var err error
	if v.Dated, err = count(in); err != nil {
		return nil, err
	}
	if v.DatedBefore, err = count(record.Query{From: rep.BeforeFrom.String(), To: rep.BeforeTo.String()}); err != nil {
		return nil, err
	}
	if waiting := in; v.Insider { // an outsider cannot ask for what waits: none would be an answer that is not so
		waiting.Waiting = true
		if v.Waiting, err = count(waiting); err != nil {
			return nil, err
		}
		v.Assessed = v.Dated - v.Waiting
	}
	rest := v.Dated
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		q := in
		q.Grade = &g
		n, err := count(q)
		if err != nil {
			return nil, err
		}
		rest -= n
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.W.Grade(g).Word, Value: locale.Number(rd.Lang, int64(n))})
	}
	if !v.Insider { // else it is told who waits
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.NotAssessed(), Value: locale.Number(rd.Lang, int64(rest))})
	}
	for i := range v.Coverage {
		if v.Coverage[i].Denied {
			v.Denied = append(v.Denied, v.Coverage[i])
		}
	}
	return v, addCharts(ctx, store, rd, now, rep.Zone, period, earlier, v)
}

// addCharts adds the charts. What they count is asked of the record as the visitor sees it.
func addCharts(ctx context.Context, store record.Reader, rd board.Reader, now *board.Run, zone civil.Zone, period, earlier board.Period, v *board.ReportView) error {
	shown := board.ChartMonths(period)
	groups, err := store.Count(ctx, []record.CountBy{record.ByMonth, record.ByGrade}, record.Query{From: shown.From.String(), To: shown.To.String()})
	if err != nil {
		return err
	}
	told := map[string][]string{}
	for i := range now.Base.Sources {
		id := now.Base.Sources[i].ID
		if told[id], err = store.Matching(ctx, record.Query{Source: id, From: period.From.String(), To: period.To.String()}); err != nil {
			return err
		}
	}
	v.Charts = board.Charts{
		Months: rd.MonthsChart(groups, shown, period), Areas: now.AreasChart(rd, zone, period, earlier), Hours: now.HoursChart(rd, zone, period), Overlap: now.OverlapChart(rd, told), Marks: rd.GradeKeys(),
	}
	return nil
}

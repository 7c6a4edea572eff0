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
	v, graded, err := reportOf(ctx, rd, rep, runOf)
	if err != nil {
		return nil, err
	}
	now := runOf(rep.Now)
	period, earlier := periodsOf(rep)
	v.Periods, v.Coverage = rd.Periods(period), now.CoverageIn(rd, period)
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.W.Grade(g).Word, Value: locale.Number(rd.Lang, int64(graded[g.String()]))})
	}
	if !v.Insider { // else it is told who waits
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.NotAssessed(), Value: locale.Number(rd.Lang, int64(graded[""]))})
	}
	for i := range v.Coverage {
		if v.Coverage[i].Denied {
			v.Denied = append(v.Denied, v.Coverage[i])
		}
	}
	return v, addCharts(ctx, rep.Store, rd, now, rep.Zone, period, earlier, v)
}

// ReportNumbers makes what a periodic report says of norms and red lines, and its numbers of incidents: what answers.ReportOf reads.
func ReportNumbers(ctx context.Context, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (*board.ReportView, error) {
	v, _, err := reportOf(ctx, rd, rep, runOf)
	return v, err
}

// periodsOf gives the period of a report and the one before.
func periodsOf(rep *app.Report) (period, earlier board.Period) {
	return board.Period{From: rep.From, To: rep.To, Span: rep.Span}, board.Period{From: rep.BeforeFrom, To: rep.BeforeTo, Span: rep.BeforeSpan}
}

// reportOf begins the page of a report: all but what is told of the period beside norms and numbers. graded is how many incidents are dated in the period, by grade.
func reportOf(ctx context.Context, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (v *board.ReportView, graded map[string]int, err error) {
	now := runOf(rep.Now)
	period, earlier := periodsOf(rep)
	v = &board.ReportView{
		Insider:  rep.Insider,
		FirstDay: rep.From.String(), LastDay: rep.To.String(),
		From: locale.LongDate(rd.Lang, rep.From), To: locale.LongDate(rd.Lang, rep.To),
		BeforeFrom: locale.LongDate(rd.Lang, rep.BeforeFrom), BeforeTo: locale.LongDate(rd.Lang, rep.BeforeTo),
		Agreements: now.Report(rd, rep.Before, period, earlier), Received: rep.Received,
		Unbound: len(now.Result.Unbound), Head: rep.Now.Head.Hash.String(), HeadSequence: rep.Now.Head.Seq,
	}
	switch at := rep.Now.In.At; {
	case at < rep.Span.Lo:
		v.Open = rd.W.Text("board.report.ahead", "date", rd.W.Day(at, rep.Zone))
	case at < rep.Span.Hi:
		v.Open = rd.W.Text("board.report.running", "date", rd.W.Day(at, rep.Zone))
	}
	in := record.Query{From: rep.From.String(), To: rep.To.String()}
	groups, err := rep.Store.Count(ctx, []record.CountBy{record.ByGrade}, in)
	if err != nil {
		return nil, nil, err
	}
	graded = map[string]int{}
	for _, g := range groups {
		graded[g.Values[0]] = g.N
		v.Dated += g.N
	}
	if v.DatedBefore, err = count(ctx, rep.Store, record.Query{From: rep.BeforeFrom.String(), To: rep.BeforeTo.String()}); err != nil {
		return nil, nil, err
	}
	if v.Insider { // an outsider cannot ask for what waits: none would be an answer that is not so
		in.Waiting = true
		if v.Waiting, err = count(ctx, rep.Store, in); err != nil {
			return nil, nil, err
		}
		v.Assessed = v.Dated - v.Waiting
	}
	return v, graded, nil
}

// count counts the incidents that match.
func count(ctx context.Context, store record.Reader, q record.Query) (n int, err error) {
	groups, err := store.Count(ctx, nil, q)
	for _, g := range groups {
		n += g.N
	}
	return n, err
}

// addCharts adds the charts. What they count is asked of the record as the visitor sees it.
func addCharts(ctx context.Context, store record.Reader, rd board.Reader, now *board.Run, zone civil.Zone, period, earlier board.Period, v *board.ReportView) error {
	shown := board.ChartMonths(period)
	groups, err := store.Count(ctx, []record.CountBy{record.ByMonth, record.ByGrade}, record.Query{From: shown.From.String(), To: shown.To.String()})
	if err != nil {
		return err
	}
	sources := make([]string, len(now.Base.Sources))
	for i := range sources {
		sources[i] = now.Base.Sources[i].ID
	}
	told, err := store.Telling(ctx, sources, record.Query{From: period.From.String(), To: period.To.String()})
	if err != nil {
		return err
	}
	v.Charts = board.Charts{
		Months: rd.MonthsChart(groups, shown, period), Areas: now.AreasChart(rd, zone, period, earlier), Hours: now.HoursChart(rd, zone, period), Overlap: now.OverlapChart(rd, told), Marks: rd.GradeKeys(),
	}
	return nil
}

package web

import (
	"context"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
)

// ReportView makes the page of a periodic report, for the board and for the command. runOf gives the pages' side of a run: RunOf, or one that keeps them.
func ReportView(ctx context.Context, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (*board.ReportView, error) {
	now := runOf(rep.Now)
	wait := meanwhile(func() (counted, error) { return countIn(ctx, rep, true) })
	v := reportOf(rd, rep, now)
	period, earlier := periodsOf(rep)
	v.Periods, v.Coverage = rd.Periods(period), now.CoverageIn(rd, period)
	for i := range v.Coverage {
		if v.Coverage[i].Denied {
			v.Denied = append(v.Denied, v.Coverage[i])
		}
	}
	v.Charts = board.Charts{Areas: now.AreasChart(rd, rep.Zone, period, earlier), Hours: now.HoursChart(rd, rep.Zone, period), Marks: rd.GradeKeys()}
	of, err := wait()
	if err != nil {
		return nil, err
	}
	number(v, &of)
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.W.Grade(g).Word, Value: locale.Number(rd.Lang, int64(of.graded[g.String()]))})
	}
	if !v.Insider { // else it is told who waits
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.NotAssessed(), Value: locale.Number(rd.Lang, int64(of.graded[""]))})
	}
	v.Charts.Months, v.Charts.Overlap = rd.MonthsChart(of.months, board.ChartMonths(period), period), now.OverlapChart(rd, of.told)
	return v, nil
}

// ReportNumbers makes what a periodic report says of norms and red lines, and its numbers of incidents: what answers.ReportOf reads.
func ReportNumbers(ctx context.Context, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (*board.ReportView, error) {
	wait := meanwhile(func() (counted, error) { return countIn(ctx, rep, false) })
	v := reportOf(rd, rep, runOf(rep.Now))
	of, err := wait()
	if err != nil {
		return nil, err
	}
	number(v, &of)
	return v, nil
}

// periodsOf gives the period of a report and the one before.
func periodsOf(rep *app.Report) (period, earlier board.Period) {
	return board.Period{From: rep.From, To: rep.To, Span: rep.Span}, board.Period{From: rep.BeforeFrom, To: rep.BeforeTo, Span: rep.BeforeSpan}
}

// reportOf begins the page of a report: what the judge tells.
func reportOf(rd board.Reader, rep *app.Report, now *board.Run) *board.ReportView {
	period, earlier := periodsOf(rep)
	v := &board.ReportView{
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
	return v
}

// number puts the numbers of incidents into a report.
func number(v *board.ReportView, of *counted) {
	v.Dated, v.DatedBefore, v.Waiting = of.dated, of.before, of.waiting
	if v.Insider {
		v.Assessed = of.dated - of.waiting
	}
}

package web

import (
	"context"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// ReportView makes the page of a periodic report, for the board and for the command. runOf gives the pages' side of a run: RunOf, or one that keeps them.
func ReportView(ctx context.Context, store record.Store, rd board.Reader, rep *app.Report, runOf func(*app.Judged) *board.Run) (*board.ReportView, error) {
	now, before := runOf(rep.Now), runOf(rep.Before)
	period := board.Period{From: rep.From, To: rep.To, Span: rep.Span}
	earlier := board.Period{From: rep.BeforeFrom, To: rep.BeforeTo, Span: rep.BeforeSpan}
	v := &board.ReportView{
		FirstDay: rep.From.String(), LastDay: rep.To.String(),
		From: locale.LongDate(rd.Lang, rep.From), To: locale.LongDate(rd.Lang, rep.To),
		BeforeFrom: locale.LongDate(rd.Lang, rep.BeforeFrom), BeforeTo: locale.LongDate(rd.Lang, rep.BeforeTo),
		Agreements: now.Report(rd, before, period, earlier), Received: rep.Received, Coverage: now.CoverageIn(rd, period),
		Unbound: len(now.Result.Unbound), Head: rep.Now.Head.Hash.String(), HeadSequence: rep.Now.Head.Seq,
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
	waiting := in
	waiting.Waiting = true
	if v.Waiting, err = count(waiting); err != nil {
		return nil, err
	}
	v.Assessed = v.Dated - v.Waiting
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		q := in
		q.Grade = &g
		n, err := count(q)
		if err != nil {
			return nil, err
		}
		v.ByGrade = append(v.ByGrade, board.Pair{Name: rd.W.Grade(g).Word, Value: locale.Number(rd.Lang, int64(n))})
	}
	return v, nil
}

package web

import (
	"errors"

	"mithaq/internal/app"
	"mithaq/internal/front/board"
)

// reportFields are the names of what a report can be refused for.
var reportFields = map[string]string{"from": "board.filter.from", "to": "board.filter.to", "known-at": "board.state.known"}

// report answers with the form for a period, or with the report on one.
func (s *server) report(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	a := &answer{page: "report", section: "report", title: r.rd.W.Text("board.nav.report"), run: run}
	from, to := r.values.Get("from"), r.values.Get("to")
	if from == "" && to == "" {
		a.body = &board.ReportView{Latest: run.LatestPeriods(r.rd, zoneOf(run.Program))}
		return a, nil
	}
	if from, err = r.day("from", "board.filter.from"); err != nil || from == "" {
		return nil, &badValue{"board.filter.from", clip(r.values.Get("from"))}
	}
	if to, err = r.day("to", "board.filter.to"); err != nil || to == "" {
		return nil, &badValue{"board.filter.to", clip(r.values.Get("to"))}
	}
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, err
	}
	rep, err := r.app.Report(r.Context(), reading, from, to, app.Cuts{KnownAt: r.state.KnownAt})
	if err != nil {
		var cut *app.CutError
		if errors.As(err, &cut) {
			return nil, &badValue{reportFields[cut.Flag], cut.Value}
		}
		return nil, err
	}
	v, err := ReportView(r.Context(), r.rd, rep, s.runsOf(r).wrap)
	if err != nil {
		return nil, err
	}
	a.title = r.rd.W.Text("board.report.title", "from", v.From, "to", v.To)
	a.body, a.run, a.uncut = v, s.runsOf(r).wrap(rep.Now), rep.CountsNow
	return a, nil
}

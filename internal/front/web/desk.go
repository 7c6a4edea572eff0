package web

import (
	"context"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
)

const (
	deskRows    = 10 // how many incidents each list of the desk shows
	deskEntries = 20 // how many entries
)

// desk answers with the staff's page.
func (s *server) desk(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	ctx, store := r.Context(), r.app.Store()
	came, err := store.Incidents(ctx, record.Query{Sort: "-entered", Limit: deskRows})
	if err != nil {
		return nil, err
	}
	waiting, err := store.Incidents(ctx, record.Query{Waiting: true, Sort: "entered", Limit: deskRows})
	if err != nil {
		return nil, err
	}
	entries, err := latest(ctx, store, run.Head.Seq)
	if err != nil {
		return nil, err
	}
	before, err := s.weekAgo(r)
	if err != nil {
		return nil, err
	}
	now := r.app.Now().Unix()
	v := run.DeskPage(r.rd, min(now, run.Result.At), came.Rows, waiting.Rows, waiting.Total, entries, s.runsOf(r).wrap(before))
	if v.Drafts, err = drafts(r); err != nil {
		return nil, err
	}
	return &answer{page: "desk", section: "desk", title: r.rd.W.Text("board.desk.title"), body: v, run: run}, nil
}

// weekAgo judges, as of the same day, the record that stood a week before the one that is shown: what differs from now rests on what was entered since.
func (s *server) weekAgo(r *request) (*app.Judged, error) {
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, err
	}
	until := r.app.Now().UTC()
	if day, err := time.Parse(time.DateOnly, r.state.KnownAt); err == nil && day.Before(until) {
		until = day
	}
	cuts := r.cuts()
	if until = until.AddDate(0, 0, -7); until.Year() < 1 {
		until = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	cuts.KnownAt = until.Format(time.DateOnly)
	return r.app.Judge(r.Context(), reading, cuts)
}

// latest gives the last entries, the newest first.
func latest(ctx context.Context, store record.Store, head int64) ([]record.Entry, error) {
	var list []record.Entry
	for e, err := range store.Entries(ctx, max(0, head-deskEntries)) {
		if err != nil {
			return nil, err
		}
		list = append([]record.Entry{e}, list...)
	}
	return list, nil
}

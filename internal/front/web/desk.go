package web

import (
	"context"
	"slices"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

const (
	deskRows    = 10 // how many incidents each list of the desk shows
	deskEntries = 20 // how many entries
)

// ownDesk is what of the desk is the visitor's own.
type ownDesk struct {
	Seen    mark
	Drafts  []board.DraftRow
	Follows []board.FollowRow
	Stopped int
}

func deskOwn(r *request) (any, error) {
	own := &ownDesk{}
	var err error
	if own.Seen, err = seenMark(r); err != nil {
		return nil, err
	}
	if own.Drafts, err = drafts(r); err != nil {
		return nil, err
	}
	if own.Follows, err = follows(r, ""); err != nil {
		return nil, err
	}
	own.Stopped, err = stoppedWebhooks(r)
	return own, err
}

// desk answers with the staff's page.
func (s *server) desk(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	ctx, store := r.Context(), r.app.Store()
	own := r.own.(*ownDesk)
	seen := own.Seen
	came, total, err := cameSince(ctx, store, seen)
	if err != nil {
		return nil, err
	}
	waiting, err := store.Incidents(ctx, record.Query{Waiting: true, Sort: "entered", Limit: deskRows})
	if err != nil {
		return nil, err
	}
	entries, err := latest(ctx, store, seen.Seq, run.Head.Seq)
	if err != nil {
		return nil, err
	}
	before, err := s.weekAgo(r)
	if err != nil {
		return nil, err
	}
	now := r.app.Now().Unix()
	v := run.DeskPage(r.rd, min(now, run.Result.At), came, waiting.Rows, waiting.Total, entries, s.runsOf(r).wrap(before))
	if v.CameN = total; marks(r) {
		v.UpTo = run.Head.Seq
	}
	if seen.Seq > 0 {
		v.Since = r.rd.Instant(seen.At)
	}
	v.Drafts, v.Follows, v.Stopped = own.Drafts, own.Follows, own.Stopped
	if err := deskWork(r, run, v); err != nil {
		return nil, err
	}
	v.NotLooked, v.Yesterday = run.NobodyLooked(r.rd, r.app.Today().AddDays(-1))
	return &answer{page: "desk", section: "desk", title: r.rd.W.Text("board.desk.title"), body: v, run: run}, nil
}

// cameSince gives the newest incidents that came in after a mark, and how many did.
func cameSince(ctx context.Context, store record.Reader, seen mark) (rows []record.Row, total int, err error) {
	q := record.Query{Sort: "-entered", Limit: deskRows}
	if seen.Seq > 0 {
		q.Received = record.Span{From: seen.At}
	}
	page, err := store.Incidents(ctx, q)
	if err != nil || seen.Seq == 0 {
		return page.Rows, page.Total, err
	}
	q.Received.To, q.Received.UpTo, q.Limit = seen.At, seen.Seq, 500 // what came in the second of the mark, before it
	old, err := store.Incidents(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	rows = slices.DeleteFunc(page.Rows, func(row record.Row) bool {
		return slices.ContainsFunc(old.Rows, func(o record.Row) bool { return o.Incident.ID == row.Incident.ID })
	})
	return rows, page.Total - old.Total, nil
}

// deskWork tells what of the queue of reviews waits for the visitor: by name as the second person, and how much at each step.
func deskWork(r *request, run *board.Run, v *board.DeskView) error {
	who := r.app.Who()
	if !who.May(review.Read, review.State{}) {
		return nil
	}
	work, err := r.app.Waiting(r.Context())
	if err != nil {
		return err
	}
	today := r.app.Today()
	n := map[string]int{}
	for _, w := range work {
		step := w.For(today)
		mine, not := w.Mine(who, step)
		if !mine {
			continue
		}
		n[step]++
		if step == app.ToConfirm {
			v.Second = append(v.Second, run.ReviewRow(r.rd, &board.ReviewItem{
				Incident: &w.Incident, Held: &w.Held, Finding: &w.Finding, Since: w.Since, Second: w.Second, Mine: mine, Not: not,
			}, today))
		}
	}
	for _, step := range app.Waitings {
		if n[step] > 0 && step != app.ToConfirm {
			v.Steps = append(v.Steps, board.ReviewStep{Name: step, Word: r.rd.W.Text("board.reviews.step." + step), N: n[step]})
		}
	}
	return nil
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

// latest gives the last entries after one, the newest first.
func latest(ctx context.Context, store record.Store, after, head int64) ([]record.Entry, error) {
	var list []record.Entry
	for e, err := range store.Entries(ctx, max(after, head-deskEntries)) {
		if err != nil {
			return nil, err
		}
		list = append([]record.Entry{e}, list...)
	}
	return list, nil
}

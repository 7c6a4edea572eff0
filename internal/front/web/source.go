package web

import (
	"errors"

	"mithaq/internal/evidence/record"
)

// source answers with one source and what it says.
func (s *server) source(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	id := r.PathValue("source")
	q := record.Query{Source: id, After: r.values.Get("after")}
	if q.After != "" {
		if m := cursor.FindStringSubmatch(q.After); m == nil || m[1] != "date" {
			return nil, &badValue{"board.filter.after", clip(q.After)}
		}
	}
	page, err := r.app.Store().Incidents(r.Context(), q)
	if errors.Is(err, record.ErrCursor) {
		return nil, &badValue{"board.filter.after", clip(q.After)}
	}
	if err != nil {
		return nil, err
	}
	v := run.SourcePage(r.rd, id, page.Rows)
	if v == nil {
		return nil, errNotFound
	}
	v.Total = page.Total
	if page.Next != "" {
		v.Next = r.with("after", page.Next)
	}
	if q.After != "" {
		v.First = r.with("after", "")
	}
	return &answer{page: "source", section: "incidents", title: v.Name, body: v, run: run}, nil
}

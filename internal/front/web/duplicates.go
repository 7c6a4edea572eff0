package web

import (
	"errors"

	"mithaq/internal/evidence/record"
)

// duplicatesPage is how many pairs a page shows.
const duplicatesPage = 20

// duplicates answers with pairs of incidents that may be one.
func (s *server) duplicates(r *request) (*answer, error) {
	after := r.values.Get("after")
	d, err := r.app.Duplicates(r.Context(), 0, after, duplicatesPage)
	if errors.Is(err, record.ErrCursor) {
		return nil, &badValue{"board.filter.after", clip(after)}
	}
	if err != nil {
		return nil, err
	}
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	bundles := map[string]*record.Bundle{}
	for _, p := range d.Pairs {
		for _, id := range []string{p.A, p.B} {
			if bundles[id] != nil {
				continue
			}
			if bundles[id], err = r.app.Store().Bundle(r.Context(), id); err != nil {
				return nil, err
			}
		}
	}
	v := run.Duplicates(r.rd, d.Pairs, d.Total, d.Left, bundles)
	if d.Next != "" {
		v.Next = r.with("after", d.Next)
	}
	if after != "" {
		v.First = r.with("after", "")
	}
	return &answer{page: "duplicates", section: "desk", title: r.rd.W.Text("board.duplicates.title"), body: v, run: run}, nil
}

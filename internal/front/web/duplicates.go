package web

import (
	"errors"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
)

// duplicatesPage is how many pairs a page shows.
const duplicatesPage = 20

// duplicates answers with pairs of incidents that may be one.
func (s *server) duplicates(r *request) (*answer, error) {
	after := r.values.Get("after")
	aside, err := laters(r)
	if err != nil {
		return nil, err
	}
	hide := setAside(aside, r.app.Now().Unix())
	n := 0
	d, err := r.app.DuplicatesBut(r.impatient(), 0, after, duplicatesPage, func(p *link.Pair) bool {
		if r.values.Get("aside") == "" && hide(p) {
			n++
			return true
		}
		return false
	})
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
	v.Aside = n
	for i := range v.Pairs {
		one := &v.Pairs[i]
		for k := range d.Pairs {
			if p := &d.Pairs[k]; p.A == one.A.ID && p.B == one.B.ID {
				one.Aside, one.AsideWhy = asideOf(r, aside, p)
			}
		}
	}
	v.Said = r.done("board.merge.done")
	if d.Next != "" {
		v.Next = r.with("after", d.Next)
	}
	if after != "" {
		v.First = r.with("after", "")
	}
	return &answer{page: "duplicates", section: "desk", title: r.rd.W.Text("board.duplicates.title"), body: v, run: run}, nil
}

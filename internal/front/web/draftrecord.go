package web

import (
	"errors"
	"net/http"

	"mithaq/internal/front/board"
	"mithaq/internal/front/drafting"
	"mithaq/internal/front/wording"
)

// onRecord tells what would be otherwise, beside the record as the visitor may see it, by acts that nobody has recorded.
func (s *server) onRecord(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	a, _ := run.Agreement(r.PathValue("agreement"))
	if a == nil {
		return nil, errNotFound
	}
	title := wording.Name(r.rd.Lang, a.Names, a.ID)
	v := &board.DraftView{Of: &board.Pair{Name: a.ID, Value: title}}
	v.Choices = board.ChoicesOf(r.rd, run.Program)
	page := &answer{page: "draft", section: "draft", title: r.rd.W.Bare().Text("draft.whatif.title") + ": " + title, body: v, run: run, unkept: true}
	if r.Method != http.MethodPost {
		v.Acts = make([]board.DraftAct, 2)
		return page, nil
	}
	v.Acts, v.Goal = actsOf(r.form), clip(r.form.Get("goal"))
	q := &drafting.Question{Lang: r.rd.Lang, Beside: nil}
	if q.Suppose, v.WhatIf = supposalOf(r, v); v.WhatIf != nil {
		return page, nil
	}
	if q.Beside, err = s.besideDraft(r.Context()); err != nil {
		return nil, err
	}
	q.Suppose.Record = run.Facts
	if r.state.AsOf != "" || len(q.Suppose.Acts) == 0 {
		q.Suppose.At = run.Result.At
	}
	got, err := s.askOfDraft(r, q)
	switch {
	case err == nil:
		v.Cut, v.WhatIf = got.Cut && got.WhatIf == nil, got.WhatIf
		if v.WhatIf != nil {
			v.WhatIf.OnRecord = r.rd.W.Plural("draft.whatif.record", int64(len(run.Facts.Facts)))
		}
	case errors.Is(err, errTooOften):
		page.status, v.Wrong = http.StatusTooManyRequests, r.rd.W.Text("draft.often")
	case errors.Is(err, drafting.ErrBusy):
		page.status, v.Wrong = http.StatusServiceUnavailable, r.rd.W.Text("draft.busy")
	default:
		return nil, err
	}
	return page, nil
}

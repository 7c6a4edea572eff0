package web

import (
	"errors"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
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
	store, uncut, err := r.then(run)
	if err != nil {
		return nil, err
	}
	page, err := store.Incidents(r.Context(), q)
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
	v.MayEnter = r.app.Who().May(review.Enter, review.State{})
	if err := s.addLineage(r, run, id, v); err != nil {
		return nil, err
	}
	if page.Next != "" {
		v.Next = r.with("after", page.Next)
	}
	if q.After != "" {
		v.First = r.with("after", "")
	}
	return &answer{page: "source", section: "incidents", title: v.Name, body: v, run: run, uncut: uncut}, nil
}

// aloneShown is how many incidents that rest on one voice are listed.
const aloneShown = 40

// addLineage puts on the page of a source where what it says comes from, and what goes back to it alone.
func (s *server) addLineage(r *request, run *board.Run, id string, v *board.SourceView) error {
	l, err := s.lineageOf(r, run)
	if err != nil {
		return err
	}
	v.Graph = run.Lineage(r.rd, id, l.list)
	for i := range l.list {
		if l.list[i].Source == id {
			v.Own = r.rd.W.Text("board.sources." + board.OwnOf(&l.list[i]))
		}
	}
	if u := l.uses[id]; u != nil && !r.rd.Outside { // of what is not shown more may speak
		v.AloneTotal = u.Alone
		for _, incident := range u.OneVoice[:min(len(u.OneVoice), aloneShown)] {
			v.Alone = append(v.Alone, board.PairSide{ID: incident, Title: run.IncidentName(r.rd, incident)})
		}
	}
	return nil
}

package web

import (
	"slices"
	"strconv"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/front/board"
)

func (s *server) timelineRoutes() []route {
	return []route{
		{method: "GET", pattern: "/a/{agreement}/timeline", needs: anybody, live: true, page: s.timeline, kept: true},
	}
}

// timeline answers with the time of one text.
func (s *server) timeline(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	a, _ := run.Agreement(r.PathValue("agreement"))
	if a == nil {
		return nil, errNotFound
	}
	q, err := r.timelineQuery(a)
	if err != nil {
		return nil, err
	}
	v := run.TimelinePage(r.rd, a.ID, q)
	title := r.rd.W.Bare().Text("board.timeline.title") + " · " + v.Head.Title
	return &answer{page: "timeline", section: "agreements", title: title, body: v, scripts: []string{"timeline"}, run: run}, nil
}

// timelineQuery reads what the address asks of a timeline.
func (r *request) timelineQuery(a *norms.Agreement) (q board.TimelineQuery, err error) {
	q = board.TimelineQuery{From: r.values.Get("from"), To: r.values.Get("to"), Party: r.values.Get("party"), Status: r.values.Get("status"), Group: r.values.Get("group")}
	from, ok := board.ParseMoment(q.From, a.Zone, false)
	if q.From != "" && !ok {
		return q, &badValue{"board.filter.from", clip(q.From)}
	}
	to, also := board.ParseMoment(q.To, a.Zone, true)
	if q.To != "" && !also || ok && also && to <= from {
		return q, &badValue{"board.filter.to", clip(q.To)}
	}
	if q.Status != "" && !slices.Contains(board.TimelineStatuses(), q.Status) {
		return q, &badValue{"board.timeline.status", clip(q.Status)}
	}
	if q.Group != "" && !slices.Contains(board.TimelineGroups, q.Group) {
		return q, &badValue{"board.timeline.group", clip(q.Group)}
	}
	if len(q.Party) > longest {
		return q, &badValue{"board.col.who", clip(q.Party)}
	}
	if page := r.values.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > 1_000_000 {
			return q, &badValue{"board.timeline.rows", clip(page)}
		}
		q.Page = n - 1
	}
	return q, nil
}

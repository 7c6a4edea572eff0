package web

import (
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

func (s *server) coverageRoutes() []route {
	return []route{{method: "GET", pattern: "/coverage", needs: anybody, live: true, page: s.coverage}}
}

// coverage answers with a month of who could look where: the one in the address, else the last of which anything is said.
func (s *server) coverage(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	first := run.LastCovered(zoneOf(run.Program).DateOf(run.Result.At))
	if given := r.values.Get("month"); given != "" {
		var ok bool
		if first, ok = board.ParseMonth(given); !ok {
			return nil, &badValue{"board.calendar.month", clip(given)}
		}
	}
	v := run.CalendarPage(r.rd, first)
	if r.app.Who().May(review.Enter, review.State{}) {
		for i := range v.Entries {
			v.Entries[i].Edit = "/" + string(r.rd.Lang) + "/coverage/" + board.Segment(v.Entries[i].ID) + "/edit"
		}
	}
	return &answer{page: "coverage", section: "coverage", title: r.rd.W.Text("board.calendar.title"), body: v, run: run}, nil
}

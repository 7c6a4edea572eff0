package web

import (
	"mithaq/internal/front/board"
)

// live gives what lets an open page be told of what changes; nil: it is told nothing. A page as of a day, or of what was known on one,
// was asked to stay as it is.
func (s *server) live(r *request, a *answer) (*board.Live, error) {
	if s.static || !r.live || a.run == nil || a.status != 0 || r.state.AsOf != "" || r.state.KnownAt != "" {
		return nil, nil
	}
	run := a.run
	if r.run != nil {
		run = r.run // a report is of a run of its own, and changes with the one as of now
	}
	mark, err := s.mark(r, run)
	if err != nil {
		return nil, err
	}
	v := r.rd.Live(r.app.Insider())
	v.Mark, v.Agreement, v.Incident = mark, r.PathValue("agreement"), r.PathValue("incident")
	if pair := r.values; v.Incident == "" && pair.Get("a") != "" && pair.Get("b") != "" {
		v.Incident = clip(pair.Get("a")) + " " + clip(pair.Get("b")) // two side by side
	}
	return v, nil
}

// mark names what the visitor sees by a run, as those who have a line open are told it. It is found once for each run. unknownMark: the
// record has moved on while the page was made; the page is then told to ask again.
func (s *server) mark(r *request, run *board.Run) (string, error) {
	k := s.runsOf(r)
	k.mu.Lock()
	mark, known := k.marks[run]
	k.mu.Unlock()
	if known {
		return mark, nil
	}
	g, ok, err := r.app.GlanceAt(r.Context(), run.Head)
	if err != nil || !ok {
		return unknownMark, err
	}
	mark = s.marker.of(run.Result, g)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.marks == nil {
		k.marks = map[*board.Run]string{}
	}
	if k.holds(run) {
		k.marks[run] = mark
	}
	return mark, nil
}

const unknownMark = "unknown"

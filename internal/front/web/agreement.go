package web

import (
	"mithaq/internal/front/board"
)

// agreements answers with the list of all texts.
func (s *server) agreements(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	return &answer{page: "agreements", section: "agreements", title: r.rd.W.Text("board.agreements.title"), body: run.AgreementsPage(r.rd), run: run}, nil
}

// agreement answers with one text.
func (s *server) agreement(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := run.AgreementPage(r.rd, r.PathValue("agreement"))
	if v == nil {
		return nil, errNotFound
	}
	return &answer{page: "agreement", section: "agreements", title: v.Head.Title, body: v, run: run}, nil
}

// reasoned is the body of a page with a chain of reasons. It implements board.ReasonsPage.
type reasoned struct {
	View    any
	link    func(ref string) string
	reports func(ref string) (*board.ReasonReports, error)
}

func (p reasoned) LinkOf(ref string) string { return p.link(ref) }

func (p reasoned) ReportsOf(ref string) (*board.ReasonReports, error) { return p.reports(ref) }

// links makes the LinkOf of a page.
func links(r *request, run *board.Run) func(string) string {
	return func(ref string) string {
		if _, ok := run.Fact(ref); !ok {
			return ""
		}
		return "/" + string(r.rd.Lang) + "/i/" + board.Segment(ref) + string(r.state.Keep())
	}
}

// term answers with one term of a text, or with one of its norms.
func (s *server) term(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := run.TermPage(r.rd, r.PathValue("agreement"), r.PathValue("term"), r.values.Get("norm"), 0)
	if v == nil {
		return nil, errNotFound
	}
	title := r.rd.W.Bare().Text("board.term", "id", v.Row.ID) + " · " + v.Head.Title
	return &answer{page: "term", section: "agreements", title: title, body: reasoned{v, links(r, run), s.reports(r, run)}, run: run}, nil
}

// claim answers with one claim of a text.
func (s *server) claim(r *request) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := run.ClaimPage(r.rd, r.PathValue("agreement"), r.PathValue("claim"))
	if v == nil {
		return nil, errNotFound
	}
	return &answer{page: "claim", section: "agreements", title: v.Row.Title, body: reasoned{v, links(r, run), s.reports(r, run)}, run: run}, nil
}

package web

import (
	"slices"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/app"
	"mithaq/internal/front/board"
	"mithaq/internal/reading/compare"
)

func (s *server) compareRoutes() []route {
	return []route{
		{method: "GET", pattern: "/a/{agreement}/compare", needs: anybody, live: true, page: s.compare},
		{method: "GET", pattern: "/a/{agreement}/compare/{initiative}/{norm}", needs: anybody, live: true, page: s.compareCell},
	}
}

// maxCompared is how many texts stand beside the terms in one table.
const maxCompared = 12

// compare answers with the terms beside other texts: those in "with", else all that share a vocabulary with them.
func (s *server) compare(r *request) (*answer, error) {
	run, reading, v, err := s.comparing(r)
	if err != nil {
		return nil, err
	}
	v.Answer = r.values.Get("answer")
	if v.Answer != "" && !slices.ContainsFunc(board.CompareAnswers, func(a compare.Answer) bool { return a.String() == v.Answer }) {
		return nil, &badValue{"board.compare.answer", clip(v.Answer)}
	}
	tables, pending, err := s.compared.tables(r.Context(), reading, r.PathValue("agreement"), v.Chosen())
	if err != nil {
		return nil, err
	}
	run.CompareTables(r.rd, v, tables, pending)
	return &answer{page: "compare", section: "agreements", title: r.rd.W.Bare().Text("board.compare.title") + " · " + v.Head.Title, body: v, run: run, scripts: []string{"compare"}}, nil
}

// compareCell answers with one cell of that table: the words of both texts, why, and what would happen.
func (s *server) compareCell(r *request) (*answer, error) {
	run, reading, v, err := s.comparing(r)
	if err != nil {
		return nil, err
	}
	initiative := r.PathValue("initiative")
	if !slices.Contains(v.Chosen(), initiative) {
		v.Choose(append(v.Chosen(), initiative))
	}
	if !slices.Contains(v.Chosen(), initiative) {
		return nil, errNotFound
	}
	tables, pending, err := s.compared.tables(r.Context(), reading, r.PathValue("agreement"), v.Chosen())
	if err != nil {
		return nil, err
	}
	c := run.CompareCellPage(r.rd, v, r.state, tables, pending, initiative, r.PathValue("norm"))
	if c == nil {
		return nil, errNotFound
	}
	return &answer{page: "comparecell", section: "agreements", title: c.Norm + " · " + c.Initiative.Title, body: c, run: run}, nil
}

// comparing finds the terms and the texts that may stand beside them, with those that the address names chosen.
func (s *server) comparing(r *request) (*board.Run, *app.Reading, *board.CompareView, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, nil, nil, err
	}
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, nil, nil, err
	}
	id := r.PathValue("agreement")
	book := reading.Book
	k := slices.IndexFunc(book.Agreements, func(a *terms.Agreement) bool { return a.ID == id })
	if k < 0 {
		return nil, nil, nil, errNotFound
	}
	var beside []string
	for _, a := range book.Agreements {
		if a.ID != id && slices.ContainsFunc(a.Uses, func(v *terms.Vocabulary) bool { return slices.Contains(book.Agreements[k].Uses, v) }) {
			beside = append(beside, a.ID)
		}
	}
	v := run.CompareView(r.rd, id, beside)
	if v == nil {
		return nil, nil, nil, errNotFound
	}
	with := r.values["with"]
	if len(with) == 0 {
		with = beside
	}
	v.Choose(with[:min(len(with), maxCompared)])
	return run, reading, v, nil
}

package board

import (
	"html/template"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// reviewPages are the templates of the room where findings are reviewed.
var reviewPages = []string{"reviews", "review", "pair", "assess"}

// ReviewsView is the queue of what waits for a step: one of the steps is opened.
type ReviewsView struct {
	Steps  []ReviewStep
	Step   ReviewStep // the one that is opened
	Rows   []ReviewRow
	Assess []IncidentRow // where the step is to assess
	Total  int
	AtMost bool
	Query  map[string]string
	Acts   []Choice
	Said   string // what was done

	First, Next template.URL // query strings of other pages
}

// ReviewStep is a step with how much waits for it.
type ReviewStep struct {
	Name, Word string
	Hint       string // what it is about
	N, Mine    int    // Mine: of which the visitor may take it
	Chosen     bool
	Link       template.URL
	Bulk       bool // it may be taken for several at once
}

// ReviewRow is a finding that waits.
type ReviewRow struct {
	Incident, Title string
	When, Place     string
	Assessor        string // who holds it, by id
	By              string // by name
	Holds           string // what: grades and parties
	Since           string
	SentBack        bool
	Mine            bool
	Not             []string // why the visitor may not, where it is for what they entered
	Waits           string   // for whom it waits
}

// ReviewItem is a finding that waits, as the queue knows it.
type ReviewItem struct {
	Incident *record.Incident
	Held     *record.Assessment
	Finding  *review.Finding
	Since    int64
	Second   string
	Mine     bool
	Not      review.Refusals
}

// ReviewRow makes a line of the queue. today tells waiting from silence.
func (r *Run) ReviewRow(rd Reader, it *ReviewItem, today civil.Date) ReviewRow {
	in := r.IncidentRow(rd, &record.Row{Incident: *it.Incident, Killed: record.Range{Best: -1, Hi: -1}})
	l := r.lookup(rd)
	row := ReviewRow{
		Incident: in.ID, Title: in.Title, When: in.When, Place: in.Place, Assessor: it.Held.Assessor, By: r.sourceName(rd, it.Held.Assessor), Holds: rd.W.Assessment(it.Held, l.Party),
		Since: locale.Date(rd.Lang, civil.UTC.DateOf(it.Since)), SentBack: it.Finding.SentBack(), Mine: it.Mine, Not: rd.Refusals(it.Not),
	}
	if in.Graphic {
		row.Place = ""
	}
	if it.Second != "" {
		row.Waits = rd.W.Text("board.reviews.waits_second", "who", it.Second)
	} else if it.Finding.Stage == review.Put {
		var lines []string
		for i := range it.Finding.Review.Put {
			if p := &it.Finding.Review.Put[i]; p.Answered == "" && !review.Silent(p, today) {
				lines = append(lines, rd.W.Put(p, l.Party(p.Party), today, rd.When))
			}
		}
		row.Waits = rd.W.Series(lines)
	}
	return row
}

// Refusals tells what rules forbid, and what would be right on the board.
func (rd Reader) Refusals(rs review.Refusals) (out []string) {
	for _, x := range rs {
		out = append(out, rd.W.RefusalHere(x))
	}
	return out
}

// ActChoices are the choices of a filter by kind of act.
func (r *Run) ActChoices(rd Reader, chosen string) []Choice {
	out := []Choice{{"", rd.W.Text("board.any"), false}}
	l := r.lookup(rd)
	for i := range r.Program.Vocabulary.Acts {
		id := r.Program.Vocabulary.Acts[i].ID
		out = append(out, Choice{id, l.Act(id), chosen == id})
	}
	return out
}

package board

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/grade"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Cell is a status at one standard.
type Cell struct {
	wording.StateText
	Standard string // the standard's word
	Lead     bool   // the agreement's own standard
	Rest     string // the states left, where it is not settled
}

// Line is one norm as a row: who, the three standards, why.
type Line struct {
	ID     string
	Term   string
	Key    status.Key
	Who    string
	Says   string // the norm read back as a sentence
	Cells  [status.Lanes]Cell
	Why    string
	Norm   *norms.Norm
	Status *status.Norm
}

// cells gives the three cells of a status.
func (rd Reader) cells(a *norms.Agreement, at func(lane int) wording.StateText) (cells [status.Lanes]Cell) {
	for i, g := range grade.Standards {
		cells[i] = Cell{StateText: at(i), Standard: rd.W.Grade(g).Word, Lead: i == rd.lead(a)}
		if cells[i].Class == wording.ClassUnsettled {
			cells[i].Rest = cells[i].Long
		}
	}
	return cells
}

// line makes the row of a norm.
func (r *Run) line(rd Reader, a *norms.Agreement, s *status.Norm) Line {
	n := r.Program.Norm(s.Key.Norm)
	l := r.lookup(rd)
	line := Line{
		ID: n.ID, Term: s.Term, Key: s.Key, Norm: n, Status: s,
		Who:   rd.W.Text("board.unnamed"),
		Says:  rd.W.Norm(l, n).Text,
		Cells: rd.cells(a, func(i int) wording.StateText { return rd.W.State(s.Lanes[i], s) }),
		Why:   r.because(rd, rd.W.Why(l, s, rd.lead(a)), &s.Reasons),
	}
	if len(s.Bearers) > 0 {
		line.Who = rd.W.And(l.Parties(s.Bearers))
	}
	for i := range line.Cells {
		if line.Cells[i].Rest != "" {
			line.Cells[i].Rest = rd.W.Among(s.Lanes[i].States, s.Lanes[i], s)
		}
	}
	return line
}

// Contested says whether an incident that decides is contested.
func (r *Run) Contested(s *status.Norm) bool {
	for _, d := range s.Reasons.Deciding {
		if f, ok := r.Fact(d.Fact); ok && f.Contested && d.Truth.Must != 0 {
			return true
		}
	}
	return false
}

// Lines gives the rows of an agreement, in the order of the text. They are shared: nobody changes them.
func (r *Run) Lines(rd Reader, id string) []Line {
	a, s := r.Agreement(id)
	if a == nil {
		return nil
	}
	return once(r, rd, "lines", id, func() []Line {
		lines := make([]Line, 0, len(s.Norms))
		for i := range s.Norms {
			lines = append(lines, r.line(rd, a, &s.Norms[i]))
		}
		return lines
	})
}

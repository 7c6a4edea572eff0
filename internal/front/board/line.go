package board

import (
	"slices"

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
		Who:  rd.who(l, s),
		Says: r.readBack(rd, n).Text,
		Why:  r.because(rd, rd.W.Why(l, s, rd.lead(a)), s.Key, &s.Reasons),
	}
	for i := range line.Cells {
		line.Cells[i] = rd.cell(a, s, i)
	}
	return line
}

// cell gives the status of a norm at one standard.
func (rd Reader) cell(a *norms.Agreement, s *status.Norm, lane int) Cell {
	c := Cell{StateText: rd.W.State(s.Lanes[lane], s), Standard: rd.W.Grade(grade.Standards[lane]).Word, Lead: lane == rd.lead(a)}
	if c.Class == wording.ClassUnsettled {
		c.Rest = rd.W.Among(s.Lanes[lane].States, s.Lanes[lane], s)
	}
	return c
}

// who names those who bear a norm.
func (rd Reader) who(l wording.Lookup, s *status.Norm) string {
	if len(s.Bearers) == 0 {
		return rd.W.Text("board.unnamed")
	}
	return rd.W.And(l.Parties(s.Bearers))
}

// Contested says whether an incident that decides is contested.
func (r *Run) Contested(s *status.Norm) bool {
	if b := s.Reasons.Brief; b != nil {
		return b.Contested
	}
	contested := r.told().contested
	return len(contested) > 0 && slices.ContainsFunc(s.Reasons.Deciding, func(d status.Deciding) bool {
		return d.Truth.Must != 0 && contested[d.Fact]
	})
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

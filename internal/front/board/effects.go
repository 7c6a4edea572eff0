package board

import (
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Effect is the status of a norm or a claim that something would change.
type Effect struct {
	Agreement     string
	Before, After *status.Norm  // nil: it is a claim
	Was, Is       *status.Claim // nil: it is a norm
	Members       int           // of a family: how many members would stand otherwise
}

// OtherwiseRow is one line of what would change.
type OtherwiseRow struct {
	Agreement, Term, Norm, Claim string
	Title                        string // of the text
	Name                         string // of the norm or claim
	Before, After                [status.Lanes]Cell
	Members                      int
}

// OtherwiseRows makes the lines.
func (r *Run) OtherwiseRows(rd Reader, effects []Effect) (rows []OtherwiseRow) {
	l := r.lookup(rd)
	for i := range effects {
		e := &effects[i]
		a, s := r.Agreement(e.Agreement)
		if a == nil {
			continue
		}
		row := OtherwiseRow{Agreement: e.Agreement, Title: r.head(rd, a).Title, Members: e.Members}
		if e.After != nil {
			row.Term, row.Norm = e.After.Term, r.Program.Norm(e.After.Key.Norm).ID
			row.Name = rd.W.Text("board.term", "id", row.Term) + " (" + row.Norm + ")"
			row.Before = rd.cells(a, func(i int) wording.StateText { return rd.W.State(e.Before.Lanes[i], e.Before) })
			row.After = rd.cells(a, func(i int) wording.StateText { return rd.W.State(e.After.Lanes[i], e.After) })
		} else {
			for j := range s.Claims {
				if s.Claims[j].Key == e.Is.Key {
					row.Claim, row.Name = a.Claims[j].ID, wording.Name(rd.Lang, a.Claims[j].Title, a.Claims[j].ID)
				}
			}
			row.Before = rd.cells(a, func(i int) wording.StateText { return rd.W.Claim(l, e.Was, i) })
			row.After = rd.cells(a, func(i int) wording.StateText { return rd.W.Claim(l, e.Is, i) })
		}
		rows = append(rows, row)
	}
	return rows
}

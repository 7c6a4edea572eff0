package board

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// Due is something that falls due.
type Due struct {
	Norm string // local id
	Term string
	Who  string
	Says string
	By   string // the last day
	at   int64
}

// dues lists what is due and dated, the nearest first.
func (r *Run) dues(rd Reader, a *norms.Agreement, s *status.Agreement) (dues []Due) {
	for i := range s.Norms {
		n := &s.Norms[i]
		if !n.Lanes[rd.lead(a)].States.Has(status.Due) || n.Window.End.Lo >= civil.Forever {
			continue
		}
		decl := r.Program.Norm(n.Key.Norm)
		dues = append(dues, Due{decl.ID, n.Term, rd.who(r.lookup(rd), n), r.readBack(rd, decl).Text, rd.day(n.Window.End.Lo-1, a.Zone), n.Window.End.Lo})
	}
	slices.SortStableFunc(dues, func(a, b Due) int { return int(a.at - b.at) })
	return dues
}

// Change says when a norm's status at the agreement's standard last changed.
type Change struct {
	Norm, Term string
	Who        string
	Day        string
	Now        Cell // as it has stood since
}

// changes lists the latest changes, the newest first.
func (r *Run) changes(rd Reader, a *norms.Agreement, s *status.Agreement) (changes []Change) {
	type change struct {
		n  *status.Norm
		at int64
	}
	var all []change
	for i := range s.Norms {
		if since := r.Since(s.Norms[i].Key, rd.lead(a)); since > a.Starts && since < civil.Forever {
			all = append(all, change{&s.Norms[i], since})
		}
	}
	slices.SortStableFunc(all, func(a, b change) int { return cmp.Compare(b.at, a.at) })
	for _, c := range all[:min(5, len(all))] {
		now := Cell{StateText: rd.W.State(c.n.Lanes[rd.lead(a)], c.n)}
		changes = append(changes, Change{r.Program.Norm(c.n.Key.Norm).ID, c.n.Term, rd.who(r.lookup(rd), c.n), rd.day(c.at-1, a.Zone), now})
	}
	return changes
}

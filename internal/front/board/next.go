package board

import (
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
		line := r.line(rd, a, n)
		dues = append(dues, Due{line.ID, line.Term, line.Who, line.Says, rd.day(n.Window.End.Lo-1, a.Zone), n.Window.End.Lo})
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
	at         int64
}

// changes lists the latest changes, the newest first.
func (r *Run) changes(rd Reader, a *norms.Agreement, s *status.Agreement) (changes []Change) {
	for i := range s.Norms {
		since := r.Since(s.Norms[i].Key, rd.lead(a))
		if since <= a.Starts || since >= civil.Forever {
			continue
		}
		line := r.line(rd, a, &s.Norms[i])
		now := Cell{StateText: rd.W.State(s.Norms[i].Lanes[rd.lead(a)], &s.Norms[i])}
		changes = append(changes, Change{line.ID, line.Term, line.Who, rd.day(since-1, a.Zone), now, since})
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return int(b.at - a.at) })
	return changes[:min(5, len(changes))]
}

package board

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// WaitRow says that somebody cannot be asked for a step yet, and on whom that turns.
type WaitRow struct {
	Norm, Term string
	Who        string // who is to do the step
	For        string // who has to move first; "": it is nobody's to do by name
	On         string // what has to come first
	Since      string // the day since which it has stood so; "": since the text begins
	Blocked    bool   // what it waits on is itself overdue, or waits on it
	at         int64
}

// waits lists who is waiting on whom at the standard that leads: what is blocked first, then what has waited longest.
func (r *Run) waits(rd Reader, a *norms.Agreement, s *status.Agreement) (rows []WaitRow) {
	l := r.lookup(rd)
	for i := range s.Norms {
		n := &s.Norms[i]
		if n.Lanes[rd.lead(a)].States != status.Of(status.NotYet) {
			continue
		}
		decl := r.Program.Norm(n.Key.Norm)
		row := WaitRow{Norm: decl.ID, Term: n.Term, Who: rd.who(l, n), at: r.Since(n.Key, rd.lead(a))}
		if row.at > a.Starts && row.at < civil.Forever {
			row.Since = rd.day(row.at-1, a.Zone)
		}
		waits := n.Reasons.Waits
		if n.Family != nil { // the result tells those of its first members
			waits = r.Reasons(n.Key).Waits
		}
		for _, w := range waits {
			row.On, row.Blocked, row.For = rd.W.Wait(l, n, w), w.Blocked || w.Circle, ""
			if whom := r.waitedFor(decl, s, w); len(whom) > 0 {
				row.For = rd.W.And(l.Parties(whom))
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(x, y WaitRow) int {
		if x.Blocked != y.Blocked {
			if x.Blocked {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.at, y.at)
	})
	return rows
}

// waitedFor gives those who have to move before a wait ends: the bearers of the norms that it names, or the bodies that have to find.
func (r *Run) waitedFor(n *norms.Norm, s *status.Agreement, w status.Wait) (whom []string) {
	add := func(list ...string) {
		for _, p := range list {
			if !slices.Contains(whom, p) {
				whom = append(whom, p)
			}
		}
	}
	bearers := func(name string) {
		for i := range s.Norms {
			if s.Norms[i].Key.Norm == name {
				add(s.Norms[i].Bearers...)
			}
		}
	}
	switch w.On {
	case "norm", "power":
		bearers(w.Ref)
	case "condition":
		norms.Walk(n.Once, func(c norms.Cond) {
			if is, ok := c.(norms.NormIs); ok {
				bearers(is.Norm)
			}
		})
	case "finding":
		if n.Judged != nil {
			add(n.Judged.By...)
		}
	}
	return whom
}

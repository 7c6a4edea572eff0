package monitor

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/judge/status"
)

// sortedCounts puts counts in a fixed order.
func sortedCounts(counts map[status.Set]int) []status.Count {
	var out []status.Count
	for s, n := range counts {
		out = append(out, status.Count{States: s, N: n})
	}
	slices.SortFunc(out, func(a, b status.Count) int { return cmp.Compare(a.States, b.States) })
	return out
}

// term gives a term's headline and counts from the status of its norms.
func (m *Machine) term(t *norms.Term, all []*status.Norm) status.Term {
	out := status.Term{ID: t.ID}
	var voters []*status.Norm
	for _, n := range all {
		if n.Modality != norms.Permission && n.Modality != norms.Power {
			voters = append(voters, n)
		}
	}
	out.Votes = len(voters)
	for l := range out.Lanes {
		counts := map[status.Set]int{}
		for _, n := range all {
			if n.Family == nil {
				counts[n.Lanes[l].States]++
				continue
			}
			for _, c := range n.Family.Counts[l] {
				counts[c.States] += c.N
			}
		}
		var votes []status.Vote
		for _, n := range voters {
			votes = append(votes, status.Vote{States: n.Lanes[l].States, Blocked: slices.ContainsFunc(n.Reasons.Waits, func(w status.Wait) bool { return w.Blocked || w.Circle })})
		}
		out.Lanes[l] = status.Tally{Counts: sortedCounts(counts)}
		out.Lanes[l].Headline, out.Lanes[l].Blocked, out.Lanes[l].Running = status.Headline(votes)
	}
	return out
}

package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// side is a norm with the text it stands in: what a condition or a window means depends on both.
type side struct {
	prog *norms.Program
	ag   *norms.Agreement
	n    *norms.Norm
}

// starts gives the first instant at which acts count for the text, when nothing else is said.
func (s side) starts() int64 { return s.ag.Starts }

// counts gives the text's rules that make something else count as an act that the pattern may match.
func (s side) counts(p *norms.Pattern) (rules []norms.CountsAs) {
	for _, c := range s.ag.Counts {
		if sameActs(s.prog, c.To.Act, p.Act) {
			rules = append(rules, c)
		}
	}
	return rules
}

// countsAlike says that for the pattern both texts have the same rules of what counts as what, or that the first has none.
func countsAlike(a, b side, p *norms.Pattern) bool {
	list := a.counts(p)
	if len(list) == 0 {
		return true
	}
	other := b.counts(p)
	if len(list) != len(other) {
		return false
	}
	for i := range list {
		if keyOfPattern(&list[i].From) != keyOfPattern(&other[i].From) ||
			keyOfPattern(&list[i].To) != keyOfPattern(&other[i].To) || !slices.Equal(list[i].For, other[i].For) {
			return false
		}
	}
	if len(list[0].For) > 0 && !slices.Equal(a.n.Bearers, b.n.Bearers) {
		return false
	}
	return true
}

// sameActs says whether a fact of one act can match a pattern on the other: they are one act, or phases of one (spec/norms.md, section 3).
func sameActs(prog *norms.Program, x, y string) bool {
	if x == y {
		return true
	}
	return whole(prog, x) == whole(prog, y)
}

// whole gives the act of which an act is a phase; itself when it is none.
func whole(prog *norms.Program, id string) string {
	if a := prog.Act(id); a != nil && a.Of != "" {
		return a.Of
	}
	return id
}

// matchedBy lists the acts whose facts match a pattern on an act.
func matchedBy(prog *norms.Program, id string) []string {
	a := prog.Act(id)
	if a == nil {
		return []string{id}
	}
	switch a.Phase {
	case norms.Begin, norms.Finish:
		return []string{a.ID, a.Of}
	case norms.Whole:
	}
	if f := prog.Act(id + ".finish"); f != nil && f.Of == id {
		return []string{id, f.ID}
	}
	return []string{id}
}

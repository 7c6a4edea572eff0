package fact

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/base/grade"
)

// In says in which standards the act itself is certain and in which it is possible (spec/norms.md, section 2),
// leaving aside who did it, what, where and when.
func (f *Fact) In() grade.Truth {
	t := grade.Truth{Must: f.Grade.Certain(), May: f.Grade.Possible()}
	if f.Unsure || f.Acts.Lo < 1 {
		t.Must = 0
	}
	if f.Acts.Hi < 1 {
		t = grade.False
	}
	return t
}

// Role finds a role by name, nil when it is unknown.
func (f *Fact) Role(name string) *Role { return findRole(f.Roles, name) }

// Role finds a role by name, nil when it is unknown.
func (m *Member) Role(name string) *Role { return findRole(m.Roles, name) }

func findRole(roles []Role, name string) *Role {
	for i := range roles {
		if roles[i].Name == name {
			return &roles[i]
		}
	}
	return nil
}

// Amount gives the range of an amount; one that is not listed is 0 or more.
func (f *Fact) Amount(role string) Range {
	for i := range f.Amounts {
		if f.Amounts[i].Role == role {
			return f.Amounts[i].Range
		}
	}
	return Range{0, Unbounded}
}

// Compare orders facts as Set.Facts is ordered: by When.Lo, then ID.
func Compare(a, b *Fact) int {
	if a.When.Lo != b.When.Lo { // the IDs of most facts need not be looked at
		return cmp.Compare(a.When.Lo, b.When.Lo)
	}
	return strings.Compare(a.ID, b.ID)
}

// Plus adds two ranges; what is unbounded stays so.
func (r Range) Plus(s Range) Range { return Range{add(r.Lo, s.Lo), add(r.Hi, s.Hi)} }

// Join is the smallest range that covers both.
func (r Range) Join(s Range) Range { return Range{min(r.Lo, s.Lo), max(r.Hi, s.Hi)} }

func add(a, b int64) int64 {
	if a >= Unbounded-b {
		return Unbounded
	}
	return a + b
}

// Sort puts every list of the set in the order that its field promises.
func (s *Set) Sort() {
	slices.SortFunc(s.Facts, func(a, b Fact) int { return Compare(&a, &b) })
	slices.SortFunc(s.Coverage, func(a, b Coverage) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(s.Rosters, func(a, b Roster) int { return cmp.Compare(a.ID, b.ID) })
	for i := range s.Rosters {
		slices.SortFunc(s.Rosters[i].Members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	}
	slices.SortFunc(s.Positions, func(a, b Position) int {
		return cmp.Or(cmp.Compare(a.When.Lo, b.When.Lo), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(s.Tallies, func(a, b Tally) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Unbound, func(a, b Unbound) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Word, b.Word), cmp.Compare(a.Sort, b.Sort))
	})
}

// Unbound says whether the act is attributed to somebody by a word that no name binds: such a word stands as
// scheme + ":" + word, which no party's ID can be.
func (f *Fact) Unbound() bool {
	return slices.ContainsFunc(f.Attribution.To, func(a Attributed) bool { return strings.Contains(a.Party, ":") })
}

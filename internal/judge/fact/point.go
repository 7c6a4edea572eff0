package fact

import (
	"slices"

	"mithaq/internal/base/civil"
)

// PointReading is one way to read what is known as a range by one of its ends. It settles nothing: the run of a point
// reading lies within what the ranges allow, and other completions lie there too (DESIGN 4.1).
type PointReading struct {
	Dates  End // of incidents, positions, and since when members of rosters are
	Counts End // how many acts, and amounts
}

// End is an end of a range.
type End uint8

// The ends.
const (
	Whole   End = iota // the range as it is
	Lowest             // the earliest date, the least number
	Highest            // the latest date, the greatest number
)

// At gives the set with the named ends. An end that is not known (no earliest date, no upper limit) leaves the range as
// it is. What is not listed at all stays unknown; the input is not changed.
func (s *Set) At(p PointReading) *Set {
	out := *s
	out.Facts = slices.Clone(s.Facts)
	for i := range out.Facts {
		f := &out.Facts[i]
		f.When, f.Acts = p.date(f.When), p.number(f.Acts)
		if p.Counts != Whole && len(f.Amounts) > 0 {
			f.Amounts = slices.Clone(f.Amounts)
			for j := range f.Amounts {
				f.Amounts[j].Range = p.number(f.Amounts[j].Range)
			}
		}
	}
	out.Positions = slices.Clone(s.Positions)
	for i := range out.Positions {
		out.Positions[i].When = p.date(out.Positions[i].When)
	}
	out.Rosters = slices.Clone(s.Rosters)
	for i := range out.Rosters {
		r := &out.Rosters[i]
		r.Members = slices.Clone(r.Members)
		for j := range r.Members {
			r.Members[j].When = p.date(r.Members[j].When)
		}
	}
	out.Tallies = slices.Clone(s.Tallies)
	for i := range out.Tallies {
		out.Tallies[i].Number = p.number(out.Tallies[i].Number)
	}
	out.Coverage, out.Unbound = slices.Clone(s.Coverage), slices.Clone(s.Unbound)
	out.Sort()
	return &out
}

func (p PointReading) date(w civil.Interval) civil.Interval {
	switch {
	case p.Dates == Lowest && w.Lo > civil.Ever:
		return civil.At(w.Lo)
	case p.Dates == Highest && w.Hi < civil.Forever:
		return civil.At(w.Hi)
	}
	return w
}

func (p PointReading) number(r Range) Range {
	switch {
	case p.Counts == Lowest:
		return Range{r.Lo, r.Lo}
	case p.Counts == Highest && r.Hi < Unbounded:
		return Range{r.Hi, r.Hi}
	}
	return r
}

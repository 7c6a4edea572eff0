package oracle

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// window gives the ends of a figure's window.
func (ev *evaluator) window(sc *scope, f norms.Figure, r int64) (from, until span) {
	from, until = at(sc.ag.Starts), at(civil.Forever)
	if f.From != nil {
		from = ev.bound(sc, f.From, r)
	}
	if f.Until != nil {
		until = ev.bound(sc, f.Until, r)
	}
	if !f.Last.IsZero() {
		since := r - f.Last.Seconds()
		for _, t := range ev.days {
			ev.turn(t + f.Last.Seconds()) // from when less of a day is asked for
		}
		from = span{max(from.lo, since), max(from.hi, since)}
	}
	return from, until
}

// figure is section 8 for one plain run, of what is on record: a range only because a bound is undecided.
func (ev *evaluator) figure(sc *scope, f norms.Figure, r int64) fact.Range {
	from, until := ev.window(sc, f, r)
	return fact.Range{Lo: ev.measure(sc, f, from.hi, until.lo, r), Hi: ev.measure(sc, f, from.lo, until.hi, r)}
}

// reading is the figure as conditions and words read it: without an upper limit where absence is not certain.
func (ev *evaluator) reading(sc *scope, f norms.Figure, r int64) fact.Range {
	n := ev.figure(sc, f, r)
	from, until := ev.window(sc, f, r)
	if ev.absent(sc, sc.ag.Observed, f.Pattern, from, until, r) != yes {
		n.Hi = fact.Unbounded
	}
	return n
}

// measure counts, counts distinct values or sums over the acts in [from, until) before r.
func (ev *evaluator) measure(sc *scope, f norms.Figure, from, until, r int64) int64 {
	var total int64
	distinct := map[string]bool{}
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At >= until || a.At >= r {
			continue
		}
		as := ev.as(a, f.Pattern, sc)
		if as == nil {
			continue
		}
		if !f.Last.IsZero() {
			ev.turn(a.At + f.Last.Seconds()) // the last reading at which it counts
		}
		if a.At < from {
			continue
		}
		switch f.Measure {
		case norms.Count:
			total += as.N
		case norms.Sum:
			total += as.Amount[f.Role]
		case norms.CountDistinct:
			for _, v := range ev.values(as, f.Role) {
				distinct[v] = true
			}
		}
	}
	if f.Measure == norms.CountDistinct {
		return int64(len(distinct))
	}
	return total
}

// values gives an act's values of a role for counting them: of a place its zones' IDs, else its coordinates (section 8).
func (ev *evaluator) values(a *Act, role string) []string {
	if roleType(ev.act(a.Act).Roles, role) != norms.PlaceRole {
		return a.Roles[role]
	}
	if len(a.Zones) == 0 && a.Point != nil {
		return []string{pointName(*a.Point)}
	}
	if len(a.Zones) == 0 {
		return nil
	}
	return []string{strings.Join(a.Zones, "+")} // all of them together are one value
}

// compare reads "figure op n", each a number or a range of numbers.
func compare(f span, op norms.Op, n span) tri {
	holds := func(v, w int64) tri { return of(holdsFor(v, op, w)) }
	all := join(join(holds(f.lo, n.lo), holds(f.lo, n.hi)), join(holds(f.hi, n.lo), holds(f.hi, n.hi)))
	if op == norms.Equal && all == no && f.lo <= n.hi && n.lo <= f.hi {
		return unknown // they overlap
	}
	return all
}

func holdsFor(v int64, op norms.Op, n int64) bool {
	switch op {
	case norms.AtLeast:
		return v >= n
	case norms.AtMost:
		return v <= n
	case norms.MoreThan:
		return v > n
	case norms.LessThan:
		return v < n
	}
	return v == n
}

// claim is section 8.
func (ev *evaluator) claim(ag *norms.Agreement, c *norms.Claim, r int64) Claim {
	sc := &scope{ag: ag}
	out := Claim{Number: ev.figure(sc, c.Figure, r)}
	doer := ev.act(c.Figure.Pattern.Act).Doer()
	left := c.Figure
	left.Pattern.Roles = slices.DeleteFunc(slices.Clone(left.Pattern.Roles), func(w norms.Want) bool { return w.Role == doer })
	out.NoAuthor = ev.figure(sc, left, r)
	out.States = Word(c, len(left.Pattern.Roles) < len(c.Figure.Pattern.Roles), ev.reading(sc, c.Figure, r), ev.reading(sc, left, r), ev.tallied(sc, c, left, r))
	return out
}

// Word reads a claim's word on the ranges (section 8).
func Word(c *norms.Claim, author bool, number, noAuthor fact.Range, tallied bool) status.Set {
	v := compareRange(number, c)
	switch {
	case v == yes:
		return status.Of(status.Supported)
	case v == no && excludedFromBelow(number.Lo, c.Op, c.N):
		return status.Of(status.Contradicted)
	case c.Number && author && (compareRange(noAuthor, c) == yes || tallied):
		return status.Of(status.SupportedInPart)
	}
	return status.Of(status.NotShown)
}

// compareRange says whether the numbers of the range satisfy the claim.
func compareRange(number fact.Range, c *norms.Claim) tri {
	return compare(span{number.Lo, number.Hi}, c.Op, at(c.N))
}

// excludedFromBelow: no number from lo on stands in the relation.
func excludedFromBelow(lo int64, op norms.Op, n int64) bool {
	switch op {
	case norms.AtMost, norms.Equal:
		return lo > n
	case norms.LessThan:
		return lo >= n
	}
	return false
}

// tallied: a tally counts the same act and role, over a time within the claim's, with roles at or below the claim's,
// and every number of it stands in the relation. left is the figure without its author.
func (ev *evaluator) tallied(sc *scope, c *norms.Claim, left norms.Figure, r int64) bool {
	from, until := ev.window(sc, left, r)
	what := "acts"
	if left.Measure != norms.Count {
		what = left.Role
	}
	for _, t := range ev.run.Tallies {
		roles := map[string][]string{}
		var zones []string
		decl := ev.act(t.Act)
		for _, role := range t.Roles {
			roles[role.Name] = role.Values
			if roleType(decl.Roles, role.Name) == norms.PlaceRole {
				zones = role.Values
			}
		}
		saysAmount := slices.ContainsFunc(left.Pattern.Roles, func(w norms.Want) bool { return w.Amount != nil })
		counted := Act{Act: t.Act, Roles: roles, Zones: zones, At: t.From}
		if t.What == what && t.Act == left.Pattern.Act && !saysAmount && ev.direct(&counted, left.Pattern, sc) &&
			from.hi <= t.From && t.To <= until.lo && compareRange(t.Number, c) == yes {
			return true
		}
	}
	return false
}

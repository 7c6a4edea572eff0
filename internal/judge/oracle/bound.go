package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// points gives the instants that the point may stand for at reading r (section 4): one, but for marks that two acts
// set at once and for norms whose being kept is not decided. civil.Forever stands for "not yet".
func (ev *evaluator) points(ag *norms.Agreement, p norms.Point, who *subject, r int64) []int64 {
	switch p.Sort {
	case norms.AtInstant:
		return []int64{p.Instant}
	case norms.AtStart:
		return []int64{ag.Starts}
	case norms.AtMark:
		var noons []int64
		for _, d := range ev.markDays(ag, p.Mark, r) {
			noons = append(noons, ag.Zone.Clock(d, 12, 0))
		}
		if noons != nil {
			return noons
		}
	case norms.AtAct:
		first := civil.Forever
		for i := range ev.run.Acts {
			a := &ev.run.Acts[i]
			if ag.Starts <= a.At && a.At < r && ev.matches(a, p.Act, who) {
				first = min(first, a.At)
			}
		}
		return []int64{first}
	case norms.AtNorm:
		other, n := ev.find(p.Norm)
		return ev.achieved(other, n, r)
	case norms.AtVar:
		if who != nil {
			return []int64{who.at}
		}
	}
	return []int64{civil.Forever}
}

// markDays gives the days that the mark may have been set to at reading r: by the first act at or after Starts that
// names it and gives a day. More than one only where such acts share an instant. None: not set.
func (ev *evaluator) markDays(ag *norms.Agreement, mark string, r int64) []civil.Date {
	first := civil.Forever
	var days []civil.Date
	for i := range ev.run.Acts {
		a := &ev.run.Acts[i]
		if a.At < ag.Starts || a.At >= r || a.At > first {
			continue
		}
		named := false
		var given []civil.Date
		for _, role := range ev.act(a.Act).Roles {
			switch role.Type {
			case norms.MarkRole:
				named = named || slices.Contains(a.Roles[role.Name], mark)
			case norms.DateRole:
				for _, v := range a.Roles[role.Name] {
					if d, err := civil.ParseDate(v); err == nil {
						given = append(given, d)
					}
				}
			}
		}
		if !named || given == nil {
			continue
		}
		if a.At < first {
			first, days = a.At, nil
		}
		for _, d := range given {
			if !slices.Contains(days, d) {
				days = append(days, d)
			}
		}
	}
	return days
}

// apply is the second table of section 4.
func apply(ag *norms.Agreement, b *norms.Bound, p int64) int64 {
	switch {
	case p >= civil.Forever:
		return civil.Forever
	case p <= civil.Ever:
		return civil.Ever
	case !b.Plus.IsZero() && b.Plus.Unit == civil.Hours:
		return p + b.Plus.Seconds() + 1 // the last second counts
	}
	day := ag.Zone.DateOf(p).Shift(b.Plus)
	switch b.Edge {
	case norms.DayStart:
		return ag.Zone.Start(day)
	case norms.DayEnd:
		return ag.Zone.End(day)
	}
	return p
}

// bound gives the earliest and latest instant that the bound may be.
func (ev *evaluator) bound(ag *norms.Agreement, b *norms.Bound, who *subject, r int64) span {
	s := span{civil.Forever, civil.Ever}
	for _, p := range ev.points(ag, b.At, who, r) {
		v := apply(ag, b, p)
		s = span{min(s.lo, v), max(s.hi, v)}
	}
	return s
}

// pair is one choice of the instants that fix a window.
type pair struct{ start, end int64 }

// windows gives each choice of both ends. Where both rest on the same thing they are chosen together.
func (ev *evaluator) windows(ag *norms.Agreement, w norms.Window, who *subject, r int64) []pair {
	starts, ends := []int64{ag.Starts}, []int64{civil.Forever}
	if w.Start != nil {
		starts = ev.points(ag, w.Start.At, who, r)
	}
	if w.End != nil {
		ends = ev.points(ag, w.End.At, who, r)
	}
	same := w.Start != nil && w.End != nil && w.Start.At.Sort == w.End.At.Sort &&
		w.Start.At.Mark == w.End.At.Mark && w.Start.At.Norm == w.End.At.Norm
	var all []pair
	for i, s := range starts {
		for j, e := range ends {
			if same && i != j {
				continue
			}
			p := pair{s, e}
			if w.Start != nil {
				p.start = apply(ag, w.Start, s)
			}
			if w.End != nil {
				p.end = apply(ag, w.End, e)
			}
			all = append(all, p)
		}
	}
	return all
}

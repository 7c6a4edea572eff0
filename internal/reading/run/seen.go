package run

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/oracle"
)

// scene is what coverage rests on of a program: who observes, and where; from when.
type scene struct {
	observers, zones []string // sorted, each once
	from             int64    // the first instant of which a text speaks
	starts           int64    // when the last text starts
	whole            []fact.Coverage
}

func sceneOf(prog *norms.Program) *scene {
	s := &scene{observers: []string{Elsewhere}, zones: []string{Elsewhere}, from: civil.Forever}
	for i := range prog.Agreements {
		a := &prog.Agreements[i]
		s.from, s.starts = min(s.from, a.Starts), max(s.starts, a.Starts)
		s.observers = append(s.observers, a.Observed.By...)
		for n := range a.AllNorms {
			s.observers = append(s.observers, n.Observed.By...)
		}
		patterns(a, func(p *norms.Pattern) {
			for _, w := range p.Roles {
				for _, v := range w.Values {
					if v.Var == "" && prog.Zone(v.ID) != nil {
						s.zones = append(s.zones, v.ID)
					}
				}
			}
		})
		bounds(a, func(b *norms.Bound) {
			if b.At.Sort == norms.AtInstant {
				s.from = min(s.from, b.At.Instant)
			}
		})
	}
	s.observers, s.zones = sorted(s.observers), sorted(s.zones)
	s.whole = entries(s.observers, s.zones)
	return s
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// entries covers every zone by every observer, at no time yet.
func entries(observers, zones []string) []fact.Coverage {
	list := make([]fact.Coverage, 0, len(observers)*len(zones))
	for _, o := range observers {
		for _, z := range zones {
			list = append(list, fact.Coverage{ID: o + " " + z, Observer: o, Zone: z, Means: "on_foot"})
		}
	}
	slices.SortFunc(list, func(a, b fact.Coverage) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// coverage says that everything could be seen: by every observer that a text asks for, in every zone that a pattern
// names or an act of the run has, from before the first instant that a text speaks of. So in a run absence is certain.
func (s *scene) coverage(r *Run) (list []fact.Coverage) {
	from, to := s.from, max(r.End+1, s.starts, 0)
	zones := s.zones
	for i := range r.Acts {
		a := &r.Acts[i]
		from = min(from, a.At)
		for _, z := range a.Zones {
			if _, named := slices.BinarySearch(s.zones, z); !named {
				zones = append(zones[:len(zones):len(zones)], z)
			}
		}
	}
	if len(zones) == len(s.zones) {
		list = slices.Clone(s.whole)
	} else {
		list = entries(s.observers, sorted(zones))
	}
	return during(list, from, to)
}

// during gives entries their time, with slack on both sides.
func during(list []fact.Coverage, from, to int64) []fact.Coverage {
	const slack = 800 * 86400 // periods that look back from the first instant, and the zone's own midnight
	for i := range list {
		list[i].From, list[i].To = from-slack, to+slack
	}
	return list
}

// wantedNear lists the places that the program wants acts to be near to.
func wantedNear(prog *norms.Program) (list []oracle.Near) {
	for i := range prog.Agreements {
		patterns(&prog.Agreements[i], func(p *norms.Pattern) {
			for _, w := range p.Roles {
				for _, v := range w.Values {
					if n := (oracle.Near{Zone: v.ID, Metres: v.Near}); v.Near > 0 && !slices.Contains(list, n) {
						list = append(list, n)
					}
				}
			}
		})
	}
	return list
}

// patterns calls f for every pattern of the text.
func patterns(a *norms.Agreement, f func(*norms.Pattern)) {
	inCond := func(c norms.Cond) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.Seen:
				f(&c.Pattern)
			case norms.Holds:
				f(&c.Pattern)
			case norms.NoneHolds:
				f(&c.Pattern)
			case norms.Compare:
				f(&c.Figure.Pattern)
				if c.With != nil {
					f(&c.With.Pattern)
				}
			}
		})
	}
	inCond(a.Entry)
	for i := range a.Initially {
		f(&a.Initially[i])
	}
	for i := range a.Counts {
		f(&a.Counts[i].From)
		f(&a.Counts[i].To)
	}
	for i := range a.Claims {
		f(&a.Claims[i].Figure.Pattern)
	}
	for n := range a.AllNorms {
		f(&n.Act)
		for i := range n.Except {
			f(&n.Except[i])
		}
		if n.ForEach != nil {
			f(&n.ForEach.Pattern)
		}
		if n.Cure != nil && n.Cure.Notice != nil {
			f(n.Cure.Notice)
		}
		if n.Judged != nil {
			f(&n.Judged.Yes)
			f(&n.Judged.No)
		}
		for _, c := range n.Conds() {
			inCond(c)
		}
	}
	bounds(a, func(b *norms.Bound) {
		if b.At.Sort == norms.AtAct {
			f(&b.At.Act)
		}
	})
}

// bounds calls f for every bound of the text.
func bounds(a *norms.Agreement, f func(*norms.Bound)) {
	one := func(b *norms.Bound) {
		if b != nil {
			f(b)
		}
	}
	inCond := func(c norms.Cond) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.Seen:
				one(c.From)
				one(c.Until)
			case norms.Reached:
				f(&c.Bound)
			case norms.Compare:
				one(c.Figure.From)
				one(c.Figure.Until)
				if c.With != nil {
					one(c.With.From)
					one(c.With.Until)
				}
			}
		})
	}
	inCond(a.Entry)
	for i := range a.Claims {
		one(a.Claims[i].Figure.From)
		one(a.Claims[i].Figure.Until)
	}
	for n := range a.AllNorms {
		one(n.Window.Start)
		one(n.Window.End)
		for _, c := range n.Conds() {
			inCond(c)
		}
	}
}

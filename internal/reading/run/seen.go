package run

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/oracle"
)

// coverage says that everything could be seen: by every observer that a text asks for, in every zone that a pattern
// names, from before the first instant that a text speaks of. So in a run absence is certain.
func coverage(prog *norms.Program, r *Run) (list []fact.Coverage) {
	from, to := civil.Forever, max(r.End+1, 0)
	observers, zones := []string{Elsewhere}, []string{Elsewhere}
	for i := range prog.Agreements {
		a := &prog.Agreements[i]
		from, to = min(from, a.Starts), max(to, a.Starts)
		observers = append(observers, a.Observed.By...)
		for n := range a.AllNorms {
			observers = append(observers, n.Observed.By...)
		}
		patterns(a, func(p *norms.Pattern) {
			for _, w := range p.Roles {
				for _, v := range w.Values {
					if v.Var == "" && prog.Zone(v.ID) != nil {
						zones = append(zones, v.ID)
					}
				}
			}
		})
		bounds(a, func(b *norms.Bound) {
			if b.At.Sort == norms.AtInstant {
				from = min(from, b.At.Instant)
			}
		})
	}
	for _, a := range r.Acts {
		from = min(from, a.At)
		zones = append(zones, a.Zones...)
	}
	for _, list := range []*[]string{&observers, &zones} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	const slack = 800 * 86400 // periods that look back from the first instant, and the zone's own midnight
	for _, o := range observers {
		for _, z := range zones {
			list = append(list, fact.Coverage{ID: o + " " + z, Observer: o, Zone: z, From: from - slack, To: to + slack, Means: "on_foot"})
		}
	}
	slices.SortFunc(list, func(a, b fact.Coverage) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID)) })
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

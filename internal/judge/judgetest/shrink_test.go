package judgetest

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// copySample copies everything that a mutant or a shrinker may change.
func copySample(s *sample) *sample {
	out := *s
	out.says = &answers{}
	prog := *s.prog
	prog.Vocabulary.Parties = slices.Clone(prog.Vocabulary.Parties)
	prog.Agreements = slices.Clone(prog.Agreements)
	for i := range prog.Agreements {
		ag := &prog.Agreements[i]
		ag.Norms, ag.Counts, ag.Marks, ag.Initially = slices.Clone(ag.Norms), slices.Clone(ag.Counts), slices.Clone(ag.Marks), slices.Clone(ag.Initially)
		ag.Claims = slices.Clone(ag.Claims)
	}
	out.prog, out.set = &prog, copySet(s.set)
	return &out
}

func copySet(s *fact.Set) *fact.Set {
	set := *s
	set.Facts = slices.Clone(set.Facts)
	for i := range set.Facts {
		f := &set.Facts[i]
		f.Roles = slices.Clone(f.Roles)
		f.Attribution.To = slices.Clone(f.Attribution.To)
		f.Amounts = slices.Clone(f.Amounts)
	}
	set.Coverage = slices.Clone(set.Coverage)
	set.Rosters = slices.Clone(set.Rosters)
	for i := range set.Rosters {
		set.Rosters[i].Members = slices.Clone(set.Rosters[i].Members)
	}
	set.Positions = slices.Clone(set.Positions)
	return &set
}

// shrink makes a failing sample as small as single steps can make it.
func shrink(s *sample, fails func(*sample) bool) *sample {
	for again := true; again; {
		again = false
		for _, step := range smaller(s) {
			t := copySample(s)
			step(t)
			if fails(t) {
				s, again = t, true
				break
			}
		}
	}
	return s
}

// smaller lists the steps that may make a sample smaller.
func smaller(s *sample) (steps []func(*sample)) {
	for i := range s.set.Facts {
		steps = append(steps, func(t *sample) { t.set.Facts = slices.Delete(t.set.Facts, i, i+1) })
	}
	for i := range s.set.Coverage {
		steps = append(steps, func(t *sample) { t.set.Coverage = slices.Delete(t.set.Coverage, i, i+1) })
	}
	for i, ro := range s.set.Rosters {
		steps = append(steps, func(t *sample) { t.set.Rosters = slices.Delete(t.set.Rosters, i, i+1) })
		for j := range ro.Members {
			steps = append(steps, func(t *sample) { t.set.Rosters[i].Members = slices.Delete(t.set.Rosters[i].Members, j, j+1) })
		}
	}
	for i := range s.set.Positions {
		steps = append(steps, func(t *sample) { t.set.Positions = slices.Delete(t.set.Positions, i, i+1) })
	}
	for i := range s.prog.Agreements[0].Counts {
		steps = append(steps, func(t *sample) {
			t.prog.Agreements[0].Counts = slices.Delete(t.prog.Agreements[0].Counts, i, i+1)
		})
		if len(s.prog.Agreements[0].Counts[i].For) > 0 {
			steps = append(steps, func(t *sample) { t.prog.Agreements[0].Counts[i].For = nil })
		}
		if len(s.prog.Agreements[0].Counts[i].From.Roles) > 0 {
			steps = append(steps, func(t *sample) {
				from := &t.prog.Agreements[0].Counts[i].From
				from.Roles = from.Roles[1:]
			})
		}
	}
	for i := range s.prog.Agreements[0].Initially {
		steps = append(steps, func(t *sample) {
			t.prog.Agreements[0].Initially = slices.Delete(t.prog.Agreements[0].Initially, i, i+1)
		})
	}
	for i, ag := range s.prog.Agreements {
		if ag.Entry != nil {
			steps = append(steps, func(t *sample) { t.prog.Agreements[i].Entry = nil })
			for _, c := range simpler(ag.Entry) {
				steps = append(steps, func(t *sample) { t.prog.Agreements[i].Entry = c })
			}
		}
		if len(ag.Includes) > 0 {
			steps = append(steps, func(t *sample) { t.prog.Agreements[i].Includes = nil })
		}
		if len(ag.Marks) > 0 && len(ag.Marks[0].Movers) > 0 {
			steps = append(steps, func(t *sample) { t.prog.Agreements[i].Marks[0].Movers = nil })
		}
		if !ag.Zone.Equal(civil.UTC) && len(s.prog.Agreements) > 0 && i == 0 {
			steps = append(steps, func(t *sample) {
				for j := range t.prog.Agreements {
					t.prog.Agreements[j].Zone = civil.UTC
				}
			})
		}
	}
	for i := range s.prog.Agreements[0].Claims {
		steps = append(steps, func(t *sample) {
			t.prog.Agreements[0].Claims = slices.Delete(t.prog.Agreements[0].Claims, i, i+1)
		})
	}
	for i, n := range s.prog.Agreements[0].Norms {
		if !named(s.prog, n.Name()) {
			steps = append(steps, func(t *sample) {
				t.prog.Agreements[0].Norms = slices.Delete(t.prog.Agreements[0].Norms, i, i+1)
			})
		}
		edit := func(change func(*norms.Norm)) {
			steps = append(steps, func(t *sample) { change(&t.prog.Agreements[0].Norms[i]) })
		}
		if n.If != nil {
			edit(func(n *norms.Norm) { n.If = nil })
		}
		if n.Once != nil && !n.OnlyOnce {
			edit(func(n *norms.Norm) { n.Once = nil })
		}
		if n.OnlyOnce {
			edit(func(n *norms.Norm) { n.OnlyOnce = false })
		}
		if n.While != nil {
			edit(func(n *norms.Norm) { n.While = nil })
		}
		if n.Until != nil {
			edit(func(n *norms.Norm) { n.Until = nil })
		}
		if n.Unless != nil {
			edit(func(n *norms.Norm) { n.Unless = nil })
		}
		if n.Window.Start != nil {
			edit(func(n *norms.Norm) { n.Window.Start = nil })
		}
		if n.Window.End != nil {
			edit(func(n *norms.Norm) { n.Window.End = nil })
		}
		if n.AtLeast.N > 1 {
			edit(func(n *norms.Norm) { n.AtLeast.N = 1 })
		}
		for j := range n.Act.Roles {
			if n.BearerVar == nil || len(n.Act.Roles) > 1 {
				edit(func(n *norms.Norm) { n.Act.Roles = slices.Delete(slices.Clone(n.Act.Roles), j, j+1) })
			}
		}
		if len(n.Except) > 0 {
			edit(func(n *norms.Norm) { n.Except = nil })
		}
		if r := n.Window.Renew; r != nil {
			edit(func(n *norms.Norm) { n.Window.Renew = nil })
			edit(func(n *norms.Norm) { n.Window.Renew = &norms.Renewal{Period: r.Period} })
			for _, c := range simpler(r.Unless) {
				edit(func(n *norms.Norm) { n.Window.Renew = &norms.Renewal{Period: r.Period, Unless: c} })
			}
		}
		if len(n.Extends) > 0 {
			edit(func(n *norms.Norm) { n.Extends = n.Extends[1:] })
		}
		if n.Cure != nil {
			edit(func(n *norms.Norm) { n.Cure = nil })
		}
		if n.Judged != nil {
			edit(func(n *norms.Norm) { n.Judged = nil })
		}
		if n.Clock != norms.ClockByKind {
			edit(func(n *norms.Norm) { n.Clock = norms.ClockByKind })
		}
		if !n.AtLeast.Per.IsZero() || n.AtLeast.Role != "" {
			edit(func(n *norms.Norm) { n.AtLeast = norms.Number{N: n.AtLeast.N} })
		}
		if n.AtMost.N > 0 {
			edit(func(n *norms.Norm) { n.AtMost = norms.Number{} })
		}
		if n.AtMost.Role != "" || !n.AtMost.Per.IsZero() {
			edit(func(n *norms.Norm) { n.AtMost = norms.Number{N: n.AtMost.N} })
		}
		if n.Observed.Percent != 0 || n.Observed.By != nil {
			edit(func(n *norms.Norm) { n.Observed = norms.Observed{} })
		}
		for _, field := range []func(*norms.Norm) *norms.Cond{
			func(n *norms.Norm) *norms.Cond { return &n.If },
			func(n *norms.Norm) *norms.Cond { return &n.Once },
			func(n *norms.Norm) *norms.Cond { return &n.While },
			func(n *norms.Norm) *norms.Cond { return &n.Until },
			func(n *norms.Norm) *norms.Cond { return &n.Unless },
			func(n *norms.Norm) *norms.Cond { return &n.Goal },
		} {
			for _, c := range simpler(*field(&n)) {
				edit(func(n *norms.Norm) { *field(n) = c })
			}
		}
	}
	for i, f := range s.set.Facts {
		edit := func(change func(*fact.Fact)) {
			steps = append(steps, func(t *sample) { change(&t.set.Facts[i]) })
		}
		if !f.When.Point() {
			edit(func(f *fact.Fact) { f.When.Hi = f.When.Lo })
			edit(func(f *fact.Fact) { f.When.Lo = f.When.Hi })
		}
		if f.Unsure {
			edit(func(f *fact.Fact) { f.Unsure = false })
		}
		if (f.Acts != fact.Range{Lo: 1, Hi: 1}) {
			edit(func(f *fact.Fact) { f.Acts = fact.Range{Lo: 1, Hi: 1} })
		}
		if len(f.Attribution.To) > 1 {
			for j := range f.Attribution.To {
				edit(func(f *fact.Fact) { f.Attribution.To = slices.Delete(f.Attribution.To, j, j+1) })
			}
		}
		for j, r := range f.Roles {
			if len(r.Values) > 1 {
				edit(func(f *fact.Fact) { f.Roles[j].Values, f.Roles[j].OneOf = r.Values[:1], false })
			}
		}
	}
	return steps
}

// simpler gives the parts of a condition, and the condition with less in it.
func simpler(c norms.Cond) (parts []norms.Cond) {
	switch c := c.(type) {
	case norms.And:
		return c.Conds
	case norms.Or:
		return c.Conds
	case norms.Not:
		parts = append(parts, c.Cond)
		for _, d := range simpler(c.Cond) {
			parts = append(parts, norms.Not{Cond: d})
		}
	case norms.Seen:
		if c.From != nil {
			parts = append(parts, norms.Seen{Pattern: c.Pattern, Until: c.Until})
		}
		if c.Until != nil {
			parts = append(parts, norms.Seen{Pattern: c.Pattern, From: c.From})
		}
		for i := range c.Pattern.Roles {
			p := c
			p.Pattern.Roles = slices.Delete(slices.Clone(c.Pattern.Roles), i, i+1)
			parts = append(parts, p)
		}
	case norms.Compare:
		if c.Figure.From != nil || c.Figure.Until != nil {
			d := c
			d.Figure.From, d.Figure.Until = nil, nil
			parts = append(parts, d)
		}
		if c.With != nil {
			d := c
			d.With = nil
			parts = append(parts, d)
		}
		if len(c.Figure.Pattern.Roles) > 0 {
			d := c
			d.Figure.Pattern.Roles = c.Figure.Pattern.Roles[1:]
			parts = append(parts, d)
		}
	case norms.InEffect:
		if len(c.Undo) > 0 || !c.For.IsZero() {
			parts = append(parts, norms.InEffect{Power: c.Power}, norms.InEffect{Power: c.Power, For: c.For}, norms.InEffect{Power: c.Power, Undo: c.Undo})[:1]
		}
	}
	return parts
}

// named says whether a norm is referred to.
func named(prog *norms.Program, name string) bool {
	for _, ag := range prog.Agreements {
		for _, n := range ag.Norms {
			if strings.Contains(strings.ReplaceAll(showNorm(civil.UTC, &n), n.ID+":", ""), name) {
				return true
			}
		}
		for _, mark := range ag.Marks {
			if slices.Contains(mark.Movers, name) {
				return true
			}
		}
	}
	return false
}

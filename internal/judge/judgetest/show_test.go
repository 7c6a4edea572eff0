package judgetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// show writes a sample so that a reader can follow it.
func (s *sample) show() string {
	var b strings.Builder
	ag := &s.prog.Agreements[0]
	when := func(t int64) string { return instantName(ag.Zone, t) }
	fmt.Fprintf(&b, "seed %d, as of %s, zone %s, starts %s, observed %v\n", s.seed, when(s.at), ag.Zone, when(ag.Starts), ag.Observed)
	for _, p := range s.prog.Vocabulary.Parties {
		if p.ID == "b1" && len(p.In) > 0 {
			fmt.Fprintf(&b, "b1 in b until %s\n", when(p.In[0].Dates.Hi))
		}
	}
	for i := range ag.Norms {
		n := &ag.Norms[i]
		fmt.Fprintf(&b, "%s: %v %s %s", n.ID, n.Bearers, [...]string{"must", "must not", "may", "aims to"}[n.Modality], showPattern(n.Act))
		if n.ForEach != nil {
			fmt.Fprintf(&b, " for each %s %s", [...]string{"roster", "act", "state"}[n.ForEach.Source], showPattern(n.ForEach.Pattern))
		}
		fmt.Fprintf(&b, " [%s, %s)", showBound(ag.Zone, n.Window.Start), showBound(ag.Zone, n.Window.End))
		if n.AtLeast.N > 1 || n.AtLeast.Per.N > 0 {
			fmt.Fprintf(&b, " at least %d per %d %s", n.AtLeast.N, n.AtLeast.Per.N, n.AtLeast.Per.Unit)
		}
		if n.AtMost.N > 0 {
			fmt.Fprintf(&b, " at most %d per %d %s", n.AtMost.N, n.AtMost.Per.N, n.AtMost.Per.Unit)
		}
		conds := []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless}
		for i, word := range []string{"if", "once", "while", "until", "unless"} {
			if conds[i] != nil {
				fmt.Fprintf(&b, " %s %s", word, showCond(ag.Zone, conds[i]))
			}
		}
		if n.OnlyOnce {
			b.WriteString(" (only once)")
		}
		if n.Observed.Percent > 0 || n.Observed.By != nil {
			fmt.Fprintf(&b, " observed %v", n.Observed)
		}
		b.WriteString("\n")
	}
	for _, c := range ag.Claims {
		fmt.Fprintf(&b, "claim %s: %s op %d %d number %v\n", c.ID, showFigure(ag.Zone, c.Figure), c.Op, c.N, c.Number)
	}
	for _, f := range s.set.Facts {
		fmt.Fprintf(&b, "%s %s %s unsure=%v [%s, %s] x%d..%d by %s roles %v zones %v", f.ID, f.Act, f.Grade, f.Unsure,
			when(f.When.Lo), when(f.When.Hi), f.Acts.Lo, f.Acts.Hi, asJSON(f.Attribution), f.Roles, f.Place.Zones)
		if f.Place.Point != nil {
			fmt.Fprintf(&b, " point %v radius %d", *f.Place.Point, f.Place.Radius)
		}
		if f.Amounts != nil {
			fmt.Fprintf(&b, " amounts %v", f.Amounts)
		}
		b.WriteString("\n")
	}
	for _, c := range s.set.Coverage {
		fmt.Fprintf(&b, "coverage %s %s %s [%s, %s) acts %v denied %v lag %d\n", c.ID, c.Observer, c.Zone, when(c.From), when(c.To), c.Acts, c.Denied, c.Lag)
	}
	for _, ro := range s.set.Rosters {
		fmt.Fprintf(&b, "roster %s complete %v declared %s\n", ro.ID, ro.Complete, when(ro.Declared))
		for _, m := range ro.Members {
			fmt.Fprintf(&b, "  %s %s [%s, %s] %v\n", m.ID, m.Grade, when(m.When.Lo), when(m.When.Hi), m.Roles)
		}
	}
	return b.String()
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func instantName(z civil.Zone, t int64) string {
	switch {
	case t <= civil.Ever:
		return "ever"
	case t >= civil.Forever:
		return "forever"
	}
	d := z.DateOf(t)
	return fmt.Sprintf("%02d-%02d+%d", d.Month, d.Day, t-z.Start(d))
}

func showPattern(p norms.Pattern) string {
	var parts []string
	for _, w := range p.Roles {
		var vs []string
		for _, v := range w.Values {
			if v.Var != "" {
				vs = append(vs, v.Var+"."+v.Role)
			} else {
				vs = append(vs, v.ID)
			}
		}
		parts = append(parts, w.Role+":"+strings.Join(vs, "|"))
	}
	return p.Act + "(" + strings.Join(parts, ", ") + ")"
}

func showBound(z civil.Zone, b *norms.Bound) string {
	if b == nil {
		return "-"
	}
	p := b.At
	s := [...]string{instantName(z, p.Instant), "mark", "act " + showPattern(p.Act), p.Norm, "var", "start"}[p.Sort]
	if b.Plus.N > 0 {
		s += fmt.Sprintf(" plus %d %s", b.Plus.N, b.Plus.Unit)
	}
	return s + [...]string{" exact", " daystart", " dayend"}[b.Edge]
}

func showFigure(z civil.Zone, f norms.Figure) string {
	return fmt.Sprintf("%s %s %s from %s until %s", [...]string{"count", "distinct", "sum"}[f.Measure], f.Role, showPattern(f.Pattern), showBound(z, f.From), showBound(z, f.Until))
}

func showCond(z civil.Zone, c norms.Cond) string {
	list := func(word string, cs []norms.Cond) string {
		var parts []string
		for _, c := range cs {
			parts = append(parts, showCond(z, c))
		}
		return "(" + strings.Join(parts, " "+word+" ") + ")"
	}
	switch c := c.(type) {
	case norms.And:
		return list("and", c.Conds)
	case norms.Or:
		return list("or", c.Conds)
	case norms.Not:
		return "not " + showCond(z, c.Cond)
	case norms.Seen:
		return fmt.Sprintf("seen %s from %s until %s", showPattern(c.Pattern), showBound(z, c.From), showBound(z, c.Until))
	case norms.Holds:
		return "holds " + showPattern(c.Pattern)
	case norms.NoneHolds:
		return "none " + showPattern(c.Pattern)
	case norms.NormIs:
		return c.Norm + [...]string{" kept", " breached", " due", " in force"}[c.Word]
	case norms.MarkSet:
		return "mark set"
	case norms.Reached:
		return "after " + showBound(z, &c.Bound)
	case norms.Compare:
		return fmt.Sprintf("%s op %d %d", showFigure(z, c.Figure), c.Op, c.N)
	}
	return fmt.Sprintf("%T", c)
}

// copySample copies everything that a mutant or a shrinker may change.
func copySample(s *sample) *sample {
	out := *s
	prog := *s.prog
	prog.Vocabulary.Parties = slices.Clone(prog.Vocabulary.Parties)
	prog.Agreements = slices.Clone(prog.Agreements)
	for i := range prog.Agreements {
		ag := &prog.Agreements[i]
		ag.Norms = slices.Clone(ag.Norms)
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
		if len(n.Act.Roles) > 0 {
			edit(func(n *norms.Norm) { n.Act.Roles = n.Act.Roles[1:] })
		}
		for j, field := range []func(*norms.Norm) *norms.Cond{
			func(n *norms.Norm) *norms.Cond { return &n.If },
			func(n *norms.Norm) *norms.Cond { return &n.Once },
			func(n *norms.Norm) *norms.Cond { return &n.While },
			func(n *norms.Norm) *norms.Cond { return &n.Until },
			func(n *norms.Norm) *norms.Cond { return &n.Unless },
		} {
			_ = j
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

// simpler gives the parts of a condition.
func simpler(c norms.Cond) []norms.Cond {
	switch c := c.(type) {
	case norms.And:
		return c.Conds
	case norms.Or:
		return c.Conds
	case norms.Not:
		return []norms.Cond{c.Cond}
	case norms.Seen:
		if c.From != nil || c.Until != nil {
			return []norms.Cond{norms.Seen{Pattern: c.Pattern, Until: c.Until}, norms.Seen{Pattern: c.Pattern, From: c.From}}[:1]
		}
	}
	return nil
}

// named says whether a norm is referred to.
func named(prog *norms.Program, name string) bool {
	for _, n := range prog.Agreements[0].Norms {
		all := fmt.Sprintf("%+v %+v %+v", n.Window.Start, n.Window.End, []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless})
		for _, c := range []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless} {
			if c != nil {
				all += showCond(civil.UTC, c)
			}
		}
		if strings.Contains(all, name) || strings.Contains(showBound(civil.UTC, n.Window.Start)+showBound(civil.UTC, n.Window.End), name) {
			return true
		}
	}
	return false
}

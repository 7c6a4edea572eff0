package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// acts is a set of sorts of acts. The phases of an act are one with it: a fact of one may match a pattern of another.
type acts map[string]bool

// meet says whether some act is in both.
func (a acts) meet(b acts) bool {
	if len(b) < len(a) {
		a, b = b, a
	}
	for id := range a {
		if b[id] {
			return true
		}
	}
	return false
}

// bearing is what bears on the state and the window of a norm.
type bearing struct {
	acts  acts
	norms []string
	plain bool // nothing else does: no state, no list, no body, no member of a family
}

// ownBearing gives what a norm and its text speak of themselves.
func (x *pair) ownBearing(s side) *bearing {
	b := &bearing{acts: acts{}, plain: s.n.ForEach == nil && s.n.Judged == nil && s.n.BearerVar == nil}
	pattern := func(p *norms.Pattern) {
		if st := x.prog.State(p.Act); st != nil {
			b.plain = false
			for _, l := range append(slices.Clone(st.Begins), st.Ends...) {
				b.acts[whole(x.prog, l.Filter.Act)] = true
			}
			return
		}
		b.acts[whole(x.prog, p.Act)] = true
	}
	mark := func(id string) {
		for i := range x.prog.Vocabulary.Acts {
			a := &x.prog.Vocabulary.Acts[i]
			if slices.ContainsFunc(a.Roles, func(r norms.Role) bool { return r.Type == norms.MarkRole }) {
				b.acts[whole(x.prog, a.ID)] = true
			}
		}
		if m := s.ag.Mark(id); m != nil {
			b.norms = append(b.norms, m.Movers...)
		}
	}
	seen := map[*norms.Agreement]bool{}
	var entry func(*norms.Agreement)
	bound := func(at *norms.Bound) {
		if at == nil {
			return
		}
		switch at.At.Sort {
		case norms.AtAct:
			pattern(&at.At.Act)
		case norms.AtMark:
			mark(at.At.Mark)
		case norms.AtNorm:
			b.norms = append(b.norms, at.At.Norm)
		case norms.AtVar:
			b.plain = false
		case norms.AtStart:
			entry(x.prog.Agreement(at.At.Agree))
		case norms.AtInstant:
		}
	}
	figure := func(f *norms.Figure) {
		pattern(&f.Pattern)
		bound(f.From)
		bound(f.Until)
	}
	cond := func(c norms.Cond) {
		norms.Walk(c, func(c norms.Cond) {
			switch c := c.(type) {
			case norms.Seen:
				pattern(&c.Pattern)
				bound(c.From)
				bound(c.Until)
			case norms.Holds:
				pattern(&c.Pattern)
			case norms.NoneHolds:
				pattern(&c.Pattern)
			case norms.NormIs:
				b.norms = append(b.norms, c.Norm)
			case norms.InEffect:
				b.norms = append(append(b.norms, c.Power), c.Undo...)
			case norms.MarkSet:
				mark(c.Mark)
			case norms.Reached:
				bound(&c.Bound)
			case norms.Compare:
				figure(&c.Figure)
				if c.With != nil {
					figure(c.With)
				}
			}
		})
	}
	entry = func(a *norms.Agreement) {
		if a == nil || seen[a] {
			return
		}
		seen[a] = true
		cond(a.Entry)
	}
	entry(s.ag)
	if s.n.Act.Act != "" {
		pattern(&s.n.Act)
	}
	bound(s.n.Window.Start)
	bound(s.n.Window.End)
	for _, c := range s.n.Conds() {
		cond(c)
	}
	for _, e := range s.n.Extends {
		b.norms = append(b.norms, e.Power)
	}
	if s.n.Cure != nil && s.n.Cure.Notice != nil {
		pattern(s.n.Cure.Notice)
	}
	for i := range s.ag.Counts {
		pattern(&s.ag.Counts[i].From)
	}
	return b
}

// bearing gives what bears on a norm, itself or through the norms to which it refers.
func (x *pair) bearing(name string) *bearing {
	all := &bearing{acts: acts{}, plain: true}
	known, queue := map[string]bool{}, []string{name}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		if known[next] {
			continue
		}
		known[next] = true
		own := x.ground.bearings[next]
		if own == nil {
			s := x.find(next)
			if s.n == nil {
				all.plain = false
				continue
			}
			own = x.ownBearing(s)
			x.ground.bearings[next] = own
		}
		all.plain = all.plain && own.plain
		for id := range own.acts {
			all.acts[id] = true
		}
		queue = append(queue, own.norms...)
	}
	return all
}

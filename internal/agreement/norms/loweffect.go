package norms

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
)

// effects writes what powers and superseding texts do into the norms that they touch (spec/norms.md, section 11). Successors
// come last: their copies have what the norms have that they are copied from.
func (l *lowering) effects(book *terms.Book) {
	for _, a := range book.Agreements {
		for x := range a.AllNorms {
			l.describe(a, x)
		}
	}
	for i, a := range book.Agreements {
		for x := range a.AllNorms {
			l.exercise(a, &l.program.Agreements[i], x)
		}
	}
	for i, a := range book.Agreements {
		for _, s := range a.Supersedes {
			l.supersede(a, &l.program.Agreements[i], s)
		}
	}
	for i, a := range book.Agreements {
		l.successors(&l.program.Agreements[i], a)
	}
}

var effects = map[syntax.DeedWord]EffectSort{
	syntax.Terminate: Terminates, syntax.Waive: Waives, syntax.Suspend: Suspends, syntax.Resume: Resumes,
	syntax.Extend: ExtendsEnd, syntax.Move: MovesMark, syntax.Succeed: Succeeds,
}

// describe says for the reader what a power does.
func (l *lowering) describe(a *terms.Agreement, x *terms.Norm) {
	e := x.Effect
	if e == nil {
		return
	}
	out := Effect{Sort: effects[x.Deed], Period: e.Period}
	for _, n := range e.Norms {
		out.Targets = append(out.Targets, n.Name())
	}
	for _, t := range e.Terms {
		out.Targets = append(out.Targets, termName(a.ID, t.ID))
	}
	switch {
	case e.Text:
		out.Targets = append(out.Targets, a.ID)
	case e.Mark != nil:
		out.Targets = []string{e.Mark.ID}
	case e.Party != nil:
		out.Targets = []string{e.Party.ID}
	}
	l.norms[x].Effect = out
}

// exercise writes what a power does into the norms that it touches, and into its mark.
func (l *lowering) exercise(a *terms.Agreement, out *Agreement, x *terms.Norm) {
	name := x.Name()
	used := NormIs{Norm: name, Word: IsKept, Span: x.Label}
	for _, t := range x.Touches() {
		n := l.norms[t]
		if n == nil {
			continue // it has an error and was left out
		}
		switch x.Deed {
		case syntax.Terminate, syntax.Waive:
			n.Until = either(n.Until, used)
		case syntax.Suspend:
			stands := InEffect{Power: name, Undo: l.resumers(a, t), For: x.Effect.Period}
			n.While = both(n.While, Not{stands})
		case syntax.Extend:
			n.Extends = append(n.Extends, Extension{Power: name, By: x.Effect.Period})
		}
	}
	if x.Effect != nil && x.Effect.Mark != nil {
		m := out.Mark(x.Effect.Mark.ID)
		if !slices.Contains(m.Movers, name) { // a reading may have a power of the same name
			m.Movers = append(m.Movers, name)
		}
	}
}

// resumers lists the powers that resume a norm.
func (l *lowering) resumers(a *terms.Agreement, t *terms.Norm) (list []string) {
	for x := range a.AllNorms {
		if x.Deed == syntax.Resume && slices.Contains(x.Touches(), t) && !slices.Contains(list, x.Name()) {
			list = append(list, x.Name())
		}
	}
	return list
}

// supersede ends the norms of a text, or of a term, when another text starts.
func (l *lowering) supersede(by *terms.Agreement, out *Agreement, s terms.Superseded) {
	if !by.Replaces() {
		return
	}
	start := Point{Sort: AtInstant, Instant: out.Starts}
	if out.Entry != nil {
		start = Point{Sort: AtStart, Agree: out.ID}
	}
	for x := range s.Agreement.AllNorms {
		if n := l.norms[x]; n != nil && (s.Term == nil || x.Term == s.Term) {
			n.Until = either(n.Until, Reached{Bound{At: start, Span: by.Span}})
		}
	}
}

// successors lets the bearers of powers of succession take over norms: the norm ends when the power is used, and a copy of
// it, borne by the successor, comes into force.
func (l *lowering) successors(a *Agreement, x *terms.Agreement) {
	copies := map[*Norm][]successor{}
	for power := range x.AllNorms {
		if power.Deed != syntax.Succeed {
			continue
		}
		used := NormIs{Norm: power.Name(), Word: IsKept, Span: power.Label}
		for _, t := range power.Touches() {
			if n := l.norms[t]; n != nil {
				copies[n] = append(copies[n], n.successor(t.Act.Act, partyIDs(power.Bearers), used))
			}
		}
	}
	if len(copies) == 0 {
		return
	}
	a.Norms = withCopies(a.Norms, copies)
	for i := range a.Readings {
		a.Readings[i].Norms = withCopies(a.Readings[i].Norms, copies)
	}
	for i := range a.Terms {
		t := &a.Terms[i]
		t.Norms = nil
		for j := range a.Norms {
			if a.Norms[j].Term == t.ID {
				t.Norms = append(t.Norms, a.Norms[j].ID)
			}
		}
	}
}

// successor is a copy of a norm that another bears, and the condition that it took over.
type successor struct {
	Norm
	taken Cond
}

// successor makes the copy of a norm, borne by others once they took over. act is nil for a norm that asks a condition.
func (n *Norm) successor(act *terms.Act, bearers []string, taken Cond) successor {
	c := *n
	c.ID += ">" + strings.Join(bearers, "+")
	if act != nil && act.Doer() != nil && len(n.Actors) == 0 {
		c.Act.Roles = slices.Clone(n.Act.Roles)
		for i, w := range c.Act.Roles {
			if w.Role == act.Doer().Name && slices.Equal(w.Values, constants(n.Bearers)) {
				c.Act.Roles[i].Values = constants(bearers)
				sortValues(c.Act.Roles[i].Values)
				break // the same party may be asked to take part too
			}
		}
	}
	c.Bearers = bearers
	c.Once = both(n.Once, taken)
	return successor{c, taken}
}

// withCopies puts the copies of each norm behind it, and ends the norm where a successor takes over.
func withCopies(list []Norm, copies map[*Norm][]successor) []Norm {
	var out []Norm
	for i := range list {
		n := list[i]
		for _, c := range copies[&list[i]] {
			n.Until = either(n.Until, c.taken)
		}
		out = append(out, n)
		for _, c := range copies[&list[i]] {
			out = append(out, c.Norm)
		}
	}
	return out
}

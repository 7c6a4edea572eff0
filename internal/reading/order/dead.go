package order

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// Reason says why a norm can never come into force.
type Reason uint8

// The reasons.
const (
	Unbreachable Reason = iota // it waits on the breach of a norm that cannot be breached
	TooLate                    // it can come into force only after its own end
	NeverSo                    // it waits on a state that nothing begins
)

// Dead is a norm that can never come into force, whatever anybody does.
type Dead struct {
	Norm   string
	Reason Reason
	Other  string      // Unbreachable: the norm that cannot be breached; TooLate: the one it waits on, or ""; NeverSo: the state
	Span   source.Span // the words by which it waits
	At     civil.Date  // TooLate: its last day
	From   civil.Date  // TooLate: the day from which on it could be in force
	Run    *run.Told
}

// DeadText finds those that are so for one reason, in the order of the text.
func DeadText(prog *norms.Program, reason Reason) (found []Dead) {
	g := newGraph(prog)
	for _, n := range g.norms {
		d, ok := g.dead(n)
		if !ok || d.Reason != reason {
			continue
		}
		ok, err := run.Try(prog, d.show, d.Norm)
		if err == nil && ok { // otherwise no run is confirmed, so nothing is said
			found = append(found, d)
		}
	}
	return found
}

// dead looks at one norm.
func (g *graph) dead(n *norms.Norm) (Dead, bool) {
	d := Dead{Norm: n.Name()}
	needed := conjuncts(n.Once)
	for _, c := range needed {
		if x, ok := c.(norms.NormIs); ok && x.Word == norms.IsBreached {
			if m := g.prog.Norm(x.Norm); m != nil && unbreachable(m) {
				d.Reason, d.Other, d.Span = Unbreachable, x.Norm, x.Span
				return d, true
			}
		}
	}
	if b := n.Window.Start; b != nil && b.At.Sort == norms.AtNorm && b.At.Breach {
		if m := g.prog.Norm(b.At.Norm); m != nil && unbreachable(m) {
			d.Reason, d.Other, d.Span = Unbreachable, b.At.Norm, b.Span
			return d, true
		}
	}
	for _, c := range append(needed, conjuncts(n.While)...) {
		if h, ok := c.(norms.Holds); ok {
			if st := g.prog.State(h.Pattern.Act); st != nil && len(st.Begins) == 0 && !g.heldFrom(st.ID) {
				d.Reason, d.Other, d.Span = NeverSo, st.ID, h.Pattern.Span
				return d, true
			}
		}
	}
	end, ok := g.fixed(n, n.Window.End)
	if !ok || len(needed) == 0 {
		return d, false
	}
	for _, c := range needed {
		from, other, span := g.earliest(n, c, 0)
		if from >= end {
			z := g.prog.Agreement(n.Agree).Zone
			d.Reason, d.Other, d.Span = TooLate, other, span
			d.At, d.From = z.DateOf(end-1), z.DateOf(from)
			return d, true
		}
	}
	return d, false
}

// conjuncts lists the conditions that all have to be true.
func conjuncts(c norms.Cond) []norms.Cond {
	switch c := c.(type) {
	case nil:
		return nil
	case norms.And:
		var list []norms.Cond
		for _, x := range c.Conds {
			list = append(list, conjuncts(x)...)
		}
		return list
	}
	return []norms.Cond{c}
}

// unbreachable says that no run breaches the norm: nothing passes that could be missed, nothing is forbidden.
func unbreachable(n *norms.Norm) bool {
	switch n.Modality {
	case norms.Obligation, norms.Aim:
		return n.Window.End == nil && n.AtLeast.Per.IsZero() && !n.Keep && n.Judged == nil
	case norms.Permission:
		return !n.OnlyOnce
	case norms.Power:
		return true
	}
	return false
}

// fixed gives the instant of a bound that the text itself fixes.
func (g *graph) fixed(n *norms.Norm, b *norms.Bound) (int64, bool) {
	if b == nil {
		return 0, false
	}
	a := g.prog.Agreement(n.Agree)
	var p int64
	switch {
	case b.At.Sort == norms.AtInstant:
		p = b.At.Instant
	case b.At.Sort == norms.AtStart && b.At.Agree == "" && a.Entry == nil:
		p = a.Starts
	default:
		return 0, false
	}
	plus := b.Plus
	if b.Before {
		plus.N = -plus.N
	}
	day := a.Zone.DateOf(p)
	switch {
	case b.Plus.IsZero() && b.Edge == norms.Exact:
		return p, true
	case b.Plus.Unit == civil.Hours && !b.Plus.IsZero():
		p += plus.Seconds()
		if b.Edge == norms.Exact && !b.Before {
			p++
		}
		return p, true
	}
	shifted := day.Shift(plus)
	switch b.Edge {
	case norms.DayStart:
		return a.Zone.Start(shifted), true
	case norms.DayEnd:
		return a.Zone.End(shifted), true
	}
	return p + a.Zone.Start(shifted) - a.Zone.Start(day), true
}

// depth bounds how far waits are followed from norm to norm.
const depth = 20

// earliest gives the first instant at which a condition may be true, as far as dates in the text say, and on which norm that rests.
func (g *graph) earliest(n *norms.Norm, c norms.Cond, deep int) (from int64, other string, span source.Span) {
	if deep > depth {
		return civil.Ever, "", span
	}
	switch c := c.(type) {
	case norms.And:
		from = civil.Ever
		for _, x := range c.Conds {
			if f, o, s := g.earliest(n, x, deep+1); f > from {
				from, other, span = f, o, s
			}
		}
		return from, other, span
	case norms.Or:
		from = civil.Forever
		for _, x := range c.Conds {
			if f, o, s := g.earliest(n, x, deep+1); f < from {
				from, other, span = f, o, s
			}
		}
		return from, other, span
	case norms.Reached:
		if t, ok := g.fixed(n, &c.Bound); ok {
			return t, "", c.Bound.Span
		}
	case norms.Seen:
		if t, ok := g.fixed(n, c.From); ok {
			return t, "", c.Pattern.Span
		}
	case norms.NormIs:
		m := g.prog.Norm(c.Norm)
		if m == nil || m == n {
			break
		}
		from = civil.Ever
		if t, ok := g.fixed(m, m.Window.Start); ok {
			from = t
		}
		if c.Word == norms.IsBreached && m.Modality == norms.Obligation && m.AtLeast.Per.IsZero() && !m.Keep {
			if t, ok := g.fixed(m, m.Window.End); ok {
				from = t
			}
		}
		if c.Word == norms.IsDue || c.Word == norms.IsInForce || m.Modality == norms.Permission || m.Modality == norms.Power {
			f, _, _ := g.earliest(m, m.Once, deep+1)
			from = max(from, f)
		}
		return from, c.Norm, c.Span
	}
	return civil.Ever, "", span
}

// show finds the run in which all else is done, and the norm has not come into force long after.
func (d *Dead) show(small *norms.Program, part bool) (bool, error) {
	policy := &run.Policy{Aims: true, Leave: true, Free: true, Until: years(small, 5)}
	if d.Reason == Unbreachable {
		policy.Manner = func(m *run.Move) run.Manner { // even if it is never done
			if m.For.Norm == d.Other {
				return run.Never
			}
			return run.Early
		}
	}
	played, err := run.Play(small, run.Suppose(small), policy)
	if err != nil {
		return false, err
	}
	j, err := run.Judge(small, played.Run)
	if err != nil {
		return false, err
	}
	switch {
	case !waiting(j, []string{d.Norm}):
		return false, nil
	case played.Bounded || !j.Lawful():
		return false, run.ErrElse
	}
	if d.Reason == TooLate && !allIn(j, d.Norm, status.Of(status.Overtaken)) {
		return false, nil
	}
	d.Run = &run.Told{Program: small, Run: played.Run, Part: part}
	return true, nil
}

// allIn says that all instances of a norm are in one of the states.
func allIn(j *run.Judged, name string, set status.Set) bool {
	return !slices.ContainsFunc(j.Instances(), func(in run.Instance) bool { return in.Key.Norm == name && !in.States.Within(set) })
}

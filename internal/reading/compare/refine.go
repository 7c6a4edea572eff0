package compare

import (
	"mithaq/internal/agreement/norms"
)

// refinement is what the rules find of one norm of the initiative, held against one part of a norm of the terms.
type refinement struct {
	steps []Step
	rests []string // further norms of the initiative that have to be performed
}

func (r *refinement) add(d Dimension, rel Relation) {
	r.steps = append(r.steps, Step{Dimension: d, Relation: rel})
}

// when adds Same or Stronger where a rule holds, else Weaker.
func (r *refinement) when(d Dimension, ok, same bool) {
	rel := Weaker
	switch {
	case ok && same:
		rel = Same
	case ok:
		rel = Stronger
	}
	r.add(d, rel)
}

func (r *refinement) condition(word string, ok, same bool) {
	r.when(Condition, ok, same)
	r.steps[len(r.steps)-1].Word = word
}

func (r *refinement) holds() bool { return !fails(r.steps) }

// refine holds i, a norm of the initiative, against t. When nothing is Weaker, t is neither breached nor left open in any run in
// which i is neither (spec/compare.md gives the rules and why each is sound).
func (x *pair) refine(t, i side) refinement {
	var r refinement
	x.families(&r, t, i)
	if t.n.Judged != nil || i.n.Judged != nil {
		r.add(OpenWord, Weaker)
	}
	switch t.n.Modality {
	case norms.Obligation, norms.Aim:
		x.duty(&r, t, i)
	case norms.Prohibition:
		x.ban(&r, t, i)
	case norms.Permission, norms.Power:
		x.leave(&r, t, i)
	}
	return r
}

// families: each member of the term's family has to be one of the initiative's; a norm without a family speaks to all alike.
func (x *pair) families(r *refinement, t, i side) {
	f, g := t.n.ForEach, i.n.ForEach
	switch {
	case f == nil && g == nil:
	case g == nil:
		r.add(Family, Stronger)
	case f == nil || f.Source != g.Source || f.Roster != g.Roster:
		r.add(Family, Weaker)
	default:
		within, same := false, keyOfPattern(&f.Pattern) == keyOfPattern(&g.Pattern)
		switch f.Source {
		case norms.FromRoster:
			within = same || x.membersWithin(f, g)
		case norms.FromAct:
			within = i.starts() <= t.starts() && x.matches(t, &f.Pattern, i, &g.Pattern)
			same = same && i.starts() == t.starts()
		case norms.FromState:
			within = heldAlike(t, i, f.Pattern.Act) && f.Pattern.Act == g.Pattern.Act && x.stateWithin(&f.Pattern, &g.Pattern)
		case norms.FromBearers, norms.FromParties, norms.FromPairs:
		}
		r.when(Family, within || x.rules.without("family"), same)
	}
}

// membersWithin says that every member of a roster that the one pattern narrows to is one that the other narrows to.
func (x *pair) membersWithin(f, g *norms.Family) bool {
	var decl []norms.Role
	if ro := x.prog.Roster(f.Roster); ro != nil {
		if st := x.prog.State(ro.Of); st != nil {
			decl = st.Roles
		}
	}
	return !fails(x.wants(decl, "", &f.Pattern, &g.Pattern)) && each(g.Pattern.Roles, func(w norms.Want) bool {
		return some(decl, func(d norms.Role) bool { return d.Name == w.Role })
	})
}

// duty: whoever keeps i keeps t.
func (x *pair) duty(r *refinement, t, i side) {
	switch {
	case i.n.Modality == norms.Obligation && t.n.Modality == norms.Aim:
		r.add(Modality, Stronger)
	default:
		r.when(Modality, i.n.Modality == t.n.Modality || x.rules.without("modality"), true)
	}
	v, w := x.window(t), x.window(i)
	r.rests = append(r.rests, append(v.rests, w.rests...)...)
	switch {
	case t.n.Keep != i.n.Keep || (t.n.Goal == nil) != (i.n.Goal == nil):
		r.add(Deed, Weaker)
		return
	case t.n.Keep:
		r.when(Deed, x.implies(i, i.n.Goal, t, t.n.Goal), x.implies(t, t.n.Goal, i, i.n.Goal))
		x.force(r, t, i, v, w)
		return
	case t.n.Goal != nil:
		r.when(Deed, x.implies(i, i.n.Goal, t, t.n.Goal), x.implies(t, t.n.Goal, i, i.n.Goal))
	default:
		r.steps = append(r.steps, x.deeds(i, t)...)
		x.excepted(r, i, t)
		if !t.n.AtLeast.Per.IsZero() {
			x.again(r, t, i, v, w)
			return
		}
		if !i.n.AtLeast.Per.IsZero() {
			x.onceOfMany(r, t, i, v, w)
			return
		}
		x.numberOfActs(r, t, i)
	}
	x.once(r, t, i, v, w)
}

// deeds compares what acts are meant: every act of "in" has to be one of "out".
func (x *pair) deeds(in, out side) []Step {
	p, q := &in.n.Act, &out.n.Act
	steps := x.covers(p, q)
	if several(p) || several(q) {
		rel := Weaker
		if keyOfPattern(p) == keyOfPattern(q) {
			rel = Same
		}
		return []Step{{Dimension: Deed, Relation: rel}}
	}
	if !countsAlike(in, out, p) {
		steps = append(steps, Step{Dimension: Deed, Relation: Weaker})
	}
	for k := range steps {
		if x.rules.without(steps[k].Dimension.String()) {
			steps[k].Relation = Same
		}
	}
	return steps
}

// excepted: what "out" does not mean, "in" does not mean either.
func (x *pair) excepted(r *refinement, in, out side) {
	if len(in.n.Except) == 0 && len(out.n.Except) == 0 {
		return
	}
	plain := len(in.ag.Counts) == 0 && len(out.ag.Counts) == 0
	within := func(list, other []norms.Pattern, act *norms.Pattern) bool {
		return each(list, func(p norms.Pattern) bool {
			return plain && x.apart(&p, act) || some(other, func(q norms.Pattern) bool { return x.covered(&p, &q) }) && plain
		})
	}
	ok := within(out.n.Except, in.n.Except, &in.n.Act)
	r.when(Exception, ok || x.rules.without("exception"), ok && within(in.n.Except, out.n.Except, &out.n.Act))
}

// numberOfActs: at least as many acts are asked for.
func (x *pair) numberOfActs(r *refinement, t, i side) {
	a, b := t.n.AtLeast, i.n.AtLeast
	n, m := max(1, a.N), max(1, b.N)
	ok := m >= n && a.Role == b.Role || a.Role == "" && n == 1
	r.when(Number, ok || x.rules.without("number"), m == n && a.Role == b.Role)
}

// once: a duty that is done with when it is done.
func (x *pair) once(r *refinement, t, i side, v, w window) {
	same := x.endsAlike(v, w, t, i)
	alike := opensAlike(v, w)
	r.when(Start, opensBefore(v, w) && waitsOnNothingElse(w, v) && (w.hasTime() || alike && same) || x.rules.without("start"), alike)
	early := w.to.before(v.to) && !w.moves || same
	if w.to.base != "" && v.to.base != w.to.base {
		early = false // while its symbol has not come, i has no date, and t would be left open
	}
	r.when(Deadline, early || x.rules.without("deadline"), same)

	onceAlike := x.alike(t, t.n.Once, i, i.n.Once)
	if i.n.If != nil || t.n.If != nil {
		ok := i.n.If == nil || alike && onceAlike && t.starts() == i.starts() && x.implies(t, t.n.If, i, i.n.If)
		r.condition("if", ok || x.rules.without("if"), i.n.If != nil && x.alike(t, t.n.If, i, i.n.If))
	}
	if i.n.Once != nil || t.n.Once != nil {
		x.begins(r, t, i, same, func(by int64) bool { return w.to.base == "" && by <= w.to.lo })
	}
	if i.n.While != nil || t.n.While != nil {
		ok := i.n.While == nil || same && x.implies(t, t.n.While, i, i.n.While) && (t.n.Until == nil && i.n.Until == nil || x.alike(t, t.n.Until, i, i.n.Until))
		r.condition("while", ok || x.rules.without("while"), x.alike(t, t.n.While, i, i.n.While))
	}
	if i.n.Until != nil || t.n.Until != nil {
		ok := i.n.Until == nil || x.implies(i, i.n.Until, t, orNever(t.n.Until)) && (t.n.Once == nil || onceAlike && t.starts() == i.starts())
		r.condition("until", ok || x.rules.without("until"), x.alike(t, t.n.Until, i, i.n.Until))
	}
}

// begins: whenever t has come into force by its "once", i has; or i is sure to, in time.
func (x *pair) begins(r *refinement, t, i side, inTime bool, soon func(by int64) bool) {
	ok := i.n.Once == nil || inTime && x.implies(t, t.n.Once, i, i.n.Once) && (i.starts() <= t.starts() || x.lasting(i.n.Once))
	if !ok {
		if by, used, sure := x.comesTrue(i, i.n.Once); sure && (soon(by) || x.rules.without("forced")) {
			r.rests = append(r.rests, used...)
			r.condition("once", true, false)
			r.steps[len(r.steps)-1].Forced = true
			return
		}
	}
	r.condition("once", ok || x.rules.without("once"), i.n.Once != nil && x.alike(t, t.n.Once, i, i.n.Once))
}

// again: acts in every stretch of time.
func (x *pair) again(r *refinement, t, i side, v, w window) {
	a, b := t.n.AtLeast, i.n.AtLeast
	ok := a.Per == b.Per && a.Every == b.Every && a.Role == b.Role && b.N >= a.N
	r.when(Number, ok || x.rules.without("number"), ok && a.N == b.N)
	alike := opensAlike(v, w)
	r.when(Start, (alike || !a.Every && opensBefore(w, v)) || x.rules.without("start"), alike)
	same := x.endsAlike(v, w, t, i)
	r.when(Deadline, same || v.to.before(w.to) && !v.moves || x.rules.without("deadline"), same)
	for _, c := range []struct {
		word string
		t, i norms.Cond
	}{{"if", t.n.If, i.n.If}, {"once", t.n.Once, i.n.Once}, {"while", t.n.While, i.n.While}, {"until", t.n.Until, i.n.Until}} {
		if c.t != nil || c.i != nil {
			ok := x.alike(t, c.t, i, c.i) && t.starts() == i.starts() && alike
			r.condition(c.word, ok || x.rules.without(c.word), true)
		}
	}
}

// onceOfMany: the first stretch of what is done again and again lies within the window of what is done once.
func (x *pair) onceOfMany(r *refinement, t, i side, v, w window) {
	a, b := t.n.AtLeast, i.n.AtLeast
	r.when(Number, a.Role == b.Role && b.N >= a.N || a.Role == "" && a.N <= 1 && b.N >= 1, false)
	open, fixed := int64(0), true
	for _, m := range w.from {
		fixed = fixed && m.base == "" && m.lo == m.hi
		open = max(open, m.hi)
	}
	r.when(Start, fixed && opensBefore(v, w), false)
	over := i.ag.Zone.SameClock(open, b.Per)
	if !b.Every {
		over = max(over, open+b.Per.Seconds())
	}
	r.when(Deadline, fixed && w.to.base == "" && over <= w.to.lo && v.to.base == "" && over <= v.to.lo, false)
	if i.n.If != nil || i.n.Once != nil || i.n.While != nil || i.n.Until != nil {
		r.condition("once", false, false)
	}
}

// ban: whoever does not breach i does not breach t.
func (x *pair) ban(r *refinement, t, i side) {
	r.when(Modality, i.n.Modality == norms.Prohibition || x.rules.without("modality"), true)
	r.steps = append(r.steps, x.deeds(t, i)...)
	if i.n.Modality != norms.Prohibition {
		return
	}
	x.excepted(r, t, i)
	v, w := x.window(t), x.window(i)
	x.numberAllowed(r, t, i, v, w)
	r.rests = append(r.rests, append(v.rests, w.rests...)...)
	x.force(r, t, i, v, w)
	if i.n.Unless != nil || t.n.Unless != nil {
		r.condition("unless", x.implies(i, orNever(i.n.Unless), t, orNever(t.n.Unless)) || x.rules.without("unless"), x.alike(i, i.n.Unless, t, t.n.Unless))
	}
}

// orNever reads a missing excuse: there is none.
func orNever(c norms.Cond) norms.Cond {
	if c == nil {
		return norms.Or{}
	}
	return c
}

// numberAllowed: no more acts are allowed.
func (x *pair) numberAllowed(r *refinement, t, i side, v, w window) {
	a, b := t.n.AtMost, i.n.AtMost
	if a == (norms.Number{}) && b == (norms.Number{}) {
		return
	}
	none := b.N == 0 && b.Role == ""
	whole := b.Per.IsZero() && a.Role == b.Role && b.N <= a.N
	stretch := a.Per == b.Per && a.Every == b.Every && a.Role == b.Role && b.N <= a.N &&
		(!a.Every || opensAlike(v, w) && t.n.Once == nil && i.n.Once == nil) // stretches that follow one another begin at one instant
	r.when(Number, none || whole || stretch || x.rules.without("number"), a == b)
}

// force: whenever t is in force, so is i.
func (x *pair) force(r *refinement, t, i side, v, w window) {
	alike, same := opensAlike(v, w), x.endsAlike(v, w, t, i)
	r.when(Start, opensBefore(w, v) || x.rules.without("start"), alike)
	r.when(Deadline, same || v.to.before(w.to) && !v.moves || x.rules.without("deadline"), same)
	onceAlike := x.alike(t, t.n.Once, i, i.n.Once)
	if i.n.If != nil || t.n.If != nil {
		ok := i.n.If == nil || alike && onceAlike && t.starts() == i.starts() && x.implies(t, t.n.If, i, i.n.If)
		r.condition("if", ok || x.rules.without("if"), i.n.If != nil && x.alike(t, t.n.If, i, i.n.If))
	}
	if i.n.Once != nil || t.n.Once != nil {
		x.begins(r, t, i, true, func(by int64) bool { return some(v.from, func(m moment) bool { return by <= m.lo }) })
	}
	if i.n.While != nil || t.n.While != nil {
		r.condition("while", x.implies(t, t.n.While, i, i.n.While) || x.rules.without("while"), x.alike(t, t.n.While, i, i.n.While))
	}
	if i.n.Until != nil || t.n.Until != nil {
		ok := i.n.Until == nil || x.implies(i, i.n.Until, t, orNever(t.n.Until)) && (alike && onceAlike && t.starts() == i.starts() || x.lasting(t.n.Until))
		r.condition("until", ok || x.rules.without("until"), x.alike(t, t.n.Until, i, i.n.Until))
	}
}

// leave: what t allows i allows; and what "only once" forbids before its time i forbids too.
func (x *pair) leave(r *refinement, t, i side) {
	gives := i.n.Modality == norms.Permission || i.n.Modality == norms.Power
	if t.n.Modality == norms.Power { // what its exercise brings about is brought about in its own text
		gives = i.n.Modality == norms.Power && t.n.Effect.Sort == norms.NoEffect && i.n.Effect.Sort == norms.NoEffect
	}
	if !t.n.OnlyOnce {
		r.when(Modality, gives, t.n.Modality == i.n.Modality)
	} else {
		r.when(Modality, i.n.Modality == norms.Permission && i.n.OnlyOnce || x.rules.without("modality"), true)
	}
	r.steps = append(r.steps, x.deeds(t, i)...)
	if fails(r.steps) {
		return
	}
	x.excepted(r, t, i)
	v, w := x.window(t), x.window(i)
	r.rests = append(r.rests, append(v.rests, w.rests...)...)
	if !t.n.OnlyOnce {
		x.force(r, t, i, v, w)
		return
	}
	alike, same := opensAlike(v, w), x.endsAlike(v, w, t, i)
	r.when(Start, opensBefore(w, v) || x.rules.without("start"), alike)
	r.when(Deadline, same || v.to.before(w.to) && !v.moves || x.rules.without("deadline"), same)
	ok := x.implies(i, i.n.Once, t, t.n.Once) && (t.starts() <= i.starts() || x.lasting(t.n.Once))
	r.condition("once", ok || x.rules.without("once"), x.alike(t, t.n.Once, i, i.n.Once))
}

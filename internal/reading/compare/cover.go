package compare

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// covers compares what acts two patterns match: it gives, for the act and for each role that either speaks of, how the
// acts of "in" stand to the acts of "out". Same: both ask the same there. Stronger: every value that "in" allows "out"
// allows. Weaker: no rule shows it. Every act that matches "in" matches "out" when nothing is Weaker.
func (x *pair) covers(in, out *norms.Pattern) (steps []Step) {
	prog := x.prog
	deed := Step{Dimension: Deed, Relation: Weaker}
	switch {
	case in.Act == out.Act:
		deed.Relation = Same
	case within(matchedBy(prog, in.Act), matchedBy(prog, out.Act)):
		deed.Relation = Stronger
	}
	steps = append(steps, deed)
	decl := prog.Act(in.Act)
	if deed.Relation == Weaker || decl == nil {
		return steps
	}
	return append(steps, x.wants(decl.Roles, decl.Doer(), in, out)...)
}

// wants compares what two patterns of one act (or state) want of its roles.
func (x *pair) wants(decl []norms.Role, doer string, in, out *norms.Pattern) (steps []Step) {
	for i := range decl {
		role := &decl[i]
		want, asked := wantOf(in, role.Name), wantOf(out, role.Name)
		if want == nil && asked == nil {
			continue
		}
		step := Step{Dimension: Thing, Role: role.Name}
		switch {
		case role.Name == doer:
			step.Dimension, step.Role = Bearer, ""
		case role.Type == norms.PlaceRole:
			step.Dimension = Place
		}
		switch {
		case asked == nil:
			step.Relation = Stronger
		case want == nil:
			step.Relation = Weaker
		case sameWant(want, asked):
			step.Relation = Same
		case x.rules.without("direction") && x.wantWithin(role, asked, want), !x.rules.without("direction") && x.wantWithin(role, want, asked):
			step.Relation = Stronger
		default:
			step.Relation = Weaker
		}
		steps = append(steps, step)
	}
	return steps
}

func wantOf(p *norms.Pattern, role string) *norms.Want {
	for i := range p.Roles {
		if p.Roles[i].Role == role {
			return &p.Roles[i]
		}
	}
	return nil
}

// several gives the wants that a pattern has of one role, beyond the first: participation may add a second one.
func several(p *norms.Pattern) bool {
	for i := range p.Roles {
		for j := range i {
			if p.Roles[i].Role == p.Roles[j].Role {
				return true
			}
		}
	}
	return false
}

func sameWant(a, b *norms.Want) bool {
	return keyOfPattern(&norms.Pattern{Roles: []norms.Want{*a}}) == keyOfPattern(&norms.Pattern{Roles: []norms.Want{*b}})
}

// wantWithin says whether whatever fulfils the one want fulfils the other (spec/norms.md, section 3).
func (x *pair) wantWithin(role *norms.Role, in, out *norms.Want) bool {
	if in.Amount != nil || out.Amount != nil {
		return in.Amount != nil && out.Amount != nil && amountWithin(*in.Amount, *out.Amount)
	}
	below := func(v, w norms.Value) bool { return x.valueWithin(role, v, w) }
	if len(in.Values) == 0 {
		return false
	}
	switch {
	case in.All && out.All: // each that is asked is among those there
		return each(out.Values, func(w norms.Value) bool { return some(in.Values, func(v norms.Value) bool { return below(v, w) }) })
	case in.All: // one of those there is enough
		return some(in.Values, func(v norms.Value) bool { return some(out.Values, func(w norms.Value) bool { return below(v, w) }) })
	case out.All: // whichever is there has to be all that is asked
		return each(in.Values, func(v norms.Value) bool { return each(out.Values, func(w norms.Value) bool { return below(v, w) }) })
	}
	return each(in.Values, func(v norms.Value) bool { return some(out.Values, func(w norms.Value) bool { return below(v, w) }) })
}

// valueWithin says whether whatever is at or below v is at or below w. A party counts as below another only where it is so
// at every time: what it is for a time only is not enough.
func (x *pair) valueWithin(role *norms.Role, v, w norms.Value) bool {
	if v.Var != "" || w.Var != "" {
		return keyOfValue(v) == keyOfValue(w)
	}
	voc := &x.prog.Vocabulary
	switch role.Type {
	case norms.PartyRole:
		return slices.ContainsFunc(voc.Within(v.ID, w.ID), func(i civil.Interval) bool { return i.Lo <= civil.Ever && i.Hi >= civil.Forever })
	case norms.KindRole:
		return voc.Below(norms.KindTree, v.ID, w.ID, 0)
	case norms.PlaceRole:
		if v.Near != 0 || w.Near != 0 { // nearness to the same thing, no farther
			return v.ID == w.ID && v.Near > 0 && v.Near <= w.Near
		}
		return voc.Below(norms.ZoneTree, v.ID, w.ID, 0)
	case norms.PersonRole, norms.CountRole, norms.DateRole, norms.MarkRole, norms.TextRole:
	}
	return v.ID == w.ID
}

// amountWithin says whether every number that stands in the one relation stands in the other.
func amountWithin(in, out norms.Amount) bool {
	a, b := interval(in), interval(out)
	return b.Lo <= a.Lo && a.Hi <= b.Hi
}

// interval gives the whole numbers that stand in a relation.
func interval(a norms.Amount) civil.Interval {
	switch a.Op {
	case norms.AtLeast:
		return civil.Interval{Lo: a.N, Hi: civil.Forever}
	case norms.MoreThan:
		return civil.Interval{Lo: a.N + 1, Hi: civil.Forever}
	case norms.AtMost:
		return civil.Interval{Lo: civil.Ever, Hi: a.N}
	case norms.LessThan:
		return civil.Interval{Lo: civil.Ever, Hi: a.N - 1}
	case norms.Equal:
	}
	return civil.Interval{Lo: a.N, Hi: a.N}
}

// covered says that every act of the one pattern is an act of the other.
func (x *pair) covered(in, out *norms.Pattern) bool {
	if several(in) || several(out) {
		return keyOfPattern(in) == keyOfPattern(out)
	}
	return !fails(x.covers(in, out))
}

// apart says that no act can match both patterns: they are of different acts, or want in some role values that cannot be
// together. Roles of several values, and parties, can always be shared; so only single kinds, places and numbers tell.
func (x *pair) apart(a, b *norms.Pattern) bool {
	if !sameActs(x.prog, a.Act, b.Act) {
		return true
	}
	decl := x.prog.Act(a.Act)
	if decl == nil {
		return false
	}
	for i := range decl.Roles {
		role := &decl.Roles[i]
		v, w := wantOf(a, role.Name), wantOf(b, role.Name)
		if v == nil || w == nil || role.Name == decl.Doer() {
			continue
		}
		if v.Amount != nil && w.Amount != nil {
			p, q := interval(*v.Amount), interval(*w.Amount)
			if p.Hi < q.Lo || q.Hi < p.Lo {
				return true
			}
		}
	}
	return false
}

// speaks says whether a pattern of the initiative speaks of what a pattern of the terms is about. Either one act could be meant by both: what
// they want of each role, the doer's too, lies on one line of the tree; or the initiative's wants something of every role
// of which the terms want something, and asks it of somebody else.
func (x *pair) speaks(terms, initiative *norms.Pattern) bool {
	if !sameActs(x.prog, terms.Act, initiative.Act) {
		return false
	}
	decl := x.prog.Act(terms.Act)
	if decl == nil {
		return true
	}
	others, names := false, true
	for i := range decl.Roles {
		role := &decl.Roles[i]
		v, w := wantOf(terms, role.Name), wantOf(initiative, role.Name)
		doer := role.Name == decl.Doer()
		if v == nil || w == nil {
			names = names && (v == nil || doer)
			continue
		}
		if v.Amount != nil || w.Amount != nil || x.onOneLine(role, v.Values, w.Values) {
			continue
		}
		if !doer {
			return false
		}
		others = true
	}
	return !others || names
}

// onOneLine says whether some value of the one list is at or below some of the other, or the other way round.
func (x *pair) onOneLine(role *norms.Role, v, w []norms.Value) bool {
	return some(v, func(p norms.Value) bool {
		return some(w, func(q norms.Value) bool {
			return p.Var != "" || q.Var != "" || p.Near != 0 || q.Near != 0 || x.valueWithin(role, p, q) || x.valueWithin(role, q, p)
		})
	})
}

func each[T any](list []T, f func(T) bool) bool {
	return !slices.ContainsFunc(list, func(x T) bool { return !f(x) })
}

func some[T any](list []T, f func(T) bool) bool { return slices.ContainsFunc(list, f) }

func within(a, b []string) bool {
	return each(a, func(s string) bool { return slices.Contains(b, s) })
}

// fails says whether a step shows no rule.
func fails(steps []Step) bool {
	return some(steps, func(s Step) bool { return s.Relation == Weaker })
}

// sortedWants puts wants in the order of a pattern.
func sortedWants(list []norms.Want) []norms.Want {
	slices.SortStableFunc(list, func(a, b norms.Want) int { return cmp.Compare(a.Role, b.Role) })
	return list
}

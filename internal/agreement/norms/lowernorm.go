package norms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
)

// EachVar is the variable of a norm that each of several bearers bears.
const EachVar = "each"

func lowerNorm(a *Agreement, x *terms.Norm, firstDay bool) Norm {
	n := Norm{
		ID: x.ID, Agree: a.ID, Term: x.Term.ID, Share: Share(x.Share), Modality: modality(x), Act: lowerPattern(&x.Act),
		Actors: partyIDs(x.Actors), Goal: a.cond(x.Goal), Keep: x.Deed == syntax.KeepCond,
		OnlyOnce: x.OnlyOnce, Observed: lowerObserved(x.Observed, a.Observed), Unless: a.cond(x.Unless), Span: x.Span,
	}
	n.bearers(x)
	n.numbers(x)
	for i := range x.Except {
		n.Except = append(n.Except, lowerPattern(&x.Except[i]))
	}
	a.clauses(&n, x)
	n.openWords(x)
	n.Window = a.window(x, firstDay)
	return n
}

func modality(x *terms.Norm) Modality {
	switch {
	case x.Modality == syntax.MustNot, x.Modality == syntax.Must && x.AtMost != nil:
		return Prohibition
	case x.Modality == syntax.May:
		return Permission
	case x.Modality == syntax.AimsTo:
		return Aim
	case x.Modality == syntax.Can:
		return Power
	}
	return Obligation
}

// bearers says who bears the norm, and who has to act.
func (n *Norm) bearers(x *terms.Norm) {
	if x.ForEach != nil {
		n.ForEach = lowerFamily(x.ForEach)
	}
	ids := partyIDs(x.Bearers)
	switch {
	case x.Share == syntax.EachOf:
		n.ForEach = &Family{Var: EachVar, Source: FromBearers, Members: ids}
		n.BearerVar = &Value{Var: EachVar, Role: "party"}
	case x.Bearer != nil:
		n.BearerVar = &Value{Var: x.Bearer.Var, Role: x.Bearer.Role.Name}
	default:
		n.Bearers = ids
	}
	if x.Act.Act == nil {
		return
	}
	if doer := x.Act.Act.Doer(); doer != nil {
		w := Want{Role: doer.Name}
		switch {
		case len(x.Actors) > 0:
			w.Values = constants(n.Actors)
		case n.BearerVar != nil:
			w.Values = []Value{*n.BearerVar}
		default:
			w.Values, w.All = constants(n.Bearers), n.Share == Jointly
		}
		n.want(w)
	}
	if x.Part != nil {
		ids := partyIDs(x.Taking)
		n.want(Want{Role: x.Part.Name, Values: constants(ids), All: len(ids) > 1})
	}
}

// want adds to what the act's roles must be; a want of nothing is none.
func (n *Norm) want(w Want) {
	if len(w.Values) == 0 {
		return
	}
	sortValues(w.Values)
	n.Act.Roles = append(n.Act.Roles, w)
	sortWants(n.Act.Roles)
}

func constants(ids []string) (list []Value) {
	for _, id := range ids {
		list = append(list, Value{ID: id})
	}
	return list
}

// numbers says how many acts are asked for, or allowed.
func (n *Norm) numbers(x *terms.Norm) {
	switch n.Modality {
	case Prohibition:
		n.AtMost = number(x.AtMost)
	case Obligation, Aim:
		n.AtLeast = number(x.AtLeast)
		if x.AtLeast == nil {
			n.AtLeast.N = 1
		}
	case Permission, Power:
	}
}

func number(x *terms.Amount) Number {
	if x == nil {
		return Number{}
	}
	n := Number{N: x.N, Per: x.Per, Every: x.Every}
	if x.Role != nil {
		n.Role = x.Role.Name
	}
	return n
}

// clauses joins the conditions that the text, the term and the norm itself give, those of consent, and that of the norm above.
func (a *Agreement) clauses(n *Norm, x *terms.Norm) {
	for _, c := range []terms.Clauses{x.Agreement.Applies, x.Term.Applies, {If: x.If, Once: x.Once, While: x.While, Until: x.Until}} {
		n.If = both(n.If, a.cond(c.If))
		n.Once = both(n.Once, a.cond(c.Once))
		n.While = both(n.While, a.cond(c.While))
		n.Until = either(n.Until, a.cond(c.Until))
	}
	if x.Otherwise != nil {
		n.Once = both(n.Once, NormIs{Norm: x.Otherwise.Name(), Word: IsBreached, Span: x.Label})
	}
	if c := x.Consent; c != nil {
		switch given := n.consent(c); c.Word {
		case syntax.WithoutConsent:
			n.Unless = either(n.Unless, given)
		case syntax.OnlyWithConsent:
			n.Once, n.OnlyOnce = both(n.Once, given), true
		case syntax.WithConsent:
			n.Once = both(n.Once, given)
		}
	}
}

// consent is true once all whose consent is asked have given it.
func (n *Norm) consent(c *terms.Consent) (given Cond) {
	for _, p := range partyIDs(c.Of) {
		seen := Pattern{Act: c.Act.ID, Roles: []Want{{Role: c.Act.Doer().Name, Values: []Value{{ID: p}}}}, Span: n.Span}
		if c.To != nil {
			seen.Roles = append(seen.Roles, Want{Role: c.To.Name, Values: []Value{folded(n.ID)}})
		}
		sortWants(seen.Roles)
		given = both(given, Seen{Pattern: seen})
	}
	return given
}

// openWords says what settles an open word, what time there is to cure, and whether the clock stops.
func (n *Norm) openWords(x *terms.Norm) {
	if j := x.Judged; j != nil {
		by := partyIDs(j.By)
		finding := func(word string) Pattern {
			p := Pattern{Act: j.Finding.Act.ID, Span: n.Span, Roles: []Want{
				{Role: j.Finding.Act.Doer().Name, Values: constants(by)},
				{Role: j.Finding.Of.Name, Values: []Value{folded(n.ID)}},
				{Role: j.Finding.Result.Name, Values: []Value{folded(word)}},
			}}
			sortValues(p.Roles[0].Values)
			sortWants(p.Roles)
			return p
		}
		n.Judged = &Judged{Word: j.Word, By: by, Yes: finding(j.Word), No: finding("not " + j.Word)}
		if len(j.Titles) > 1 {
			n.Judged.Names = Names(j.Titles)
		}
	}
	if x.Cure != nil {
		n.Cure = &Cure{Period: x.Cure.Period}
		if x.Cure.Notice != nil {
			notice := lowerPattern(x.Cure.Notice)
			n.Cure.Notice = &notice
		}
	}
	if x.Clock != nil {
		n.Clock = ClockRuns
		if x.Clock.Stops {
			n.Clock = ClockStops
		}
	}
}

// both joins two conditions by and; nil is none.
func both(a, b Cond) Cond {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	if and, ok := a.(And); ok {
		return And{append(and.Conds[:len(and.Conds):len(and.Conds)], b)}
	}
	return And{[]Cond{a, b}}
}

// either joins two conditions by or; nil is none.
func either(a, b Cond) Cond {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	if or, ok := a.(Or); ok {
		return Or{append(or.Conds[:len(or.Conds):len(or.Conds)], b)}
	}
	return Or{[]Cond{a, b}}
}

func lowerFamily(x *terms.Family) *Family {
	f := &Family{Var: x.Var, Pattern: lowerPattern(&x.Pattern)}
	switch {
	case x.Word == syntax.EachParty:
		f.Source = FromParties
	case x.Word == syntax.EachPair:
		f.Source = FromPairs
	case x.Roster != nil:
		f.Source, f.Roster = FromRoster, x.Roster.ID
	case x.Pattern.State != nil:
		f.Source = FromState
	default:
		f.Source = FromAct
	}
	return f
}

package judgetest

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

func figures(change func(*norms.Compare)) engine {
	return eachCond(func(c norms.Cond) norms.Cond {
		if f, ok := c.(norms.Compare); ok {
			change(&f)
			return f
		}
		return c
	})
}

// eachFigure changes the figures of conditions and of claims.
func eachFigure(change func(*norms.Figure)) engine {
	conditions := figures(func(c *norms.Compare) { change(&c.Figure) })
	return func(prog *norms.Program, set *fact.Set, at int64) *status.Result {
		s := copySample(&sample{prog: prog, set: set, at: at})
		for i := range s.prog.Agreements[0].Claims {
			change(&s.prog.Agreements[0].Claims[i].Figure)
		}
		return conditions(s.prog, s.set, s.at)
	}
}

func amounts(change func(*norms.Amount)) engine {
	return eachWant(func(w norms.Want) (norms.Want, bool) {
		if w.Amount != nil {
			a := *w.Amount
			change(&a)
			w.Amount = &a
		}
		return w, true
	})
}

func eachValue(change func(*norms.Value)) engine {
	return eachWant(func(w norms.Want) (norms.Want, bool) {
		w.Values = slices.Clone(w.Values)
		for i := range w.Values {
			change(&w.Values[i])
		}
		return w, true
	})
}

func rules(change func(*norms.CountsAs)) engine {
	return eachHead(func(ag *norms.Agreement) {
		for i := range ag.Counts {
			change(&ag.Counts[i])
		}
	})
}

func families(source norms.FamilySource, change func(*norms.Family)) engine {
	return eachNorm(func(n *norms.Norm) {
		if n.ForEach != nil && n.ForEach.Source == source {
			f := *n.ForEach
			change(&f)
			n.ForEach = &f
		}
	})
}

// swapped gives the comparison that differs in strictness.
var swapped = map[norms.Op]norms.Op{
	norms.AtLeast: norms.MoreThan, norms.MoreThan: norms.AtLeast, norms.AtMost: norms.LessThan, norms.LessThan: norms.AtMost, norms.Equal: norms.AtLeast,
}

// matchMutants are those of matching, figures and families.
var matchMutants = []mutant{
	{"one of all is enough", "agreement", true, eachWant(func(w norms.Want) (norms.Want, bool) { w.All = false; return w, true })},
	{"all are wanted of some", "agreement", true, eachWant(func(w norms.Want) (norms.Want, bool) { w.All = true; return w, true })},
	{"amounts ignored", "agreement", true, eachWant(func(w norms.Want) (norms.Want, bool) { return w, w.Amount == nil })},
	{"amounts compared with the wrong strictness", "agreement", true, amounts(func(a *norms.Amount) { a.Op = swapped[a.Op] })},
	{"amounts compared with one more", "agreement", true, amounts(func(a *norms.Amount) { a.N++ })},
	{"near taken as in", "agreement", true, eachValue(func(v *norms.Value) { v.Near = 0 })},
	{"near three times as far", "agreement", true, eachValue(func(v *norms.Value) { v.Near *= 3 })},
	{"what a variable stands for ignored", "agreement", true, eachWant(func(w norms.Want) (norms.Want, bool) {
		return w, len(w.Values) == 0 || w.Values[0].Var == "" || w.Values[0].Var == norms.This
	})},
	{"the act under test ignored", "agreement", true, eachWant(func(w norms.Want) (norms.Want, bool) {
		return w, len(w.Values) == 0 || w.Values[0].Var != norms.This
	})},
	{"exceptions ignored", "agreement", true, eachNorm(func(n *norms.Norm) { n.Except = nil })},
	{"phases are acts of their own", "agreement", true, fedWrongly(func(s *sample) {
		s.prog.Vocabulary.Acts = slices.Clone(s.prog.Vocabulary.Acts)
		for i := range s.prog.Vocabulary.Acts {
			s.prog.Vocabulary.Acts[i].Of, s.prog.Vocabulary.Acts[i].Phase = "", norms.Whole
		}
	})},
	{"what is begun is finished", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			if s.set.Facts[i].Act == "leave.begin" {
				s.set.Facts[i].Act = "leave"
			}
		}
	})},
	{"what is finished was begun", "agreement", true, fedWrongly(func(s *sample) {
		for i := range s.set.Facts {
			if s.set.Facts[i].Act == "leave.finish" {
				s.set.Facts[i].Act = "leave"
			}
		}
	})},
	{"nothing counts as another act", "agreement", true, eachHead(func(ag *norms.Agreement) { ag.Counts = nil })},
	{"what counts for some counts for all", "agreement", true, rules(func(r *norms.CountsAs) { r.For = nil })},
	{"what counts for all counts for some", "agreement", true, rules(func(r *norms.CountsAs) { r.For = []string{"c"} })},
	{"a rule gives no roles", "agreement", true, rules(func(r *norms.CountsAs) { r.To.Roles = nil })},
	{"a rule asks for less", "agreement", true, rules(func(r *norms.CountsAs) { r.From.Roles = nil })},
	{"conditions of the last days read since ever", "agreement", true, figures(func(c *norms.Compare) { c.Figure.Last = civil.Period{} })},
	{"figures since ever", "agreement", true, eachFigure(func(f *norms.Figure) { f.Last = civil.Period{} })},
	{"figures of a unit more", "agreement", true, eachFigure(func(f *norms.Figure) {
		if f.Last.N > 0 {
			f.Last = longer(f.Last)
		}
	})},
	{"the other figure ignored", "agreement", true, figures(func(c *norms.Compare) { c.With = nil })},
	{"figures compared with the wrong strictness", "agreement", true, figures(func(c *norms.Compare) { c.Op = swapped[c.Op] })},
	{"sums taken as counts", "agreement", true, figures(func(c *norms.Compare) {
		if c.Figure.Measure == norms.Sum {
			c.Figure.Measure = norms.Count
		}
	})},
	{"an act at the exact end counts", "agreement", true, eachEnd(func(b *norms.Bound) {
		if b.Edge == norms.SameClock && b.Plus.Unit == civil.Hours {
			b.Edge = norms.Exact
		}
	})},
	{"one of each left out", "agreement", true, families(norms.FromBearers, func(f *norms.Family) { f.Members = f.Members[:len(f.Members)-1] })},
	{"parties taken as pairs", "agreement", true, eachNorm(func(n *norms.Norm) {
		if n.ForEach != nil && n.ForEach.Source == norms.FromPairs {
			f := *n.ForEach
			f.Source = norms.FromParties
			n.ForEach = &f
		}
	})},
}

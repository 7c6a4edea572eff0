package terms

import (
	"strconv"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// norm resolves a norm into its place; false when anything in it failed.
func (r *resolver) norm(d *draft, n *Norm, s *syntax.Norm) bool {
	c := &context{r: r, scope: d.scope, draft: d}
	n.Modality = s.Modality
	ok := !s.Broken
	var fine bool
	if s.ForEach != nil {
		n.ForEach, fine = c.forEach(s.ForEach)
		ok = ok && fine
		c.family = n.ForEach
	}
	n.Bearers, fine = r.partyList(d.scope, s.Bearers)
	ok = ok && fine
	n.Act, fine = c.pattern(s.Act, askAct)
	ok = ok && fine
	if n.Act.Act != nil && len(s.Bearers) > 0 {
		ok = r.doer(n, s) && ok
	}
	ok = c.clauses(n, s) && ok
	return ok
}

// doer sees that the bearers can fill the act's doer role, and that nothing else does.
func (r *resolver) doer(n *Norm, s *syntax.Norm) bool {
	act := n.Act.Act
	doer := act.Doer()
	if doer == nil {
		if !act.holes {
			r.fail(codeNoDoer, s.Act.Name.Span, diag.Args("name", act.ID), diag.Related{Key: "def", Span: act.Span})
		}
		return false
	}
	for _, w := range n.Act.Wants {
		if w.Role == doer {
			r.fail(codeDoerGiven, w.Span, diag.Args("name", doer.Name), diag.Related{Key: "bearer", Span: s.Bearers[0].Span})
			return false
		}
	}
	return true
}

// forEach resolves the head of a family.
func (c *context) forEach(s *syntax.Family) (*Family, bool) {
	f := &Family{Var: s.Var.Text, Span: s.Var.Span}
	ok := !s.Broken && !s.Var.Missing()
	if s.Roster == nil {
		var fine bool
		f.Pattern, fine = c.pattern(s.Pattern, askEither)
		return f, ok && fine
	}
	roster, fine := lookup(c.r, c.scope, codeRoster, c.scope.rosters, c.r.all.rosters, *s.Roster)
	if !fine {
		return f, false
	}
	f.Roster = roster
	f.Pattern = Pattern{State: roster.Of, Span: s.Span}
	if roster.Of == nil {
		f.Pattern.list = roster
	}
	f.Pattern.Wants, fine = c.wants(&f.Pattern, s.Args)
	return f, ok && fine
}

// clauses resolves the clauses of a norm and refuses those that its modality does not take.
func (c *context) clauses(n *Norm, s *syntax.Norm) bool {
	ok := true
	first := map[string]source.Span{}
	twice := func(sort string, at source.Span) bool {
		if span, there := first[sort]; there {
			c.r.fail(codeClauseTwice, at, nil, diag.Related{Key: "first", Span: span})
			return true
		}
		first[sort] = at
		return false
	}
	for _, cl := range s.Clauses {
		fine := true
		switch cl := cl.(type) {
		case *syntax.Bound:
			fine = c.bound(n, cl, first)
		case *syntax.Undated:
			fine = !twice("undated", cl.Span)
			n.Undated = true
		case *syntax.Amount:
			fine = !twice(map[bool]string{false: "least", true: "most"}[cl.Most], cl.Span) && c.amount(n, cl, s.ModalitySpan)
		case *syntax.When:
			fine = !twice([...]string{"if", "once", "while", "until", "unless", "once"}[cl.Word], cl.Span) && c.when(n, cl)
		case *syntax.Observed:
			fine = !twice("observed", cl.Span)
			var found bool
			n.Observed, found = c.r.observed(c.draft, cl)
			fine = fine && found
		}
		ok = ok && fine && !cl.Head().Broken
	}
	if n.AtLeast != nil && n.AtMost != nil {
		c.r.fail(codeLeastMost, first["most"], nil, diag.Related{Key: "first", Span: first["least"]})
		ok = false
	}
	if n.Unless != nil && !prohibits(n) {
		c.r.say(diag.Diagnostic{
			Code: codeUnless, Severity: diag.Error, Span: first["unless"], Args: diag.Args("modality", word(n.Modality)),
			Fixes: []diag.Fix{{Key: "once"}},
		})
		ok = false
	}
	if end, ended := first["end"]; ended && n.Undated {
		c.r.fail(codeUndatedEnd, first["undated"], nil, diag.Related{Key: "first", Span: end})
		ok = false
	}
	return ok
}

// bound resolves a clause of the window; each side has one at most.
func (c *context) bound(n *Norm, s *syntax.Bound, first map[string]source.Span) bool {
	b := Bound{Word: s.Word, Day: s.Day.Value, Span: s.Span}
	fine := true
	if s.Period != nil {
		b.Period, fine = c.r.period(s.Period)
	}
	var ok bool
	b.Point, ok = c.point(&s.Point)
	ok = ok && fine
	for _, side := range []struct {
		name string
		on   bool
	}{{"start", b.Starts()}, {"end", b.Ends()}} {
		if !side.on {
			continue
		}
		if span, there := first[side.name]; there {
			c.r.fail(codeTwoBounds, s.Span, nil, diag.Related{Key: "first", Span: span})
			return false
		}
		first[side.name] = s.Span
	}
	n.Bounds = append(n.Bounds, b)
	return ok
}

// longest is the longest period of each unit that a text may name: about a thousand years.
var longest = [...]int{civil.Hours: 8_766_000, civil.Days: 365_250, civil.Weeks: 52_200, civil.Months: 12_000, civil.Years: 1000}

// period refuses what no calendar of use could count.
func (r *resolver) period(p *syntax.Period) (civil.Period, bool) {
	if p.N.Value > longest[p.Unit] {
		r.fail(codeLongPeriod, p.Span, diag.Args("number", strconv.Itoa(p.N.Value)))
		return civil.Period{}, false
	}
	return civil.Period{N: p.N.Value, Unit: p.Unit}, !p.Broken
}

// prohibits says whether the norm forbids: "must not", or "must ... at most".
func prohibits(n *Norm) bool {
	return n.Modality == syntax.MustNot || n.Modality == syntax.Must && n.AtMost != nil
}

// amount resolves "at least N" and "at most N".
func (c *context) amount(n *Norm, s *syntax.Amount, said source.Span) bool {
	a := &Amount{N: s.N.Value}
	if s.Per != nil {
		var ok bool
		if a.Per, ok = c.r.period(s.Per); !ok {
			return false
		}
	}
	modality := diag.Args("modality", word(n.Modality))
	switch {
	case s.Most && n.Modality != syntax.Must:
		d := diag.Diagnostic{Code: codeAtMost, Severity: diag.Error, Span: s.Span, Args: modality}
		if n.Modality == syntax.MustNot { // "must not attack at most 3": more than 3, or any?
			d.Fixes = []diag.Fix{{Key: "must", Edits: []diag.Edit{{Span: said, Text: word(syntax.Must)}}}}
		}
		c.r.say(d)
		return false
	case !s.Most && n.Modality != syntax.Must && n.Modality != syntax.AimsTo:
		c.r.fail(codeAtLeast, s.Span, modality)
		return false
	case !s.Most && n.Modality == syntax.AimsTo && s.Per != nil:
		c.r.fail(codeAimPer, s.Span, nil)
		return false
	case s.Most:
		n.AtMost = a
	default:
		n.AtLeast = a
	}
	return true
}

// when resolves a clause with a condition.
func (c *context) when(n *Norm, s *syntax.When) bool {
	modality := diag.Args("modality", word(n.Modality))
	cond, ok := c.cond(s.Cond)
	switch s.Word {
	case syntax.If:
		n.If = cond
	case syntax.Once:
		n.Once = cond
	case syntax.While:
		n.While = cond
	case syntax.UntilCond:
		n.Until = cond
	case syntax.Unless:
		n.Unless = cond
	case syntax.OnlyOnce:
		if n.Modality != syntax.May {
			c.r.fail(codeOnlyOnce, s.Span, modality)
			return false
		}
		n.Once, n.OnlyOnce = cond, true
	}
	return ok
}

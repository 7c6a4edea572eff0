package terms

import (
	"strconv"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

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
		if !c.takes(n, cl) {
			ok = false
			continue
		}
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
		case *syntax.Duration:
			fine = c.duration(n, cl, first)
		case *syntax.Except:
			fine = c.except(n, cl)
		case *syntax.Consent:
			fine = !twice("consent", cl.Span) && c.consent(n, cl)
		case *syntax.Participation:
			fine = !twice("participation", cl.Span) && c.participation(n, cl)
		case *syntax.Judged:
			fine = !twice("judged", cl.Span) && c.judged(n, cl)
		case *syntax.Cure:
			fine = !twice("cure", cl.Span) && c.cure(n, cl)
		case *syntax.Clock:
			fine = !twice("clock", cl.Span)
			n.Clock = &Clock{Stops: cl.Stops, Span: cl.Span}
		}
		ok = ok && fine && !cl.Head().Broken
	}
	if n.AtLeast != nil && n.AtMost != nil {
		c.r.fail(codeLeastMost, first["most"], nil, diag.Related{Key: "first", Span: first["least"]})
		ok = false
	}
	if n.Unless != nil && !prohibits(n) {
		c.r.say(diag.Diagnostic{
			Code: codeUnless, Severity: diag.Error, Span: first["unless"], Args: diag.Args("modality", c.modality(n.Modality)),
			Fixes: []diag.Fix{{Key: "once"}},
		})
		ok = false
	}
	end, ended := first["end"]
	if ended && n.Undated {
		c.r.fail(codeUndatedEnd, first["undated"], nil, diag.Related{Key: "first", Span: end})
		ok = false
	}
	if n.Consent != nil && n.Consent.Word == syntax.OnlyWithConsent && n.Once != nil && !n.OnlyOnce {
		c.r.fail(codeConsentOnce, first["consent"], nil, diag.Related{Key: "first", Span: first["once"]})
		ok = false
	}
	return c.together(n, first, ended) && ok
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
	if s.Point.Offset != nil && (s.Word == syntax.Within || s.Word == syntax.Day || s.Word == syntax.ByDay) {
		c.r.fail(codeOffset, s.Point.Span, nil)
		return false
	}
	if b.Starts() && c.bounded("start", s.Span, first) || b.Ends() && c.bounded("end", s.Span, first) {
		return false
	}
	n.Bounds = append(n.Bounds, b)
	return ok
}

// bounded says whether a side of the window has a bound already, which is told.
func (c *context) bounded(side string, at source.Span, first map[string]source.Span) bool {
	if span, there := first[side]; there {
		c.r.fail(codeTwoBounds, at, nil, diag.Related{Key: "first", Span: span})
		return true
	}
	first[side] = at
	return false
}

// duration resolves "for PERIOD, renewed unless C".
func (c *context) duration(n *Norm, s *syntax.Duration, first map[string]source.Span) bool {
	d := &Duration{Span: s.Span}
	var ok, fine bool
	d.Period, ok = c.r.period(&s.Period)
	if s.Unless != nil {
		d.Again = d.Period
		if s.Again != nil {
			d.Again, fine = c.r.period(s.Again)
			ok = ok && fine
		}
		d.Unless, fine = c.cond(s.Unless)
		ok = ok && fine
	}
	if c.bounded("end", s.Span, first) {
		return false
	}
	n.Lasts = d
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

// when resolves a clause with a condition.
func (c *context) when(n *Norm, s *syntax.When) bool {
	modality := diag.Args("modality", c.modality(n.Modality))
	at := *c
	if s.Word == syntax.Unless {
		at.this = n.Act.Act
	}
	cond, ok := at.cond(s.Cond)
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

package syntax

// amount reads "at least 2 trucks every week", "at most 3 in any 7 days".
func (p *parser) amount() *Amount {
	n := &Amount{}
	p.headed(&n.Node, func() {
		low := 1
		switch {
		case p.take(kwMost):
			n.Most, low = true, 0
		case p.take(kwLeast):
		case p.tok().Kind == Word && p.respell(kwLeast, kwMost):
			n.Most = p.tok().Key == kwMost
			p.at++
		default:
			p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwAt, kwLeast), p.spell(kwAt, kwMost), p.spell(kwAt, kwOnce)))
		}
		n.N = p.number(low)
		if p.roleAhead() {
			role := p.name()
			n.Role = &role
		}
		if p.tok().Kind == Word && !p.boundary() && !p.atClause() && !p.is(kwIn) && p.quiet != p.at {
			p.respell(kwEvery)
		}
		switch {
		case p.is(kwIn):
			p.at++
			p.want(kwAny)
			period := p.stretch()
			n.Per = &period
		case p.take(kwEvery):
			period := p.stretch()
			n.Per, n.Every = &period, true
		}
	})
	return n
}

// roleAhead says whether, behind a number, the name of a role stands: a word that begins no clause, with a clause, a
// comma or the end of the norm behind it.
func (p *parser) roleAhead() bool {
	t, next := p.tok(), p.peek(1)
	if t.Kind != Word || p.boundary() || p.atClause() || p.is(kwIn) || p.nextStatement() != NoKeyword {
		return false
	}
	p.at++
	ends := p.boundary() || next.sign() == "," || p.atClause() || p.is(kwIn) ||
		next.Kind == Word && p.nearest(next.Text, []Keyword{kwEvery}) != NoKeyword
	p.at--
	return ends
}

// every reads "every 30 days" where no number of acts stands before it: one act.
func (p *parser) every() *Amount {
	n := &Amount{Every: true}
	p.headed(&n.Node, func() {
		n.N = Int{Value: 1, Span: p.span(p.at, p.at)}
		period := p.stretch()
		n.Per = &period
	})
	return n
}

// stretch reads a period whose number may be left out: "every week", "in any day".
func (p *parser) stretch() Period {
	if _, ok := units[p.tok().Key]; !ok || p.boundary() {
		return p.period()
	}
	n := Period{Node: p.begin(), Unit: units[p.tok().Key]}
	n.N = Int{Value: 1, Span: p.span(p.at, p.at)}
	p.unit()
	p.end(&n.Node)
	return n
}

// duration reads "for 6 months, renewed for 3 months unless C".
func (p *parser) duration() *Duration {
	n := &Duration{}
	p.headed(&n.Node, func() {
		n.Period = p.period()
		if p.isSign(",") && p.peek(1).Key == kwRenewed {
			p.at++
		}
		if !p.take(kwRenewed) {
			return
		}
		if p.take(kwFor) {
			again := p.period()
			n.Again = &again
		}
		if p.want(kwUnless) {
			n.Unless = p.cond(true)
		} else {
			n.Unless = p.badCond()
		}
	})
	return n
}

// consent reads "with consent of P" behind its first words.
func (p *parser) consent(word ConsentWord, words int) *Consent {
	n := &Consent{Word: word}
	p.headed(&n.Node, func() {
		p.at += words - 1
		if !p.take(kwConsent) {
			p.noConsent(word)
		}
		p.want(kwOf)
		n.Of = p.names()
	})
	return n
}

// noConsent remarks that "consent" is missing, and passes over what stands in its place.
func (p *parser) noConsent(word ConsentWord) {
	if p.tok().Kind == Word && !p.boundary() && p.respell(kwConsent) {
		p.at++
		return
	}
	want := p.spell(kwConsent, kwOf)
	if word == WithConsent {
		want = choice(want, p.spell(kwParticipation, kwOf))
	}
	p.report(codeWantOneOf, p.where(), "want", want)
	if p.peek(1).Key == kwOf {
		p.at++
	}
}

// cure reads "with 10 days to cure after notify(...)".
func (p *parser) cure() *Cure {
	n := &Cure{}
	p.headed(&n.Node, func() {
		n.Period = p.period()
		p.want(kwTo)
		p.want(kwCure)
		if p.take(kwAfter) {
			n.After = p.pattern()
		}
	})
	return n
}

// clock reads "clock stops" and "clock runs".
func (p *parser) clock() *Clock {
	n := &Clock{}
	p.headed(&n.Node, func() {
		if !p.is(kwStops) && !p.is(kwRuns) && !p.boundary() {
			p.respell(kwStops, kwRuns)
		}
		n.Stops = p.tok().Key == kwStops
		if !p.take(kwStops) && !p.take(kwRuns) {
			p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwStops), p.spell(kwRuns)))
		}
	})
	return n
}

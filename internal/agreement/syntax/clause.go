package syntax

// clauseWords may begin a clause.
var clauseWords = []Keyword{
	kwBy, kwBefore, kwWithin, kwDay, kwFrom, kwUntil, kwUndated, kwAt, kwIf, kwOnce, kwWhile, kwUnless, kwOnly, kwObserved,
	kwFor, kwEvery, kwExcept, kwWith, kwWithout, kwJudged, kwClock,
}

func (p *parser) clauses(n *Norm) {
	for !p.boundary() {
		comma := p.isSign(",")
		if comma {
			p.at++ // read aloud, a clause may follow a pause
		}
		if c := p.clause(); c != nil {
			n.Clauses = append(n.Clauses, c)
			continue
		}
		if p.nextStatement() != NoKeyword || p.tok().isLabel() && p.peek(1).sign() == ":" {
			return // another statement on the same line, which has its own remark
		}
		if p.tok().Line && (p.normLike() || p.resembles(p.tok())) && !comma {
			return
		}
		if t := p.tok(); t.Line && t.heading() && !comma {
			return // a heading that comes late
		}
		if p.quiet != p.at && p.respell(clauseWords...) {
			continue
		}
		if p.tok().Line && !comma && p.tok().Kind != Punct {
			return
		}
		p.report(codeRest, p.this(), "text", p.tok().Text)
		n.Broken = true
		if p.boundary() {
			return
		}
		p.at++
		p.skip(func(t *Token) bool { return p.atClause() || p.nextStatement() != NoKeyword || t.Line && p.normLike() })
	}
}

// atClause says whether the next word begins a clause.
func (p *parser) atClause() bool {
	for _, k := range clauseWords {
		if p.is(k) {
			return true
		}
	}
	return false
}

// clause reads one clause; nil where none begins.
func (p *parser) clause() Clause {
	if p.boundary() {
		return nil
	}
	switch key, next := p.tok().Key, p.peek(1); key {
	case kwBy:
		if next.Key == kwDay && p.peek(2).Kind == Number {
			return p.bound(ByDay, 2)
		}
		return p.bound(By, 1)
	case kwBefore:
		return p.bound(Before, 1)
	case kwWithin:
		return p.bound(Within, 1)
	case kwDay:
		return p.bound(Day, 1)
	case kwFrom:
		return p.bound(From, 1)
	case kwUntil:
		if p.pointAhead(1) {
			return p.bound(Until, 1)
		}
		return p.when(UntilCond, 1)
	case kwUndated:
		n := &Undated{}
		p.headed(&n.Node, func() {})
		return n
	case kwAt:
		if next.Key == kwOnce {
			n := &Undated{AtOnce: true}
			p.headed(&n.Node, func() { p.at++ })
			return n
		}
		return p.amount()
	case kwIf:
		return p.when(If, 1)
	case kwOnce:
		return p.when(Once, 1)
	case kwWhile:
		return p.when(While, 1)
	case kwUnless:
		return p.when(Unless, 1)
	case kwOnly:
		switch next.Key {
		case kwOnce:
			return p.when(OnlyOnce, 2)
		case kwWith:
			return p.consent(OnlyWithConsent, 2)
		}
	case kwObserved:
		return p.observed()
	default:
		return p.furtherClause()
	}
	return nil
}

// furtherClause reads the clauses that say more than when and if.
func (p *parser) furtherClause() Clause {
	switch next := p.peek(1); p.tok().Key {
	case kwFor:
		return p.duration()
	case kwEvery:
		return p.every()
	case kwExcept:
		n := &Except{}
		p.headed(&n.Node, func() { n.Act = p.pattern() })
		return n
	case kwWith:
		switch {
		case next.Kind == Number:
			return p.cure()
		case next.Key == kwParticipation:
			n := &Participation{}
			p.headed(&n.Node, func() {
				p.at++
				p.want(kwOf)
				n.Of = p.names()
			})
			return n
		}
		return p.consent(WithConsent, 1)
	case kwWithout:
		return p.consent(WithoutConsent, 1)
	case kwJudged:
		n := &Judged{}
		p.headed(&n.Node, func() {
			if n.Word = p.title(); n.Word == nil {
				n.Word = Title{p.text()} // it says that one is missing
			}
			p.want(kwByWhom)
			n.By = p.names()
		})
		return n
	case kwClock:
		return p.clock()
	}
	return nil
}

// bound reads a clause of the window behind its first words.
func (p *parser) bound(word BoundWord, words int) *Bound {
	n := &Bound{Word: word}
	p.headed(&n.Node, func() {
		p.at += words - 1
		switch word {
		case Within:
			period := p.period()
			n.Period = &period
			p.want(kwOfTime)
		case Day, ByDay:
			n.Day = p.number(1)
			p.want(kwOfDay)
		}
		if p.quiet == p.at && !p.tok().isLabel() {
			n.Point = Point{Node: p.begin()}
			n.Point.Broken = true
			p.end(&n.Point.Node)
			return
		}
		n.Point = p.point()
	})
	return n
}

// when reads a condition behind the words of its clause.
func (p *parser) when(word WhenWord, words int) *When {
	n := &When{Word: word}
	if word == UntilCond {
		p.tok().used = kwUntilCond
	}
	p.headed(&n.Node, func() {
		p.at += words - 1
		n.Cond = p.cond(true)
	})
	return n
}

package syntax

func (p *parser) claim() *Claim {
	n := &Claim{RedLine: p.tok().Key == kwRed}
	p.head(&n.Node)
	if n.RedLine {
		p.want(kwLine)
	}
	n.Name = p.nameBefore(kwByWhom)
	if p.want(kwByWhom) || p.tok().Kind == Word {
		n.By = p.names()
	}
	n.Title = p.title()
	switch {
	case p.figureAhead():
		n.Compare = p.compare()
	case p.boundary():
		p.report(codeWantPattern, p.where())
	default:
		n.Seen = &Seen{Node: p.begin()}
		n.Seen.Pattern = p.pattern()
		n.Seen.From, n.Seen.Until = p.window()
		p.end(&n.Seen.Node)
	}
	p.end(&n.Node)
	return n
}

func (p *parser) concern() *Concern {
	n := &Concern{}
	p.head(&n.Node)
	n.Name = p.nameBefore(kwOfConcern)
	if p.want(kwOfConcern) || p.tok().Kind == Word && !p.boundary() {
		n.Of = p.name()
	} else {
		n.Of = p.noName()
	}
	n.Title = p.title()
	if !p.boundary() && !p.tok().Line {
		p.respell(kwAnswered)
	}
	if p.take(kwAnswered) {
		p.want(kwByWhom)
		n.AnsweredBy = p.labels()
	}
	p.end(&n.Node)
	return n
}

func (p *parser) position() *Position {
	n := &Position{}
	p.head(&n.Node)
	n.Party = p.nameBefore(kwAccepts, kwRejects, kwReserves)
	stances := map[Keyword]Stance{kwAccepts: Accepts, kwRejects: Rejects, kwReserves: Reserves}
	stance, ok := stances[p.tok().Key]
	if !ok && !p.boundary() && p.respell(kwAccepts, kwRejects, kwReserves) {
		stance, ok = stances[p.tok().Key]
	}
	if ok && !p.boundary() {
		n.Stance = stance
		p.at++
	} else {
		p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwAccepts), p.spell(kwRejects), p.spell(kwReserves)))
	}
	if p.is(kwTerm) || p.tok().Key == kwTerm && p.peek(1).isLabel() {
		p.at++
		label := p.label()
		n.Term = &label
	} else {
		n.Agreement = p.nameBefore(kwOn)
	}
	n.On.First, n.On.Last = p.at, p.at
	if p.want(kwOn) || p.tok().Kind == Date {
		n.On = p.date()
	} else {
		n.On.Broken = true
	}
	if p.take(kwSaid) {
		if n.Said = p.title(); n.Said == nil {
			p.text()
		}
	}
	p.end(&n.Node)
	return n
}

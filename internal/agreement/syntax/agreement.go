package syntax

import "strings"

func (p *parser) agreement() *Agreement {
	n := &Agreement{}
	body := p.at
	p.within(func() {
		inside := p.inside()
		p.head(&n.Node)
		n.Broken = n.Broken || inside
		p.scope = inHead
		n.Name, n.Title = p.name(), p.title()
		body = p.at
		p.headings(n)
		p.rest(&n.Node)
	})
	for p.more() {
		key := p.tok().Key
		switch {
		case key == kwZone && p.peek(1).Kind == String, key >= kwUses && key <= kwPartial && key != kwIn:
			if p.scope == inTerms { // a heading that comes late is still read: its place alone is wrong
				p.misplaced(kwAgreement)
			}
			at := p.at
			p.within(func() { p.headings(n) })
			if p.at == at {
				n.Items = append(n.Items, p.junk(nil))
			}
		case key >= kwMark && key <= kwPosition:
			n.Items = append(n.Items, p.statement())
			p.scope = inTerms
		case key >= kwParty && key <= kwRoster:
			p.misplaced(kwVocabulary)
			s := p.statement()
			s.Head().Broken = true
			n.Items = append(n.Items, s)
		case p.normLike() || p.peek(1).sign() == ":" && p.tok().isLabel():
			p.misplaced(kwTerm)
			s := p.normStatement()
			s.Head().Broken = true
			n.Items = append(n.Items, s)
		default:
			words := agreementWords
			if p.scope == inHead {
				words = headWords
			}
			if s := p.junk(words); s != nil {
				n.Items = append(n.Items, s)
			}
		}
	}
	p.endBlock(&n.Node, body)
	return n
}

// headings reads the lines at the head of an agreement; several may share a line.
func (p *parser) headings(n *Agreement) {
	for {
		h := p.heading()
		switch {
		case h != nil:
			n.Headings = append(n.Headings, h)
		case len(n.Headings) == 0 || p.boundary() || p.tok().Line || p.nextStatement() != NoKeyword:
			return
		default:
			n.Headings = append(n.Headings, p.junk(nil))
		}
	}
}

func (p *parser) heading() Heading {
	switch t := p.tok(); t.Key {
	case kwUses:
		n := &Uses{}
		p.headed(&n.Node, func() { n.Names = p.names() })
		return n
	case kwSupersedes:
		n := &Supersedes{}
		p.headed(&n.Node, func() { n.Names = p.names() })
		return n
	case kwDemand, kwOffer:
		n := &Force{Word: Demand}
		if t.Key == kwOffer {
			n.Word = Offer
		}
		p.headed(&n.Node, func() {
			p.want(kwBy)
			n.By = p.names(kwTo)
			if p.take(kwTo) {
				n.To = p.names()
			}
		})
		return n
	case kwAgreed:
		n := &Force{Word: Agreed}
		p.headed(&n.Node, func() {
			p.want(kwBetween)
			n.By = p.names()
		})
		return n
	case kwResolution:
		n := &Force{Word: Resolution}
		p.headed(&n.Node, func() {
			p.want(kwOf)
			n.By = []Name{p.name()}
		})
		return n
	case kwDated:
		n := &Dated{}
		p.headed(&n.Node, func() { n.Date = p.date() })
		return n
	case kwIn:
		n := &InForce{}
		p.headed(&n.Node, func() {
			p.want(kwForce)
			p.want(kwFrom)
			n.From = p.dateOrTime()
		})
		return n
	case kwZone:
		if next := p.peek(1); next.Kind != String && !next.Line && next.Kind != End {
			return nil // a zone of a vocabulary
		}
		n := &TimeZone{}
		p.headed(&n.Node, func() { n.Zone = p.text() })
		return n
	case kwStandard:
		n := &Standard{}
		p.headed(&n.Node, func() { n.Grade = p.grade() })
		return n
	case kwObserved:
		return p.observed()
	case kwPartial:
		n := &Partial{}
		p.headed(&n.Node, func() {})
		return n
	}
	return nil
}

// headed reads a heading behind its keyword.
func (p *parser) headed(n *Node, read func()) {
	nodes := p.nodes
	p.head(n)
	read()
	p.end(n)
	p.nodes = nodes
}

// grades are the standards that an agreement may set.
var grades = []string{"alleged", "corroborated", "verified"}

func (p *parser) grade() Name {
	t := p.tok()
	if t.Kind == Word && !p.boundary() {
		for _, g := range grades {
			if t.Text == g {
				return p.name()
			}
		}
		d := p.report(codeWantOneOf, p.where(), "want", strings.Join(grades, ", "))
		if near := nearestName(t.Text, grades); near != "" {
			d.Fixes = append(d.Fixes, replacement(p, near))
			n := p.name()
			n.Text = near
			return n
		}
		return p.name()
	}
	p.report(codeWantOneOf, p.where(), "want", strings.Join(grades, ", "))
	return p.noName()
}

// observed reads "observed by osce at least 60%", a heading or a clause.
func (p *parser) observed() *Observed {
	n := &Observed{}
	p.headed(&n.Node, func() {
		if p.take(kwBy) {
			n.By = p.names(kwAt)
		}
		p.want(kwAt)
		p.want(kwLeast)
		n.Percent = p.number(1)
		if n.Percent.Value > 100 {
			p.report(codePercent, n.Percent.Span, "number", p.file.Source.Text[n.Percent.Span.Start.Offset:n.Percent.Span.End.Offset])
		}
		p.wantSign("%")
	})
	return n
}

func (p *parser) mark() *Mark {
	n := &Mark{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	p.end(&n.Node)
	return n
}

func (p *parser) claim() *Claim {
	n := &Claim{}
	p.head(&n.Node)
	n.Name = p.nameBefore(kwBy)
	if p.want(kwBy) || p.tok().Kind == Word {
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
	n.Name = p.nameBefore(kwOf)
	if p.want(kwOf) || p.tok().Kind == Word && !p.boundary() {
		n.Of = p.name()
	} else {
		n.Of = p.noName()
	}
	n.Title = p.title()
	if !p.boundary() && !p.tok().Line {
		p.respell(kwAnswered)
	}
	if p.take(kwAnswered) {
		p.want(kwBy)
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
		p.report(codeWantOneOf, p.where(), "want", "accepts, rejects, reserves")
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

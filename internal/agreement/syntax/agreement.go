package syntax

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
		case key == kwZone && p.peek(1).Kind == String, p.tok().heading(), key == kwApplies, key == kwIntended:
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

func (p *parser) mark() *Mark {
	n := &Mark{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	p.end(&n.Node)
	return n
}

func (p *parser) track() *Track {
	n := &Track{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	p.end(&n.Node)
	return n
}

package syntax

func (p *parser) term() *Term {
	n := &Term{}
	p.head(&n.Node)
	p.scope = inTerms
	n.Label, n.Title = p.label(), p.title()
	if p.take(kwIn) {
		track := p.name()
		n.Track = &track
	}
	nodes := p.nodes
	body := p.at
	p.nodes = nil // from here each line has its own
	for {
		item := p.termItem()
		if item == nil {
			break
		}
		n.Items = append(n.Items, item)
	}
	p.nodes = nodes
	p.endBlock(&n.Node, body)
	return n
}

var natures = map[Keyword]NatureWord{kwRecital: Recital, kwBelief: Belief, kwWarning: Warning, kwOffer: OfferTerm, kwUnseen: Unseen}

// termItem reads one line of a term: its wording, its nature, a norm. It gives nil where the term ends.
func (p *parser) termItem() Stmt {
	t := p.tok()
	nature, isNature := natures[t.Key]
	switch {
	case t.Kind == End, t.Line && t.statement() && p.peek(1).sign() != ":":
		return nil
	case t.isLabel() && p.peek(1).sign() == ":", p.normLike():
		return p.normStatement()
	case t.Key == kwText && p.peek(1).Key == kwOnly:
		return p.textOnly()
	case t.Key == kwReading:
		return p.reading()
	case t.Key == kwApplies:
		return p.applies()
	case t.Key == kwIntended:
		return p.intended()
	case t.Key == kwText:
		n := &Text{}
		p.headed(&n.Node, func() {
			if n.Words = p.title(); n.Words == nil {
				p.text()
			}
		})
		return n
	case isNature:
		n := &Nature{Word: nature}
		p.headed(&n.Node, func() {})
		return n
	case p.nextStatement() != NoKeyword,
		t.Line && t.heading():
		return nil
	case !t.Line:
		n := &Bad{Node: p.begin()}
		n.Broken = true
		p.report(codeRest, p.this(), "text", t.Text)
		p.at++
		p.skip(func(t *Token) bool { return t.Line && (p.resembles(t) || p.normLike()) })
		p.end(&n.Node)
		return n
	}
	if p.respell(termWords...) {
		t.Line = true
		return p.termItem()
	}
	return p.junk(nil)
}

// textOnly reads "text only "..." of 1a".
func (p *parser) textOnly() *TextOnly {
	n := &TextOnly{}
	p.headed(&n.Node, func() {
		p.at++
		if n.Words = p.title(); n.Words == nil {
			p.text()
		}
		if p.take(kwOfNorm) {
			of := p.label()
			n.Of = &of
		}
	})
	return n
}

// reading reads "reading kyiv by ukraine "Title"". The norms behind it are its own.
func (p *parser) reading() *Reading {
	n := &Reading{}
	p.headed(&n.Node, func() {
		n.Name = p.nameBefore(kwByWhom)
		if p.take(kwByWhom) {
			n.By = p.names()
		}
		n.Title = p.title()
	})
	return n
}

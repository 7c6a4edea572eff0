package syntax

import "strings"

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
		p.headed(&n.Node, func() { n.Texts = p.refs() })
		return n
	case kwIncludes:
		n := &Includes{}
		p.headed(&n.Node, func() { n.Names = p.names() })
		return n
	case kwDisputes:
		n := &Disputes{}
		p.headed(&n.Node, func() {
			p.want(kwToWhom)
			n.To = p.names()
		})
		return n
	case kwFirst:
		n := &FirstDay{}
		p.headed(&n.Node, func() {
			p.want(kwDay)
			p.want(kwCounts)
		})
		return n
	case kwAt:
		if p.peek(1).Key != kwStart {
			return nil
		}
		n := &AtStart{}
		p.headed(&n.Node, func() {
			p.at++
			n.State = p.pattern()
		})
		return n
	case kwApplies:
		return p.applies()
	case kwIntended:
		return p.intended()
	case kwDemand, kwOffer:
		n := &Force{Word: Demand}
		if t.Key == kwOffer {
			n.Word = Offer
		}
		p.headed(&n.Node, func() {
			p.want(kwByWhom)
			n.By = p.names(kwToWhom)
			if p.take(kwToWhom) {
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
			if !p.is(kwFrom) && !p.is(kwOnce) && !p.boundary() {
				p.respell(kwFrom, kwOnce)
			}
			if p.take(kwOnce) {
				n.Once = p.cond(true)
				return
			}
			p.want(kwFrom)
			from := p.dateOrTime()
			n.From = &from
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

// grade reads a standard that an agreement may set.
func (p *parser) grade() GradeWord {
	if !p.boundary() && !p.isGrade() && p.tok().Kind == Word {
		p.respell(kwAlleged, kwCorroborated, kwVerified)
	}
	if p.boundary() || !p.isGrade() {
		p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwAlleged), p.spell(kwCorroborated), p.spell(kwVerified)))
		return NoGrade
	}
	p.at++
	return NoGrade + 1 + GradeWord(p.toks[p.at-1].Key-kwAlleged)
}

func (p *parser) isGrade() bool { k := p.tok().Key; return k >= kwAlleged && k <= kwVerified }

// applies reads "applies while C".
func (p *parser) applies() *Applies {
	n := &Applies{}
	p.headed(&n.Node, func() {
		words := map[Keyword]WhenWord{kwIf: If, kwOnce: Once, kwWhile: While, kwUntil: UntilCond}
		word, ok := words[p.tok().Key]
		if !ok && !p.boundary() && p.respell(kwIf, kwOnce, kwWhile, kwUntil) {
			word, ok = words[p.tok().Key]
		}
		if !ok || p.boundary() {
			p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwIf), p.spell(kwOnce), p.spell(kwWhile), p.spell(kwUntil)))
			n.Cond = p.badCond()
			return
		}
		n.Word = word
		if word == UntilCond {
			p.tok().used = kwUntilCond
		}
		p.at++
		n.Cond = p.cond(true)
	})
	return n
}

// intended reads "intended M3002 of 1a "reason"".
func (p *parser) intended() *Intended {
	n := &Intended{}
	p.headed(&n.Node, func() {
		n.Code = p.code()
		if p.take(kwOfNorm) {
			of := p.label()
			n.Of = &of
		}
		if n.Why = p.title(); n.Why == nil {
			p.text()
		}
	})
	return n
}

// code reads the code of a remark: a letter and digits. A number alone is passed over.
func (p *parser) code() Name {
	t := p.tok()
	if t.Kind == Word && !p.boundary() && strings.ContainsAny(t.Text, "0123456789") {
		p.at++
		return p.nameAt(p.at - 1)
	}
	p.report(codeWantCode, p.where())
	missing := p.noName()
	if t.Kind == Number && !p.boundary() {
		p.at++
	}
	return missing
}

// observed reads "observed by osce at least 60%", a heading or a clause.
func (p *parser) observed() *Observed {
	n := &Observed{}
	p.headed(&n.Node, func() {
		if p.take(kwByWhom) {
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

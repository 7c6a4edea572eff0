package syntax

import (
	"slices"

	"mithaq/internal/base/diag"
)

// normLike says whether a line that is no "label:" reads like a norm all the same: a modality stands in it
// before any bracket.
func (p *parser) normLike() bool {
	if !p.tok().Line || !p.tok().isLabel() || p.boundary() {
		return false
	}
	for i := p.at; i < len(p.toks) && i < p.at+40; i++ {
		t := &p.toks[i]
		switch {
		case t.Kind == End, t.sign() == "(", t.Kind == String, i > p.at && t.Line && p.boundaryAt(i):
			return false
		case i > p.at && p.binds(t):
			return true
		}
	}
	return false
}

// binds says whether a word is one of a modality, or one that drafters write for it.
func (p *parser) binds(t *Token) bool {
	_, deontic := p.table.deontic[t.spelling()]
	return t.Key == kwMust || t.Key == kwMay || t.Key == kwAims || t.Key == kwCan || deontic && t.Kind == Word
}

// normStatement reads a norm or a rule of what counts as what; like every statement it begins its line.
func (p *parser) normStatement() Stmt {
	var s Stmt
	inside := p.inside()
	p.within(func() {
		if p.countsAhead() {
			s = p.countsAs()
		} else {
			s = p.norm()
		}
	})
	s.Head().Broken = s.Head().Broken || inside
	return s
}

func (p *parser) norm() *Norm {
	n := &Norm{Node: p.begin()}
	p.nodes = append(p.nodes, &n.Broken)
	p.normLabel(n)
	if next := p.peek(1); p.is(kwOtherwise) && (next.sign() == "," || next.isLabel() && !p.binds(next)) {
		n.Otherwise = true
		p.at++
		p.wantSign(",")
	}
	switch {
	case p.is(kwBetween) && p.peek(1).Key == kwEach, p.is(kwFor):
		p.family(n)
	}
	p.bearers(n)
	p.modality(n)
	p.deed(n)
	p.clauses(n)
	p.end(&n.Node)
	return n
}

// countsAhead says whether, behind a label and its colon, a rule "ACT counts as ACT" stands.
func (p *parser) countsAhead() bool {
	i := p.at + 2
	if i >= len(p.toks)-1 || p.peek(1).sign() != ":" {
		return false
	}
	if k := p.toks[i].Key; k == kwBegin || k == kwFinish {
		i++
	}
	if i++; i >= len(p.toks) || p.toks[i].sign() != "(" {
		return false
	}
	const longest = 400 // words of a pattern: so that a text of open brackets takes no quadratic time
	for depth, end := 0, min(i+longest, len(p.toks)-1); i < end; i++ {
		switch p.toks[i].sign() {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				next := &p.toks[i+1]
				return next.Key == kwCounts || next.Kind == Word && p.toks[i+2].Key == kwAs
			}
		}
	}
	return false
}

// countsAs reads "2b: fire(weapon: mortar) counts as attack(object: site) for russia".
func (p *parser) countsAs() *CountsAs {
	n := &CountsAs{Node: p.begin()}
	p.nodes = append(p.nodes, &n.Broken)
	n.Label = p.nameAt(p.at)
	p.at += 2
	n.From = p.pattern()
	p.want(kwCounts)
	p.want(kwAs)
	n.To = p.pattern()
	if p.take(kwForWhom) {
		n.For = p.names()
	}
	p.end(&n.Node)
	p.rest(&n.Node)
	return n
}

// opensNorm says whether a norm may begin with the word, behind its label.
func opensNorm(k Keyword) bool {
	return slices.Contains([]Keyword{kwUnnamed, kwFor, kwBetween, kwOtherwise, kwJointly, kwEach, kwEither, kwOne}, k)
}

// normLabel reads "11a:", or says what is missing of it.
func (p *parser) normLabel(n *Norm) {
	t, next := p.tok(), p.peek(1)
	switch {
	case next.sign() == ":":
		// At the beginning of a line a label is one whatever word it is.
		n.Label = p.nameAt(p.at)
		p.at += 2
	case t.Kind != Word, next.isLabel() && !p.binds(next) && next.Key != kwAnd && !opensNorm(t.Key):
		n.Label = p.nameAt(p.at)
		p.at++
		here := p.ends[p.at-1]
		span := n.Label.Span
		span.Start, span.End = here, here
		p.report(codeColon, n.Label.Span, "label", t.Text).Fixes = []diag.Fix{{Key: "insert", Args: diag.Args("want", ":"), Edits: edit(span, ":")}}
	default:
		n.Label = p.noName()
		p.report(codeNoLabel, p.this())
		p.quiet = -1
	}
}

// accepted reads "that accepted".
func (p *parser) accepted() {
	if !p.want(kwThat) && p.peek(1).Key == kwAccepted {
		p.at++ // another word in its place
	}
	p.want(kwAccepted)
}

// family reads "for each held() as h,", "for each member of detainees as d,", "for each party that accepted as p," or
// "between each pair that accepted as x,".
func (p *parser) family(n *Norm) {
	f := &Family{Node: p.begin()}
	between := p.is(kwBetween)
	p.at++
	p.want(kwEach)
	switch next := p.peek(1); {
	case between:
		f.Word = EachPair
		p.want(kwPair)
		p.accepted()
	case p.is(kwParty) && (next.Key == kwThat || p.peek(2).Key == kwAccepted):
		f.Word = EachParty
		p.at++
		p.accepted()
	case p.is(kwMember) && next.sign() != "(":
		f.Word = EachMember
		p.at++
		p.want(kwOf)
		name := p.nameBefore(kwAs)
		f.Roster = &name
		if p.isSign("(") {
			f.Args = p.args()
		}
	default:
		f.Pattern = p.pattern()
	}
	p.want(kwAs)
	if p.is(kwThis) { // it names the act under test
		p.report(codeWantName, p.where())
		p.at++
		f.Var = p.noName()
	} else {
		f.Var = p.name()
	}
	p.end(&f.Node)
	if p.quiet != p.at {
		p.wantSign(",")
	}
	n.ForEach = f
}

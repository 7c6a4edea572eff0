package syntax

import "mithaq/internal/base/diag"

func (p *parser) parseFile() {
	stray := false // a statement outside of everything has been remarked upon
	for p.tok().Kind != End {
		p.scope = inFile
		switch key := p.tok().Key; {
		case key == kwVocabulary:
			p.file.Stmts = append(p.file.Stmts, p.vocabulary())
		case key == kwAgreement:
			p.file.Stmts = append(p.file.Stmts, p.agreement())
		case key >= kwParty && key <= kwPosition:
			if !stray {
				p.misplaced(p.home(key))
				stray = true
			}
			s := p.statement()
			s.Head().Broken = true
			p.file.Stmts = append(p.file.Stmts, s)
		default:
			if s := p.junk(fileWords); s != nil {
				p.file.Stmts = append(p.file.Stmts, s)
			}
		}
	}
}

// The words that may begin a statement, for did-you-mean.
var (
	fileWords       = []Keyword{kwVocabulary, kwAgreement}
	vocabularyWords = []Keyword{kwParty, kwBody, kwPerson, kwOffice, kwKind, kwAct, kwState, kwZone, kwLine, kwRoster, kwVocabulary, kwAgreement}
	headWords       = []Keyword{
		kwUses, kwDemand, kwOffer, kwAgreed, kwResolution, kwDated, kwStandard, kwObserved, kwSupersedes, kwIncludes, kwDisputes,
		kwPartial, kwApplies, kwIntended, kwZone, kwMark, kwTrack, kwTerm, kwClaim, kwConcern, kwPosition, kwVocabulary, kwAgreement,
	}
	agreementWords = []Keyword{kwMark, kwTrack, kwTerm, kwClaim, kwConcern, kwPosition, kwVocabulary, kwAgreement}
	termWords      = append([]Keyword{kwText, kwRecital, kwBelief, kwWarning, kwOffer, kwUnseen, kwReading, kwApplies, kwIntended}, agreementWords...)
)

// home gives the word of the block to which a statement belongs.
func (p *parser) home(key Keyword) Keyword {
	if key >= kwMark {
		return kwAgreement
	}
	return kwVocabulary
}

func (p *parser) misplaced(where Keyword) {
	p.report(codeMisplaced, p.this(), "word", p.tok().Text, "where", p.table.Spell(where))
}

// statement reads one statement of a vocabulary or an agreement. The next token is its keyword.
func (p *parser) statement() Stmt {
	var s Stmt
	p.within(func() {
		inside := p.inside()
		defer func() { s.Head().Broken = s.Head().Broken || inside }()
		switch p.tok().Key {
		case kwParty, kwBody, kwPerson:
			s = p.party()
		case kwOffice:
			s = p.office()
		case kwKind:
			s = p.kind()
		case kwAct:
			s = p.act()
		case kwState:
			s = p.state()
		case kwZone, kwLine:
			s = p.zone()
		case kwRoster:
			s = p.roster()
		case kwMark:
			s = p.mark()
		case kwTrack:
			s = p.track()
		case kwTerm:
			s = p.term()
		case kwClaim, kwRed:
			s = p.claim()
		case kwConcern:
			s = p.concern()
		case kwPosition:
			s = p.position()
		}
		p.rest(s.Head())
	})
	return s
}

// inside remarks on a statement that begins in the middle of a line. It counts as broken: on a line of its own it
// could change how the statement before it is read.
func (p *parser) inside() bool {
	if p.tok().Line || p.at == 0 {
		return false
	}
	here := p.span(p.at, p.at)
	p.say(codeOwnLine, diag.Error, p.this(), "word", p.tok().Text).Fixes = []diag.Fix{{Key: "break", Edits: edit(here, "\n")}}
	return true
}

// within reads a statement in a context of its own: where it begins, which brackets are open.
func (p *parser) within(read func()) {
	column, opened, nodes := p.column, p.opened, p.nodes
	p.column, p.opened, p.nodes = p.starts[p.at].Column, nil, nil
	read()
	p.column, p.opened, p.nodes = column, opened, nodes
}

// head passes over the keyword of a statement and lets remarks mark the node from here on.
func (p *parser) head(n *Node) {
	*n = p.begin()
	n.Broken = p.respelt == p.at
	p.nodes = append(p.nodes, &n.Broken)
	p.at++
}

// rest closes a statement. What stands between its end and the next statement is remarked upon and belongs to it.
func (p *parser) rest(n *Node) {
	if !p.boundary() && !p.tok().Line && p.nextStatement() == NoKeyword {
		first := p.at
		p.report(codeRest, p.this(), "text", p.tok().Text)
		p.quiet = p.at
		p.skip(func(t *Token) bool { return t.Line && p.resembles(t) || p.nextStatement() != NoKeyword && p.at > first })
		n.Broken = true
		p.end(n)
	}
}

// nextStatement gives the statement keyword that stands here in the middle of a line and goes on like one.
func (p *parser) nextStatement() Keyword {
	t, next := p.tok(), p.peek(1)
	if t.statement() && next.isLabel() && !next.Line {
		return t.Key
	}
	return NoKeyword
}

// resembles says whether a word looks like a misspelt beginning of a statement.
func (p *parser) resembles(t *Token) bool {
	return t.Kind == Word && p.nearest(t.Text, p.words()) != NoKeyword
}

func (p *parser) words() []Keyword {
	switch p.scope {
	case inVocabulary:
		return vocabularyWords
	case inHead:
		return headWords
	case inTerms:
		return termWords
	}
	return fileWords
}

// junk deals with what begins no statement: a misspelt keyword is read as what was meant (nil: nothing was passed
// over), anything else becomes a Bad stretch up to the next statement.
func (p *parser) junk(words []Keyword) Stmt {
	if p.quiet != p.at && p.respell(words...) {
		p.tok().Line = true
		return nil
	}
	n := &Bad{Node: p.begin()}
	n.Broken = true
	if t := p.tok(); t.Kind == Word {
		p.report(codeStatement, p.this(), "word", t.Text)
	} else {
		p.report(codeRest, p.this(), "text", t.Text)
	}
	p.at++
	p.skip(func(t *Token) bool { return t.Line && (p.resembles(t) || p.normLike()) })
	p.end(&n.Node)
	return n
}

// more says whether the vocabulary or agreement goes on.
func (p *parser) more() bool {
	k := p.tok().Key
	return p.tok().Kind != End && (k != kwVocabulary && k != kwAgreement)
}

package syntax

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/suggest"
)

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
	vocabularyWords = []Keyword{kwParty, kwBody, kwPerson, kwOffice, kwKind, kwAct, kwState, kwZone, kwRoster, kwVocabulary, kwAgreement}
	headWords       = []Keyword{
		kwUses, kwDemand, kwOffer, kwAgreed, kwResolution, kwDated, kwStandard, kwObserved, kwSupersedes, kwPartial,
		kwZone, kwMark, kwTerm, kwClaim, kwConcern, kwPosition, kwVocabulary, kwAgreement,
	}
	agreementWords = []Keyword{kwMark, kwTerm, kwClaim, kwConcern, kwPosition, kwVocabulary, kwAgreement}
	termWords      = append([]Keyword{kwText, kwRecital, kwBelief, kwWarning, kwOffer, kwUnseen}, agreementWords...)
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
		case kwZone:
			s = p.zone()
		case kwRoster:
			s = p.roster()
		case kwMark:
			s = p.mark()
		case kwTerm:
			s = p.term()
		case kwClaim:
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
	if t.Key >= kwVocabulary && t.Key <= kwPosition && next.isLabel() && !next.Line {
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

func (p *parser) vocabulary() *Vocabulary {
	n := &Vocabulary{}
	p.within(func() {
		inside := p.inside()
		p.head(&n.Node)
		n.Broken = n.Broken || inside
		p.scope = inVocabulary
		n.Name, n.Title = p.name(), p.title()
		p.rest(&n.Node)
	})
	body := p.at
	for p.more() {
		key := p.tok().Key
		switch {
		case key >= kwParty && key <= kwRoster:
			n.Items = append(n.Items, p.statement())
		case key >= kwMark && key <= kwPosition:
			p.misplaced(kwAgreement)
			s := p.statement()
			s.Head().Broken = true
			n.Items = append(n.Items, s)
			p.scope = inVocabulary
		default:
			if s := p.junk(vocabularyWords); s != nil {
				n.Items = append(n.Items, s)
			}
		}
	}
	p.endBlock(&n.Node, body)
	return n
}

// more says whether the vocabulary or agreement goes on.
func (p *parser) more() bool {
	k := p.tok().Key
	return p.tok().Kind != End && (k != kwVocabulary && k != kwAgreement)
}

func (p *parser) party() *Party {
	n := &Party{Sort: map[Keyword]PartySort{kwBody: Body, kwPerson: Person}[p.tok().Key]}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	for p.is(kwIn) {
		m := Membership{Node: p.begin()}
		p.at++
		m.In = p.name()
		if p.take(kwFrom) {
			from := p.dateOrTime()
			m.From = &from
		}
		if p.take(kwUntil) {
			until := p.dateOrTime()
			m.Until = &until
		}
		p.end(&m.Node)
		n.In = append(n.In, m)
		p.takeSign(",")
	}
	p.end(&n.Node)
	return n
}

func (p *parser) office() *Office {
	n := &Office{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	if p.want(kwOf) || p.tok().Kind == Word && !p.boundary() {
		n.Of = p.name()
	} else {
		n.Of = p.noName()
	}
	p.end(&n.Node)
	return n
}

func (p *parser) kind() *Kind {
	n := &Kind{}
	p.head(&n.Node)
	p.kindBody(n)
	return n
}

// deepest is how deep kinds and conditions may nest: far beyond any text, far within any stack.
const deepest = 100

func (p *parser) kindBody(n *Kind) {
	n.Name, n.Title = p.name(), p.title()
	if p.isSign("{") {
		if p.depth == deepest {
			p.tooDeep()
			n.Broken = true
			p.end(&n.Node)
			return
		}
		p.depth++
		p.open("{")
		for !p.isSign("}") && !p.boundary() {
			if p.tok().Kind != Word {
				if !p.takeSign(",") { // a comma between sub-kinds does no harm
					p.report(codeWantName, p.where())
					p.at++
				}
				continue
			}
			sub := &Kind{Node: p.begin()}
			p.kindBody(sub)
			n.Sub = append(n.Sub, sub)
		}
		p.close("}")
		p.depth--
	}
	p.end(&n.Node)
}

// tooDeep passes over a bracket that nests too deeply, with all that it holds.
func (p *parser) tooDeep() {
	p.report(codeDepth, p.this(), "limit", "100")
	end := map[string]string{"(": ")", "{": "}"}[p.tok().sign()]
	p.at++
	p.skip(func(t *Token) bool { return t.sign() == end })
	p.takeSign(end)
}

func (p *parser) act() *Act {
	n := &Act{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	n.Roles = p.roles()
	p.end(&n.Node)
	return n
}

// roles reads "(doer party, means weapon)".
func (p *parser) roles() []Role {
	var list []Role
	if !p.isSign("(") {
		p.wantSign("(")
		return nil
	}
	p.items("(", ")", func() bool { return p.tok().Kind == Word && p.tok().Key == NoKeyword }, func() {
		r := Role{Node: p.begin()}
		r.Name = p.name()
		p.takeSign(":") // "doer: party" is understood too
		if p.tok().Kind == Word && !p.boundary() {
			t := p.name()
			r.Type = &t
		}
		p.end(&r.Node)
		list = append(list, r)
	})
	return list
}

func (p *parser) state() *State {
	n := &State{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	n.Roles = p.roles()
	for {
		switch {
		case p.take(kwBegins):
			n.Begins = append(n.Begins, p.links()...)
		case p.take(kwEnds):
			n.Ends = append(n.Ends, p.links()...)
		case !p.boundary() && p.quiet != p.at && p.respell(kwBegins, kwEnds):
		default:
			p.end(&n.Node)
			return n
		}
	}
}

func (p *parser) links() []Link {
	list := []Link{p.link()}
	for p.takeSign(",") || p.take(kwOr) {
		list = append(list, p.link())
	}
	return list
}

// link reads "detain(doer: by, person)".
func (p *parser) link() Link {
	n := Link{Node: p.begin()}
	n.Act = p.name()
	if !p.isSign("(") {
		n.Broken = true
		p.wantSign("(")
	} else {
		p.items("(", ")", func() bool { return p.tok().Kind == Word && p.tok().Key == NoKeyword }, func() {
			a := LinkArg{Node: p.begin()}
			a.Role = p.name()
			if p.takeSign(":") {
				a.Values = p.values()
			}
			p.end(&a.Node)
			n.Args = append(n.Args, a)
		})
	}
	p.end(&n.Node)
	return n
}

func (p *parser) zone() *Zone {
	n := &Zone{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	if p.take(kwIn) {
		in := p.name()
		n.In = &in
	}
	if p.take(kwFrom) {
		from := p.text()
		n.From = &from
	}
	p.end(&n.Node)
	return n
}

func (p *parser) roster() *Roster {
	n := &Roster{}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	if p.take(kwOf) {
		of := p.name()
		n.Of = &of
	}
	p.end(&n.Node)
	return n
}

// nearestName is did-you-mean among words that are no keywords.
func nearestName(word string, among []string) string { return suggest.Nearest(fold(word), among) }

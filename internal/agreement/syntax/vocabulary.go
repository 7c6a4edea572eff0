package syntax

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

func (p *parser) party() *Party {
	n := &Party{Sort: map[Keyword]PartySort{kwBody: Body, kwPerson: Person}[p.tok().Key]}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	for p.is(kwIn) || p.is(kwHolds) || p.is(kwSucceeds) {
		m := Membership{Node: p.begin(), Word: map[Keyword]MembershipWord{kwHolds: Holds, kwSucceeds: Follows}[p.tok().Key]}
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
	if p.want(kwOfOffice) || p.tok().Kind == Word && !p.boundary() {
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
	n.Name, n.Title = p.name(), p.titleOf(p.depth > 0)
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
	if p.take(kwIn) {
		n.Phases = p.want(kwPhases)
	}
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
	p.items("(", ")", p.atRole, func() {
		r := Role{Node: p.begin()}
		word := impliedType(p.tok())
		r.Name = p.name()
		p.takeSign(":") // "doer: party" is understood too
		if p.tok().Kind == Word && !p.boundary() {
			key := p.tok().Key
			t := p.name()
			r.Type, word = &t, types[key]
			if word != TypeKind {
				p.toks[p.at-1].used = key
			}
		}
		r.Word = word
		if p.tok().Kind == String {
			unit := p.text()
			r.Unit = &unit
		}
		p.end(&r.Node)
		list = append(list, r)
	})
	return list
}

// impliedType gives the type that the name of a role without one says, in any of the languages: a name stays the same when the text is put
// into another.
func impliedType(t *Token) TypeWord {
	if t.Kind != Word {
		return TypeKind
	}
	for _, table := range Tables {
		if w := types[table.index[keyForm(t.Text)].key]; w != TypeKind {
			return w
		}
	}
	return TypeKind
}

// atRole says whether a role or its link seems to begin at the next token.
func (p *parser) atRole() bool {
	t, next := p.tok(), p.peek(1)
	if t.Kind != Word || t.Key == kwBegins || t.Key == kwEnds || t.Key == kwIn {
		return false
	}
	return next.Kind == Word || next.sign() == "," || next.sign() == ")" || next.sign() == ":"
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
	n := Link{Node: p.begin(), Phase: p.phase()}
	n.Act = p.name()
	if !p.isSign("(") {
		n.Broken = true
		p.wantSign("(")
	} else {
		p.items("(", ")", p.atRole, func() {
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
	n := &Zone{Line: p.tok().Key == kwLine}
	p.head(&n.Node)
	n.Name, n.Title = p.name(), p.title()
	if p.take(kwIn) {
		in := p.name()
		n.In = &in
	}
	if p.take(kwFromFile) {
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
	if p.take(kwOfList) {
		of := p.name()
		n.Of = &of
	}
	p.end(&n.Node)
	return n
}

package syntax

// pattern reads "attack(doer: russia, object: hospital or clinic)".
func (p *parser) pattern() *Pattern {
	n := &Pattern{Node: p.begin()}
	nodes := p.nodes
	p.nodes = append(p.nodes, &n.Broken)
	defer func() { p.nodes = nodes }()
	if p.tok().Kind != Word || p.boundary() {
		n.Name = p.noName()
		p.report(codeWantPattern, p.where())
		p.end(&n.Node)
		return n
	}
	n.Name = p.name()
	if !p.isSign("(") {
		p.report(codeWantPattern, p.span(p.at-1, p.at), "name", n.Name.Text)
		p.end(&n.Node)
		return n
	}
	n.Args = p.args()
	p.end(&n.Node)
	return n
}

// args reads "(role: value or value, ...)".
func (p *parser) args() []Arg {
	var list []Arg
	p.items("(", ")", p.atArg, func() {
		a := Arg{Node: p.begin()}
		a.Role = p.name()
		if p.wantSign(":") || p.tok().isLabel() && !p.boundary() {
			a.Values = p.values()
		}
		p.end(&a.Node)
		list = append(list, a)
	})
	return list
}

// atArg says whether the next token looks like the beginning of "role: value".
func (p *parser) atArg() bool { return p.tok().Kind == Word && p.peek(1).sign() == ":" }

// items reads a list in brackets, separated by commas, with recovery at each comma. begins says whether an item
// seems to begin at the next token, so that a missing comma is told from a missing bracket.
func (p *parser) items(open, end string, begins func() bool, item func()) {
	p.open(open)
	for !p.isSign(end) && !p.boundary() {
		first := p.at
		item()
		if p.boundary() || p.isSign(end) {
			break
		}
		if !p.isSign(",") {
			if p.at > first && begins() {
				p.wantSign(",")
				continue
			}
			if p.clauseAhead() {
				break
			}
			p.report(codeWant, p.where(), "want", end)
			p.skipItem()
		}
		if !p.takeSign(",") {
			break
		}
		if p.isSign(end) {
			p.report(codeWantName, p.where())
		}
	}
	p.close(end)
}

// values reads "hospital or clinic".
func (p *parser) values() []Value {
	list := []Value{p.value()}
	for p.take(kwOr) {
		list = append(list, p.value())
	}
	return list
}

func (p *parser) value() Value {
	v := Value{Node: p.begin()}
	t := p.tok()
	switch {
	case p.boundary():
		v.Broken = true
		p.report(codeWantValue, p.where())
	case t.Kind == String:
		v.Sort, v.Text = ValueText, unquote(t.Text)
		p.at++
	case t.Kind == Number && p.peek(1).sign() != ".":
		v.Sort, v.Number = ValueNumber, p.number(0).Value
	case t.isLabel():
		v.Sort, v.Ref = ValueName, p.ref()
		if v.Ref.Of != nil {
			v.Sort = ValueOf
		}
	default:
		v.Broken = true
		p.report(codeWantValue, p.where())
	}
	p.end(&v.Node)
	return v
}

// clauseAhead says whether a clause seems to begin here, inside of brackets that somebody forgot to close.
func (p *parser) clauseAhead() bool {
	switch p.tok().Key {
	case kwBy, kwBefore, kwWithin, kwFrom, kwUntil, kwUndated, kwIf, kwOnce, kwWhile, kwUnless, kwOnly, kwAt,
		kwAnd, kwBegins, kwEnds, kwAs:
		return true
	}
	return false
}

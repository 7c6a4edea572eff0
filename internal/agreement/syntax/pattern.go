package syntax

// pattern reads "attack(doer: russia, object: hospital or clinic)".
func (p *parser) pattern() *Pattern {
	n := &Pattern{Node: p.begin()}
	nodes := p.nodes
	p.nodes = append(p.nodes, &n.Broken)
	defer func() { p.nodes = nodes }()
	n.Phase = p.phase()
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

// phase passes over "begin" or "finish" where the name of an act follows.
func (p *parser) phase() PhaseWord {
	k, next := p.tok().Key, p.peek(1)
	if (k != kwBegin && k != kwFinish) || next.Kind != Word || next.Line || p.boundary() {
		return Whole
	}
	p.at++
	return map[Keyword]PhaseWord{kwBegin: Begin, kwFinish: Finish}[k]
}

// patternAhead says whether a pattern stands n tokens further on.
func (p *parser) patternAhead(n int) bool {
	t, next := p.peek(n), p.peek(n+1)
	if (t.Key == kwBegin || t.Key == kwFinish) && next.Kind == Word && !next.Line {
		next = p.peek(n + 2)
	}
	return t.Kind == Word && next.sign() == "("
}

// argsAhead says whether the arguments of a pattern stand n tokens further on, rather than a condition in parentheses.
func (p *parser) argsAhead(n int) bool {
	if p.peek(n).sign() != "(" {
		return false
	}
	return p.peek(n+1).sign() == ")" || p.peek(n+2).sign() == ":"
}

// args reads "(role: value or value, ...)".
func (p *parser) args() []Arg {
	var list []Arg
	p.items("(", ")", p.atArg, func() {
		a := Arg{Node: p.begin()}
		a.Role = p.name()
		if op, ok := p.comparison(); ok {
			a.Amount = &Relation{Op: op, N: p.number(0)}
		} else if p.wantSign(":") || p.tok().isLabel() && !p.boundary() {
			a.Values, a.All = p.wanted()
		}
		p.end(&a.Node)
		list = append(list, a)
	})
	return list
}

// atArg says whether the next token looks like the beginning of "role: value".
func (p *parser) atArg() bool {
	_, compares := ops[p.peek(1).sign()]
	return p.tok().Kind == Word && (compares || p.peek(1).sign() == ":")
}

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

// wanted reads "hospital or clinic", or "a and b": all of them.
func (p *parser) wanted() (list []Value, all bool) {
	list = []Value{p.value()}
	for {
		switch {
		case p.is(kwAnd) && p.anotherValue():
			if !all && len(list) > 1 {
				p.report(codeMixed, p.this(), "and", p.spell(kwAnd), "or", p.spell(kwOr))
			}
			all = true
		case p.is(kwOr):
			if all {
				p.report(codeMixed, p.this(), "and", p.spell(kwAnd), "or", p.spell(kwOr))
			}
		default:
			return list, all
		}
		p.at++
		list = append(list, p.value())
	}
}

// anotherValue says whether, behind "and", a value stands and not a condition inside of brackets that nobody closed.
func (p *parser) anotherValue() bool {
	value, behind := p.peek(1), p.peek(2)
	if value.is(kwWithinPlace) && behind.Kind == Number {
		return true
	}
	if value.Line || !value.isLabel() && value.Kind != String {
		return false
	}
	s := behind.sign()
	return s == "," || s == ")" || s == "." || behind.Key == kwAnd || behind.Key == kwOr
}

// distance reads "within 25 km of".
func (p *parser) distance() *Distance {
	n := &Distance{Node: p.begin()}
	p.take(kwWithinPlace)
	n.N = p.number(1)
	if !p.is(kwKm) && !p.is(kwM) && !p.boundary() {
		p.respell(kwKm)
	}
	n.Km = p.is(kwKm)
	if !p.take(kwKm) && !p.take(kwM) {
		n.Broken = true
		p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwKm), p.spell(kwM)))
		if p.peek(1).is(kwOfPlace) {
			p.at++ // another unit
		}
	}
	p.want(kwOfPlace)
	p.end(&n.Node)
	return n
}

func (p *parser) value() Value {
	v := Value{Node: p.begin()}
	if p.is(kwWithinPlace) && p.peek(1).Kind == Number {
		v.Near = p.distance()
	}
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
		switch {
		case v.Ref.Of != nil && t.Key == kwThis:
			v.Sort, t.used = ValueThis, kwThis
		case v.Ref.Of != nil:
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
		kwAnd, kwBegins, kwEnds, kwAs, kwFor, kwEvery, kwExcept, kwWith, kwWithout, kwJudged, kwClock:
		return true
	}
	return false
}

package syntax

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// cond reads a condition. bare says that no parentheses stand around it: then words after it could belong to the
// norm as well as to the condition, and where that matters a remark asks for parentheses.
func (p *parser) cond(bare bool) Cond {
	n := &Or{Node: p.begin()}
	for {
		c := p.conj(bare)
		n.Conds = append(n.Conds, c)
		if !p.take(kwOr) {
			break
		}
	}
	if len(n.Conds) == 1 {
		return n.Conds[0]
	}
	p.end(&n.Node)
	for _, c := range n.Conds {
		if and, ok := c.(*And); ok && !p.enclosed(and.Node) {
			d := p.say(codeAndOr, diag.Remark, and.Span, "and", p.spell(kwAnd), "or", p.spell(kwOr))
			d.Related = []diag.Related{{Key: "or", Span: n.Span}}
			d.Fixes = []diag.Fix{{Key: "enclose", Edits: around(and.Span)}}
		}
	}
	return n
}

// enclosed says whether parentheses stand directly around the node.
func (p *parser) enclosed(n Node) bool {
	return n.First > 0 && p.toks[n.First-1].sign() == "(" && p.toks[n.Last].sign() == ")"
}

// around gives the edits that put parentheses around a span.
func around(s source.Span) []diag.Edit {
	before, after := s, s
	before.End, after.Start = s.Start, s.End
	return []diag.Edit{{Span: before, Text: "("}, {Span: after, Text: ")"}}
}

func (p *parser) conj(bare bool) Cond {
	n := &And{Node: p.begin()}
	for {
		c := p.unary(bare)
		n.Conds = append(n.Conds, c)
		if !p.take(kwAnd) {
			break
		}
	}
	if len(n.Conds) == 1 {
		return n.Conds[0]
	}
	p.end(&n.Node)
	return n
}

func (p *parser) unary(bare bool) Cond {
	switch {
	case p.isSign("("):
		if p.depth == deepest {
			return p.deepCond()
		}
		p.depth++
		p.open("(")
		c := p.cond(false)
		p.close(")")
		p.depth--
		return c
	case p.is(kwNot):
		if p.depth == deepest {
			return p.deepCond()
		}
		p.depth++
		n := &Not{Node: p.begin()}
		p.at++
		n.Cond = p.unary(bare)
		p.end(&n.Node)
		p.depth--
		return n
	}
	return p.atom(bare)
}

func (p *parser) deepCond() Cond {
	n := &BadCond{Node: p.begin()}
	n.Broken = true
	if p.isSign("(") {
		p.tooDeep()
	} else {
		p.report(codeDepth, p.this(), "limit", "100")
		for p.is(kwNot) {
			p.at++
		}
		p.skip(func(t *Token) bool { return t.sign() == ")" || p.atClause() })
	}
	p.end(&n.Node)
	return n
}

// atom reads a condition without "and", "or", "not".
func (p *parser) atom(bare bool) Cond {
	t, next := p.tok(), p.peek(1)
	switch {
	case p.boundary():
		return p.badCond()
	case p.figureAhead():
		return p.compare()
	case p.is(kwAfter) && next.sign() != "(":
		n := &After{Node: p.begin()}
		p.at++
		n.Point = p.point()
		p.end(&n.Node)
		return n
	case p.is(kwNo) && next.Kind == Word, p.patternAhead(0):
		return p.seen(bare)
	case t.isLabel():
		return p.about()
	}
	return p.badCond()
}

func (p *parser) badCond() Cond {
	n := &BadCond{Node: p.begin()}
	n.Broken = true
	p.report(codeWantCond, p.where())
	p.end(&n.Node)
	return n
}

// seen reads "no attack(...) from X until Y".
func (p *parser) seen(bare bool) Cond {
	n := &Seen{Node: p.begin()}
	if p.is(kwNo) && p.peek(1).sign() != "(" {
		p.at++
		n.No = true
	}
	n.Pattern = p.pattern()
	behind := p.at
	if !bare || !p.asked {
		n.From, n.Until = p.window()
	}
	p.end(&n.Node)
	if bare && p.at > behind {
		d := p.say(codeBinding, diag.Remark, p.span(behind, p.at), "word", p.toks[behind].Text)
		d.Related = []diag.Related{{Key: "condition", Span: n.Pattern.Span}}
		d.Fixes = []diag.Fix{{Key: "enclose", Edits: around(n.Span)}}
	}
	return n
}

// window reads "from X until Y" behind a pattern.
func (p *parser) window() (from, until *Point) {
	if p.take(kwFrom) {
		point := p.point()
		from = &point
	}
	if p.is(kwUntil) && p.pointAhead(1) {
		p.at++
		point := p.point()
		until = &point
	}
	return from, until
}

// pointAhead says whether a bare point in time, not a condition, stands n tokens further on.
func (p *parser) pointAhead(n int) bool {
	t, next := p.peek(n), p.peek(n+1)
	if !t.isLabel() {
		return t.Kind == Date || t.Kind == Time
	}
	if next.sign() == "." && p.peek(n+2).isLabel() {
		next = p.peek(n + 3)
	}
	switch {
	case p.patternAhead(n):
		return false
	case t.Key == kwBreach && next.Key == kwOf:
		return true
	case next.Key == kwKept, next.Key == kwBreached, next.Key == kwDue, next.Key == kwSet, next.Key == kwIs,
		next.Key == kwIn && p.peek(n+2).Key == kwForce:
		return false
	case t.Key == kwNo, t.Key == kwNot, t.Key == kwCount, t.Key == kwSum, t.Key == kwAfter:
		return next.Line || !next.isLabel() && next.Kind != Date && next.Kind != Time
	}
	return true
}

// about reads "11a is kept", "departure is set".
func (p *parser) about() Cond {
	first := p.begin()
	ref := p.ref()
	p.take(kwIs)
	words := map[Keyword]NormWord{kwKept: IsKept, kwBreached: IsBreached, kwDue: IsDue, kwIn: IsInForce}
	if t := p.tok(); t.Kind == Word && words[t.Key] == 0 && t.Key != kwKept && t.Key != kwSet && !p.boundary() &&
		p.nearest(t.Text, clauseWords) == NoKeyword {
		p.respell(kwKept, kwBreached, kwDue, kwSet)
	}
	if p.is(kwSet) {
		n := &MarkSet{Node: first, Mark: ref.Name}
		p.at++
		if ref.Of != nil {
			n.Broken = true
			p.quiet = -1
			p.report(codeWantName, ref.Span)
		}
		p.end(&n.Node)
		return n
	}
	word, ok := words[p.tok().Key]
	if !ok || p.boundary() {
		n := &BadCond{Node: first}
		n.Broken = true
		p.report(codeWantOneOf, p.where(), "want",
			choice(p.spell(kwKept), p.spell(kwBreached), p.spell(kwDue), p.spell(kwIn, kwForce), p.spell(kwSet)))
		p.end(&n.Node)
		return n
	}
	n := &NormIs{Node: first, Norm: ref, Word: word}
	if p.at++; word == IsInForce {
		p.want(kwForce)
	}
	p.end(&n.Node)
	return n
}

// figureAhead says whether a count or sum begins here; an act may be called "count" too.
func (p *parser) figureAhead() bool {
	return (p.is(kwCount) || p.is(kwSum)) && p.peek(1).sign() != "("
}

var ops = map[string]Op{">=": AtLeast, "<=": AtMost, ">": MoreThan, "<": LessThan, "=": Equal}

// compare reads "count distinct at attack(...) >= 12", or "... at least 12".
func (p *parser) compare() *Compare {
	n := &Compare{Node: p.begin(), Figure: p.figure()}
	op, ok := p.comparison()
	n.Op = op
	switch {
	case !ok:
		n.Broken = true
		p.report(codeWantOneOf, p.where(), "want", choice(p.spell(kwAt, kwLeast), p.spell(kwAt, kwMost), ">=", "<=", ">", "<", "="))
	case p.figureAhead():
		with := p.figure()
		n.With = &with
	default:
		n.N = p.number(0)
	}
	p.end(&n.Node)
	return n
}

// comparison passes over ">=" and the like, or "at least", "at most", if one stands here.
func (p *parser) comparison() (Op, bool) {
	if op, ok := ops[p.tok().sign()]; ok {
		p.at++
		return op, true
	}
	if next := p.peek(1).Key; p.is(kwAt) && (next == kwLeast || next == kwMost) {
		p.at += 2
		if next == kwMost {
			return AtMost, true
		}
		return AtLeast, true
	}
	return 0, false
}

func (p *parser) figure() Figure {
	n := Figure{Node: p.begin()}
	if p.take(kwSum) {
		n.Measure = Sum
		n.Role = p.name()
	} else {
		p.take(kwCount)
		if p.is(kwDistinct) && p.peek(1).sign() != "(" {
			p.at++
			n.Measure = CountDistinct
			n.Role = p.name()
		}
	}
	n.Pattern = p.pattern()
	n.From, n.Until = p.window()
	if p.is(kwIn) && p.peek(1).Key == kwThe {
		p.at += 2
		p.want(kwLast)
		period := p.period()
		n.Last = &period
	}
	p.end(&n.Node)
	return n
}

package policy

import (
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
)

// How strongly arithmetic binds. MOD takes everything to its right, and on its left the nearest value.
const (
	bindSum = iota
	bindProduct
)

// comparisons by their signs.
var comparisons = map[string]CmpOp{"=": Eq, "<": Less, "<=": LessEq, ">": Greater, ">=": GreaterEq}

// startsTerm says whether a term can begin with the token.
func (t token) startsTerm() bool {
	switch t.kind {
	case name, number, float, timed, text:
		return true
	}
	return t.is("(") || t.is("-") || t.is("i2f") || t.is("f2i")
}

func (t token) startsNumber() bool { return t.kind == number || t.kind == float || t.is("(") }

// comparison reads the rest of "t = u" behind t. Where alone is set a term before a closing bracket is left as it is.
func (p *parser) comparison(left operand, alone bool) operand {
	t := p.peek()
	if alone && t.is(")") {
		return left
	}
	op, ok := comparisons[t.text]
	switch {
	case t.is("<-"): // "x<-1": the scanner takes "<-" for the arrow
		p.tell(diag.Diagnostic{Code: codeArrow, Span: p.span(t.start, t.end), Fixes: []diag.Fix{p.replace(t, "space", "< -")}})
		op = Less
	case t.kind != sign || !ok:
		p.onlyTerm(left)
		return p.halt()
	}
	p.next()
	right, ok := p.term()
	if !ok {
		return p.halt()
	}
	left.f = &Cmp{Op: op, L: left.t, R: right, span: span{p.span(left.start, p.last)}}
	left.t, left.end = nil, p.last
	return left
}

// term reads a whole term.
func (p *parser) term() (Term, bool) {
	start := p.peek().start
	t, ok := p.factor()
	if !ok {
		return nil, false
	}
	return p.terms(t, start, bindSum)
}

// terms reads + - * / behind a term that began at start, from the left, with all that bind at least so strongly.
func (p *parser) terms(left Term, start, least int) (Term, bool) {
	for left != nil {
		t := p.peek()
		op, strength := Add, bindSum
		switch {
		case t.is("+"):
		case t.is("-"):
			op = Sub
		case t.is("*"):
			op, strength = Mul, bindProduct
		case t.is("/"):
			op, strength = Div, bindProduct
		case (t.kind == number || t.kind == float) && strings.HasPrefix(t.text, "-"):
			if least > bindSum {
				return left, true
			}
			p.tell(diag.Diagnostic{
				Code: codeMinus, Span: p.span(t.start, t.end), Args: diag.Args("number", t.text),
				Fixes: []diag.Fix{p.replace(t, "space", "- "+t.text[1:])},
			})
			p.next()
			continue
		default:
			return left, true
		}
		if strength < least {
			return left, true
		}
		p.next()
		from := p.peek().start
		right, ok := p.factor()
		if ok && strength == bindSum {
			right, ok = p.terms(right, from, bindProduct)
		}
		if !ok {
			return nil, false
		}
		left = &Arith{Op: op, L: left, R: right, Span: p.span(start, p.last)}
	}
	return nil, false
}

// modulo reads MOD and all to its right behind a factor.
func (p *parser) modulo(left Term, start int) Term {
	if !p.peek().is("MOD") {
		return left
	}
	p.next()
	right, ok := p.term()
	if !ok {
		return nil
	}
	return &Arith{Op: Mod, L: left, R: right, Span: p.span(start, p.last)}
}

// factor reads a constant, a variable, -t, (t), i2f(t), f2i(t), and what MOD makes of it.
func (p *parser) factor() (Term, bool) {
	if p.depth++; p.depth > maxDepth {
		p.expected(codeDeep, "limit", strconv.Itoa(maxDepth))
		p.halt()
		return nil, false
	}
	defer func() { p.depth-- }()
	t := p.peek()
	var x Term
	ok := true
	switch {
	case t.kind == wild:
		p.expected(codeWildcard)
		return nil, false
	case !t.startsTerm():
		p.expected(codeNoTerm)
		return nil, false
	case t.kind == timed:
		p.tell(diag.Diagnostic{Code: codeNumber, Span: p.span(t.start, t.end), Args: diag.Args("text", t.text)})
		p.next()
		x = &Const{Type: Int, Span: p.span(t.start, t.end)}
	case t.is("-"):
		p.next()
		if x, ok = p.factor(); ok {
			x = &Neg{X: x, Span: p.span(t.start, p.last)}
		}
		return x, ok
	case t.is("("), t.is("i2f"), t.is("f2i"):
		if x, ok = p.enclosed(t); !ok {
			return nil, false
		}
	default:
		p.next()
		x = p.simple(t)
	}
	x = p.modulo(x, t.start)
	return x, x != nil
}

// simple gives the term of one token.
func (p *parser) simple(t token) Term {
	s := p.span(t.start, t.end)
	switch t.kind {
	case number:
		return &Const{Type: Int, Int: t.int, Span: s}
	case float:
		return &Const{Type: Float, Float: t.float, Span: s}
	case text:
		return &Const{Type: String, Str: t.text, Span: s}
	}
	return &VarTerm{Var: &Var{Name: t.text, Span: s}, Span: s}
}

// enclosed reads "(t)", "i2f(t)" or "f2i(t)".
func (p *parser) enclosed(t token) (Term, bool) {
	if t.kind == word {
		p.next()
	}
	open := p.peek()
	if !p.want("(") {
		return nil, false
	}
	x, ok := p.term()
	if !ok || !p.wantClose(")", open) {
		return nil, false
	}
	s := p.span(t.start, p.last)
	switch t.text {
	case "i2f":
		x = &Convert{To: Float, X: x, Span: s}
	case "f2i":
		x = &Convert{To: Int, X: x, Span: s}
	}
	return x, true
}

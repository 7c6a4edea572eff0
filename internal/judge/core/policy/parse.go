package policy

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/base/suggest"
)

// maxDepth bounds how deep brackets and operators may stand in one another.
const maxDepth = 1000

// How strongly operators bind, from weak to strong. A prefix operator takes all that binds more strongly than itself; LET and the body
// of an aggregation take everything to their right.
const (
	bindAll = iota
	bindSince
	bindTemporal
	bindQuantifier
	bindEquiv
	bindImplies
	bindOr
	bindAnd
	bindNot
)

// infix are the operators between two formulas; right says that a chain of them is read from the right.
var infix = map[string]struct {
	strength int
	right    bool
}{
	"SINCE": {bindSince, true}, "UNTIL": {bindSince, true}, "EQUIV": {bindEquiv, false},
	"IMPLIES": {bindImplies, true}, "OR": {bindOr, false}, "AND": {bindAnd, false},
}

// parser reads a formula by operator precedence.
type parser struct {
	reader
	depth   int
	bracket bool // directly behind an opening bracket a value may stand alone: it may be the start of a comparison
}

// operand is what was read: a formula, or in brackets a term whose comparison follows behind them.
type operand struct {
	f          Formula
	t          Term
	start, end int // bytes, brackets included
}

// Parse reads one formula. It gives nil when any remark is an error. Each use of a variable has a Var of its own until Check.
func Parse(f *source.File) (Formula, []diag.Diagnostic) {
	p := &parser{reader: newReader(f, true)}
	formula := p.whole(p.operators(bindAll))
	if t := p.peek(); t.kind != end {
		p.leftOver(t)
	}
	diag.Sort(p.found)
	if diag.HasErrors(p.found) {
		return nil, p.found
	}
	return formula, p.found
}

// leftOver tells what stands behind the end of the formula.
func (p *parser) leftOver(t token) {
	d := diag.Diagnostic{Code: codeLeftOver, Span: p.span(t.start, t.end), Args: diag.Args("found", p.shown(t))}
	switch upper := strings.ToUpper(t.text); {
	case t.kind == name && words[upper] != "":
		d.Fixes = []diag.Fix{p.replace(t, "upper", upper)}
	case t.kind == name && suggest.Nearest(t.text, operators()) != "":
		d.Fixes = []diag.Fix{p.replace(t, "mean", suggest.Nearest(t.text, operators()))}
	case t.is(")"):
		d.Fixes = []diag.Fix{advice("bracket")}
	default:
		d.Fixes = []diag.Fix{advice("operator")}
	}
	p.tell(d)
}

// operators lists the words that may stand between two formulas.
func operators() (list []string) {
	for w := range infix {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}

// halt gives up: what follows cannot be read with sense.
func (p *parser) halt() operand {
	p.at, p.halted = len(p.tokens)-1, true
	return operand{f: &Truth{}}
}

// operators reads a formula with all operators that bind at least so strongly.
func (p *parser) operators(least int) operand {
	if p.depth++; p.depth > maxDepth {
		p.expected(codeDeep, "limit", strconv.Itoa(maxDepth))
		return p.halt()
	}
	defer func() { p.depth-- }()
	left := p.unit()
	for left.t == nil {
		op, ok := infix[p.peek().text]
		if p.peek().kind != word || !ok || op.strength < least {
			break
		}
		t := p.next()
		interval := Interval{Lo: 0, Hi: Endless}
		if op.strength == bindSince {
			interval = p.interval()
		}
		next := op.strength + 1
		if op.right {
			next = op.strength
		}
		p.bracket = false
		right := p.operators(next)
		left.f = combine(t.text, interval, p.whole(left), p.whole(right), span{p.span(left.start, right.end)})
		left.end = right.end
	}
	return left
}

func combine(op string, i Interval, l, r Formula, s span) Formula {
	switch op {
	case "SINCE":
		return &Since{I: i, L: l, R: r, span: s}
	case "UNTIL":
		return &Until{I: i, L: l, R: r, span: s}
	case "EQUIV":
		return &Equiv{L: l, R: r, span: s}
	case "IMPLIES":
		return &Implies{L: l, R: r, span: s}
	case "OR":
		return &Or{L: l, R: r, span: s}
	}
	return &And{L: l, R: r, span: s}
}

// whole gives the formula of an operand; a value alone is none.
func (p *parser) whole(o operand) Formula {
	if o.t != nil {
		p.onlyTerm(o)
		return &Truth{}
	}
	return o.f
}

func (p *parser) onlyTerm(o operand) {
	d := diag.Diagnostic{Code: codeOnlyTerm, Span: p.span(o.start, o.end), Args: diag.Args("text", p.file.Text[o.start:o.end])}
	if v, ok := o.t.(*VarTerm); ok {
		d.Fixes = []diag.Fix{advice("predicate", "name", v.Var.Name)}
		if upper := strings.ToUpper(v.Var.Name); words[upper] != "" {
			d.Fixes = []diag.Fix{{Key: "upper", Args: diag.Args("want", upper)}}
		}
	}
	p.tell(d)
}

// unit reads a formula that begins with a prefix operator, a bracket, a predicate, a value.
func (p *parser) unit() operand {
	t := p.peek()
	switch {
	case t.kind == word:
		if o, ok := p.prefix(t); ok {
			return o
		}
	case t.is("("):
		return p.bracketed()
	case t.kind == name && p.ahead(1).is("("):
		f := p.predicate()
		return operand{f: f, start: t.start, end: p.last}
	case t.kind == name && p.ahead(1).is("<-") && !p.ahead(2).startsNumber():
		return p.aggregation()
	case t.kind == wild:
		p.expected(codeWildcard)
		return p.halt()
	}
	if !t.startsTerm() {
		p.expected(codeNoFormula)
		return p.halt()
	}
	alone := p.bracket
	p.bracket = false
	left, ok := p.term()
	if !ok {
		return p.halt()
	}
	return p.comparison(operand{t: left, start: t.start, end: p.last}, alone)
}

// bracketed reads "( ... )": a formula, or a term with which a comparison begins.
func (p *parser) bracketed() operand {
	alone := p.bracket
	open := p.next()
	p.bracket = true
	o := p.operators(bindAll)
	p.bracket = false
	if !p.wantClose(")", open) {
		return p.halt()
	}
	o.start, o.end = open.start, p.last
	if o.t == nil {
		return o
	}
	t, ok := p.terms(p.modulo(o.t, o.start), o.start, bindSum)
	if !ok {
		return p.halt()
	}
	return p.comparison(operand{t: t, start: o.start, end: p.last}, alone)
}

// prefix reads what begins with a word of the language.
func (p *parser) prefix(t token) (operand, bool) {
	p.bracket = false
	at := func(f func(span) Formula) (operand, bool) {
		return operand{f: f(span{p.span(t.start, p.last)}), start: t.start, end: p.last}, true
	}
	switch t.text {
	case "TRUE", "FALSE":
		p.next()
		return at(func(s span) Formula { return &Truth{Value: t.text == "TRUE", span: s} })
	case "NOT":
		p.next()
		f := p.whole(p.operators(bindNot))
		return at(func(s span) Formula { return &Not{F: f, span: s} })
	case "EXISTS", "FORALL":
		p.next()
		vars, ok := p.variables()
		if !ok || !p.want(".") {
			return p.halt(), true
		}
		f := p.whole(p.operators(bindQuantifier))
		return at(func(s span) Formula {
			if t.text == "EXISTS" {
				return &Exists{Vars: vars, F: f, span: s}
			}
			return &Forall{Vars: vars, F: f, span: s}
		})
	case "PREV", "NEXT", "ONCE", "EVENTUALLY", "ALWAYS", "PAST_ALWAYS":
		p.next()
		i := p.interval()
		f := p.whole(p.operators(bindTemporal))
		return at(func(s span) Formula { return temporal(t.text, i, f, s) })
	case "LET":
		return p.let(), true
	}
	return operand{}, false
}

func temporal(op string, i Interval, f Formula, s span) Formula {
	switch op {
	case "PREV":
		return &Prev{I: i, F: f, span: s}
	case "NEXT":
		return &Next{I: i, F: f, span: s}
	case "ONCE":
		return &Once{I: i, F: f, span: s}
	case "EVENTUALLY":
		return &Eventually{I: i, F: f, span: s}
	case "ALWAYS":
		return &Always{I: i, F: f, span: s}
	}
	return &Historically{I: i, F: f, span: s}
}

// variables reads "x, y".
func (p *parser) variables() (vars []*Var, ok bool) {
	for {
		v, ok := p.variable()
		if !ok {
			return nil, false
		}
		vars = append(vars, v)
		if !p.peek().is(",") {
			return vars, true
		}
		p.next()
	}
}

func (p *parser) variable() (*Var, bool) {
	if t := p.peek(); t.kind == name {
		p.next()
		return &Var{Name: t.text, Span: p.span(t.start, t.end)}, true
	}
	p.expected(codeNoVariable)
	return nil, false
}

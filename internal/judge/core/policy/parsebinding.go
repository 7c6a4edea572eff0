package policy

import (
	"mithaq/internal/base/diag"
	"mithaq/internal/base/suggest"
)

// aggregations by their words, and the words in order.
var (
	aggregations = map[string]AggOp{"CNT": Cnt, "SUM": Sum, "MIN": Min, "MAX": Max, "AVG": Avg, "MED": Med}
	aggWords     = [...]string{"CNT", "SUM", "MIN", "MAX", "AVG", "MED"}
)

// String gives the word of the aggregation.
func (op AggOp) String() string { return aggWords[op] }

// predicate reads "p(x, 1, _)".
func (p *parser) predicate() Formula {
	t := p.next()
	f := &Pred{Name: t.text}
	open := p.next()
	for !p.peek().is(")") {
		a := p.peek()
		if a.kind == wild {
			p.next()
			s := p.span(a.start, a.end)
			f.Args = append(f.Args, &VarTerm{Var: &Var{Name: "_", Span: s}, Span: s})
		} else {
			x, ok := p.term()
			if !ok {
				p.halt()
				return f
			}
			f.Args = append(f.Args, x)
		}
		f.Wild = append(f.Wild, a.kind == wild)
		if p.peek().is(")") {
			break
		}
		if !p.comma(open) {
			p.halt()
			return f
		}
	}
	p.next()
	f.Span = p.span(t.start, p.last)
	return f
}

// aggregation reads "r <- OP x; g1, g2 (f)". The body runs to the right as far as possible.
func (p *parser) aggregation() operand {
	p.bracket = false
	first := p.peek()
	result, _ := p.variable()
	p.next()
	op, ok := p.operation()
	if !ok {
		return p.halt()
	}
	x, ok := p.variable()
	if !ok {
		return p.halt()
	}
	var group []*Var
	if p.peek().is(";") {
		p.next()
		if group, ok = p.variables(); !ok {
			return p.halt()
		}
	}
	body := p.whole(p.operators(bindAll))
	return operand{
		f:     &Agg{Result: result, Op: op, X: x, Group: group, F: body, span: span{p.span(first.start, p.last)}},
		start: first.start, end: p.last,
	}
}

// operation reads the word of an aggregation.
func (p *parser) operation() (AggOp, bool) {
	t := p.peek()
	if op, ok := aggregations[t.text]; ok && t.kind == word {
		p.next()
		return op, true
	}
	if t.kind == end {
		p.expected(codeAggregation, "name", "")
		return 0, false
	}
	d := diag.Diagnostic{Code: codeAggregation, Span: p.span(t.start, t.end), Args: diag.Args("name", p.shown(t))}
	if near := suggest.Nearest(t.text, aggWords[:]); near != "" {
		d.Fixes = []diag.Fix{p.replace(t, "mean", near)}
	}
	p.tell(d)
	return 0, false
}

// let reads "LET P(x, y) = f IN g".
func (p *parser) let() operand {
	t := p.next()
	d := &Definition{Name: p.peek().text}
	if p.peek().kind != name {
		p.expected(codeNoVariable)
		return p.halt()
	}
	p.next()
	open := p.peek()
	if !p.want("(") {
		return p.halt()
	}
	for !p.peek().is(")") {
		if p.peek().kind != name {
			p.expected(codeParameter)
			return p.halt()
		}
		v, _ := p.variable()
		d.Params = append(d.Params, v)
		if p.peek().is(")") {
			break
		}
		if !p.comma(open) {
			return p.halt()
		}
	}
	p.next()
	d.Span = p.span(t.start, p.last)
	if !p.want("=") {
		return p.halt()
	}
	d.F = p.whole(p.operators(bindAll))
	if !p.want("IN") {
		return p.halt()
	}
	body := p.whole(p.operators(bindAll))
	return operand{f: &Let{Def: d, Body: body, span: span{p.span(t.start, p.last)}}, start: t.start, end: p.last}
}

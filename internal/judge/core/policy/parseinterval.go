package policy

import (
	"math"

	"mithaq/internal/base/diag"
)

// units of time, in seconds.
var units = map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 86400}

// interval reads an interval behind a temporal operator; where none stands it is [0,*).
func (p *parser) interval() Interval {
	all := Interval{Lo: 0, Hi: Endless}
	open := p.peek()
	if !open.is("[") && !(open.is("(") && p.ahead(1).isBound() && p.ahead(2).is(",")) {
		return all
	}
	p.next()
	i, sound := all, true
	lo, ok := p.bound(false)
	sound = sound && ok
	if !p.wantClose(",", open) {
		p.halt()
		return all
	}
	hi, ok := p.bound(true)
	sound = sound && ok
	shut := p.peek()
	if !shut.is(")") && !p.wantClose("]", open) {
		p.halt()
		return all
	} else if shut.is(")") {
		p.next()
	}
	if i.Lo = lo; open.is("(") {
		i.Lo++
	}
	if i.Hi = hi; shut.is(")") && hi != Endless {
		i.Hi--
	}
	if sound && i.Lo > i.Hi {
		d := diag.Diagnostic{
			Code: codeEmpty, Span: p.span(open.start, shut.end),
			Args: diag.Args("interval", p.file.Text[open.start:shut.end]),
		}
		if lo > hi {
			d.Fixes = []diag.Fix{advice("swap")}
		}
		p.tell(d)
	}
	return i
}

// isBound says whether a number stands here, sound as a bound or not.
func (t token) isBound() bool { return t.kind == number || t.kind == timed || t.kind == float }

// bound reads a bound. A wrong one is told and passed over.
func (p *parser) bound(upper bool) (int64, bool) {
	t := p.peek()
	switch {
	case upper && t.is("*"):
		p.next()
		return Endless, true
	case t.kind == number && t.int >= 0:
		p.next()
		return p.scaled(t, 1)
	case t.kind == timed && t.int >= 0:
		p.next()
		letters := t.text
		for isDigit(letters[0]) {
			letters = letters[1:]
		}
		unit, ok := units[letters]
		if !ok {
			p.tell(diag.Diagnostic{Code: codeUnit, Span: p.span(t.end-len(letters), t.end), Args: diag.Args("unit", letters)})
			return 0, false
		}
		return p.scaled(t, unit)
	}
	p.expected(codeBound)
	for t := p.peek(); t.kind != end && !t.is(",") && !t.is("]") && !t.is(")"); t = p.peek() {
		p.next()
	}
	return 0, false
}

// scaled gives a bound in seconds. Bounds stay below a quarter of the range, so that a stamp plus a bound can be told from no bound.
func (p *parser) scaled(t token, unit int64) (int64, bool) {
	if t.int > math.MaxInt64/4/unit {
		p.tell(diag.Diagnostic{Code: codeTooLarge, Span: p.span(t.start, t.end), Args: diag.Args("number", p.shown(t))})
		return 0, false
	}
	return t.int * unit, true
}

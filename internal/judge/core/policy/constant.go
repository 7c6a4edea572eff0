package policy

import (
	"math"

	"mithaq/internal/base/diag"
)

// constant gives a term with each part that has no variables replaced by its value. A part without a value of its type (an int out of
// range, a division by zero, a float that is not finite) is told.
func (n *normalizer) constant(t Term) Term {
	var out Term
	var ok bool
	switch t := t.(type) {
	case *Arith:
		l, r := n.constant(t.L), n.constant(t.R)
		a, isA := l.(*Const)
		b, isB := r.(*Const)
		if !isA || !isB {
			return &Arith{Op: t.Op, L: l, R: r, Span: t.Span}
		}
		out, ok = arithmetic(t, a, b)
	case *Neg:
		x := n.constant(t.X)
		a, isA := x.(*Const)
		if !isA {
			return &Neg{X: x, Span: t.Span}
		}
		out, ok = &Const{Type: a.Type, Int: -a.Int, Float: 0 - a.Float, Span: t.Span}, a.Type != Int || a.Int != math.MinInt64
	case *Convert:
		x := n.constant(t.X)
		a, isA := x.(*Const)
		if !isA {
			return &Convert{To: t.To, X: x, Span: t.Span}
		}
		if t.To == Float {
			out, ok = &Const{Type: Float, Float: float64(a.Int), Span: t.Span}, true
		} else {
			// The bounds are exact floats: -2^63 is an int, 2^63 is none.
			out, ok = &Const{Type: Int, Int: int64(a.Float), Span: t.Span}, a.Float >= -0x1p63 && a.Float < 0x1p63
		}
	default:
		return t
	}
	if !ok {
		n.tell(diag.Diagnostic{Code: codeConstant, Span: place(t), Args: diag.Args("term", PrintTerm(t))})
	}
	return out
}

// arithmetic gives a op b of one type, and whether it has a value.
func arithmetic(t *Arith, a, b *Const) (*Const, bool) {
	if a.Type == Float {
		f := [...]float64{Add: a.Float + b.Float, Sub: a.Float - b.Float, Mul: a.Float * b.Float, Div: a.Float / b.Float, Mod: 0}[t.Op]
		return &Const{Type: Float, Float: f + 0, Span: t.Span}, !math.IsInf(f, 0) && !math.IsNaN(f)
	}
	out := &Const{Type: Int, Span: t.Span}
	x, y := a.Int, b.Int
	switch t.Op {
	case Add:
		out.Int = x + y
		return out, (out.Int > x) == (y > 0)
	case Sub:
		out.Int = x - y
		return out, (out.Int < x) == (y > 0)
	case Mul:
		out.Int = x * y
		return out, x == 0 || out.Int/x == y && !(x == -1 && y == math.MinInt64)
	}
	if y == 0 || x == math.MinInt64 && y == -1 {
		return out, false
	}
	if out.Int = x / y; t.Op == Mod {
		out.Int = x % y
	}
	return out, true
}

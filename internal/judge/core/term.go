package core

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strconv"

	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/core/policy"
)

// term computes a value from a row. What cannot be computed is a Fault at the term's place.
type term func(row []Word) (Word, *Fault)

// operand is a term that is a column or a constant, which needs no computing.
type operand struct {
	column int // -1: the constant
	value  Word
}

func (o operand) word(row []Word) Word {
	if o.column >= 0 {
		return row[o.column]
	}
	return o.value
}

// typeOf gives the type of a term.
func typeOf(t policy.Term) policy.Type {
	switch t := t.(type) {
	case *policy.VarTerm:
		return t.Var.Type
	case *policy.Const:
		return t.Type
	case *policy.Arith:
		return typeOf(t.L)
	case *policy.Neg:
		return typeOf(t.X)
	default:
		return t.(*policy.Convert).To
	}
}

// variables lists the variables of a term.
func variables(t policy.Term) []*policy.Var {
	switch t := t.(type) {
	case *policy.VarTerm:
		return []*policy.Var{t.Var}
	case *policy.Arith:
		return append(variables(t.L), variables(t.R)...)
	case *policy.Neg:
		return variables(t.X)
	case *policy.Convert:
		return variables(t.X)
	default:
		return nil
	}
}

// constant gives the word of a constant.
func constant(c *policy.Const, symbols *Symbols) Word {
	switch c.Type {
	case policy.Int:
		return Word(c.Int)
	case policy.Float:
		return FloatWord(c.Float)
	default:
		return symbols.Keep(c.Str)
	}
}

// simple gives a term as an operand, if it is one.
func simple(t policy.Term, vars []*policy.Var, symbols *Symbols) (operand, bool) {
	switch t := t.(type) {
	case *policy.VarTerm:
		return operand{column: slices.Index(vars, t.Var)}, true
	case *policy.Const:
		return operand{column: -1, value: constant(t, symbols)}, true
	}
	return operand{}, false
}

// compileTerm gives the function of a term over rows with the columns vars.
func compileTerm(t policy.Term, vars []*policy.Var, symbols *Symbols) term {
	if o, ok := simple(t, vars, symbols); ok {
		return func(row []Word) (Word, *Fault) { return o.word(row), nil }
	}
	switch t := t.(type) {
	case *policy.Arith:
		l, r := compileTerm(t.L, vars, symbols), compileTerm(t.R, vars, symbols)
		op := intOps[t.Op]
		if typeOf(t) == policy.Float {
			op = floatOps[t.Op]
		}
		return func(row []Word) (Word, *Fault) {
			a, fault := l(row)
			if fault != nil {
				return 0, fault
			}
			b, fault := r(row)
			if fault != nil {
				return 0, fault
			}
			w, code := op(a, b)
			if code != "" {
				return 0, fail(code, t.Span)
			}
			return w, nil
		}
	case *policy.Neg:
		x := compileTerm(t.X, vars, symbols)
		float := typeOf(t) == policy.Float
		return func(row []Word) (Word, *Fault) {
			a, fault := x(row)
			switch {
			case fault != nil:
				return 0, fault
			case float:
				return FloatWord(-a.Float()), nil
			case a == math.MinInt64:
				return 0, fail(CodeOverflow, t.Span)
			}
			return -a, nil
		}
	default:
		c := t.(*policy.Convert)
		x := compileTerm(c.X, vars, symbols)
		if c.To == policy.Float {
			return func(row []Word) (Word, *Fault) {
				a, fault := x(row)
				return FloatWord(float64(a)), fault
			}
		}
		return func(row []Word) (Word, *Fault) {
			a, fault := x(row)
			if fault != nil {
				return 0, fault
			}
			f := math.Trunc(a.Float())
			if !(f >= -0x1p63 && f < 0x1p63) {
				return 0, fail(CodeNotANumber, c.Span)
			}
			return Word(f), nil
		}
	}
}

// fail makes the fault of a computation; the engine adds the time point.
func fail(code diag.Code, span source.Span) *Fault {
	return &Fault{diag.Diagnostic{Code: code, Span: span}}
}

// at adds the time point at which a computation failed.
func (f *Fault) at(point, stamp int64) *Fault {
	f.Diagnostic.Args = append(f.Diagnostic.Args, diag.Args(
		"point", strconv.FormatInt(point, 10), "stamp", strconv.FormatInt(stamp, 10))...)
	return f
}

// operation computes with two words; a code says why it cannot.
type operation func(a, b Word) (Word, diag.Code)

var intOps = [...]operation{
	policy.Add: func(a, b Word) (Word, diag.Code) {
		if sum := a + b; (sum > a) == (b > 0) {
			return sum, ""
		}
		return 0, CodeOverflow
	},
	policy.Sub: func(a, b Word) (Word, diag.Code) {
		if d := a - b; (d < a) == (b > 0) {
			return d, ""
		}
		return 0, CodeOverflow
	},
	policy.Mul: func(a, b Word) (Word, diag.Code) {
		hi, lo := bits.Mul64(magnitude(a), magnitude(b))
		negative := (a < 0) != (b < 0)
		switch {
		case hi != 0, lo > 1<<63, lo == 1<<63 && !negative:
			return 0, CodeOverflow
		case negative:
			return Word(-lo), ""
		}
		return Word(lo), ""
	},
	policy.Div: func(a, b Word) (Word, diag.Code) {
		switch {
		case b == 0:
			return 0, CodeDivision
		case b == -1 && a == math.MinInt64:
			return 0, CodeOverflow
		}
		return a / b, ""
	},
	policy.Mod: func(a, b Word) (Word, diag.Code) {
		switch b {
		case 0:
			return 0, CodeDivision
		case -1:
			return 0, ""
		}
		return a % b, ""
	},
}

func magnitude(a Word) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

var floatOps = [...]operation{
	policy.Add: func(a, b Word) (Word, diag.Code) { return number(a.Float() + b.Float()) },
	policy.Sub: func(a, b Word) (Word, diag.Code) { return number(a.Float() - b.Float()) },
	policy.Mul: func(a, b Word) (Word, diag.Code) { return number(float64(a.Float() * b.Float())) },
	policy.Div: func(a, b Word) (Word, diag.Code) { return number(a.Float() / b.Float()) },
	policy.Mod: func(a, b Word) (Word, diag.Code) { return number(math.Mod(a.Float(), b.Float())) },
}

func number(f float64) (Word, diag.Code) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, CodeNotANumber
	}
	return FloatWord(f), ""
}

// order compares two words of a type.
func order(t policy.Type, symbols *Symbols) func(a, b Word) int {
	switch t {
	case policy.Int:
		return func(a, b Word) int { return cmp.Compare(a, b) }
	case policy.Float:
		return func(a, b Word) int { return cmp.Compare(a.Float(), b.Float()) }
	default:
		return symbols.Compare
	}
}

// comparison tests a row.
type comparison struct {
	op      policy.CmpOp
	negated bool
	plain   bool // both sides are operands and of type int, or only compared for being equal
	l, r    operand
	lt, rt  term
	order   func(a, b Word) int
}

func compileComparison(c *policy.Cmp, negated bool, vars []*policy.Var, symbols *Symbols) *comparison {
	k := &comparison{op: c.Op, negated: negated}
	var left, right bool
	k.l, left = simple(c.L, vars, symbols)
	k.r, right = simple(c.R, vars, symbols)
	t := typeOf(c.L)
	k.plain = left && right && (t == policy.Int || c.Op == policy.Eq)
	k.lt, k.rt = compileTerm(c.L, vars, symbols), compileTerm(c.R, vars, symbols)
	k.order = order(t, symbols)
	return k
}

// holds says whether the row satisfies the comparison, negated if it is.
func (k *comparison) holds(row []Word) (bool, *Fault) {
	if k.plain {
		a, b := k.l.word(row), k.r.word(row)
		switch k.op {
		case policy.Eq:
			return (a == b) != k.negated, nil
		case policy.Less:
			return (a < b) != k.negated, nil
		case policy.LessEq:
			return (a <= b) != k.negated, nil
		}
	}
	a, fault := k.lt(row)
	if fault != nil {
		return false, fault
	}
	b, fault := k.rt(row)
	if fault != nil {
		return false, fault
	}
	d := k.order(a, b)
	var holds bool
	switch k.op {
	case policy.Eq:
		holds = d == 0
	case policy.Less:
		holds = d < 0
	case policy.LessEq:
		holds = d <= 0
	case policy.Greater:
		holds = d > 0
	default:
		holds = d >= 0
	}
	return holds != k.negated, nil
}

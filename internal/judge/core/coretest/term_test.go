package coretest

import (
	"math"
	"math/big"

	"mithaq/internal/judge/core/policy"
)

// eval gives the value of a term whose variables all stand for one value.
func eval(t policy.Term, e *env) value {
	switch t := t.(type) {
	case *policy.VarTerm:
		c, ok := e.get(t.Var)
		if !ok {
			panic(unbound{})
		}
		if !c.exact() {
			panic("arithmetic on bounds")
		}
		return c.lo
	case *policy.Const:
		return constant(t)
	case *policy.Neg:
		return arith(policy.Sub, value{t: eval(t.X, e).t}, eval(t.X, e))
	case *policy.Arith:
		return arith(t.Op, eval(t.L, e), eval(t.R, e))
	case *policy.Convert:
		x := eval(t.X, e)
		if t.To == policy.Float {
			return floatValue(float64(x.i))
		}
		if f := math.Trunc(x.f); f >= -1<<63 && f < 1<<63 {
			return intValue(int64(f))
		}
		panic(fault("no int"))
	}
	panic("unknown term")
}

func constant(c *policy.Const) value {
	switch c.Type {
	case policy.Int:
		return intValue(c.Int)
	case policy.Float:
		return floatValue(c.Float)
	}
	return stringValue(c.Str)
}

func arith(op policy.ArithOp, a, b value) value {
	if a.t == policy.Float {
		return floatArith(op, a.f, b.f)
	}
	x, y, z := big.NewInt(a.i), big.NewInt(b.i), new(big.Int)
	if (op == policy.Div || op == policy.Mod) && b.i == 0 {
		panic(fault("division by zero"))
	}
	switch op {
	case policy.Add:
		z.Add(x, y)
	case policy.Sub:
		z.Sub(x, y)
	case policy.Mul:
		z.Mul(x, y)
	case policy.Div:
		z.Quo(x, y) // towards zero
	case policy.Mod:
		z.Rem(x, y)
	}
	if !z.IsInt64() {
		panic(fault("overflow"))
	}
	return intValue(z.Int64())
}

func floatArith(op policy.ArithOp, a, b float64) value {
	var z float64
	switch op {
	case policy.Add:
		z = a + b
	case policy.Sub:
		z = a - b
	case policy.Mul:
		z = a * b
	case policy.Div:
		z = a / b
	case policy.Mod:
		z = math.Mod(a, b)
	}
	return finite(z)
}

func finite(f float64) value {
	if math.IsInf(f, 0) {
		panic(fault("not finite"))
	}
	return floatValue(f)
}

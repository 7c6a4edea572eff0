// Package policy holds formulas of metric first-order temporal logic as they are written, and as they can be monitored.
//
// It reads MonPoly's signature and formula files, types them, decides whether a formula is monitorable and brings it
// into the normal form that judge/core compiles (Basin, Klaedtke, Müller, Zălinescu, "Monitoring metric first-order
// temporal properties", JACM 62(2), 2015; aggregations: Basin, Klaedtke, Marinovic, Zălinescu, FMSD 46, 2015).
package policy

import "mithaq/internal/base/source"

// Type is the type of a value.
type Type uint8

// The types.
const (
	Int    Type = iota // 64-bit, two's complement; what leaves it is an error
	Float              // IEEE 754 binary64, never NaN
	String             // bytes
)

// Param is one argument of a declared predicate. Name may be "".
type Param struct {
	Name string
	Type Type
}

// Predicate is a declared predicate.
type Predicate struct {
	Name   string
	Params []Param
	Span   source.Span
}

// Signature holds the declared predicates, in the order of the file.
type Signature struct{ Predicates []Predicate }

// Var is a variable. After Check each binding has a Var of its own, so that two variables are the same exactly when the pointers are.
type Var struct {
	Name string
	Type Type
	Span source.Span // where it first stands
}

// Term is a value in a formula: *VarTerm, *Const, *Arith, *Neg, *Convert.
type Term interface{ term() }

// VarTerm is a variable's use.
type VarTerm struct {
	Var  *Var
	Span source.Span
}

// Const is a constant.
type Const struct {
	Type  Type
	Int   int64
	Float float64
	Str   string
	Span  source.Span
}

// ArithOp is an operation on numbers.
type ArithOp uint8

// The operations. Div and Mod on ints round towards zero.
const (
	Add ArithOp = iota
	Sub
	Mul
	Div
	Mod
)

// Arith is L op R, both of one numeric type.
type Arith struct {
	Op   ArithOp
	L, R Term
	Span source.Span
}

// Neg is -X.
type Neg struct {
	X    Term
	Span source.Span
}

// Convert is i2f(X) when To is Float, f2i(X) (cut off towards zero) when To is Int.
type Convert struct {
	To   Type
	X    Term
	Span source.Span
}

func (*VarTerm) term() {}
func (*Const) term()   {}
func (*Arith) term()   {}
func (*Neg) term()     {}
func (*Convert) term() {}

// Formula is a formula. The nodes marked "written" do not stand in a Checked formula.
type Formula interface {
	formula()
	Place() source.Span
}

// Interval is a window [Lo, Hi], Lo <= Hi, in units of the time stamps (seconds, where a bound has a unit), both ends included; Hi is Endless without an upper bound.
type Interval struct{ Lo, Hi int64 }

// Endless stands for no upper bound.
const Endless int64 = 1<<63 - 1

// CmpOp is a comparison.
type CmpOp uint8

// The comparisons. Greater and GreaterEq are written only: Check swaps the sides.
const (
	Eq CmpOp = iota
	Less
	LessEq
	Greater
	GreaterEq
)

// AggOp is an aggregation.
type AggOp uint8

// The aggregations.
const (
	Cnt AggOp = iota
	Sum
	Min
	Max
	Avg
	Med
)

// The formulas.
type (
	// Pred is a predicate with variables and constants. A wildcard "_" is a Var of its own, listed in no Exists; it is projected out at once.
	Pred struct {
		Name string
		Args []Term     // *VarTerm or *Const
		Wild []bool     // which arguments are wildcards
		Decl *Predicate // the declared predicate, nil where Def stands
		Def  *Definition
		span
	}
	// Cmp compares two terms.
	Cmp struct {
		Op     CmpOp
		L, R   Term
		turned bool // written with > or >=, the sides the other way round
		span
	}
	// Truth is TRUE or FALSE.
	Truth struct {
		Value bool
		span
	}
	// Not is negation. In a Checked formula it stands on the right of And, on the left of Since and Until, or over a closed formula.
	Not struct {
		F   Formula
		via Formula // the written operator that brought it in, nil for NOT itself
		span
	}
	// And is conjunction. In a Checked formula R may be a comparison or its negation (a filter, or the definition of a variable), or Not.
	And struct {
		L, R Formula
		span
	}
	// Or is disjunction.
	Or struct {
		L, R Formula
		span
	}
	// Implies is written only.
	Implies struct {
		L, R Formula
		span
	}
	// Equiv is written only.
	Equiv struct {
		L, R Formula
		span
	}
	// Exists binds variables.
	Exists struct {
		Vars []*Var
		F    Formula
		span
	}
	// Forall is written only.
	Forall struct {
		Vars []*Var
		F    Formula
		span
	}
	// Prev is true when F was true at the time point before, within I.
	Prev struct {
		I Interval
		F Formula
		span
	}
	// Next is true when F is true at the time point after, within I.
	Next struct {
		I Interval
		F Formula
		span
	}
	// Once is "at some time point so far, within I".
	Once struct {
		I Interval
		F Formula
		span
	}
	// Eventually is "at some time point from now on, within I".
	Eventually struct {
		I Interval
		F Formula
		span
	}
	// Historically is written only (PAST_ALWAYS).
	Historically struct {
		I Interval
		F Formula
		span
	}
	// Always is written only.
	Always struct {
		I Interval
		F Formula
		span
	}
	// Since is L since R. In a Checked formula L may be Not.
	Since struct {
		I    Interval
		L, R Formula
		span
	}
	// Until is L until R. In a Checked formula L may be Not.
	Until struct {
		I    Interval
		L, R Formula
		span
	}
	// Agg gives Result the value of Op over X, one for each choice of Group, over the set of assignments that satisfy F.
	Agg struct {
		Result *Var
		Op     AggOp
		X      *Var
		Group  []*Var
		F      Formula
		span
	}
	// Let is written only: it defines a predicate for use in Body, and the uses point at the definition.
	Let struct {
		Def  *Definition
		Body Formula
		span
	}
)

// Definition is a predicate that LET defines. Its uses (Pred.Def) share it.
type Definition struct {
	Name   string
	Params []*Var  // exactly the free variables of F, in the order of the arguments
	F      Formula // after Check a formula in normal form of its own
	span
}

type span struct{ Span source.Span }

// Place gives the words of the formula.
func (s span) Place() source.Span { return s.Span }

func (*Pred) formula()         {}
func (*Cmp) formula()          {}
func (*Truth) formula()        {}
func (*Not) formula()          {}
func (*And) formula()          {}
func (*Or) formula()           {}
func (*Implies) formula()      {}
func (*Equiv) formula()        {}
func (*Exists) formula()       {}
func (*Forall) formula()       {}
func (*Prev) formula()         {}
func (*Next) formula()         {}
func (*Once) formula()         {}
func (*Eventually) formula()   {}
func (*Historically) formula() {}
func (*Always) formula()       {}
func (*Since) formula()        {}
func (*Until) formula()        {}
func (*Agg) formula()          {}
func (*Let) formula()          {}

// Checked is a monitorable formula in normal form. A sub-formula may stand in several places: guards that Check copied are shared.
type Checked struct {
	Sig       *Signature
	Formula   Formula // no node marked "written"
	Columns   []*Var  // the free variables in the order in which a verdict prints them
	Unbounded []Unbounded
}

// Unbounded names a sub-formula whose state may grow with the log, whatever its windows: a past operator without an upper
// bound over tuples that are never dropped.
type Unbounded struct {
	Formula Formula
	Vars    []*Var // over which it grows
}

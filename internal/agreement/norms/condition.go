package norms

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// Pattern describes acts or states: the act and, for some roles, what their values must be.
type Pattern struct {
	Act   string // the act's or the state's ID
	Roles []Want // sorted by Role; roles not named are free
	Span  source.Span
}

// Want says that a role's value must be one of Values, or below one of them (members, sub-kinds, zones inside); with All,
// that each of Values is among the role's values; with Amount, that the number stands in the relation.
type Want struct {
	Role   string
	Values []Value
	All    bool
	Amount *Amount // CountRole; nil: Values are wanted
}

// Amount is a comparison with a number.
type Amount struct {
	Op Op
	N  int64
}

// Value is a constant of the vocabulary or a role of a variable.
type Value struct {
	ID   string // party, kind, zone, mark, person or folded text; "" with Var
	Near int64  // PlaceRole: within so many metres of the zone or line; 0: in it
	Var  string // the family's variable, or This
	Role string // the role of Var that is meant
}

// Cond is a condition. It is read at an instant; spec/norms.md, "Conditions", says what each sees.
type Cond interface{ isCond() }

// And is true when all are.
type And struct{ Conds []Cond }

// Or is true when one is.
type Or struct{ Conds []Cond }

// Not is true when Cond is false.
type Not struct{ Cond Cond }

// Seen is true once an act that matches has happened between From and Until (nil: since the agreement starts; no end).
type Seen struct {
	Pattern     Pattern
	From, Until *Bound
}

// Holds is true while the state holds for some choice that matches.
type Holds struct{ Pattern Pattern }

// NoneHolds is true once a roster of the state has been declared complete and the state holds for no choice that matches.
type NoneHolds struct{ Pattern Pattern }

// NormWord is what a condition may ask of another norm.
type NormWord uint8

// The words that a condition may ask.
const (
	IsKept     NormWord = iota // kept, cured, reached or used
	IsBreached                 // breached or cured, used too early, missed
	IsDue                      // due or open
	IsInForce                  // neither not yet nor ended nor suspended
)

// NormIs is true when the norm's state, read strictly before, answers to the word.
type NormIs struct {
	Norm string // full name
	Word NormWord
	Span source.Span
}

// MarkSet is true once the mark has been set.
type MarkSet struct{ Mark string }

// Reached is true from the bound on.
type Reached struct{ Bound Bound }

// Compare is true when the figure stands in the relation to N, or to the figure With.
type Compare struct {
	Figure Figure
	Op     Op
	N      int64
	With   *Figure // nil: N
}

// InEffect is true while an exercise of a power stands: from the exercise on, until Undo was exercised after it, for at most For.
type InEffect struct {
	Power string       // full name
	Undo  []string     // powers (full names) whose exercise ends it
	For   civil.Period // zero: no limit
}

func (And) isCond()       {}
func (Or) isCond()        {}
func (Not) isCond()       {}
func (Seen) isCond()      {}
func (Holds) isCond()     {}
func (NoneHolds) isCond() {}
func (NormIs) isCond()    {}
func (MarkSet) isCond()   {}
func (Reached) isCond()   {}
func (Compare) isCond()   {}
func (InEffect) isCond()  {}

// Measure says how acts are turned into one number.
type Measure uint8

// The measures.
const (
	Count         Measure = iota // how many acts
	CountDistinct                // how many different values of Role
	Sum                          // the sum of Role, a CountRole
)

// Figure is a number made from the acts that match and happen from From until Until.
type Figure struct {
	Measure     Measure
	Role        string // CountDistinct, Sum
	Pattern     Pattern
	From, Until *Bound       // nil: since the agreement starts; no end
	Last        civil.Period // only acts of the last Last before the reading; zero: all
}

// Op is a comparison.
type Op uint8

// The comparisons.
const (
	AtLeast Op = iota
	AtMost
	MoreThan
	LessThan
	Equal
)

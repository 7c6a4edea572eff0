package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// This is the variable that stands for the act under test, inside "unless".
const This = "this"

// Pattern describes acts or states. Exactly one of Act and State is set (both nil only for a roster of anything).
type Pattern struct {
	Act   *Act
	Phase syntax.PhaseWord
	State *State
	Wants []Want // in the order of the text; each role once
	Span  source.Span

	list *Roster // a roster of anything, whose members the pattern narrows
}

// Roles gives the roles of the pattern's act or state.
func (p *Pattern) Roles() []*Role {
	switch {
	case p.Act != nil:
		return p.Act.Roles
	case p.State != nil:
		return p.State.Roles
	case p.list != nil:
		return []*Role{p.list.member}
	}
	return nil
}

// holes says whether a role of the act or state could not be read.
func (p *Pattern) holes() bool {
	return p.Act != nil && p.Act.holes || p.State != nil && p.State.holes
}

// ID gives the name of the pattern's act or state.
func (p *Pattern) ID() string {
	switch {
	case p.Act != nil:
		return p.Act.ID
	case p.State != nil:
		return p.State.ID
	}
	return ""
}

// Want says that a role's value must be one of Values, with All every one of them, or how its number compares.
type Want struct {
	Role   *Role
	Values []Value
	All    bool
	Amount *Relation
	Span   source.Span
}

// Relation is a comparison with a number.
type Relation struct {
	Op syntax.Op
	N  int64
}

// Value is one value of a role: the field that is set says which.
type Value struct {
	Party *Party
	Kind  *Kind
	Zone  *Zone
	Near  int64 // Zone: within so many metres; 0: in it
	Mark  *Mark
	Text  string // a person's id, or free text
	Var   string // the family's variable, or This, with its Role
	Role  *Role
}

// Point is a point in time: the field that is set says which; none: when the agreement starts.
type Point struct {
	Offset civil.Period // it lies so much after, with Before before, what follows; zero: not
	Before bool
	Breach bool // Norm: when it was breached
	Moment *Moment
	Mark   *Mark
	Norm   *Norm
	Act    *Pattern // the first act that matches
	Var    string   // the family's variable, or This
	Span   source.Span
}

// Cond is a condition: *And, *Or, *Not, *Seen, *Holds, *NormIs, *MarkSet, *After or *Compare.
type Cond interface{ isCond() }

// And is true when all are.
type And struct{ Conds []Cond }

// Or is true when one is.
type Or struct{ Conds []Cond }

// Not is true when Cond is false.
type Not struct{ Cond Cond }

// Seen is true once an act that matches has happened between the points (nil: no bound); with No, while none has.
type Seen struct {
	No          bool
	Pattern     Pattern
	From, Until *Point
}

// Holds is true while the state holds; with No, while a complete roster shows that it holds for nobody.
type Holds struct {
	No      bool
	Pattern Pattern
}

// NormIs asks for another norm's state.
type NormIs struct {
	Norm *Norm
	Word syntax.NormWord
	Span source.Span
}

// MarkSet asks whether a mark has been set.
type MarkSet struct{ Mark *Mark }

// After is true from the point on.
type After struct{ Point Point }

// Compare compares a figure with a number, or with another figure.
type Compare struct {
	Figure Figure
	Op     syntax.Op
	N      int64
	With   *Figure // nil: N
}

// Figure is a number made from acts between the points (nil: no bound).
type Figure struct {
	Measure     syntax.Measure
	Role        *Role // CountDistinct, Sum
	Pattern     Pattern
	From, Until *Point
	Last        civil.Period // zero: not only the last
}

func (*And) isCond()     {}
func (*Or) isCond()      {}
func (*Not) isCond()     {}
func (*Seen) isCond()    {}
func (*Holds) isCond()   {}
func (*NormIs) isCond()  {}
func (*MarkSet) isCond() {}
func (*After) isCond()   {}
func (*Compare) isCond() {}

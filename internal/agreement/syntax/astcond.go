package syntax

// Cond is a condition: *And, *Or, *Not, *Seen, *NormIs, *MarkSet, *After, *Compare or *BadCond.
type Cond interface{ Head() *Node }

// And is true when all are.
type And struct {
	Node
	Conds []Cond // two or more
}

// Or is true when one is.
type Or struct {
	Node
	Conds []Cond // two or more
}

// Not is true when Cond is false.
type Not struct {
	Node
	Cond Cond
}

// Seen is "attack(...)", "no attack(...)", "held(...)", "no held(...)": an act seen or a state that holds.
type Seen struct {
	Node
	No          bool
	Pattern     *Pattern
	From, Until *Point // nil: none
}

// NormWord is what a condition asks of a norm.
type NormWord uint8

// The words asked of a norm.
const (
	IsKept NormWord = iota
	IsBreached
	IsDue
	IsInForce
)

// NormIs asks for another norm's state.
type NormIs struct {
	Node
	Norm Ref
	Word NormWord
}

// MarkSet asks whether a mark has been set.
type MarkSet struct {
	Node
	Mark Name
}

// After is true from the point on.
type After struct {
	Node
	Point Point
}

// Op is a comparison.
type Op uint8

// The comparisons.
const (
	AtLeast  Op = iota // >=
	AtMost             // <=
	MoreThan           // >
	LessThan           // <
	Equal              // =
)

// Compare compares a figure with a number, or with another figure.
type Compare struct {
	Node
	Figure Figure
	Op     Op
	N      Int
	With   *Figure // nil: N
}

// BadCond is a condition that could not be read.
type BadCond struct{ Node }

// Measure says how acts become a number.
type Measure uint8

// The measures.
const (
	Count Measure = iota
	CountDistinct
	Sum
)

// Figure is a number made from acts.
type Figure struct {
	Node
	Measure     Measure
	Role        Name     // CountDistinct, Sum
	Pattern     *Pattern // nil only when Broken
	From, Until *Point   // nil: none
	Last        *Period  // "in the last PERIOD"; nil: all
}

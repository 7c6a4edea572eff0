package syntax

import "mithaq/internal/base/civil"

// Period is a length of time.
type Period struct {
	Node
	N    Int
	Unit civil.Unit
}

// PointSort says how a point in time is written.
type PointSort uint8

// The sorts of point.
const (
	NoPoint      PointSort = iota // missing or broken
	PointDate                     // 2015-11-01
	PointTime                     // 2016-02-27T00:00
	PointStart                    // "start": when the agreement starts
	PointRef                      // a mark, a norm, the family's variable
	PointPattern                  // the first act that matches
	PointBreach                   // "breach of 11a"
	PointThis                     // "this": the act under test, inside "unless"
)

// Point is a point in time.
type Point struct {
	Node
	Offset       *Period // "10 days before X", "10 days after X"; nil: X itself
	Before       bool    // Offset counts back
	Sort         PointSort
	Date         civil.Date // PointDate, PointTime
	Hour, Minute int        // PointTime
	Ref          Ref        // PointRef, PointBreach
	Pattern      *Pattern   // PointPattern
}

// PhaseWord names a phase of a long act.
type PhaseWord uint8

// The phases.
const (
	Whole  PhaseWord = iota
	Begin            // "begin withdraw(...)"
	Finish           // "finish withdraw(...)"
)

// Pattern describes acts or states.
type Pattern struct {
	Node
	Phase PhaseWord
	Name  Name // of the act or the state
	Args  []Arg
}

// Arg says what the values of a role must be: one of Values, or with All every one of them; or how its number compares.
type Arg struct {
	Node
	Role   Name
	Values []Value // empty with Amount
	All    bool    // joined by "and"
	Amount *Relation
}

// Relation is a comparison of a role's number: "calibre >= 100".
type Relation struct {
	Op Op
	N  Int
}

// ValueSort says how a value is written.
type ValueSort uint8

// The sorts of value.
const (
	NoValue     ValueSort = iota // missing
	ValueName                    // a party, kind, zone, mark, person
	ValueOf                      // "g.party": a role of the family's variable
	ValueThis                    // "this.target": a role of the act under test
	ValueText                    // a string
	ValueNumber                  // a number
)

// Distance is a length: "25 km".
type Distance struct {
	Node
	N  Int
	Km bool // in kilometres; otherwise metres
}

// Value is one value of a role.
type Value struct {
	Node
	Near   *Distance // "within 25 km of X"; nil: X itself
	Sort   ValueSort
	Ref    Ref    // ValueName, ValueOf
	Text   string // ValueText
	Number int    // ValueNumber
}

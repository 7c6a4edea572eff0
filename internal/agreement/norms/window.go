package norms

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// Window says when acts count. Both ends may be nil: undated.
// Acts count at instants t with Start <= t < End.
type Window struct {
	Start *Bound   // nil: from when the agreement starts
	End   *Bound   // nil: no deadline
	Said  bool     // the text says "undated" in so many words
	Renew *Renewal // End is renewed; nil: not
}

// Renewal says that the window goes on for another Period each time its end comes and Unless is not true.
type Renewal struct {
	Period civil.Period
	Unless Cond
}

// Edge says which instant of a day a bound means.
type Edge uint8

// The edges.
const (
	Exact     Edge = iota // the instant itself
	DayStart              // the first instant of its day
	DayEnd                // the first instant after its day
	SameClock             // the same time of day, Plus later; the first instant too late ("for 6 months")
)

// Bound is one end of a window: a point in time, moved by a period, then snapped to an edge of the day.
type Bound struct {
	At     Point
	Plus   civil.Period // moves the point; see spec/norms.md "Bounds"
	Edge   Edge
	Period bool // it is a period, which stops while the norm is suspended; otherwise a date, which stays
	// Before moves back by Plus instead of forward ("10 days before X").
	Before bool
	Span   source.Span
}

// PointSort says what fixes a point in time.
type PointSort uint8

// The sorts of point.
const (
	AtInstant PointSort = iota // a date or time written in the text
	AtMark                     // the day that a mark names
	AtAct                      // the first act that matches
	AtNorm                     // when the named norm was first kept, used or reached; with Breach: first breached
	AtVar                      // when the family's act or state happened
	AtStart                    // when the agreement starts, or Agree where it names another
)

// Point is a point in time.
type Point struct {
	Sort    PointSort
	Instant int64   // AtInstant
	Mark    string  // AtMark
	Act     Pattern // AtAct
	Norm    string  // AtNorm: full name
	Breach  bool    // AtNorm: its breach is meant
	Agree   string  // AtStart: the start of this agreement, which has an Entry; "": of the norm's own
	Var     string  // AtVar
}

// Package scenario reads and runs tests of agreements: what is recorded, when, and where each norm should then stand
// (spec/test.md). Authors of agreements use it through "mithaq test"; the program's own corpus is written in it.
package scenario

import (
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// File is a file of tests.
type File struct {
	Name  string
	Reads []string // the texts that it names, relative to it; none: the text of the same name
	Tests []Test
}

// Test is one story: lines entered in order, with expectations between them.
type Test struct {
	Title string
	Steps []Step
	Span  source.Span
}

// Step is one line: something entered, or something expected. Exactly one field is set.
type Step struct {
	Fact     *fact.Fact
	Drop     string // the fact of this name is taken out
	Coverage *fact.Coverage
	Member   *Member
	Declared *Declared
	Position *fact.Position
	Tally    *fact.Tally
	Expect   *Expect
}

// Member is a member of a roster.
type Member struct {
	Roster string
	fact.Member
}

// Declared declares a roster complete.
type Declared struct {
	Roster string
	On     int64
	By     string
}

// Sort says of what a status is expected.
type Sort uint8

// The sorts of things that have a status.
const (
	OfNorm Sort = iota
	OfInstance
	OfTerm
	OfClaim
)

// Expect is an expectation.
type Expect struct {
	At       int64
	Bundle   string // the reading; "" for the text as written
	Sort     Sort
	Agree    string
	ID       string // the norm's full name, the term's or claim's own
	Member   string // OfInstance
	States   status.Set
	Voices   []status.Voice // those that the words ask for; none: any
	Words    string         // as written
	Standard []grade.Grade  // at which; each must hold
	Because  []Because
	Span     source.Span
}

// BecauseSort says what a reason asks for.
type BecauseSort uint8

// The reasons that a test may ask for.
const (
	ByFact   BecauseSort = iota // a deciding fact
	ByRule                      // a rule that applies
	ByMiss                      // a nearest miss
	ByWait                      // something it waits on
	ByExcuse                    // an excuse alleged
)

// Because is a reason that must be among those given.
type Because struct {
	Sort BecauseSort
	Ref  string
}

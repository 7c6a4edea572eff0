package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
)

// Agreement is one text of terms.
type Agreement struct {
	ID         string
	Titles     Titles
	File       *syntax.File
	Uses       []*Vocabulary
	Force      syntax.ForceWord
	By, To     []*Party
	Dated      civil.Date // zero: the text gives none, which is an error
	InForce    *Moment    // nil: from the first instant of Dated
	Zone       civil.Zone
	Standard   grade.Grade // where the text names none: corroborated
	Observed   *Observed   // nil: the text asks for none
	Supersedes []*Agreement
	Partial    bool
	Marks      []*Mark
	Terms      []*Term
	Claims     []*Claim
	Concerns   []*Concern
	Positions  []*Position
	Span       source.Span // of its name
}

// Starts gives the first instant at which acts count.
func (a *Agreement) Starts() int64 {
	if a.InForce != nil {
		return a.InForce.In(a.Zone)
	}
	return a.Zone.Start(a.Dated)
}

// Observed says what share of a window must have been observed before absence counts.
type Observed struct {
	By      []*Party // empty: any observer
	Percent int      // 1..100
}

// Mark is a date that an act will set, once.
type Mark struct {
	ID     string
	Titles Titles
	Span   source.Span // of its name
}

// Nature says what a term is.
type Nature uint8

// The natures of a term.
const (
	Normative Nature = iota // the text gives no other nature
	Recital
	Belief
	Warning
	OfferTerm
	Unseen
)

// Term is a numbered point of the text.
type Term struct {
	ID     string
	Titles Titles
	Texts  Titles
	Nature Nature
	Norms  []*Norm
	Span   source.Span // of its label
}

// Norm is one duty, prohibition, permission or aim.
type Norm struct {
	ID        string // its label
	Agreement *Agreement
	Term      *Term
	Bearers   []*Party // empty: the text names nobody
	Modality  syntax.ModalityWord
	Act       Pattern
	ForEach   *Family // nil: one instance
	AtLeast   *Amount
	AtMost    *Amount
	Bounds    []Bound // in the order of the text; at most one for each side of the window
	Undated   bool    // the text says so
	If        Cond    // nil: none, as with the other conditions
	Once      Cond
	While     Cond
	Until     Cond
	Unless    Cond
	OnlyOnce  bool // Once was written "only once"
	Observed  *Observed
	Span      source.Span // of the whole norm
	Label     source.Span // of its label
}

// Name gives the norm's name among all agreements.
func (n *Norm) Name() string { return n.Agreement.ID + "." + n.ID }

// Amount is a number of acts, in the whole window or (Per) in any stretch of that length.
type Amount struct {
	N   int
	Per civil.Period
}

// Bound is a clause of the window.
type Bound struct {
	Word   syntax.BoundWord
	Period civil.Period // Within
	Day    int          // Day, ByDay: 1 or more
	Point  Point
	Span   source.Span
}

// Starts says whether the clause opens the window.
func (b *Bound) Starts() bool {
	return b.Word == syntax.Within || b.Word == syntax.Day || b.Word == syntax.From
}

// Ends says whether the clause closes the window.
func (b *Bound) Ends() bool { return b.Word != syntax.From }

// Family makes one instance for each act, state or member.
type Family struct {
	Var     string
	Roster  *Roster // nil: Pattern says what it ranges over
	Pattern Pattern // of an act or a state; with Roster: its state (if it is of one) narrows the members
	Span    source.Span
}

// Roles gives the roles that the family's variable has.
func (f *Family) Roles() []*Role { return f.Pattern.Roles() }

// Claim is an assertion about the record.
type Claim struct {
	ID     string
	By     []*Party
	Titles Titles
	Figure Figure
	Op     syntax.Op
	N      int64
	Number bool // about a number; otherwise that one such act happened
	Span   source.Span
}

// Concern is a worry of a party and the terms that answer it.
type Concern struct {
	ID         string
	Of         *Party
	Titles     Titles
	AnsweredBy []*Term
	Span       source.Span
}

// Position is a stance that the text itself states.
type Position struct {
	Party     *Party
	Stance    syntax.Stance
	Agreement *Agreement
	Term      *Term // nil: the whole text
	On        civil.Date
	Said      Titles
	Span      source.Span
}

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
	Entry      Cond       // enters into force when it is first true; nil: at the start
	AtStart    []Pattern  // states that hold when it starts
	FirstDay   bool       // the day from which a time limit runs counts
	Includes   []*Agreement
	Disputes   []*Party
	Tracks     []*Track
	Readings   []*Reading
	Counts     []*CountsAs
	Applies    Clauses // of all its norms
	Zone       civil.Zone
	Standard   grade.Grade // where the text names none: corroborated
	Observed   *Observed   // nil: the text asks for none
	Supersedes []Superseded
	Partial    bool
	Marks      []*Mark
	Terms      []*Term
	Intended   []Intended
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

// AllNorms gives all norms: those of the text as written, then those of its readings.
func (a *Agreement) AllNorms(yield func(*Norm) bool) {
	for _, t := range a.Terms {
		for _, n := range t.Norms {
			if !yield(n) {
				return
			}
		}
	}
	for _, r := range a.Readings {
		for _, n := range r.Norms {
			if !yield(n) {
				return
			}
		}
	}
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

// Superseded is a text, or one term of it, that another text replaces.
type Superseded struct {
	Agreement *Agreement
	Term      *Term // nil: the whole text
}

// Track is one of several parallel parts of a text.
type Track struct {
	ID     string
	Titles Titles
	Span   source.Span // of its name
}

// Reading is how some read the text: its norms stand in the place of those with the same label.
type Reading struct {
	ID     string
	By     []*Party
	Titles Titles
	Norms  []*Norm
	Span   source.Span // of its name where it stands first
}

// CountsAs is a rule that an act of one sort counts as one of another.
type CountsAs struct {
	ID       string
	Term     *Term
	From, To Pattern
	For      []*Party // empty: for all
	Span     source.Span
}

// Clauses are the conditions that a text or a term gives all its norms; nil: none.
type Clauses struct {
	If, Once, While, Until Cond
}

// TextOnly is wording that is deliberately not made a norm.
type TextOnly struct {
	Texts Titles
	Norm  *Norm // nil: none
	Span  source.Span
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
	ID      string
	Titles  Titles
	Texts   Titles
	Nature  Nature
	Track   *Track // nil: none
	Only    []TextOnly
	Norms   []*Norm     // without those of readings
	Applies Clauses     // of all its norms, those of readings too
	Span    source.Span // of its label
}

// Claim is an assertion about the record, or a red line.
type Claim struct {
	ID     string
	By     []*Party
	Titles Titles
	Figure Figure
	Op     syntax.Op
	N      int64
	Number bool // about a number; otherwise that one such act happened
	// RedLine: what the figure tells must not come about.
	RedLine bool
	Span    source.Span
}

// Concern is a worry of a party and the terms that answer it.
type Concern struct {
	ID         string
	Of         *Party
	Titles     Titles
	AnsweredBy []*Term
	Span       source.Span
}

// Intended says that a remark is meant so, and why. What remarks there are is not known here.
type Intended struct {
	Code string
	Norm *Norm // whose remark it is; nil: of the whole term or text
	Term *Term // where it stands; nil: at the head
	Why  Titles
	// Within holds the stretches of text in which the remark has its place: the norm, the term, or the whole agreement
	// with the vocabularies that it uses.
	Within []source.Span
	Span   source.Span // of the code
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

// Package fact holds what the judge knows of the world: acts with what is
// uncertain about them, coverage, rosters, positions and tallies.
//
// Values are plain data in a fixed order (sorted as each field says), made by
// bind from a record, never changed afterwards. What a fact means, which
// completions it has and when it matches a pattern is fixed in spec/norms.md.
package fact

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
)

// Set is a snapshot of a record, bound to a vocabulary.
type Set struct {
	Facts     []Fact     // sorted by When.Lo, then ID
	Coverage  []Coverage // sorted by From, then ID
	Rosters   []Roster   // sorted by ID
	Positions []Position // sorted by When.Lo, then ID
	Tallies   []Tally    // sorted by ID
	Unbound   []Unbound  // words that no name binds, sorted by Scheme, Word, Sort
	Left      Left       // what of the record is not among the facts
}

// Left counts what a snapshot leaves out, so that it can be said. The judge does not read it.
type Left struct {
	Withdrawn   int // incidents withdrawn by their publisher
	Unpublished int // incidents none of whose accounts was published by the cut
	Unreported  int // incidents with neither account nor assessment
	Elsewhere   int // incidents whose act means nothing in the vocabulary
	Without     int // incidents that rest on nothing but sources left out
	Unreadable  int // dates that cannot be read; they are taken as not known
}

// Add adds what another part of the snapshot leaves out.
func (l *Left) Add(m Left) {
	l.Withdrawn += m.Withdrawn
	l.Unpublished += m.Unpublished
	l.Unreported += m.Unreported
	l.Elsewhere += m.Elsewhere
	l.Without += m.Without
	l.Unreadable += m.Unreadable
}

// Fact is one incident: an act that happened, as far as somebody says.
//
// A completion of a fact at a standard is: out; or in, with one instant of When, one number of Acts, one
// value for each role, one set of doers and one number for each amount, each from its admissible range. "Out" is
// admissible unless the grade is certain at the standard and Unsure is false.
type Fact struct {
	ID          string // the incident's id: the hidden key of every tuple
	Act         string
	Grade       grade.Grade // of the act
	Unsure      bool        // possible only, at every standard (its publication by the cut date is not known, ...)
	When        civil.Interval
	Acts        Range // how many such acts the incident stands for; low 1 or more, except 0 when it may be none
	Roles       []Role
	Attribution Attribution // who did it: the values of the act's doer role
	Amounts     []Amount    // sorted by Role
	Place       Place
	Contested   bool     // alternative authors or a denial
	Denials     []Denial // parties that deny it
	Excuses     []string // codes of excuses alleged ("self_defence", ...)
	Accounts    []string // ids of the accounts that it rests on
	OneVoice    bool     // a finding of the record's own grades it corroborated, and these accounts go back to one source; a remark, which changes no status
	Published   int64    // the earliest publication among its accounts; civil.Forever: not known
	Entered     int64    // sequence number of the latest entry it rests on
}

// Range is a range of whole numbers, both ends included. Hi is Unbounded when no upper limit is known.
type Range struct {
	Lo int64 `json:"lo"`
	Hi int64 `json:"hi"`
}

// Unbounded stands for "no upper limit known". Sums saturate at it.
const Unbounded int64 = civil.Forever

// Role is what is known of one role. A role that is not listed is unknown: any value is admissible.
type Role struct {
	Name   string
	Values []string // IDs, sorted; at least one
	OneOf  bool     // exactly one of Values is right, it is not known which; otherwise all are
}

// Attribution is what is known of the doer.
type Attribution struct {
	To         []Attributed // sorted by Party; empty: nobody is named
	OneOf      bool         // alternatives: at most one of To did it; otherwise each may have, jointly
	Exhaustive bool         // OneOf: nobody else comes into question
	Group      grade.Grade  // OneOf: how well it is supported that one of To did it
}

// Attributed is the attribution to one party.
type Attributed struct {
	Party string
	Grade grade.Grade
	By    string // who assessed it so
}

// Amount is a number that an act carries (killed, injured, trucks ...). An amount not listed is unknown: 0 or more.
type Amount struct {
	Role string
	Range
	Best int64 // the publisher's best figure; -1 where it gives none
}

// Place is where it happened.
type Place struct {
	Zones  []string   // zones it is bound to by name, sorted; the smallest ones known
	Point  *geo.Point // nil: no coordinates
	Radius int64      // metres: the true place lies within Radius of Point
}

// Denial is a party's denial.
type Denial struct {
	Party string
	Ref   string // the position's entry
}

// Coverage says that an observer could, or could not, see acts of some kinds in a zone during a time.
type Coverage struct {
	ID       string
	Observer string
	Zone     string
	From     int64    // first instant
	To       int64    // first instant after
	Acts     []string // acts that it can see, sorted; empty: any
	Means    string   // on_foot, remote, contacts, ...
	Denied   bool     // access was denied: nothing could be seen
	DeniedBy string
	Lag      int64 // seconds until what was seen is reported
}

// Roster is a list of members with a declaration of whether it is complete.
type Roster struct {
	ID       string   // the RosterDecl's ID
	Members  []Member // sorted by ID
	Complete bool
	Declared int64  // from when it was declared complete
	By       string // who declared it
}

// Member is one member of a roster: a person or thing for whom the roster's state holds from When on.
type Member struct {
	ID    string
	Roles []Role // sorted by Name
	Grade grade.Grade
	When  civil.Interval // since when; civil.Ever where it is only known that it was so before
}

// Position is what a party says of an agreement, a term or an incident.
type Position struct {
	ID     string
	Party  string
	Stance string // accept, reject, reserve, deny, admit, deny_responsibility, alternative
	Agree  string // an agreement's ID, or ""
	Term   string // a term's ID, or "" for the whole
	Fact   string // an incident's id, or ""
	When   civil.Interval
	Source string
}

// Tally is a total that one source states. It may support a claim; it is never added to counts.
type Tally struct {
	ID     string
	Source string
	Act    string
	Roles  []Role // what was counted; sorted by Name
	Doers  Attribution
	From   int64  // first instant that it speaks of
	To     int64  // first instant after
	What   string // "acts", or the role counted distinctly or summed
	Number Range
	Best   int64 // -1: none
	Grade  grade.Grade
}

// Unbound is a word of the record that the names table does not bind.
type Unbound struct {
	Scheme string // whose word it is ("airwars")
	Sort   string // party, kind, act, zone
	Word   string
	Count  int // incidents that use it
}

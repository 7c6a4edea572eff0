package syntax

import "mithaq/internal/base/source"

// ModalityWord is the deontic word.
type ModalityWord uint8

// The modalities.
const (
	Must ModalityWord = iota
	MustNot
	May
	AimsTo
	Can
)

// ShareWord says how several bearers bear a norm.
type ShareWord uint8

// The ways to share a norm.
const (
	Together ShareWord = iota // "A and B"
	Jointly                   // "jointly A and B"
	Either                    // "either A or B", "one of A, B or C"
	EachOf                    // "each of A and B"
)

// DeedWord says what a norm asks: an act, a condition, or what a power brings about.
type DeedWord uint8

// The deeds.
const (
	DoAct      DeedWord = iota // an act
	KeepCond                   // "keep C"
	BringAbout                 // "bring about C"
	EnsureThat                 // "ensure that Q ACT"
	Terminate                  // "terminate X through ACT", and so on
	Waive
	Suspend
	Resume
	Extend
	Move
	Succeed
)

// Norm is one duty, prohibition, permission, aim or power.
type Norm struct {
	Node
	Label        Name
	Otherwise    bool // "otherwise," once the norm above it is breached
	ForEach      *Family
	Unnamed      bool
	Share        ShareWord
	Bearers      []Name // empty with Unnamed and with Bearer
	Bearer       *Ref   // "p.party": a role of the family's variable
	Modality     ModalityWord
	ModalitySpan source.Span
	Deed         DeedWord
	DeedSpan     source.Span // its words; empty for an act
	Act          *Pattern    // nil with KeepCond and BringAbout, and when Broken
	Goal         Cond        // KeepCond, BringAbout
	Actors       []Name      // EnsureThat: who acts
	ActorsNot    bool        // EnsureThat: "ensure that Q not ACT"
	Targets      []Target    // what a power touches: one or more with Terminate, Waive, Suspend and Resume, one with the others
	Period       *Period     // Suspend: for how long (nil: until resumed); Extend: by how much
	Clauses      []Clause    // in the order written
}

// TargetSort says what a power touches.
type TargetSort uint8

// The sorts of target.
const (
	TargetNorm  TargetSort = iota // a norm
	TargetTerm                    // "term 3"
	TargetText                    // "agreement": the whole text
	TargetMark                    // Move
	TargetParty                   // Succeed
)

// Target is what a power touches.
type Target struct {
	Node
	Sort TargetSort
	Ref  Ref // empty with TargetText
}

// FamilyWord says what a family ranges over.
type FamilyWord uint8

// The sources of families.
const (
	EachPattern FamilyWord = iota // "for each attack(...) as a"
	EachMember                    // "for each member of ROSTER as m"
	EachParty                     // "for each party that accepted as p"
	EachPair                      // "between each pair that accepted as x"
)

// Family makes one instance for each act, state, member, party or pair of parties.
type Family struct {
	Node
	Word    FamilyWord
	Pattern *Pattern // EachPattern
	Roster  *Name    // EachMember
	Args    []Arg    // EachMember: narrows the members
	Var     Name
}

// Clause is *Bound, *Duration, *Undated, *Amount, *When, *Except, *Consent, *Participation, *Judged, *Cure, *Clock or *Observed.
type Clause interface{ Head() *Node }

// BoundWord is the word of a window.
type BoundWord uint8

// The words of windows.
const (
	By     BoundWord = iota // "by X"
	Before                  // "before X"
	Within                  // "within PERIOD of X"
	Day                     // "day N of X"
	ByDay                   // "by day N of X"
	From                    // "from X"
	Until                   // "until X" with a date, a time, start, or a bare name
)

// Bound is a clause of the window.
type Bound struct {
	Node
	Word   BoundWord
	Period *Period // Within
	Day    Int     // Day, ByDay: 1 is X's own day
	Point  Point
}

// Undated says in so many words that there is no date.
type Undated struct {
	Node
	AtOnce bool // written "at once": no bound that could be missed
}

// Duration is "for PERIOD", renewed or not.
type Duration struct {
	Node
	Period Period
	Again  *Period // "renewed for PERIOD"; nil: by the same period
	Unless Cond    // "renewed unless C"; nil: not renewed
}

// Amount is "at least N" or "at most N", in the whole window, in any stretch of length Per, or in each of the stretches
// of that length that follow one another.
type Amount struct {
	Node
	Most  bool  // "at most"
	N     Int   // 1 where only "every PERIOD" is written
	Role  *Name // the sum of this role is meant; nil: the number of acts
	Per   *Period
	Every bool // "every PERIOD" rather than "in any PERIOD"
}

// Except is "except ACT": acts that are not meant.
type Except struct {
	Node
	Act *Pattern
}

// ConsentWord says how consent bears on a norm.
type ConsentWord uint8

// The ways of consent.
const (
	WithConsent     ConsentWord = iota // "with consent of P"
	WithoutConsent                     // "without consent of P"
	OnlyWithConsent                    // "only with consent of P"
)

// Consent is a clause that asks for the consent of others.
type Consent struct {
	Node
	Word ConsentWord
	Of   []Name
}

// Participation is "with participation of P": others who must take part in the act.
type Participation struct {
	Node
	Of []Name
}

// Judged is "judged WORD by P": an open word, perhaps in several languages, that only a finding of P settles.
type Judged struct {
	Node
	Word Title
	By   []Name
}

// Cure is "with PERIOD to cure", after the end of the window or after a notice.
type Cure struct {
	Node
	Period Period
	After  *Pattern // the notice; nil: from the end on
}

// Clock is "clock stops" or "clock runs": what suspension does to the end of the window.
type Clock struct {
	Node
	Stops bool
}

// WhenWord is the word of a condition.
type WhenWord uint8

// The words of conditions.
const (
	If WhenWord = iota
	Once
	While
	UntilCond
	Unless
	OnlyOnce
)

// When is a clause with a condition.
type When struct {
	Node
	Word WhenWord
	Cond Cond // never nil; *BadCond when Broken
}

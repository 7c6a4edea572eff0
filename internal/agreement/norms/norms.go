// Package norms holds agreements in the form that can be judged: every name
// resolved, every default written out, no syntax left.
//
// It is the only thing that the judge knows of an agreement. Its meaning is
// fixed in spec/norms.md; a type here has no meaning beyond what stands there.
// Program values are plain data: built once by Lower, never changed afterwards.
package norms

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
)

// Program is everything that one run judges: agreements over one vocabulary.
type Program struct {
	Vocabulary Vocabulary
	Agreements []Agreement // in the order given by the user
	index      *index      // made by Index; nil: lookups search
}

// Names holds the same name in several languages: language code to text. "en" stands when the text gives no language.
type Names map[string]string

// Force says what kind of instrument a text is.
type Force uint8

// The forces of a text.
const (
	Demand Force = iota
	Offer
	Accord     // an agreement between its parties
	Resolution // imposed by a body
)

// Agreement is one text.
type Agreement struct {
	ID         string
	Names      Names // its own title, always shown as a quotation
	Force      Force
	By         []string // who made it
	To         []string // to whom it is addressed
	Dated      civil.Date
	Starts     int64     // first instant at which acts count and norms can be in force
	Entry      Cond      // enters into force at the first reading at which it is true; nil: at Starts
	Initially  []Pattern // states that hold when it starts; all values are constants
	Counts     []CountsAs
	Includes   []string // texts that are part of this one: who accepts it accepts them
	Disputes   []string // bodies that settle disputes
	Tracks     []Track
	Readings   []Reading // disputed readings of norms; Program.Bundles
	Zone       civil.Zone
	Standard   grade.Grade
	Observed   Observed // the default for its norms
	Supersedes []string
	Marks      []Mark
	Terms      []Term
	Norms      []Norm // in the order of the text
	Claims     []Claim
	Concerns   []Concern
	Positions  []Position
	Partial    bool   // some of its terms are unseen
	Hash       string // SHA-256 of the text's canonical form, hex
	Span       source.Span
}

// Observed says what share of a window must have been observed before the absence of reports counts as
// absence of acts. Percent 0: the text asks for none.
type Observed struct {
	By      []string // observers that count; empty: any
	Percent int      // 0..100
}

// Mark is a date that an act will set, once: the first act that names the mark in a MarkRole and gives a DateRole.
type Mark struct {
	ID     string
	Names  Names
	Movers []string // powers (full names) whose exercise moves it
	Span   source.Span
}

// CountsAs is a constitutive rule: an act that matches From counts, for norms of this text, as an act To.
type CountsAs struct {
	ID   string
	Term string
	From Pattern
	To   Pattern  // its wants give the roles that From does not carry over by name
	For  []string // only for norms that one of these bears; empty: for all
	Span source.Span
}

// Track is one of several parallel parts of a text.
type Track struct {
	ID    string
	Names Names
	Span  source.Span
}

// Reading is how some say that norms are to be read. Its norms stand in the place of those with the same ID.
type Reading struct {
	ID    string
	By    []string
	Names Names
	Norms []Norm
	Span  source.Span
}

// Nature says what a term is when it is not (only) norms.
type Nature uint8

// The natures of a term.
const (
	Normative Nature = iota
	Recital
	Belief
	Warning
	OfferTerm
	Unseen // known to exist, its wording not seen
)

// Term is a numbered point of the text.
type Term struct {
	ID     string // "11"
	Title  Names
	Texts  Names
	Nature Nature
	Norms  []string // local ids, in order
	Track  string   // the track's ID, "" for none
	Only   []TextOnly
	Span   source.Span
}

// TextOnly is wording that is deliberately not made a norm.
type TextOnly struct {
	Text Names
	Norm string // the norm (local id) to which it belongs, "" for none
	Span source.Span
}

// Modality is the deontic word.
type Modality uint8

// The modalities.
const (
	Obligation  Modality = iota // must
	Prohibition                 // must not
	Permission                  // may
	Aim                         // aims to
	Power                       // can
)

// Norm is one duty, prohibition, permission, aim or power. Its meaning is spec/norms.md.
type Norm struct {
	ID        string   // local: "11a"
	Agree     string   // the agreement's ID; Agree + "." + ID is unique in a Program
	Term      string   // the term's ID
	Bearers   []string // who bears it; empty: the text names nobody, or ForEach gives the bearer (BearerVar)
	BearerVar *Value   // the family's role that names the bearer; nil: Bearers do
	Share     Share    // how several bearers bear it
	Modality  Modality
	Act       Pattern   // what is to be done or left undone; its doer role holds who acts: the bearers, or Actors
	Actors    []string  // "must ensure that Q ...": who acts; empty: the bearers do
	Except    []Pattern // acts that match one of these are not meant
	Goal      Cond      // Obligation, Aim: a condition to keep or to bring about, in the place of Act; nil: an act
	Keep      bool      // with Goal: to keep it true; otherwise to bring it about
	ForEach   *Family   // one instance for each of these; nil: one instance
	AtLeast   Number    // Obligation, Aim: how many acts; N is at least 1
	AtMost    Number    // Prohibition: how many acts are allowed; N 0 where none are
	Window    Window
	If        Cond        // tested once, when the norm would come into force; nil: none
	Once      Cond        // in force from the first time it is true, then for good
	While     Cond        // suspended whenever it is not true
	Until     Cond        // ends the norm when first true
	Unless    Cond        // Prohibition: excuses the act for which it is true; may speak of it by the variable This
	OnlyOnce  bool        // Permission: Once also forbids before
	Clock     Clock       // what suspension does to the end of the window
	Cure      *Cure       // Obligation: time to cure; nil: none
	Judged    *Judged     // an open word that a body settles; nil: none
	Effect    Effect      // Power
	Extends   []Extension // powers that move the end of the window
	Observed  Observed
	Span      source.Span
}

// This is the variable that stands for the act under test, in Unless.
const This = "this"

// Share says how several bearers bear a norm (spec/norms.md, section 10).
type Share uint8

// The ways to share a norm.
const (
	Together Share = iota // an act of any of them is the act of all; all bear it
	Jointly               // only an act of all of them together counts
	Either                // an act of one suffices; which of them fails, if none acts, is not settled
	Each                  // each bears it alone: a family over them (FromBearers)
)

// Clock says whether the end of the window moves while the norm is suspended.
type Clock uint8

// The clocks.
const (
	ClockByKind Clock = iota // a date stays, a period stops
	ClockStops               // both move
	ClockRuns                // both stay
)

// Cure gives time to cure after the end of the window.
type Cure struct {
	Notice *Pattern // the time runs from the first such act at or after the end; nil: from the end
	Period civil.Period
}

// Judged says that only the recorded finding of a body settles the norm.
type Judged struct {
	Word  string   // the open word, in the language written first
	Names Names    // the word in each language, where it is given in several
	By    []string // bodies whose finding counts
	Yes   Pattern  // the finding that it is so: with Word as its result
	No    Pattern  // the finding that it is not
}

// EffectSort says what the exercise of a power brings about.
type EffectSort uint8

// The effects. Lower writes what they do into the norms that they touch (Until, While, Extends, Mark.Movers, copies for a successor).
const (
	NoEffect EffectSort = iota
	Suspends
	Resumes
	Terminates
	Waives
	ExtendsEnd
	MovesMark
	Succeeds
)

// Effect is what a power does, for the reader.
type Effect struct {
	Sort    EffectSort
	Targets []string     // norms (full names), terms ("AGREEMENT term ID"), agreements, marks or parties, as Sort says
	Period  civil.Period // Suspends: for so long (zero: until resumed); ExtendsEnd: by how much
}

// Extension says that each exercise of a power before the end moves the end.
type Extension struct {
	Power string // full name
	By    civil.Period
}

// Name gives the norm's name in a Program.
func (n *Norm) Name() string { return n.Agree + "." + n.ID }

// Number is a number of acts, in the whole window (Per zero), in any stretch of length Per, or in every one of the
// stretches of length Per that follow one another from the opening (Every).
type Number struct {
	N     int
	Role  string // the sum of this role instead of the number of acts; "" for acts
	Per   civil.Period
	Every bool
}

// Family makes one instance for each act, state, roster member or party that matches.
type Family struct {
	Var     string // its name inside the norm
	Source  FamilySource
	Roster  string   // FromRoster
	Pattern Pattern  // FromAct, FromState: what to look for; FromRoster: narrows the members
	Members []string // FromBearers: the parties
}

// FamilySource says what a family ranges over.
type FamilySource uint8

// The sources of a family.
const (
	FromRoster FamilySource = iota
	FromAct
	FromState
	FromBearers // each of the parties named in the text; the variable's role is "party"
	FromParties // each party that accepted the text; the variable's role is "party"
	FromPairs   // each ordered pair of two parties that accepted the text; roles "one" and "other"
)

// Claim is an assertion about the record that the text makes.
type Claim struct {
	ID     string
	Agree  string
	By     []string
	Title  Names
	Figure Figure
	Op     Op
	N      int64
	Number bool // the claim is about a number; otherwise that one such act happened (Op AtLeast, N 1)
	// RedLine: not an assertion but a line that its author says must not be crossed. Its figure is told, as a claim's is.
	RedLine bool
	Span    source.Span
}

// Concern is a worry of a party, and the terms of this text that answer it.
type Concern struct {
	ID         string
	Of         string
	Title      Names
	AnsweredBy []string // term IDs
	Span       source.Span
}

// Stance is what a party says of an agreement or a term.
type Stance uint8

// The stances.
const (
	Accepts Stance = iota
	Rejects
	Reserves
)

// Position is a stance that the text itself states; the record may hold more.
type Position struct {
	Party  string
	Stance Stance
	Agree  string
	Term   string // "" for the whole text
	Date   civil.Date
	Said   Names // where it was said
	Span   source.Span
}

package status

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/source"
	"mithaq/internal/judge/fact"
)

// Lanes is the number of standards: every status is given at each of them.
const Lanes = len(grade.Standards)

// Result is what one run says: the status of everything in a Program, on one snapshot, at one time.
type Result struct {
	At         int64 // as of: everything that happened up to and including this instant was read
	Agreements []Agreement
	Unbound    []fact.Unbound
}

// Agreement is the status of one text.
type Agreement struct {
	ID     string
	Terms  []Term  // in the order of the text
	Norms  []Norm  // in the order of the text
	Claims []Claim // in the order of the text
}

// Term is the headline of a term. Recitals, beliefs, warnings and unseen terms have no lanes that count (Votes is 0).
type Term struct {
	ID    string
	Votes int          // how many norms vote
	Lanes [Lanes]Tally // per standard
}

// Tally counts the norms of a term by the set of states they may be in, and gives the headline.
type Tally struct {
	Headline Set // the headline's states still possible; one of them, or several when not established
	Counts   []Count
	Blocked  bool // Headline not_yet: it waits on something overdue, or in a circle
	Running  bool // something that votes still runs: a headline "kept" reads "kept so far"
}

// Count says how many instances are in one set of states.
type Count struct {
	States Set
	N      int
}

// Norm is the status of one norm: its own, or that of its family.
type Norm struct {
	Key       Key
	Term      string
	Modality  norms.Modality
	Bearers   []string // empty: the text names nobody
	Bond      Bond     // of the bearers, as of Result.At
	Lanes     [Lanes]Lane
	Window    Window
	Family    *Family // nil: no family
	Instances []Instance
	Reasons   Reasons
}

// Key names an instance: norm, binding, trigger. Never a date (DESIGN 4.4).
type Key struct {
	Norm    string // full name
	Member  string // family: the member, act or state occurrence it stands for
	Trigger string // the incident that set it off, where there is one
}

// Instance is one member of a family, in short; its reasons are made on demand.
type Instance struct {
	Key    Key
	Known  grade.Mask // standards at which the member is certain
	Lanes  [Lanes]Lane
	Window Window
}

// Family says how far the list of members is known.
type Family struct {
	Closed   bool   // an entry declares its roster complete
	ClosedBy string // who declared it
	Known    [Lanes]fact.Range
	Counts   [Lanes][]Count
}

// Lane is the status at one standard.
type Lane struct {
	States Set
	Acts   fact.Range     // acts that decide (breaches, performances), low to high
	First  civil.Interval // when the first of them happened; Lo > Hi: none
	Last   civil.Interval
	FirstF string // the incident that is first
	LastF  string
	Bonded bool // the bearers were bound when the deciding thing happened: words of a breach may be used
	// BearerOpen: every exhaustive alternative author is a bearer; it is not settled which of them did it.
	BearerOpen bool
	// Coarse: the status would be settled in these states if the facts in Reasons.Coarse were set aside; 0: no difference.
	Coarse Set
	// Contested: a deciding fact has alternative authors or is denied.
	Contested bool
}

// Window is the window as computed, per instance. An interval, where what fixes it is uncertain.
type Window struct {
	Start  civil.Interval
	End    civil.Interval // first instant too late; Forever: no deadline (yet)
	Dated  bool           // there is, or will be, a deadline
	WaitOn string         // what fixes the end and is not there yet: a mark, an act
}

// BondSort is how a bearer is bound to a norm.
type BondSort uint8

// The sorts of bond.
const (
	NoBond    BondSort = iota
	ByAuthor           // the bearer wrote the text
	ByAccept           // the bearer accepted it
	ByBody             // imposed by a body
	NoBearers          // the text names nobody
)

var bondWords = [...]string{"none", "author", "accepted", "imposed", "unnamed"}

// MarshalText writes the code.
func (b BondSort) MarshalText() ([]byte, error) { return []byte(bondWords[b]), nil }

// Bond says since when and on whose word the bearers are bound. Of several bearers it is the weakest.
type Bond struct {
	Sort  BondSort
	Since int64  // first instant at which it certainly stands
	Ref   string // position id, or the agreement itself
	Body  string // ByBody: which
}

// Claim is the status of a claim.
type Claim struct {
	Key     Key
	Lanes   [Lanes]ClaimLane
	Reasons Reasons
}

// ClaimLane is a claim at one standard.
type ClaimLane struct {
	States    Set
	Number    fact.Range // the figure as claimed
	NoAuthor  fact.Range // the figure with the author left out
	TallyBest fact.Range // the best tally that speaks of it; Lo > Hi: none
}

// Reasons is the reasons object of a status (DESIGN 4.5): codes and arguments, everything that decided, never only the first.
type Reasons struct {
	Steps    []Step     // the rules that led to the state, per lane, in the order of spec/norms.md
	Deciding []Deciding // each deciding fact, once
	Misses   []Miss     // the nearest misses, nearest first
	Waits    []Wait     // what it waits on
	Coverage *Share     // what could be seen in the window; nil: absence played no part
	Coarse   []string   // incidents coarser than the window, zone or role
	Excuses  []Excuse
	Tallies  []string // tallies that were read
	Would    []Would  // what would change the status
	Silenced Silenced
}

// Step is one rule that applied.
type Step struct {
	Rule  string       // the rule's code in spec/norms.md, "obligation.kept"
	Truth grade.Truth  // in which lanes it applied
	Span  *source.Span // the words of the text that it rests on
	Args  []Arg
}

// Arg is a named argument of a sentence.
type Arg struct {
	Name  string
	Value string
}

// Deciding is a fact that decided.
type Deciding struct {
	Fact  string
	Part  string      // "performance", "breach", "trigger", "sets", "use", "counted"
	Truth grade.Truth // in which lanes it counts
	When  civil.Interval
	Acts  fact.Range
	Doubt []Doubt // why it is not certain, where it is not
}

// Doubt is one reason why a fact is merely possible, or does not match.
type Doubt struct {
	Code string // "grade", "attribution", "alternative", "date", "place", "role", "amount", "unsure", "excused", "suspended"
	Args []Arg
}

// Miss is a fact that nearly decided.
type Miss struct {
	Fact string
	Why  []Doubt
}

// Wait is something that the norm waits on.
type Wait struct {
	On      string // "condition", "mark", "act", "norm", "start", "roster"
	Ref     string // its name
	Span    *source.Span
	Blocked bool // it is itself overdue and its bearer bound
	Circle  bool // it waits on this norm
}

// Share is what observers could see of the window (DESIGN 4.3): Covered zone-days of Needed.
type Share struct {
	Known   bool // some coverage entry speaks of the window
	Covered int64
	Needed  int64
	Asked   int // the percentage the text asks for; 0: none
	Entries []string
	Denied  []string // entries that tell of denied access
}

// Excuse is an excuse alleged for a deciding fact.
type Excuse struct {
	Fact string
	Code string
}

// Would is one thing that would change the status.
type Would struct {
	Code string // "regrade", "narrow_date", "close_roster", "act", "set_mark", "coverage", "accept"
	Ref  string
	To   Set
}

// Silenced counts what was read and left out, so that nothing is ignored in silence.
type Silenced struct {
	Discounted int // facts discounted, in act or attribution
	Unbound    int // facts with a word that no name binds
	Unknown    int // facts with an unknown value where the norm asks for one
}

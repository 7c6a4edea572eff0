package syntax

// Agreement is one text of terms.
type Agreement struct {
	Node
	Name     Name
	Title    Title
	Headings []Heading
	Items    []Stmt // *Mark, *Track, *Term, *Claim, *Concern, *Position, *Bad; others marked Broken (misplaced)
}

// Heading is one line at the head of an agreement: *Uses, *Force, *Dated, *InForce, *TimeZone, *Standard, *Observed, *Supersedes,
// *Includes, *Disputes, *FirstDay, *AtStart, *Applies, *Intended, *Partial or *Bad.
type Heading interface{ Head() *Node }

// Uses names vocabularies.
type Uses struct {
	Node
	Names []Name
}

// ForceWord says what kind of instrument the text is.
type ForceWord uint8

// The forces.
const (
	Demand     ForceWord = iota // "demand by P to Q"
	Offer                       // "offer by P to Q"
	Agreed                      // "agreed between P and Q"
	Resolution                  // "resolution of B"
)

// Force says who made the text, as what, to whom.
type Force struct {
	Node
	Word ForceWord
	By   []Name
	To   []Name
}

// Dated gives the date of the text.
type Dated struct {
	Node
	Date Point // PointDate
}

// InForce says when the text is in force: from a time, or once a condition is true. One of the two is set.
type InForce struct {
	Node
	From *Point // PointDate or PointTime
	Once Cond
}

// TimeZone gives the time zone in which days are counted.
type TimeZone struct {
	Node
	Zone Words // "Asia/Damascus"
}

// GradeWord is a standard of evidence.
type GradeWord uint8

// The standards.
const (
	NoGrade GradeWord = iota // missing
	Alleged
	Corroborated
	Verified
)

// Standard gives the standard of evidence of the headline.
type Standard struct {
	Node
	Grade GradeWord
}

// Observed says what share must have been observed before absence counts. It is a heading and a clause.
type Observed struct {
	Node
	By      []Name
	Percent Int
}

// Supersedes names agreements, or terms of agreements, that this one replaces.
type Supersedes struct {
	Node
	Texts []Ref // "X", or "X.3" for a term
}

// Includes names agreements that are part of this one: who accepts it accepts them.
type Includes struct {
	Node
	Names []Name
}

// Disputes names the bodies that settle disputes.
type Disputes struct {
	Node
	To []Name
}

// FirstDay says that the day from which a time limit runs counts as its first.
type FirstDay struct{ Node }

// AtStart says that a state held when the text started.
type AtStart struct {
	Node
	State *Pattern
}

// Applies is a clause for all norms of a text or of a term: "applies while C". Word is If, Once, While or UntilCond.
type Applies struct {
	Node
	Word WhenWord
	Cond Cond
}

// Intended says that what a check remarks is meant so, and why. At the head it speaks of the text, in a term of the term.
type Intended struct {
	Node
	Code Name  // "M3002"
	Of   *Name // the norm whose remark it is; nil: of the whole text or term
	Why  Title
}

// Partial says that some of the text's terms are not known.
type Partial struct{ Node }

// Mark declares a date that an act will set, once.
type Mark struct {
	Node
	Name  Name
	Title Title
}

// Track declares one of several parallel parts of a text.
type Track struct {
	Node
	Name  Name
	Title Title
}

// Term is a numbered point of the text.
type Term struct {
	Node
	Label Name
	Title Title
	Track *Name  // "in TRACK"; nil: none
	Items []Stmt // *Text, *TextOnly, *Nature, *Applies, *Intended, *Reading, *Norm, *CountsAs, *Bad
}

// Text gives the wording of a term.
type Text struct {
	Node
	Words Title
}

// TextOnly is wording that is deliberately not made a norm.
type TextOnly struct {
	Node
	Words Title
	Of    *Name // the norm to which it belongs; nil: none
}

// Reading says whose reading of the term the norms behind it are, up to the next reading.
type Reading struct {
	Node
	Name  Name
	By    []Name // empty: said where the reading was named first
	Title Title
}

// CountsAs is a constitutive rule: an act of one sort counts as one of another.
type CountsAs struct {
	Node
	Label Name
	From  *Pattern
	To    *Pattern
	For   []Name // only for norms of these; empty: for all
}

// NatureWord says what a term is when it is not (only) norms.
type NatureWord uint8

// The natures of a term.
const (
	Recital NatureWord = iota
	Belief
	Warning
	OfferTerm
	Unseen
)

// Nature is the line that says a term's nature.
type Nature struct {
	Node
	Word NatureWord
}

// Claim is an assertion about the record. Either Compare is set (about a number) or Seen (that one such act happened).
// A red line has the same form: what it names must not come about.
type Claim struct {
	Node
	RedLine bool // "red line"
	Name    Name
	By      []Name
	Title   Title
	Compare *Compare
	Seen    *Seen
}

// Concern is a worry of a party and the terms that answer it.
type Concern struct {
	Node
	Name       Name
	Of         Name
	Title      Title
	AnsweredBy []Name // labels of terms
}

// Stance is what a party says of a text.
type Stance uint8

// The stances.
const (
	Accepts Stance = iota
	Rejects
	Reserves
)

// Position is a stance that the text itself states.
type Position struct {
	Node
	Party     Name
	Stance    Stance
	Agreement Name  // "" with Term
	Term      *Name // "term 11"
	On        Point // PointDate
	Said      Title
}

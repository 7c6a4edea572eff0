package syntax

import (
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// Node is what every piece of the tree has.
type Node struct {
	Span   source.Span // from its first token to its last, without comments before and after
	First  int         // its tokens are File.Tokens[First:Last]
	Last   int
	Broken bool // something in it could not be read; what could be read is there
}

// Head gives the node itself, so that all nodes can be treated alike.
func (n *Node) Head() *Node { return n }

// File is one text. Its tokens, in order, are the whole input, byte for byte.
type File struct {
	Source *source.File
	Tokens []Token
	Stmts  []Stmt // *Vocabulary, *Agreement, *Bad and, marked Broken, statements that stand outside of these
}

// Print gives the text back as it was read.
func (f *File) Print() string {
	var b strings.Builder
	b.Grow(len(f.Source.Text))
	for _, t := range f.Tokens {
		b.WriteString(t.Before)
		b.WriteString(t.Text)
	}
	return b.String()
}

// Stmt is a statement: one of the types below that begin with a keyword, or Norm, or Bad.
type Stmt interface{ Head() *Node }

// Name is a name or label as written, in Unicode form NFC, Arabic and Persian digits as 0 to 9.
// Text is "" where a name was expected and none stood; the span is then the empty place.
type Name struct {
	Text string
	Span source.Span
}

// Missing says whether no name stood where one was expected.
func (n Name) Missing() bool { return n.Text == "" }

// Ref is a name, or a name of something inside a named thing: "11a", "khatib.11a", "g.party".
type Ref struct {
	Of   *Name // before the dot; nil: none
	Name Name
	Span source.Span
}

// Words is a text in one language.
type Words struct {
	Lang string // "en", "ar", "ru"; "en" where the text names none
	Text string // escapes undone, pieces joined by a space
	Span source.Span
}

// Title holds the same text in several languages, in the order written; empty where none is given.
type Title []Words

// Int is a whole number, 0 or more.
type Int struct {
	Value int
	Span  source.Span
}

// Bad is a stretch that could not be read as a statement.
type Bad struct{ Node }

// Vocabulary declares the things that agreements speak of.
type Vocabulary struct {
	Node
	Name  Name
	Title Title
	Items []Stmt // *Party, *Office, *Kind, *Act, *State, *Zone, *Roster, *Bad; others marked Broken (misplaced)
}

// PartySort is the word that declared a party.
type PartySort uint8

// The sorts of party.
const (
	PlainParty PartySort = iota // "party"
	Body                        // "body"
	Person                      // "person"
)

// Party declares somebody who can bear a norm or do an act.
type Party struct {
	Node
	Sort  PartySort
	Name  Name
	Title Title
	In    []Membership
}

// Membership says that a party belongs to another; From and Until may be nil.
type Membership struct {
	Node
	In          Name
	From, Until *Point // PointDate or PointTime
}

// Office declares an office; its holder is a matter of the record.
type Office struct {
	Node
	Name  Name
	Title Title
	Of    Name
}

// Kind declares a kind of thing or people with its sub-kinds.
type Kind struct {
	Node
	Name  Name
	Title Title
	Sub   []*Kind
}

// Act declares a sort of act.
type Act struct {
	Node
	Name  Name
	Title Title
	Roles []Role
}

// Role is one place in an act or a state.
type Role struct {
	Node
	Name Name
	Type *Name // nil: the role's name is its type
}

// State declares what holds from an act that begins it until an act that ends it.
type State struct {
	Node
	Name   Name
	Title  Title
	Roles  []Role
	Begins []Link
	Ends   []Link
}

// Link names an act that begins or ends a state.
type Link struct {
	Node
	Act  Name
	Args []LinkArg
}

// LinkArg ties a role of the act: with no Values to the state's role of the same name; otherwise either to
// the one state role that Values names, or it narrows the act to these values.
type LinkArg struct {
	Node
	Role   Name
	Values []Value
}

// Zone declares a named place.
type Zone struct {
	Node
	Name  Name
	Title Title
	In    *Name
	From  *Words // "file.geojson#id"
}

// Roster declares a list of members that the record fills.
type Roster struct {
	Node
	Name  Name
	Title Title
	Of    *Name
}

// Agreement is one text of terms.
type Agreement struct {
	Node
	Name     Name
	Title    Title
	Headings []Heading
	Items    []Stmt // *Mark, *Term, *Claim, *Concern, *Position, *Bad; others marked Broken (misplaced)
}

// Heading is one line at the head of an agreement: *Uses, *Force, *Dated, *InForce, *TimeZone, *Standard, *Observed, *Supersedes,
// *Partial or *Bad.
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

// InForce gives the time from which the text is in force.
type InForce struct {
	Node
	From Point // PointDate or PointTime
}

// TimeZone gives the time zone in which days are counted.
type TimeZone struct {
	Node
	Zone Words // "Asia/Damascus"
}

// Standard gives the standard of evidence of the headline.
type Standard struct {
	Node
	Grade Name // "alleged", "corroborated", "verified"
}

// Observed says what share must have been observed before absence counts. It is a heading and a clause.
type Observed struct {
	Node
	By      []Name
	Percent Int
}

// Supersedes names agreements that this one replaces.
type Supersedes struct {
	Node
	Names []Name
}

// Partial says that some of the text's terms are not known.
type Partial struct{ Node }

// Mark declares a date that an act will set, once.
type Mark struct {
	Node
	Name  Name
	Title Title
}

// Term is a numbered point of the text.
type Term struct {
	Node
	Label Name
	Title Title
	Items []Stmt // *Text, *Nature, *Norm, *Bad
}

// Text gives the wording of a term.
type Text struct {
	Node
	Words Title
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

// ModalityWord is the deontic word.
type ModalityWord uint8

// The modalities.
const (
	Must ModalityWord = iota
	MustNot
	May
	AimsTo
)

// Norm is one duty, prohibition, permission or aim.
type Norm struct {
	Node
	Label        Name
	ForEach      *Family
	Unnamed      bool
	Bearers      []Name // empty with Unnamed
	Modality     ModalityWord
	ModalitySpan source.Span
	Act          *Pattern // nil only when Broken
	Clauses      []Clause // in the order written
}

// Family makes one instance for each act, state or member.
type Family struct {
	Node
	Pattern *Pattern // for each act or state; nil with Roster
	Roster  *Name    // for each member of this roster
	Args    []Arg    // with Roster: narrows the members
	Var     Name
}

// Clause is *Bound, *Undated, *Amount, *When or *Observed.
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

// Amount is "at least N" or "at most N", in the whole window or in any stretch of length Per.
type Amount struct {
	Node
	Most bool // "at most"
	N    Int
	Per  *Period
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
)

// Point is a point in time.
type Point struct {
	Node
	Sort         PointSort
	Date         civil.Date // PointDate, PointTime
	Hour, Minute int        // PointTime
	Ref          Ref        // PointRef
	Pattern      *Pattern   // PointPattern
}

// Pattern describes acts or states.
type Pattern struct {
	Node
	Name Name // of the act or the state
	Args []Arg
}

// Arg says what the values of a role must be: one of Values.
type Arg struct {
	Node
	Role   Name
	Values []Value
}

// ValueSort says how a value is written.
type ValueSort uint8

// The sorts of value.
const (
	NoValue     ValueSort = iota // missing
	ValueName                    // a party, kind, zone, mark, person
	ValueOf                      // "g.party": a role of the family's variable
	ValueText                    // a string
	ValueNumber                  // a number
)

// Value is one value of a role.
type Value struct {
	Node
	Sort   ValueSort
	Ref    Ref    // ValueName, ValueOf
	Text   string // ValueText
	Number int    // ValueNumber
}

// Cond is a condition: *And, *Or, *Not, *Seen, *NormIs, *MarkSet, *After, *Compare or *BadCond.
type Cond interface{ Head() *Node }

// And is true when all are.
type And struct {
	Node
	Conds []Cond // two or more
}

// Or is true when one is.
type Or struct {
	Node
	Conds []Cond // two or more
}

// Not is true when Cond is false.
type Not struct {
	Node
	Cond Cond
}

// Seen is "attack(...)", "no attack(...)", "held(...)", "no held(...)": an act seen or a state that holds.
type Seen struct {
	Node
	No          bool
	Pattern     *Pattern
	From, Until *Point // nil: none
}

// NormWord is what a condition asks of a norm.
type NormWord uint8

// The words asked of a norm.
const (
	IsKept NormWord = iota
	IsBreached
	IsDue
	IsInForce
)

// NormIs asks for another norm's state.
type NormIs struct {
	Node
	Norm Ref
	Word NormWord
}

// MarkSet asks whether a mark has been set.
type MarkSet struct {
	Node
	Mark Name
}

// After is true from the point on.
type After struct {
	Node
	Point Point
}

// Op is a comparison.
type Op uint8

// The comparisons.
const (
	AtLeast  Op = iota // >=
	AtMost             // <=
	MoreThan           // >
	LessThan           // <
	Equal              // =
)

// Compare compares a figure with a number.
type Compare struct {
	Node
	Figure Figure
	Op     Op
	N      Int
}

// BadCond is a condition that could not be read.
type BadCond struct{ Node }

// Measure says how acts become a number.
type Measure uint8

// The measures.
const (
	Count Measure = iota
	CountDistinct
	Sum
)

// Figure is a number made from acts.
type Figure struct {
	Node
	Measure     Measure
	Role        Name     // CountDistinct, Sum
	Pattern     *Pattern // nil only when Broken
	From, Until *Point   // nil: none
}

// Claim is an assertion about the record. Either Compare is set (about a number) or Seen (that one such act happened).
type Claim struct {
	Node
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

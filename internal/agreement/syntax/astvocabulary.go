package syntax

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

// MembershipWord says how one party belongs to another.
type MembershipWord uint8

// The ways to belong.
const (
	MemberIn MembershipWord = iota // "in P"
	Holds                          // "holds OFFICE"
	Follows                        // "succeeds P": acts and is bound in its place
)

// Membership says that a party belongs to another; From and Until may be nil.
type Membership struct {
	Node
	Word        MembershipWord
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
	// Phases: "in phases", the act is begun and finished by acts of their own.
	Phases bool
}

// TypeWord is a type of role that the language knows.
type TypeWord uint8

// The types of roles.
const (
	TypeKind TypeWord = iota // a kind of the vocabulary, by its name
	TypeParty
	TypeParties
	TypePlace
	TypePerson
	TypeCount
	TypeMeasure
	TypeDate
	TypeMark
	TypeText
)

// Role is one place in an act or a state.
type Role struct {
	Node
	Name Name
	Type *Name    // nil: the role's name is its type
	Word TypeWord // what Type, or else Name, means as a type
	Unit *Words   // the unit of a measure, such as "mm"; nil: none
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
	Phase PhaseWord
	Act   Name
	Args  []LinkArg
}

// LinkArg ties a role of the act: with no Values to the state's role of the same name; otherwise either to
// the one state role that Values names, or it narrows the act to these values.
type LinkArg struct {
	Node
	Role   Name
	Values []Value
}

// Zone declares a named place: an area, or a line.
type Zone struct {
	Node
	Line  bool // "line": distances are measured from it
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

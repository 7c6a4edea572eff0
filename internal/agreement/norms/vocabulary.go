package norms

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/source"
)

// Vocabulary holds the things that agreements speak of. All lists are sorted by ID; IDs are unique within each list.
type Vocabulary struct {
	Parties []Party
	Kinds   []Kind
	Acts    []Act
	States  []State
	Zones   []Zone
	Rosters []RosterDecl
	reach   *reach // made by Program.Index; nil: Below searches
}

// Membership says that a party belongs to another from Since until Until (civil.Ever and civil.Forever where the text sets no bound).
type Membership struct {
	In    string
	Dates civil.Interval
}

// Party is anybody who can bear a norm or do an act: a state, a force, a body, an office, a person in a role.
type Party struct {
	ID    string
	Names Names
	Sort  PartySort
	In    []Membership // an office is in the party whose office it is
	Span  source.Span
}

// PartySort tells parties, bodies, offices and persons apart for the reader; the judge treats them alike.
type PartySort uint8

// The sorts of party.
const (
	PlainParty PartySort = iota
	Body
	Office
	Person
)

// Kind is a kind of thing or of people; sub-kinds name their parent. A root has Parent "".
type Kind struct {
	ID     string
	Names  Names
	Parent string
	Span   source.Span
}

// RoleType is the type of values that a role takes.
type RoleType uint8

// The types of roles.
const (
	PartyRole  RoleType = iota // one party, or several (attributions)
	KindRole                   // a kind below Role.Kind
	PlaceRole                  // a place, matched against zones
	PersonRole                 // a person or thing by its own id
	CountRole                  // a number, low to high
	DateRole                   // a day
	MarkRole                   // the name of a mark
	TextRole                   // free text, matched exactly after folding
)

// Role is one place in an act or a state.
type Role struct {
	Name string
	Type RoleType
	Kind string // for KindRole: the root kind
	Many bool   // written with a plural type: may hold several values
	Unit string // CountRole: a measured role (calibre, distance), in this unit; "": a count
}

// Act is a sort of act. The first role of type PartyRole is the doer: a norm's bearer fills it, and attributions fill it in facts.
type Act struct {
	ID    string
	Names Names
	Roles []Role // as declared
	Of    string // a phase of this act, "" for a whole act. The phases of act A are A.begin and A.finish
	Phase Phase
	Span  source.Span
}

// Phase is a part of a long act (spec/norms.md, section 3).
type Phase uint8

// The phases.
const (
	Whole Phase = iota
	Begin
	Finish
)

// Doer gives the name of the act's doer role, "" when it has none.
func (a *Act) Doer() string {
	for _, r := range a.Roles {
		if r.Type == PartyRole {
			return r.Name
		}
	}
	return ""
}

// State is a fluent: it holds for a choice of role values from an act that begins it until an act that ends it.
type State struct {
	ID     string
	Names  Names
	Roles  []Role
	Begins []Link
	Ends   []Link
	Span   source.Span
}

// Link says that an act begins or ends a state. Filter names the act and narrows it. Roles says which role of the
// act fills which role of the state. An end ends what is equal in every state role that it fills (its key).
type Link struct {
	Filter Pattern
	Roles  []RoleLink // sorted by State
}

// RoleLink says that a role of an act fills a role of a state.
type RoleLink struct{ Act, State string }

// Zone is a named place. A place lies in a zone when it is bound to it or to a zone inside it, or when its coordinates fall in Area.
type Zone struct {
	ID    string
	Names Names
	In    string      // the zone that holds it, "" for none
	Area  *geo.Area   // nil: known by name only
	Line  []geo.Point // a line rather than an area; nil: none
	Span  source.Span
}

// RosterDecl declares a list of members that the record fills: those held, those pledged.
type RosterDecl struct {
	ID    string
	Names Names
	Of    string // the state whose holders it lists, "" for a list of anything
	Span  source.Span
}

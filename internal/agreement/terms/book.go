package terms

import (
	"fmt"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/source"
)

// Book is everything that was given together: vocabularies and agreements, resolved.
type Book struct {
	Files        []*syntax.File // as given
	Vocabularies []*Vocabulary  // in the order of the files
	Agreements   []*Agreement   // in the order of the files
}

// Titles holds the same text in several languages: language code to text.
type Titles map[string]string

// Moment is a day, or a clock time on a day, without a zone.
type Moment struct {
	Date         civil.Date
	Clock        bool // Hour and Minute are given
	Hour, Minute int
}

// In gives the moment's first instant in a zone.
func (m Moment) In(z civil.Zone) int64 {
	if m.Clock {
		return z.Clock(m.Date, m.Hour, m.Minute)
	}
	return z.Start(m.Date)
}

// String gives the moment as the language writes it.
func (m Moment) String() string {
	if m.Clock {
		return fmt.Sprintf("%sT%02d:%02d", m.Date, m.Hour, m.Minute)
	}
	return m.Date.String()
}

// Vocabulary declares the things that agreements speak of, in the order of the text.
type Vocabulary struct {
	ID      string
	Titles  Titles
	File    *syntax.File
	Parties []*Party
	Kinds   []*Kind // sub-kinds after their parent
	Acts    []*Act
	States  []*State
	Zones   []*Zone
	Rosters []*Roster
	Span    source.Span // of its name
}

// PartySort tells parties, bodies, offices and persons apart.
type PartySort uint8

// The sorts of party.
const (
	PlainParty PartySort = iota
	Body
	Office
	Person
)

// Party is anybody who can bear a norm or do an act.
type Party struct {
	ID     string
	Titles Titles
	Sort   PartySort
	In     []Membership // an office has one, without dates: the party whose office it is
	Span   source.Span  // of its name
}

// Membership says that a party belongs to another; nil bounds: since ever, for ever.
type Membership struct {
	In          *Party
	From, Until *Moment
}

// Kind is a kind of thing or of people. A root has no Parent.
type Kind struct {
	ID     string
	Titles Titles
	Parent *Kind
	Span   source.Span // of its name
}

// Root gives the kind at the top.
func (k *Kind) Root() *Kind {
	for k.Parent != nil {
		k = k.Parent
	}
	return k
}

// Below says whether k is w or a sub-kind of it.
func (k *Kind) Below(w *Kind) bool {
	for ; k != nil; k = k.Parent {
		if k == w {
			return true
		}
	}
	return false
}

// RoleType is the type of values that a role takes.
type RoleType uint8

// The types of roles.
const (
	PartyRole RoleType = iota
	KindRole
	PlaceRole
	PersonRole
	CountRole
	DateRole
	MarkRole
	TextRole
)

// Role is one place in an act or a state.
type Role struct {
	Name    string
	Type    RoleType
	Kind    *Kind  // KindRole: values are at or below it
	Many    bool   // written with a plural type
	Measure bool   // CountRole: a measured number, which is not summed
	Unit    string // of a measure; "" for none
	Span    source.Span

	word string // its type, as the language of its text writes it
}

// Act is a sort of act.
type Act struct {
	ID     string
	Titles Titles
	Roles  []*Role
	Phases bool        // it is begun and finished by acts of their own
	Span   source.Span // of its name
	holes  bool        // a role could not be read or resolved: a role that is missing may be that one
}

// Doer gives the act's first role for a party, which the bearer of a norm fills; nil when it has none.
func (a *Act) Doer() *Role {
	for _, r := range a.Roles {
		if r.Type == PartyRole {
			return r
		}
	}
	return nil
}

// State holds for a choice of role values from an act that begins it until an act that ends it.
type State struct {
	ID     string
	Titles Titles
	Roles  []*Role
	Begins []Link
	Ends   []Link
	Span   source.Span // of its name
	holes  bool
}

// Link says that an act begins or ends a state.
type Link struct {
	Filter Pattern    // the act, narrowed
	Roles  []RolePair // in the order of the text
}

// RolePair says that a role of an act fills a role of a state.
type RolePair struct{ Act, State *Role }

// Zone is a named place.
type Zone struct {
	ID     string
	Titles Titles
	In     *Zone     // nil: none
	Area   *geo.Area // nil: known by name only
	Line   bool      // a line, along Points
	Points []geo.Point
	Span   source.Span
}

// Roster declares a list that the record fills.
type Roster struct {
	ID     string
	Titles Titles
	Of     *State // nil: of anything
	Span   source.Span
	member *Role // of anything: a member is known by its own id alone
}

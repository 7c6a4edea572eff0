package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/source"
)

// Norm is one duty, prohibition, permission, aim or power.
type Norm struct {
	ID        string // its label
	Agreement *Agreement
	Term      *Term
	Reading   *Reading // nil: the text as written
	Otherwise *Norm    // in force once that norm is breached; nil: none
	Bearers   []*Party // empty: the text names nobody, or Bearer does
	Share     syntax.ShareWord
	Bearer    *Value // the role of the family's variable that bears the norm; nil: Bearers do
	Modality  syntax.ModalityWord
	Deed      syntax.DeedWord
	Act       Pattern  // of nothing with KeepCond and BringAbout
	Goal      Cond     // KeepCond, BringAbout
	Actors    []*Party // EnsureThat
	Effect    *Effect  // of a power; nil: none
	Except    []Pattern
	Judged    *Judged
	Cure      *Cure
	Clock     *Clock
	Consent   *Consent
	Taking    []*Party // who must take part, in the role Part
	Part      *Role
	ForEach   *Family // nil: one instance
	AtLeast   *Amount
	AtMost    *Amount
	Bounds    []Bound   // in the order of the text; at most one for each side of the window
	Lasts     *Duration // "for PERIOD": another end of the window; nil: none
	Undated   bool      // the text says so
	If        Cond      // nil: none, as with the other conditions
	Once      Cond
	While     Cond
	Until     Cond
	Unless    Cond
	OnlyOnce  bool // Once was written "only once"
	Observed  *Observed
	Span      source.Span // of the whole norm
	Label     source.Span // of its label
}

// Asks names what the norm asks: its act, or the first act or state that the condition it asks speaks of.
func (n *Norm) Asks() string {
	name := n.Act.ID()
	Walk{Pattern: func(p *Pattern) {
		if name == "" {
			name = p.ID()
		}
	}}.Condition(n.Goal, true)
	return name
}

// Name gives the norm's name among all agreements.
func (n *Norm) Name() string { return n.Agreement.ID + "." + n.ID }

// Amount is a number of acts, in the whole window, in any stretch of length Per, or (Every) in each of those that follow one another.
type Amount struct {
	N     int
	Role  *Role // the sum of this role; nil: acts
	Per   civil.Period
	Every bool
}

// Duration is a time from the beginning of the window, or from the start, renewed unless a condition is true.
type Duration struct {
	Period civil.Period
	Again  civil.Period // zero: not renewed
	Unless Cond
	Span   source.Span
}

// Effect is what a power brings about. Of the targets those are set that its deed has.
type Effect struct {
	Norms  []*Norm
	Terms  []*Term
	Text   bool // the whole text
	Mark   *Mark
	Party  *Party
	Period civil.Period // of a suspension (zero: until resumed), of an extension
	Span   source.Span  // of the words that say so
}

// Judged is an open word that only a finding settles.
type Judged struct {
	Word    string // in the language written first
	Titles  Titles
	By      []*Party
	Finding *Finding
}

// Finding is the act by which a body says what it found, with its roles: on which norm, and which word.
type Finding struct {
	Act        *Act
	Of, Result *Role
}

// Cure is time to cure after the end of the window.
type Cure struct {
	Period civil.Period
	Notice *Pattern // the time runs from the notice; nil: from the end
}

// Clock says what suspension does to the end of the window.
type Clock struct {
	Stops bool
	Span  source.Span
}

// Consent is the consent of others on which a norm depends.
type Consent struct {
	Word syntax.ConsentWord
	Of   []*Party
	Act  *Act
	To   *Role // the text role that names the norm; nil: consent to anything
}

// Bound is a clause of the window.
type Bound struct {
	Word   syntax.BoundWord
	Period civil.Period // Within
	Day    int          // Day, ByDay: 1 or more
	Point  Point
	Span   source.Span
}

// Starts says whether the clause opens the window.
func (b *Bound) Starts() bool {
	return b.Word == syntax.Within || b.Word == syntax.Day || b.Word == syntax.From
}

// Ends says whether the clause closes the window.
func (b *Bound) Ends() bool { return b.Word != syntax.From }

// Family makes one instance for each act, state, member, party or pair of parties.
type Family struct {
	Var     string
	Word    syntax.FamilyWord
	Roster  *Roster // EachMember
	Pattern Pattern // of an act or a state; with Roster: its state (if it is of one) narrows the members
	Span    source.Span

	roles []*Role // EachParty, EachPair
}

// Roles gives the roles that the family's variable has.
func (f *Family) Roles() []*Role {
	if f.roles != nil {
		return f.roles
	}
	return f.Pattern.Roles()
}

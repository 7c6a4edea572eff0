package review

import (
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// Roles of users (record.UserRoles).
const (
	Administrator = "administrator"
	Assessor      = "assessor"
	Observer      = "observer"
	Publisher     = "publisher"
	Reader        = "reader"
	Recorder      = "recorder"
)

// Action is something that takes a right.
type Action string

// The actions.
const (
	Read         Action = "read"           // an incident whole, as it stands in the record
	ReadOpen     Action = "read_published" // an incident in the form that was published, or put to the observer's party
	Enter        Action = "enter"          // sources, accounts, incidents, what hangs on them, imports
	Assess       Action = "assess"         // grades; adopting another's; opening an inquiry
	Find         Action = "find"           // making it a finding
	PutTo        Action = "put"            // putting a finding to a party, entering its answer
	Publish      Action = "publish"        // publishing a finding, or an incident
	Disagree     Action = "dissent"        // entering one's own dissent
	Sign         Action = "sign"           // with one's own key
	ManageUsers  Action = "users"          // users, roles, others' sessions
	ReadEntries  Action = "entries"        // the chain of entries as it stands, all of them
	OwnSession   Action = "session"        // beginning and ending one's own
	AskExport    Action = "request"        // asking for an export
	AllowExport  Action = "allow_export"   // allowing another's
	ReadIdentity Action = "identity"       // that an identity stands sealed, and to whom
	HoldConsent  Action = "consent"        // what sources and persons allow; sealing who they are
	OpenIdentity Action = "open_identity"  // opening a sealed identity, with a key
	Remove       Action = "remove"         // taking content away, with a second person
)

// Actions lists all of them.
var Actions = []Action{
	Read, ReadOpen, Enter, Assess, Find, PutTo, Publish, Disagree, Sign, ManageUsers, ReadEntries, OwnSession, AskExport, AllowExport, ReadIdentity,
	HoldConsent, OpenIdentity, Remove,
}

// State is what matters of an incident for a right.
type State struct {
	Published bool // somebody published it
	PutToOwn  bool // a finding on it was put to the principal's party
	Entered   bool // the principal entered it first
	Waiting   bool // nobody of us has assessed it
}

// when is a condition on the state.
type when func(State) bool

func always(State) bool        { return true }
func published(s State) bool   { return s.Published }
func openToParty(s State) bool { return s.Published || s.PutToOwn }
func onDesk(s State) bool      { return s.Entered || s.Waiting }

// right is a line of the table: with the role, the action is allowed when the state is so.
type right struct {
	role   string
	action Action
	when   when
}

// everybody is the role of those who have none, signed in or not.
const everybody = ""

// rights is the whole table. What is not in it is not allowed.
var rights = []right{
	{everybody, ReadOpen, published},

	{Observer, ReadOpen, openToParty},
	{Observer, OwnSession, always},

	{Reader, Read, always},
	{Reader, OwnSession, always},
	{Reader, AskExport, always},

	{Recorder, Enter, always},
	{Recorder, Read, onDesk},
	{Recorder, Disagree, onDesk},
	{Recorder, Sign, always},
	{Recorder, HoldConsent, always},
	{Recorder, OwnSession, always},
	{Recorder, AskExport, always},

	{Assessor, Read, always},
	{Assessor, Assess, always},
	{Assessor, Find, always},
	{Assessor, PutTo, always},
	{Assessor, Disagree, always},
	{Assessor, Sign, always},
	{Assessor, HoldConsent, always},
	{Assessor, OpenIdentity, always},
	{Assessor, OwnSession, always},
	{Assessor, AskExport, always},

	{Publisher, Read, always},
	{Publisher, PutTo, always},
	{Publisher, Publish, always},
	{Publisher, Disagree, always},
	{Publisher, Sign, always},
	{Publisher, HoldConsent, always},
	{Publisher, Remove, always},
	{Publisher, OwnSession, always},
	{Publisher, AskExport, always},
	{Publisher, AllowExport, always},

	{Administrator, ManageUsers, always},
	{Administrator, ReadEntries, always},
	{Administrator, ReadIdentity, always},
	{Administrator, Sign, always},
	{Administrator, HoldConsent, always},
	{Administrator, OpenIdentity, always},
	{Administrator, Remove, always},
	{Administrator, OwnSession, always},
	{Administrator, AllowExport, always},
}

// Principal is who acts or looks.
type Principal struct {
	ID     string   // of the user, or the name that whoever holds a single person's file goes by; "": nobody
	Roles  []string // none: as everybody
	Party  string   // an observer's
	Single bool     // the holder of a single person's file: everything is allowed

	Bounded bool     // the holder of a token (Within)
	only    []Action // Bounded: the actions that its scopes leave
}

// Public is somebody of whom nothing is known.
var Public = Principal{}

// Principal finds who a name is. Refused: a name that is no user's, where there are users.
func (us Users) Principal(id string) (Principal, Refusals) {
	if us.Single() {
		return Principal{ID: id, Single: true}, nil
	}
	if id == "" {
		return Public, nil
	}
	u, ok := us[id]
	switch {
	case !ok:
		return Public, Refusals{refuse("unknown_user", "user", id)}
	case len(u.Roles) == 0:
		return Public, Refusals{refuse("ended_user", "user", id)}
	}
	who := Principal{ID: u.ID, Roles: u.Roles}
	if slices.Contains(u.Roles, Observer) { // nobody else looks with a party's eyes, whatever an earlier version of the user says
		who.Party = u.Party
	}
	return who, nil
}

// May says whether an action is allowed on an incident in a state.
func (p Principal) May(a Action, s State) bool {
	if p.Single {
		return true
	}
	return slices.ContainsFunc(rights, func(r right) bool {
		return r.action == a && (r.role == everybody || slices.Contains(p.Roles, r.role) && p.reaches(a)) && r.when(s)
	})
}

// Whole says that every incident is open to the principal.
func (p Principal) Whole() bool { return p.May(Read, State{}) }

// Require is May with the refusal that says who may.
func (p Principal) Require(a Action, s State) Refusals {
	if p.May(a, s) {
		return nil
	}
	if p.ID == "" {
		return Refusals{refuse("who", "action", string(a))}
	}
	if whole := (Principal{ID: p.ID, Roles: p.Roles}); p.Bounded && whole.May(a, s) {
		return Refusals{refuse("scope", "user", p.ID, "action", string(a))}
	}
	var roles []string
	for _, r := range rights {
		if r.action == a && r.role != everybody && !slices.Contains(roles, r.role) {
			roles = append(roles, r.role)
		}
	}
	return Refusals{refuse("right", "user", p.ID, "action", string(a), "roles", strings.Join(roles, ", "))}
}

// StateOf gives the state of an incident for a principal. enterer is the actor of its first entry.
func (p Principal) StateOf(b *record.Bundle, enterer string) State {
	s := State{Published: b.Publication.Public, Entered: p.ID != "" && enterer == p.ID, Waiting: true}
	for i := range b.Assessments {
		s.Waiting = s.Waiting && b.Assessments[i].Rule != ""
	}
	for i := range b.Reviews {
		for _, put := range b.Reviews[i].Put {
			s.PutToOwn = s.PutToOwn || p.Party != "" && put.Party == p.Party
		}
	}
	return s
}

// For gives the right that a step to a stage takes.
func For(stage string) Action {
	switch stage {
	case Found:
		return Find
	case Put:
		return PutTo
	case Published:
		return Publish
	}
	return Assess
}

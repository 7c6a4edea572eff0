package board

// Visitor is who looks at a page.
type Visitor struct {
	ID       string // "": not signed in
	Single   bool   // the holder of a single person's file: nobody signs in there
	Part     bool   // a part of the record is all that the visitor sees
	Manages  bool   // may manage users
	Enters   bool   // may enter incidents and correct them
	Reviews  bool   // may look at the queue of findings
	Assesses bool   // may assess, and decide which incidents are one

	Publishes bool // may let things out
}

// SignInView is the page for signing in.
type SignInView struct {
	User, To string
	Wrong    string // why it was not done
	Stale    bool   // a session had ended
	Passkey  PasskeyView
	Provider string // who else says who somebody is; "": nobody
}

// PasskeyView says whether passkeys work at the name by which the board was reached.
type PasskeyView struct {
	Works bool
	There string // where the same page is at a name with which they do; "": nowhere that is known
}

// LeaveView is the page from which the browser goes on to the provider.
type LeaveView struct{ Name, Address string }

// WelcomeView is the page on which somebody who was invited chooses a password.
type WelcomeView struct {
	Code, User string // no User: the code is asked for
	Wrong      string
	Least      int // characters of a password
	Passkey    PasskeyView
	Provider   string
}

// MeView is what stands of the visitor.
type MeView struct {
	ID          string
	Single      bool
	Roles       string
	Sessions    []SessionRow
	Said, Wrong string
	Least       int

	Tokens     []TokenRow
	TokenForm  TokenForm
	TokenWrong string    // why none was made
	NewToken   *NewToken // nil: none was just made

	Fresh              bool // they signed in a short while ago, and may change how they do
	HasPassword        bool
	Passkey            PasskeyView
	Passkeys           []PasskeyRow
	Provider           string // "": there is none
	Linked, LinkedUsed string // since when an account there is theirs, and when it was used; "": none is
}

// PasskeyRow is one passkey of the visitor.
type PasskeyRow struct {
	ID, Name, Made, Used string
	Site                 string // the name with which it works, where it is another than the present one
	Copied               bool   // its counter went back: it signs in nobody any more
}

// SessionRow is one session of the visitor.
type SessionRow struct {
	ID, Started, Expires string
	Present              bool
}

// PeopleView is the page of who works on the record.
type PeopleView struct {
	Alone bool // nobody is a user yet: it is a single person's file
	Rows  []UserRow
	Roles []RoleChoice
	Form  UserForm // as it was sent, where it was refused
	Wrong []string

	Invited, Code string // who was just invited, and the code, which is shown once
	Hours         int
}

// UserRow is one user.
type UserRow struct {
	ID, Name, Roles, Party string
	Ended                  bool
}

// UserForm is what is said of a user.
type UserForm struct {
	ID, Name, Party, Why string
	Roles                []string
}

// RoleChoice is a role that may be chosen.
type RoleChoice struct {
	Value, Name string
	Chosen      bool
}

// AuditView is the page of who looked at, or took out, what is not for everybody; the newest first.
type AuditView struct {
	Rows  []AuditRow
	Total int
}

// AuditRow is one access.
type AuditRow struct{ When, User, What, Subject, Why string }

// AgainView holds what somebody sent whose session had ended, so that they can send it again. Nothing of it is kept.
type AgainView struct {
	Action string
	Fields []Pair // as they are sent
	Typed  []Pair // those that somebody typed, by the names that they have on the form
}

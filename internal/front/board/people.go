package board

// Visitor is who looks at a page.
type Visitor struct {
	ID     string // "": not signed in
	Single bool   // the holder of a single person's file: nobody signs in there
	Part   bool   // a part of the record is all that the visitor sees
}

// SignInView is the page for signing in.
type SignInView struct {
	User, To string
	Wrong    string // why it was not done
	Stale    bool   // a session had ended
}

// WelcomeView is the page on which somebody who was invited chooses a password.
type WelcomeView struct {
	Code, User string // no User: the code is asked for
	Wrong      string
	Least      int // characters of a password
}

// MeView is what stands of the visitor.
type MeView struct {
	ID          string
	Single      bool
	Roles       string
	Sessions    []SessionRow
	Said, Wrong string
	Least       int
}

// SessionRow is one session of the visitor.
type SessionRow struct {
	ID, Started, Expires string
	Present              bool
}

package review

import "slices"

// Scope is what the holder of a token may do with it, of what its user may do.
type Scope string

// The scopes.
const (
	ScopeRead   Scope = "read"   // reading what the user may read
	ScopeEnter  Scope = "enter"  // entering sources, accounts, incidents and what hangs on them, row by row
	ScopeImport Scope = "import" // the same from files
	ScopeAssess Scope = "assess" // grades, and what foreign words mean
	ScopeReview Scope = "review" // steps of a finding up to its being put to a party, its answer, dissent, what was decided of two incidents

	// What goes out, or stands for a second person, is in a scope of its own: no other reaches so far.
	ScopeSecond  Scope = "second"  // standing behind a finding as its second person
	ScopePublish Scope = "publish" // publishing, and taking it back
)

// Scopes lists all of them.
var Scopes = []Scope{ScopeRead, ScopeEnter, ScopeImport, ScopeAssess, ScopeReview, ScopeSecond, ScopePublish}

// reach says which actions a scope leaves to its user. What is in none of them (users, sessions, identities, consent, exports of what is not public, removal) no token can do.
var reach = map[Scope][]Action{
	ScopeRead:   {Read, ReadOpen},
	ScopeEnter:  {Enter},
	ScopeImport: {Enter},
	ScopeAssess: {Assess},
	ScopeReview: {Assess, Find, PutTo, Disagree},

	ScopeSecond:  {Sign},
	ScopePublish: {Publish},
}

// Within gives the principal as the holder of a token with these scopes: what everybody may, and of what the user may that for which there is a scope.
func (p Principal) Within(scopes []Scope) Principal {
	p.Bounded, p.only = true, nil
	for _, s := range scopes {
		for _, a := range reach[s] {
			if !slices.Contains(p.only, a) {
				p.only = append(p.only, a)
			}
		}
	}
	slices.Sort(p.only)
	if !slices.Contains(p.only, ReadOpen) {
		p.Party = "" // who may not read does not look with a party's eyes
	}
	return p
}

// reaches says whether an action is not outside the scopes of the token.
func (p Principal) reaches(a Action) bool { return !p.Bounded || slices.Contains(p.only, a) }

// Useful says whether the principal's roles give anything that a scope could leave.
func (p Principal) Useful(s Scope) bool {
	return slices.ContainsFunc(reach[s], func(a Action) bool {
		return p.May(a, State{Published: true, PutToOwn: true, Entered: true, Waiting: true}) && (a != ReadOpen || p.ID != "")
	})
}

// Same says that two principals have the same rights.
func (p Principal) Same(q Principal) bool {
	return p.ID == q.ID && p.Party == q.Party && p.Single == q.Single && p.Bounded == q.Bounded && slices.Equal(p.Roles, q.Roles) && slices.Equal(p.only, q.only)
}

package board

// TokenRow is one token of the visitor.
type TokenRow struct{ ID, Name, Scopes, Used, Until string }

// NewToken is a token that was just made: this is the one time that it is shown.
type NewToken struct{ Name, Secret string }

// TokenForm is what is said of a token that is to be made.
type TokenForm struct {
	Name, Days string
	Scopes     []RoleChoice
	Most       int // days
}

package board

// ErrorView is the page that says what is missing or wrong, and what the next step is.
type ErrorView struct {
	Title, Text string
	Remarks     []Remark // what is wrong with the texts, where that is the matter
	SignIn      bool     // the next step is to sign in
}

// Remark is one thing that is wrong with a text.
type Remark struct{ Place, Text string }

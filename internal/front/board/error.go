package board

// ErrorView is the page that says what is missing or wrong, and what the next step is.
type ErrorView struct {
	Title, Text string
	Remarks     []Remark // what is wrong with the texts, where that is the matter
	SignIn      bool     // the next step is to sign in
	Again       bool     // the same address may answer in a while
	Present     bool     // the same page as of now is not held up
}

// Remark is one thing that is wrong with a text.
type Remark struct{ Place, Text string }

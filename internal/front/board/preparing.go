package board

// PreparingView is the page that says that something is being worked out, and how far that is.
type PreparingView struct {
	Percent int
	At      string // where to ask again
}

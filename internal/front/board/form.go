package board

// FormField is one field of a form: what was typed stays in it, and what is wrong with it stands beside it.
type FormField struct {
	Name   string // as it is sent
	Label  string
	Hint   string // "": none
	Value  string
	Sort   string   // "line", "lines", "day", "choice", "mark"
	List   string   // id of a list of values that are offered; "": none
	Lang   string   // in which it is written, where that is known
	Need   bool     // it may not be empty
	Wrong  []string // what is wrong with it
	Choice []Choice
}

// FormList is a list of values that fields offer.
type FormList struct {
	ID     string
	Values []Choice
}

// FormPart is fields under one heading.
type FormPart struct {
	Title  string
	Folded bool // it opens at a click
	Fields []FormField
}

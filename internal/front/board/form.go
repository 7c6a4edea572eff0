package board

import (
	"slices"
	"strconv"
	"strings"
)

// unsaid are fields that no form shows.
var unsaid = []string{"do", "seen", "looked", "accounts", "parties", "draft", "draft_version", "step", "stage", "account", "to", "code", "a", "b", "after", "id"}

// FieldName gives the name that a field has on its form, by that under which it is sent; "": no form shows it.
func (rd Reader) FieldName(name string) string {
	first, column, of := strings.Cut(name, ".")
	if slices.Contains(unsaid, name) || column == "account" {
		return ""
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(first, "a")); of && err == nil {
		return rd.AccountField(n) + " " + rd.ColumnName(column)
	}
	if of {
		return rd.AssessName(name)
	}
	for _, set := range []string{"board.field.", "board.small.source.", "board.small.coverage.", "board.review.", "board.follow.", "board.publish."} {
		if rd.W.Has(set + name) {
			return rd.W.Text(set + name)
		}
	}
	return rd.ColumnName(name)
}

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
	Short  string // where faults of its fields are told of elsewhere; "": their labels say enough
	Folded bool   // it opens at a click
	Fields []FormField
}

// Fault leads from above a form to a field with which something is wrong: what that is stands there.
type Fault struct {
	At    string // the id of the field in the page
	Label string
}

// faultsOf lists what is wrong with fields, in the order in which they stand. whose goes before their labels: "Account 2,".
func faultsOf(whose string, fields ...FormField) (list []Fault) {
	for i := range fields {
		if f := &fields[i]; len(f.Wrong) > 0 {
			label := f.Label
			if whose != "" {
				label = whose + " " + label
			}
			list = append(list, Fault{"f-" + f.Name, label})
		}
	}
	return list
}

// Faults are those of the whole form.
func (v *EnterView) Faults() (list []Fault) {
	for i := range v.Parts {
		list = append(list, faultsOf("", v.Parts[i].Fields...)...)
	}
	for i := range v.Accounts {
		list = append(list, faultsOf(v.Accounts[i].Short, v.Accounts[i].Fields...)...)
	}
	return list
}

// Faults are those of the whole form.
func (v *SmallView) Faults() []Fault { return faultsOf("", v.Part.Fields...) }

// Faults are those of the whole form, the file's last, as it stands there.
func (v *AttachView) Faults() []Fault {
	list := faultsOf("", v.Part.Fields...)
	if len(v.FileWrong) > 0 {
		list = append(list, Fault{"file", v.FileLabel})
	}
	return list
}

// Faults are those of the whole form.
func (v *AssessView) Faults() []Fault {
	list := faultsOf("", v.Main...)
	for i := range v.Parties {
		list = append(list, faultsOf("", v.Parties[i].To, v.Parties[i].Grade)...)
	}
	list = append(list, faultsOf("", v.Group...)...)
	for i := range v.Numbers {
		if n := &v.Numbers[i]; len(n.Wrong) > 0 {
			list = append(list, Fault{"f-" + n.Low.Name, n.Name})
		}
	}
	return append(list, faultsOf("", v.More.Fields...)...)
}

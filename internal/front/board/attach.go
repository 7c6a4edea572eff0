package board

import (
	"mithaq/internal/evidence/record"
)

// AttachView is the page on which a file is put to an account of an incident.
type AttachView struct {
	Incident, Title string
	Most            string // the largest file that is taken
	Wrong           []string
	FileWrong       []string
	FileLabel       string
	Part            FormPart
	Lists           []FormList
}

// AttachForm makes the fields beside the file itself.
func (r *Run) AttachForm(rd Reader, v *AttachView, b *record.Bundle, values func(string) string, wrong map[string][]string) {
	v.FileWrong, v.FileLabel = wrong["file"], rd.W.Text("board.attach.file")
	bare := rd.W.Bare()
	accounts := []Choice{{"", bare.Text("board.attach.account.new"), values("account") == ""}}
	for i := range b.Accounts {
		a := &b.Accounts[i]
		name := r.sourceName(rd, a.Source)
		if a.Published != "" {
			name += ", " + rd.When(a.Published)
		}
		accounts = append(accounts, Choice{a.ID, name, values("account") == a.ID})
	}
	v.Part.Title = rd.W.Text("board.attach.part")
	for _, name := range []string{"account", "source", "url", "obtained", "note", "graphic"} {
		f := FormField{Name: name, Label: rd.W.Text("board.attach." + name), Value: values(name), Sort: "line", Wrong: wrong[name]}
		if key := "board.attach." + name + ".hint"; rd.W.Has(key) {
			f.Hint = rd.W.Text(key)
		}
		switch name {
		case "account":
			f.Sort, f.Choice = "choice", accounts
		case "source":
			f.List = "list-source"
		case "note":
			f.Sort = "lines"
		case "graphic":
			f.Sort = "mark"
		}
		v.Part.Fields = append(v.Part.Fields, f)
	}
	for _, l := range r.enterLists(rd) {
		if l.ID == "list-source" {
			v.Lists = append(v.Lists, l)
		}
	}
}

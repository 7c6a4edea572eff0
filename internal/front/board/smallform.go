package board

import (
	"mithaq/internal/evidence/record"
)

// SmallView is the page on which a source, or a statement of coverage, is entered or corrected.
type SmallView struct {
	Action   string // the address of the form below the language
	Title    string
	Lead     string
	Back     Pair // where one came from: its name, and its path below the language
	Hidden   []Pair
	Part     FormPart
	Lists    []FormList
	Wrong    []string
	Look     *LookView
	Changed  []ChangedField
	Existing bool
}

// The fields of the small forms, in their order: the columns of the layouts of files.
var (
	SourceColumns   = []string{"source", "name_en", "name_ar", "name_ru", "sort", "party", "cites", "reliability", "url", "note"}
	CoverageColumns = []string{"observer", "zone", "from", "to", "denied", "denied_by", "means", "acts", "lag_days", "source", "note", "id"}
)

// SmallForm makes the fields of a form. set is "source" or "coverage"; fixed says that what names the subject cannot be changed.
func (r *Run) SmallForm(rd Reader, v *SmallView, set string, columns []string, fixed bool, values func(string) string, wrong map[string][]string) {
	v.Part.Title = rd.W.Text("board.small." + set)
	for _, column := range columns {
		f := FormField{Name: column, Label: rd.W.Text("board.small." + set + "." + column), Value: values(column), Sort: "line", Wrong: wrong[column]}
		if key := "board.small." + set + "." + column + ".hint"; rd.W.Has(key) {
			f.Hint = rd.W.Text(key)
		}
		bare := rd.W.Bare()
		switch column {
		case "source":
			f.Need = set == "source"
			if set == "coverage" {
				f.List = "list-source"
			} else if fixed {
				f.Sort = "hidden"
			}
		case "id":
			f.Sort = "hidden"
		case "observer":
			f.Need, f.List = true, "list-source"
		case "zone":
			f.Need, f.List = true, "list-zones"
		case "name_en", "name_ar", "name_ru":
			f.Lang = column[len("name_"):]
		case "from", "to":
			f.Need = true
		case "cites":
			f.List = "list-source"
		case "acts":
			f.List = "list-act"
		case "party", "denied_by":
			f.List = "list-party"
		case "denied":
			f.Sort = "mark"
		case "note":
			f.Sort = "lines"
		case "sort":
			f.Sort, f.Choice = "choice", sortChoices(rd, f.Value)
		case "reliability":
			f.Sort, f.Choice = "choice", []Choice{{"", bare.Text("board.enter.unsaid"), f.Value == ""}}
			for _, word := range record.Reliabilities {
				f.Choice = append(f.Choice, Choice{word, bare.Reliability(word), f.Value == word})
			}
		case "means":
			f.Sort, f.Choice = "choice", []Choice{{"", bare.Text("board.enter.unsaid"), f.Value == ""}}
			for _, word := range []string{"on_foot", "remote", "contacts"} {
				f.Choice = append(f.Choice, Choice{word, bare.Means(word), f.Value == word})
			}
			f.Choice = withChosen(f.Choice, f.Value)
		}
		v.Part.Fields = append(v.Part.Fields, f)
	}
	v.Lists = r.enterLists(rd)
	parties := FormList{ID: "list-party"}
	l := r.lookup(rd)
	for i := range r.Program.Vocabulary.Parties {
		id := r.Program.Vocabulary.Parties[i].ID
		parties.Values = append(parties.Values, Choice{Value: id, Name: l.Party(id)})
	}
	v.Lists = append(v.Lists, parties)
}

// sortChoices are the sorts of sources that have a name, and the one that stands.
func sortChoices(rd Reader, chosen string) []Choice {
	var out []Choice
	for _, word := range []string{"", "newsroom", "agency", "monitor", "ngo", "un", "party", "witness", "publisher", "anonymous"} {
		name := rd.W.Bare().Text("board.enter.unsaid")
		if word != "" {
			name = rd.W.Bare().Text("source." + word)
		}
		out = append(out, Choice{word, name, word == chosen})
	}
	return withChosen(out, chosen)
}

// withChosen adds a value that stands and is in no list.
func withChosen(list []Choice, chosen string) []Choice {
	for _, c := range list {
		if c.Value == chosen {
			return list
		}
	}
	return append(list, Choice{chosen, chosen, true})
}

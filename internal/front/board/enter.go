package board

import (
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
)

// EnterView is the page on which an incident is entered or corrected.
type EnterView struct {
	Action   string // the address of the form below the language
	Incident string // that is corrected; "": a new one
	Title    string
	Hidden   []Pair
	Parts    []FormPart
	Accounts []FormPart
	Lists    []FormList
	Said     string    // what was done
	Wrong    []string  // what is wrong with the whole
	Look     *LookView // what would be entered; nil: nothing was looked at yet
	Changed  []ChangedField
	Drafts   []DraftRow
}

// Degrees writes ten millionths of a degree as they are typed: "35.9".
func Degrees(v int64) string { return strconv.FormatFloat(float64(v)/1e7, 'f', -1, 64) }

// ChangedField is a field in which what stands now differs from what was typed.
type ChangedField struct{ Name, Stands, Typed string }

// DraftRow is something kept aside by the visitor.
type DraftRow struct {
	ID, Title, Kept, Until string
	Path                   string // of the form, below the language
}

// incidentColumns are the fields of an incident, part by part, in the order of the form.
var incidentColumns = []struct {
	part   string
	folded bool
	names  []string
}{
	{"what", false, []string{"incident", "act", "when", "title_en", "title_ar", "title_ru", "graphic"}},
	{"where", false, []string{"place_en", "place_ar", "place_ru", "zones", "lat", "lon", "radius"}},
	{"whom", false, []string{"role:object", "role:harmed"}},
	{"more", true, []string{"role:means", "time_zone", "persons", "related", "scheme", "note"}},
}

// AccountColumns are the fields of an account, in the order of the form.
var AccountColumns = []string{
	"account", "source", "source_en", "source_sort", "published", "url", "lang", "words", "says_en", "says_ar", "says_ru", "connection", "cites", "account_note",
}

// IncidentColumns lists the fields of an incident. more are further columns of roles that it has.
func IncidentColumns(more ...string) (out []string) {
	for _, p := range incidentColumns {
		out = append(out, p.names...)
	}
	return append(out, more...)
}

// ColumnName names a column of the layout in the reader's language.
func (rd Reader) ColumnName(column string) string {
	if role, ok := strings.CutPrefix(column, "role:"); ok {
		return rd.W.Role(role)
	}
	if key := "board.field." + column; rd.W.Has(key) {
		return rd.W.Text(key)
	}
	return rd.W.Foreign(column)
}

// EnterForm makes the fields. values are by the name of the field as it is sent, wrong likewise; more are further columns of roles; accounts is how many there are.
func (r *Run) EnterForm(rd Reader, v *EnterView, values func(name string) string, wrong map[string][]string, more []string, accounts int) {
	for i, p := range incidentColumns {
		names := p.names
		if i == len(incidentColumns)-1 {
			names = append(names[:len(names):len(names)], more...)
		}
		part := FormPart{Title: rd.W.Text("board.enter.part." + p.part), Folded: p.folded}
		for _, column := range names {
			if column == "incident" && v.Incident != "" {
				continue
			}
			f := r.enterField(rd, column, column, values(column), wrong[column])
			part.Folded = part.Folded && len(f.Wrong) == 0
			part.Fields = append(part.Fields, f)
		}
		v.Parts = append(v.Parts, part)
	}
	for i := range accounts {
		part := FormPart{Title: rd.W.Text("board.enter.account", "n", i+1), Short: rd.AccountField(i)}
		for _, column := range AccountColumns {
			name := AccountField(i, column)
			part.Fields = append(part.Fields, r.enterField(rd, column, name, values(name), wrong[name]))
		}
		v.Accounts = append(v.Accounts, part)
	}
	v.Lists = r.enterLists(rd)
}

// AccountField says of which account of a form a field is: "Account 2,".
func (rd Reader) AccountField(i int) string {
	return rd.W.Text("board.enter.account.short", "n", i+1) + rd.W.Text("board.comma")
}

// AccountField is the name under which a field of an account is sent.
func AccountField(i int, column string) string { return "a" + strconv.Itoa(i) + "." + column }

func (r *Run) enterField(rd Reader, column, name, value string, wrong []string) FormField {
	f := FormField{Name: name, Label: rd.ColumnName(column), Value: value, Sort: "line", Wrong: wrong}
	if key := "board.field." + column + ".hint"; rd.W.Has(key) {
		f.Hint = rd.W.Text(key)
	}
	switch column {
	case "incident", "act", "when":
		f.Need = true
	}
	switch column {
	case "source_sort":
		f.Hint = rd.W.Foreign("newsroom, agency, monitor, ngo, un, party, witness")
	case "lang":
		f.Hint = rd.W.Foreign("ar, en, ru")
	case "act", "zones", "source":
		f.List = "list-" + column
	case "cites":
		f.List = "list-source"
	case "role:object", "role:harmed", "role:means":
		f.List = "list-values"
	case "words", "note", "account_note":
		f.Sort = "lines"
	case "graphic":
		f.Sort = "mark"
	case "account":
		f.Sort = "hidden"
	case "connection":
		f.Sort = "choice"
		f.Choice = []Choice{{"", rd.W.Text("board.enter.unsaid"), value == ""}}
		for _, c := range record.Connections {
			f.Choice = append(f.Choice, Choice{c, rd.W.Connection(c), value == c})
		}
	}
	for _, prefix := range []string{"title_", "says_", "place_"} {
		if lang, ok := strings.CutPrefix(column, prefix); ok {
			f.Lang = lang
			if prefix == "says_" {
				f.Sort = "lines"
			}
		}
	}
	return f
}

func (r *Run) enterLists(rd Reader) []FormList {
	l := r.lookup(rd)
	acts, zones, values, sources := FormList{ID: "list-act"}, FormList{ID: "list-zones"}, FormList{ID: "list-values"}, FormList{ID: "list-source"}
	voc := &r.Program.Vocabulary
	for i := range voc.Acts {
		acts.Values = append(acts.Values, Choice{Value: voc.Acts[i].ID, Name: l.Act(voc.Acts[i].ID)})
	}
	for i := range voc.Zones {
		zones.Values = append(zones.Values, Choice{Value: voc.Zones[i].ID, Name: l.Value(voc.Zones[i].ID)})
	}
	for i := range voc.Kinds {
		values.Values = append(values.Values, Choice{Value: voc.Kinds[i].ID, Name: l.Value(voc.Kinds[i].ID)})
	}
	for i := range r.Base.Sources {
		if i == mostOffered {
			break
		}
		s := &r.Base.Sources[i]
		sources.Values = append(sources.Values, Choice{Value: s.ID, Name: rd.titleOf(s.Name, s.ID)})
	}
	return []FormList{acts, zones, values, sources}
}

// mostOffered is how many sources a field offers: any other can be typed.
const mostOffered = 300

// WrongOf tells what is wrong with a field, and what would be right.
func (rd Reader) WrongOf(d diag.Diagnostic) []string {
	text := rd.W.Diagnostic(d)
	return append([]string{text.Title}, text.Fixes...)
}

// Instant writes an instant of now, to the minute.
func (rd Reader) Instant(at int64) string { return locale.DateTime(rd.Lang, at, civil.UTC) }

package board

import (
	"html/template"
	"slices"

	"mithaq/internal/base/diag"
)

// importPages are the templates of the rooms in which files come in and go out.
var importPages = []string{"imports", "import", "sources", "small", "attach", "publish", "publishone"}

// ImportsView is the room in which files are brought to be imported.
type ImportsView struct {
	Most    string // the largest file that is taken
	Hours   int    // how long one is kept that nobody touches
	Many    int    // how many of one user's are kept at a time
	Wrong   []string
	Waiting []UploadRow
	Past    []PastImport
}

// UploadRow is a file that its user brought.
type UploadRow struct {
	ID, Name, Size, Until, State string
}

// PastImport is a file that was imported.
type PastImport struct {
	File, Publisher       string
	Added, Changed, Gone  int
	Unfinished, Done, All int // entries that stand and entries of all, where it was not finished
}

// PastImports lists the files that were imported last, the newest first.
func (r *Run) PastImports(most int) (list []PastImport) {
	all := r.Base.Imports
	for i := len(all) - 1; i >= 0 && len(list) < most; i-- {
		p := &all[i]
		list = append(list, PastImport{p.File, p.Publisher, p.Added, p.Changed, p.Withdrawn, p.Of - p.Done, p.Done, p.Of})
	}
	return list
}

// ImportView is one file: how it is read, and what importing it would do.
type ImportView struct {
	ID, Name, Size, Hash, Until string
	Read                        []Pair // what was made out of it: its form, its layout
	Busy                        string // what is being done; "": nothing
	Percent                     int    // of it; 0: not known
	CanStop                     bool
	Done                        string   // that it was entered
	Said                        []string // what else is to be known of it
	Wrong                       []string // why nothing can be done with it
	Refused                     bool     // nothing of it can be imported as it is
	Empty                       bool     // nothing of it would be entered: all stands already, or was left out
	LeftOut                     bool     // rows were left out
	Again                       bool     // it can be read again, though nothing is known of it
	Looked                      string   // what names that it would do just this; "": there is nothing to enter
	Rows                        int
	Sums                        []SumRow
	Faults                      []FaultRow
	FaultsTotal, NotesTotal     int
	First, Next                 template.URL // pages of faults
	Diffs                       []DiffRow
	DiffsTotal                  int
	Files                       []Pair
	Judged                      bool // effects were looked for
	Effects                     []EffectRow
	Pairs                       []PairRow
	PairsTotal                  int
	PairsLeft                   string // what could not be compared
	Columns                     []ColumnRow
	How                         FormPart
	Mapping                     []FormPart // nil: it needs none
	Lists                       []FormList
	MappingOpen                 bool
}

// ReadAs says whether it is known of any column for what it is read.
func (v *ImportView) ReadAs() bool {
	return slices.ContainsFunc(v.Columns, func(c ColumnRow) bool { return len(c.As) > 0 })
}

// SumRow is how many of the subjects of a file are new, changed, ...
type SumRow struct {
	Name string
	N    int
}

// FaultRow is what is wrong with a cell, or worth knowing.
type FaultRow struct {
	Line, At      int // 0: the file as a whole
	Column, Value string
	Says          []string // what is wrong, and what would be right
	Code          string
	Note          bool // nothing is left out for it
}

// EffectRow is a status that would change.
type EffectRow struct {
	Name  string
	Lanes []Pair // standard: before and after
	Also  string
}

// PairRow is two incidents that may be one.
type PairRow struct {
	A, B       string
	Stands     [2]bool // each is in the record already: it can be looked at
	For, Score string
}

// ColumnRow is a column of the file with what its first rows hold.
type ColumnRow struct {
	Name    string
	Samples []string
	As      []string // for which fields it is read; none: for none that is known
}

// FaultOf tells of a remark on a file as a row of a table.
func (rd Reader) FaultOf(d diag.Diagnostic) FaultRow {
	f := FaultRow{Line: d.Span.Start.Line, At: d.Span.Start.Column, Says: rd.WrongOf(d), Code: string(d.Code), Note: d.Severity != diag.Error}
	for _, a := range d.Args {
		switch a.Name {
		case "column":
			f.Column = a.Value
		case "value":
			f.Value = a.Value
		}
	}
	return f
}

// mappingFields are the fields of a mapping that a form holds, part by part. The sorts: "column", one of the file's; "line"; "lines"; "form", a form of dates.
var mappingFields = []struct {
	part   string
	fields []Pair // name, sort
}{
	{"who", []Pair{{"id", "line"}, {"publisher", "line"}, {"lang", "line"}}},
	{"what", []Pair{
		{"key", "column"},
		{"date", "column"},
		{"date_end", "column"},
		{"date_format", "form"},
		{"act", "line"},
		{"act_column", "column"},
		{"title", "column"},
		{"title_lang", "line"},
		{"url", "column"},
		{"published", "column"},
	}},
	{"where", []Pair{{"place", "column"}, {"place_lang", "line"}, {"zones", "line"}, {"lat", "column"}, {"lon", "column"}, {"radius", "line"}}},
	{"whom", []Pair{
		{"attribution", "column"},
		{"separator", "line"},
		{"killed_low", "column"},
		{"killed", "column"},
		{"killed_high", "column"},
		{"injured", "column"},
		{"roles", "lines"},
		{"grade", "column"},
		{"grades", "lines"},
	}},
	{"saved", []Pair{{"json", "lines"}}},
}

// MappingFields lists the names under which the fields of a mapping are sent.
func MappingFields() (names []string) {
	for _, p := range mappingFields {
		for _, f := range p.fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// MappingForm makes the form of a mapping over the columns of a file. open are the fields that somebody has to look at.
func (r *Run) MappingForm(rd Reader, v *ImportView, columns, forms []string, values func(string) string, wrong map[string][]string, open []string) {
	asked := map[string]bool{}
	for _, f := range open {
		asked[f] = true
	}
	for _, p := range mappingFields {
		part := FormPart{Title: rd.W.Text("board.mapping.part." + p.part), Folded: p.part == "saved" && len(wrong["json"]) == 0}
		for _, f := range p.fields {
			name, value := f.Name, values(f.Name)
			field := FormField{Name: "m." + name, Label: rd.W.Text("board.mapping." + name), Value: value, Sort: "line", Wrong: wrong[name]}
			if key := "board.mapping." + name + ".hint"; rd.W.Has(key) {
				field.Hint = rd.W.Text(key)
			}
			if asked[name] && len(field.Wrong) == 0 {
				field.Hint = rd.W.Text("board.mapping.look") + " " + field.Hint
			}
			switch f.Value {
			case "column":
				field.Sort, field.Choice = "choice", choices(columns, value, rd.W.Bare().Text("board.mapping.none"))
			case "form":
				field.Sort, field.Choice = "choice", choices(forms, value, "")
			case "lines":
				field.Sort = "lines"
			}
			switch name {
			case "id", "publisher", "key", "date":
				field.Need = field.Sort == "line"
			case "act":
				field.List = "list-act"
			}
			part.Fields = append(part.Fields, field)
		}
		v.Mapping = append(v.Mapping, part)
	}
	v.Lists = r.enterLists(rd)[:1]
}

// choices offers values, and none under a name of its own, unless that is "".
func choices(values []string, chosen, none string) (out []Choice) {
	if none != "" {
		out = append(out, Choice{"", none, chosen == ""})
	}
	for _, v := range values {
		if v != "" {
			out = append(out, Choice{v, v, v == chosen})
		}
	}
	return out
}

// HowForm makes the form of how a file is to be read.
func (rd Reader) HowForm(layouts []string, values func(string) string) FormPart {
	w := rd.W.Bare()
	part := FormPart{Title: rd.W.Text("board.import.how"), Folded: true}
	add := func(name string, list []Choice) {
		f := FormField{Name: name, Label: rd.W.Text("board.import." + name), Value: values(name), Sort: "choice", Choice: list}
		if key := "board.import." + name + ".hint"; rd.W.Has(key) {
			f.Hint = rd.W.Text(key)
		}
		switch {
		case list == nil && name == "sheet":
			f.Sort = "line"
		case list == nil:
			f.Sort = "mark"
		}
		part.Fields = append(part.Fields, f)
	}
	add("as", choices(layouts, values("as"), w.Text("board.import.as.header")))
	add("encoding", choices([]string{"utf-8", "windows-1252"}, values("encoding"), w.Text("board.import.encoding.itself")))
	add("sheet", nil)
	var releases []Choice
	for _, one := range []string{"", "whole", "part"} {
		releases = append(releases, Choice{one, w.Text("board.import.release." + one + "it"), values("release") == one})
	}
	add("release", releases)
	add("no_header", nil)
	add("strict", nil)
	return part
}

// ImportSums tells how many of a file's subjects are new, changed, ...: those of which there are none only where the number says something.
func (rd Reader) ImportSums(added, changed, same, withdrawn, restored, rejected int) []SumRow {
	var out []SumRow
	for _, x := range []struct {
		key    string
		n      int
		always bool
	}{{"added", added, true}, {"changed", changed, true}, {"same", same, true}, {"rejected", rejected, true}, {"withdrawn", withdrawn, false}, {"restored", restored, false}} {
		if x.always || x.n > 0 {
			out = append(out, SumRow{rd.W.Text("board.import.sum." + x.key), x.n})
		}
	}
	return out
}

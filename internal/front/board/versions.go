package board

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// VersionRow is an entry on an incident: who, when, and what it says otherwise than the one before on its subject.
type VersionRow struct {
	Seq         int64
	Kind, Of    string // Of: the subject, where the incident has several of a kind
	Entered     string
	Actor       string
	Why         string
	Says        string // of a first version that is short to tell
	Changes     []string
	First, Gone bool // Gone: its content was removed, or is of a newer program
	Hash        string
	Origin      string
}

// Versions makes the history of an incident, the newest entry first.
func (r *Run) Versions(rd Reader, history []record.Entry) (out []VersionRow) {
	l := r.lookup(rd)
	for _, v := range review.Versions(history) {
		e := v.Entry
		row := VersionRow{
			Seq: e.Seq, Kind: rd.W.Text("entry." + string(e.Kind)), Entered: locale.DateTime(rd.Lang, e.Entered, civil.UTC), Actor: e.Actor, First: v.First,
			Gone: v.Payload == nil, Hash: e.ID.String(), Origin: EscapeName(e.Origin.File), Why: v.Why(),
		}
		switch p := v.Payload.(type) {
		case record.Assessment:
			row.Of, row.Says = r.sourceName(rd, p.Assessor), rd.W.Assessment(&p, l.Party)
		case record.Review:
			row.Of, row.Says = r.sourceName(rd, p.Assessor), rd.W.Stage(p.Stage)
		case record.Account:
			row.Of = r.sourceName(rd, p.Source)
		case record.Link:
			row.Of, row.Says = linkedTo(&p, history), rd.W.Text("decision."+p.Decision)
		case record.Withdrawal:
			row.Says = rd.W.Text("entry." + string(p.Kind))
		case record.Dissent:
			row.Of = p.By
		}
		for _, c := range v.Changes {
			if name := r.changeName(rd, c.Field); name != "" {
				c.Field, c.Before, c.After = name, rd.changeValue(c.Field, c.Before), rd.changeValue(c.Field, c.After)
				row.Changes = append(row.Changes, rd.W.Change(c))
			}
		}
		out = append(out, row)
	}
	slices.Reverse(out)
	return out
}

// linkedTo gives the incident of a link that the history is not of.
func linkedTo(l *record.Link, history []record.Entry) string {
	for i := range history {
		if history[i].Kind == record.KindIncident && history[i].Subject == l.A {
			return l.B
		}
	}
	return l.A
}

// changeName names a field that changed, in the words of the forms; "": it says nothing to a reader.
func (r *Run) changeName(rd Reader, path string) string {
	parts := strings.Split(path, ".")
	last := parts[len(parts)-1]
	switch parts[0] {
	case "finding", "incident", "assessor", "why", "signs", "score", "a", "b", "kind", "subject", "id":
		return ""
	case "attributions":
		return rd.W.Text("board.attribution") + ": " + r.lookup(rd).Party(parts[min(1, len(parts)-1)])
	case "amounts":
		role, _, _ := strings.Cut(parts[min(1, len(parts)-1)], "/")
		name := rd.W.Role(role)
		if key := "board.number." + map[string]string{"lo": "low", "best": "best", "hi": "high"}[last]; rd.W.Has(key) {
			name += ": " + rd.W.Text(key)
		}
		return name
	case "put":
		return r.lookup(rd).Party(parts[min(1, len(parts)-1)]) + ": " + rd.ColumnName("put_"+last)
	case "roles":
		return rd.W.Role(parts[min(1, len(parts)-1)])
	case "when":
		return rd.ColumnName("when")
	}
	if key := "board.change." + parts[0]; rd.W.Has(key) {
		return rd.W.Text(key)
	}
	return rd.DiffRow("", path, "", "").Field
}

// changeValue says a value in words, where it is one of a vocabulary.
func (rd Reader) changeValue(path, value string) string {
	if value == "" {
		return ""
	}
	switch last := path[strings.LastIndexByte(path, '.')+1:]; last {
	case "stage":
		return rd.W.Stage(value)
	case "grade", "group":
		return cmp.Or(rd.gradeWord(value), value)
	case "lat", "lon":
		return rd.DiffRow("", path, value, "").Before
	}
	return value
}

func (rd Reader) gradeWord(name string) string {
	for _, c := range rd.gradeChoices("") {
		if c.Value == name && name != "" {
			return c.Name
		}
	}
	return ""
}

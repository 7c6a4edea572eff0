package board

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// AssessView is the page on which an incident is assessed, with everything it rests on beside the form.
type AssessView struct {
	*IncidentView
	Assessor string
	Hidden   []Pair
	Main     []FormField
	Parties  []PartyFields
	Group    []FormField // of several parties of which one did it
	Numbers  []NumberFields
	Excuses  []Choice
	More     FormPart
	Lists    []FormList
	Others   []AssessmentRow // of other assessors
	Put      []string        // what parties answered to the finding that stands
	Not      string          // what whoever assesses should know: they entered it themselves
	Said     string
	Wrong    []string
	Look     *AssessmentRow // what would be entered; nil: nothing was looked at yet
	Diffs    []DiffRow
	Nothing  bool // it stands so already
	Changed  []ChangedField
	News     []string // what others entered since the form was opened
	Drafts   []DraftRow
}

// PartyFields attribute the act to one party.
type PartyFields struct{ To, Grade FormField }

// NumberFields are the fields of one number.
type NumberFields struct {
	Name            string
	Low, Best, High FormField
	Unit            FormField // in what was counted
	Wrong           []string
}

// AmountRoles are the roles whose numbers the form asks for.
var AmountRoles = []string{"killed", "injured", "missing", "detained", "released"}

// AssessColumns are the fields of an assessment that are sent under the names of the layout's columns.
var AssessColumns = []string{"assessor", "grade", "why", "contested", "verbatim", "acts", "method", "assessed", "status", "reliability", "degrees", "count_method"}

// NumberField is the name under which a part of a number is sent: "killed.low".
func NumberField(role, part string) string { return role + "." + part }

// PartyField is the name under which a field of a party is sent: "p0.to".
func PartyField(i int, field string) string { return "p" + strconv.Itoa(i) + "." + field }

// AssessName names a field of the form by the name under which it is sent.
func (rd Reader) AssessName(name string) string {
	first, field, ok := strings.Cut(name, ".")
	switch {
	case ok && slices.Contains(AmountRoles, first):
		return rd.W.Role(first) + ": " + rd.W.Text("board.number."+field)
	case ok && field == "to":
		return rd.ColumnName("attributed_to")
	case ok:
		return rd.ColumnName("attribution_grade")
	}
	return rd.ColumnName(name)
}

// Assess fills the form. values are by the name of the field as it is sent, wrong likewise; parts are the names of further numbers that it holds.
func (r *Run) Assess(rd Reader, v *AssessView, values func(string) string, wrong map[string][]string, parties int, parts []string) {
	field := func(name, column, sort string) FormField {
		f := FormField{Name: name, Label: rd.ColumnName(column), Value: values(name), Sort: sort, Wrong: wrong[name]}
		if key := "board.field." + column + ".hint"; rd.W.Has(key) {
			f.Hint = rd.W.Text(key)
		} else if column == "degrees" {
			f.Hint = rd.W.Foreign("north=ordered=alleged|person:p1=direct=alleged")
		}
		return f
	}
	choice := func(name string, words []string, say func(string) string) FormField {
		f := field(name, name, "choice")
		f.Choice = []Choice{{"", rd.W.Text("board.enter.unsaid"), f.Value == ""}}
		for _, word := range words {
			f.Choice = append(f.Choice, Choice{word, say(word), f.Value == word})
		}
		return f
	}
	grades := func(f FormField) FormField {
		f.Sort, f.Choice = "choice", rd.gradeChoices(f.Value)
		return f
	}
	act := grades(field("grade", "grade", "choice"))
	act.Need = true
	why := field("why", "why", "lines")
	v.Main = []FormField{act, field("contested", "contested", "mark"), why}
	for i := range parties {
		to := field(PartyField(i, "to"), "attributed_to", "line")
		to.List, to.Hint = "list-party", ""
		v.Parties = append(v.Parties, PartyFields{to, grades(field(PartyField(i, "grade"), "attribution_grade", "choice"))})
	}
	v.Group = []FormField{field("one_of", "one_of", "mark"), grades(field("group", "group", "choice")), field("exhaustive", "exhaustive", "mark")}
	for _, role := range AmountRoles {
		n := NumberFields{Name: rd.W.Role(role), Wrong: wrong[NumberField(role, "low")]}
		for part, f := range map[string]*FormField{"low": &n.Low, "best": &n.Best, "high": &n.High} {
			name := NumberField(role, part)
			*f = FormField{Name: name, Label: rd.W.Text("board.number." + part), Value: values(name), Sort: "line"}
		}
		n.Unit = FormField{Name: NumberField(role, "unit"), Label: rd.W.Text("board.number.unit"), Value: values(NumberField(role, "unit"))}
		n.Unit.Choice = []Choice{{"", rd.W.Text("unit.individual"), n.Unit.Value == ""}}
		for _, unit := range record.Units[1:] {
			n.Unit.Choice = append(n.Unit.Choice, Choice{unit, rd.W.Text("unit." + unit), n.Unit.Value == unit})
		}
		v.Numbers = append(v.Numbers, n)
	}
	for _, key := range rd.W.Below("excuse") {
		if code := strings.TrimPrefix(key, "excuse."); code != "line" && code != "unknown" {
			v.Excuses = append(v.Excuses, Choice{code, rd.W.Text(key), slices.Contains(strings.Split(values("excuses"), "|"), code)})
		}
	}
	var methods []string
	for _, key := range rd.W.Below("method") {
		methods = append(methods, strings.TrimPrefix(key, "method."))
	}
	v.More = FormPart{Title: rd.W.Text("board.enter.part.more"), Folded: true, Fields: []FormField{
		choice("status", record.Statuses, rd.W.ViolationStatus), choice("reliability", record.Reliabilities, rd.W.Reliability),
		choice("method", methods, func(m string) string { return rd.W.Text("method." + m) }),
		choice("count_method", record.CountMethods, func(m string) string { return rd.W.Text("count_method." + m) }),
		field("acts", "acts", "line"), field("assessed", "assessed", "line"), field("degrees", "degrees", "line"), field("verbatim", "verbatim", "lines"),
	}}
	for _, name := range parts {
		role, of, _ := strings.Cut(strings.TrimPrefix(name, "amount:"), ":")
		f := field(name, name, "line")
		f.Label = rd.W.Role(role)
		if of != "" {
			f.Label += " (" + rd.W.Foreign(of) + ")"
		}
		v.More.Fields = append(v.More.Fields, f)
	}
	for i := range v.More.Fields {
		v.More.Folded = v.More.Folded && len(v.More.Fields[i].Wrong) == 0
	}
	l, list := r.lookup(rd), FormList{ID: "list-party"}
	for i := range r.Program.Vocabulary.Parties {
		id := r.Program.Vocabulary.Parties[i].ID
		list.Values = append(list.Values, Choice{Value: id, Name: r.partyWithin(rd, l, id)})
	}
	v.Lists = []FormList{list}
}

// AssessPage makes what stands beside the form.
func (r *Run) AssessPage(rd Reader, c *review.Case, assessor, who string, person func(string) string, today civil.Date) *AssessView {
	v := &AssessView{IncidentView: r.IncidentPage(rd, c, person, today), Assessor: r.sourceName(rd, assessor)}
	for i := range c.Bundle.Assessments {
		if c.Bundle.Assessments[i].Assessor != assessor {
			v.Others = append(v.Others, v.Assessments[i])
		} else if f := v.Assessments[i].Finding; f != nil {
			v.Put = f.Put
		}
	}
	if slices.Contains(c.Enterers(), who) && !c.Users.Single() {
		v.Not = rd.W.Text("board.assess.own", "who", who)
	}
	return v
}

// Assessed makes what would be entered.
func (r *Run) Assessed(rd Reader, a *record.Assessment, person func(string) string) *AssessmentRow {
	row := r.assessment(rd, a, person)
	return &row
}

// gradeChoices are the grades, from the least supported to the most.
func (rd Reader) gradeChoices(chosen string) []Choice {
	out := []Choice{{"", rd.W.Text("board.enter.unsaid"), chosen == ""}}
	for _, g := range []grade.Grade{grade.Discounted, grade.Alleged, grade.Corroborated, grade.Verified} {
		out = append(out, Choice{g.String(), rd.W.Grade(g).Word, chosen == g.String()})
	}
	return out
}

package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

const (
	leastParties = 3  // how many parties a form offers at least
	mostParties  = 20 // and at most
)

// assessing is the form of one assessment as it stands in the record and as it was typed.
type assessing struct {
	r        *request
	run      *board.Run
	c        *review.Case
	assessor string
	stands   url.Values
	form     url.Values
	wrong    map[string][]string
	person   func(string) string
	v        *board.AssessView
}

func (s *server) assessing(r *request, assessor string) (*assessing, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	c, err := r.app.Case(r.Context(), r.PathValue("incident"))
	if err != nil {
		return nil, err
	}
	e := &assessing{r: r, run: run, c: c, assessor: cmp.Or(strings.TrimSpace(assessor), r.app.AssessorOf(c)), wrong: map[string][]string{}, stands: url.Values{}}
	for i := range c.Bundle.Assessments {
		if as := &c.Bundle.Assessments[i]; as.Assessor == e.assessor {
			if as.Rule != "" { // a publisher's own row is none of ours
				return nil, errNotFound
			}
			e.stands = assessmentForm(as)
		}
	}
	e.stands.Set("assessor", e.assessor)
	e.stands.Set("seen", strconv.FormatInt(app.LastEntry(c), 10))
	e.person = r.rd.Persons(r.app.Person(r.Context()))
	e.v = run.AssessPage(r.rd, c, e.assessor, r.app.Who().ID, e.person, r.app.Today())
	return e, s.addFiles(r, c.Bundle, e.v.IncidentView)
}

// assessForm answers with the form: empty, as the assessment stands, or as a draft was left.
func (s *server) assessForm(r *request) (*answer, error) {
	e, err := s.assessing(r, r.values.Get("assessor"))
	if err != nil {
		return nil, err
	}
	e.form = clone(e.stands)
	if !e.form.Has("assessed") {
		e.form.Set("assessed", r.app.Today().String())
	}
	if id := r.values.Get("draft"); id != "" {
		d, err := readDraft(r, id, draftAssess)
		if err != nil {
			return nil, err
		}
		e.form = d.Form
		e.v.Said = r.rd.W.Text("board.draft.opened")
	}
	return e.page(0)
}

// assess takes what was typed: looks at it, enters it, keeps it aside, or offers more parties.
func (s *server) assess(r *request) (*answer, error) {
	e, err := s.assessing(r, r.form.Get("assessor"))
	if err != nil {
		return nil, err
	}
	e.form = r.form
	e.form.Set("excuses", strings.Join(r.form["excuse"], "|"))
	do := r.form.Get("do")
	switch do {
	case "more":
		e.form.Set("parties", strconv.Itoa(max(e.parties(), min(e.parties()+leastParties, mostParties))))
		return e.page(0)
	case "keep":
		id, err := keepDraft(r, draftAssess, e.c.Bundle.Incident.ID, e.form)
		if err != nil {
			return nil, err
		}
		return &answer{to: "/" + string(r.rd.Lang) + e.path() + "?draft=" + url.QueryEscape(id)}, nil
	}
	fields := e.fields()
	looked := digest(e.form)
	enter := do == "enter" && r.form.Get("looked") == looked // what was changed since it was looked at is looked at again
	seen, _ := strconv.ParseInt(r.form.Get("seen"), 10, 64)  // what is no number was not looked at
	if len(e.wrong) > 0 {
		if _, plan, err := r.app.AssessAt(r.Context(), e.c.Bundle.Incident.ID, fields, seen, false); err == nil { // what else is wrong is told at once
			first := maps.Clone(e.wrong)
			e.refuse(plan)
			maps.Copy(e.wrong, first)
		}
		return e.page(http.StatusUnprocessableEntity)
	}
	head, plan, err := r.app.AssessAt(r.Context(), e.c.Bundle.Incident.ID, fields, seen, enter)
	var refused review.Refusals
	switch {
	case errors.Is(err, app.ErrChanged):
		return e.changed(seen)
	case errors.As(err, &refused):
		e.v.Wrong = r.rd.Refusals(refused)
		return e.page(http.StatusForbidden)
	case err != nil:
		return nil, err
	case plan.Refused:
		e.refuse(plan)
		return e.page(http.StatusUnprocessableEntity)
	case enter:
		if err := dropEntered(r); err != nil {
			return nil, err
		}
		q := url.Values{"assessor": {e.assessor}, "done": {strconv.FormatInt(head.Seq, 10)}}
		return &answer{to: "/" + string(r.rd.Lang) + "/i/" + board.Segment(e.c.Bundle.Incident.ID) + "/review?" + q.Encode()}, nil
	}
	e.look(plan)
	e.form.Set("looked", looked)
	return e.page(0)
}

func (e *assessing) path() string { return "/i/" + board.Segment(e.c.Bundle.Incident.ID) + "/assess" }

// look shows what would be entered, and what of it is another than what stands.
func (e *assessing) look(plan *intake.Plan) {
	e.v.Nothing = true
	for d := range plan.Drafts() {
		if a, ok := d.Payload.(record.Assessment); ok {
			e.v.Nothing, e.v.Look = false, e.run.Assessed(e.r.rd, &a, e.person)
		}
	}
	for _, d := range plan.Diffs {
		if d.Kind == record.KindAssessment && !slices.ContainsFunc(plan.Diffs, first) {
			e.v.Diffs = append(e.v.Diffs, e.r.rd.DiffRow("", d.Field, d.Before, d.After))
		}
	}
}

// parties is how many parties the form holds.
func (e *assessing) parties() int {
	n, err := strconv.Atoi(e.form.Get("parties"))
	if err != nil || n < leastParties {
		return leastParties
	}
	most := mostParties
	if stand, err := strconv.Atoi(e.stands.Get("parties")); err == nil {
		most = max(most, stand) // none that stands is left out
	}
	return min(n, most)
}

// fields makes the columns of the layout of what was typed.
func (e *assessing) fields() (out []app.Field) {
	put := func(name, value string) {
		if value != "" {
			out = append(out, app.Field{Name: name, Value: strings.ReplaceAll(value, "\r\n", "\n")})
		}
	}
	for _, column := range board.AssessColumns {
		value := e.form.Get(column)
		if column == "assessor" {
			value = e.assessor
		}
		value = typedAs(column, value)
		put(column, value)
		if said := future(e.r.rd, value, e.r.app.Today()); column == "assessed" && said != nil {
			e.wrong[column] = said
		}
	}
	put("scheme", e.stands.Get("scheme"))
	put("excuses", e.form.Get("excuses"))
	put("attributions", e.attributions())
	for _, role := range board.AmountRoles {
		put("amount:"+role+unitPart(e.form.Get(board.NumberField(role, "unit"))), e.number(role))
	}
	for _, name := range e.parts() {
		put(name, typedAs(name, e.form.Get(name)))
	}
	if e.form.Get("grade") == "" {
		e.wrong["grade"] = []string{e.r.rd.W.Text("board.assess.no_grade")}
	}
	return out
}

// attributions writes who did it as the layout has it.
func (e *assessing) attributions() string {
	var list []string
	for i := range e.parties() {
		to, grade := strings.TrimSpace(e.form.Get(board.PartyField(i, "to"))), e.form.Get(board.PartyField(i, "grade"))
		switch {
		case to == "" && grade == "":
			continue
		case to == "" || strings.ContainsAny(to, "|="):
			e.wrong[board.PartyField(i, "to")] = []string{e.r.rd.W.Text("board.assess.no_party")}
		case grade == "":
			e.wrong[board.PartyField(i, "grade")] = []string{e.r.rd.W.Text("board.assess.no_grade")}
		}
		list = append(list, to+"="+grade)
	}
	if len(list) == 0 {
		return ""
	}
	if e.form.Get("one_of") == "" {
		return strings.Join(list, "|")
	}
	if g := e.form.Get("group"); g != "" {
		list = append(list, "group="+g)
	}
	if e.form.Get("exhaustive") != "" {
		list = append(list, "exhaustive")
	}
	return "one of " + strings.Join(list, "|")
}

// number writes a range as the layout has it: the least, the best and the most, where the last can be open.
func (e *assessing) number(role string) string {
	at := func(part string) string { return typedAs("amount:", e.form.Get(board.NumberField(role, part))) }
	low, best, high := at("low"), at("best"), at("high")
	switch {
	case low == "" && best == "" && high == "":
		return ""
	case low == "" && high == "":
		return best
	case low == "":
		low = "0"
	}
	if best != "" {
		return low + "-" + best + "-" + high
	}
	return low + "-" + high
}

// parts are the names of the numbers that the form holds besides the totals it asks for.
func (e *assessing) parts() (out []string) {
	for name := range e.stands {
		if strings.HasPrefix(name, "amount:") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// refuse puts what is wrong beside the fields that it is about.
func (e *assessing) refuse(p *intake.Plan) {
	for _, d := range p.Diagnostics {
		if d.Severity != diag.Error {
			continue
		}
		column := columnOf(&d)
		name := column
		role, is := strings.CutPrefix(column, "amount:")
		role, _, _ = strings.Cut(role, ":")
		switch {
		case is && !slices.Contains(e.parts(), column) && slices.Contains(board.AmountRoles, role):
			name = board.NumberField(role, "low")
		case column == "attributions":
			name = board.PartyField(0, "to")
		case !slices.Contains(board.AssessColumns, column) && !slices.Contains(e.parts(), column):
			e.v.Wrong = append(e.v.Wrong, e.r.rd.WrongOf(d)...)
			continue
		}
		e.wrong[name] = append(e.wrong[name], e.said(d, role)...)
	}
}

// said tells what is wrong; of a range, which of its parts is no number: the layout has them in one.
func (e *assessing) said(d diag.Diagnostic, role string) []string {
	if d.Code == intake.CodeNotNumber && slices.Contains(board.AmountRoles, role) {
		for _, part := range []string{"low", "best", "high"} {
			typed := typedAs("amount:", e.form.Get(board.NumberField(role, part)))
			if _, err := strconv.ParseUint(typed, 10, 40); typed != "" && err != nil {
				return []string{e.r.rd.W.Text("board.wrong.number", "value", e.r.rd.W.Foreign(typed))}
			}
		}
	}
	return wrongField(e.r.rd, d)
}

// changed shows what another entered meanwhile beside what was typed. Nothing typed is lost; sent once more, it is entered over what stands.
func (e *assessing) changed(seen int64) (*answer, error) {
	e.v.Wrong = append(e.v.Wrong, e.r.rd.W.Text("board.enter.changed"))
	for i := range e.c.History {
		if h := &e.c.History[i]; h.Seq > seen {
			e.v.News = append(e.v.News, e.r.rd.W.Text("board.assess.news", "n", h.Seq, "what", e.r.rd.W.Text("entry."+string(h.Kind)), "by", h.Actor))
		}
	}
	names := map[string]bool{}
	for name := range e.form {
		names[name] = true
	}
	for name := range e.stands {
		names[name] = true
	}
	for _, skip := range []string{"seen", "do", "looked", "draft", draftVersion, "parties", "excuse", "assessor", "assessed"} {
		delete(names, skip)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if stands, typed := e.stands.Get(name), e.form.Get(name); stands != typed {
			e.v.Changed = append(e.v.Changed, board.ChangedField{Name: e.r.rd.AssessName(name), Stands: stands, Typed: typed})
		}
	}
	e.form.Set("seen", e.stands.Get("seen"))
	return e.page(http.StatusConflict)
}

// page makes the page with the form as it was typed.
func (e *assessing) page(status int) (*answer, error) {
	for _, name := range []string{"seen", "draft", draftVersion, "looked", "assessor"} {
		if v := e.form.Get(name); v != "" {
			e.v.Hidden = append(e.v.Hidden, board.Pair{Name: name, Value: v})
		}
	}
	e.v.Hidden = append(e.v.Hidden, board.Pair{Name: "parties", Value: strconv.Itoa(e.parties())})
	if len(e.wrong) > 0 {
		e.v.Wrong = append(e.v.Wrong, e.r.rd.W.Plural("board.enter.wrong", int64(len(e.wrong))))
	}
	e.run.Assess(e.r.rd, e.v, e.form.Get, e.wrong, e.parties(), e.parts())
	return &answer{page: "assess", section: "reviews", title: e.r.rd.W.Bare().Text("board.assess.tab", "incident", e.c.Bundle.Incident.ID), body: e.v, run: e.run, status: status}, nil
}

// assessmentForm gives the fields of the form that say what stands.
func assessmentForm(a *record.Assessment) url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	mark := func(name string, on bool) {
		if on {
			v.Set(name, "yes")
		}
	}
	set("grade", a.Grade.String())
	set("why", a.Why)
	mark("contested", a.Contested)
	set("verbatim", a.Verbatim)
	set("method", a.Method)
	set("assessed", a.When)
	set("status", a.Status)
	set("reliability", a.Reliability)
	set("scheme", a.Scheme)
	set("excuses", strings.Join(a.Excuses, "|"))
	for i, t := range a.Attributions {
		set(board.PartyField(i, "to"), t.To)
		set(board.PartyField(i, "grade"), t.Grade.String())
	}
	set("parties", strconv.Itoa(len(a.Attributions)+1))
	mark("one_of", a.OneOf)
	mark("exhaustive", a.Exhaustive)
	if a.OneOf && a.Group != 0 {
		set("group", a.Group.String())
	}
	if a.Acts != (record.Range{}) {
		set("acts", typedRange(a.Acts))
	}
	var degrees []string
	for _, d := range a.Degrees {
		to := d.To
		if d.Person != "" {
			to = "person:" + d.Person
		}
		degrees = append(degrees, to+"="+d.How+"="+d.Grade.String())
	}
	set("degrees", strings.Join(degrees, "|"))
	for i := range a.Amounts {
		n := &a.Amounts[i]
		set("count_method", n.Method)
		if n.Total() && slices.Contains(board.AmountRoles, n.Role) {
			set(board.NumberField(n.Role, "low"), typedEnd(n.Range.Lo))
			set(board.NumberField(n.Role, "best"), typedEnd(n.Range.Best))
			set(board.NumberField(n.Role, "high"), typedEnd(n.Range.Hi))
			set(board.NumberField(n.Role, "unit"), n.Unit)
			continue
		}
		set(amountColumn(n), typedRange(n.Range))
	}
	return v
}

// amountColumn gives the layout's column of a number.
func amountColumn(a *record.Amount) string {
	name := "amount:" + a.Role
	for _, part := range [...]struct{ word, other, unknown string }{{a.Civil, "", "civil_unknown"}, {a.Sex, "sex_other", "sex_unknown"}, {a.Age, "", "age_unknown"}} {
		switch part.word {
		case "":
			continue
		case "unknown":
			part.word = part.unknown
		case "other":
			part.word = part.other
		}
		name += ":" + part.word
	}
	return name + unitPart(a.Unit)
}

// unitPart gives the part of the layout's column of a number that says in what was counted.
func unitPart(unit string) string {
	switch unit {
	case "":
		return ""
	case "other":
		return ":unit_other"
	}
	return ":" + unit
}

// typedEnd writes one end of a range; "": it is open.
func typedEnd(n int64) string {
	if n < 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// typedRange writes a range as the layout has it: "5", "16-26", "16-", "16-20-26".
func typedRange(r record.Range) string {
	switch {
	case r.Lo == r.Hi && r.Lo == r.Best:
		return typedEnd(r.Lo)
	case r.Best < 0:
		return typedEnd(r.Lo) + "-" + typedEnd(r.Hi)
	}
	return typedEnd(r.Lo) + "-" + typedEnd(r.Best) + "-" + typedEnd(r.Hi)
}

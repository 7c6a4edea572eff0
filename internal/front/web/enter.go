package web

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// mostAccounts is how many accounts one form holds.
const mostAccounts = 40

// enterRoutes are those of the rooms in which people write: what is entered, and what is decided of it.
func (s *server) enterRoutes() []route {
	enter := right(review.Enter)
	return append(slices.Concat(s.reviewRoutes(), s.followRoutes()), []route{
		{method: "GET", pattern: "/enter", needs: enter, page: s.enterForm},
		{method: "POST", pattern: "/enter", needs: enter, page: s.enter, givesBack: true},
		{method: "GET", pattern: "/i/{incident}/edit", needs: enter, page: s.enterForm},
		{method: "POST", pattern: "/i/{incident}/edit", needs: enter, page: s.enter, givesBack: true},
		{method: "POST", pattern: "/drafts/drop", needs: signedIn, page: s.dropDraft},
	}...)
}

// entering is the form of one incident as it stands in the record and as it was typed.
type entering struct {
	r      *request
	run    *board.Run
	id     string       // of the incident that is corrected; "": a new one
	c      *review.Case // that incident
	stands url.Values   // what the form of it holds
	form   url.Values   // as typed
	wrong  map[string][]string
	v      *board.EnterView
}

func (s *server) entering(r *request) (*entering, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	e := &entering{r: r, run: run, id: r.PathValue("incident"), wrong: map[string][]string{}, stands: url.Values{}}
	e.v = &board.EnterView{Action: "/enter", Title: r.rd.W.Text("board.enter.title")}
	if e.id != "" {
		if e.c, err = r.app.Case(r.Context(), e.id); err != nil {
			return nil, err
		}
		e.stands = incidentForm(e.c.Bundle)
		e.stands.Set("seen", strconv.FormatInt(app.LastEntry(e.c), 10))
		e.v.Action, e.v.Incident, e.v.Title = "/i/"+board.Segment(e.id)+"/edit", e.id, r.rd.W.Text("board.enter.edit", "incident", e.id)
	}
	return e, nil
}

// enterForm answers with the form: empty, as the incident stands, or as a draft was left.
func (s *server) enterForm(r *request) (*answer, error) {
	e, err := s.entering(r)
	if err != nil {
		return nil, err
	}
	e.form = clone(e.stands)
	if id := r.values.Get("draft"); id != "" {
		d, err := readDraft(r, id, "")
		if err != nil {
			return nil, err
		}
		e.form = d.Form
		e.v.Said = r.rd.W.Text("board.draft.opened")
	} else if e.id == "" {
		e.form.Set("incident", r.app.Today().String()+"-"+strings.ToLower(rand.Text()[:5]))
	}
	if e.v.Drafts, err = drafts(r); err != nil {
		return nil, err
	}
	e.v.Drafts = slices.DeleteFunc(e.v.Drafts, func(d board.DraftRow) bool { return d.ID == e.form.Get("draft") })
	return e.page(0)
}

// enter takes what was typed: looks at it, enters it, keeps it aside, or offers one more account.
func (s *server) enter(r *request) (*answer, error) {
	e, err := s.entering(r)
	if err != nil {
		return nil, err
	}
	e.form = r.form
	do := r.form.Get("do")
	switch do {
	case "more":
		e.form.Set("accounts", strconv.Itoa(min(e.count()+1, mostAccounts)))
		return e.page(0)
	case "keep":
		return e.keep()
	}
	given, rows := e.given()
	if len(e.wrong) > 0 {
		if plan, err := r.app.PlanIncident(r.Context(), given); err == nil { // what else is wrong is told at once
			first := maps.Clone(e.wrong)
			e.refuse(plan, rows)
			maps.Copy(e.wrong, first)
		}
		return e.page(http.StatusUnprocessableEntity)
	}
	looked := digest(e.form)
	var plan *app.EntryPlan
	enter := do == "enter" && r.form.Get("looked") == looked // what was changed since it was looked at is looked at again
	if enter {
		_, plan, err = r.app.EnterIncident(r.Context(), given)
	} else {
		plan, err = r.app.PlanIncident(r.Context(), given)
	}
	w := r.rd.W
	entered := false
	if errors.Is(err, app.ErrTaken) && enter {
		var twice error
		if entered, twice = r.app.Stands(r.Context(), given); twice != nil {
			return nil, twice
		}
	}
	var refused review.Refusals
	switch {
	case entered: // it was sent again, since the answer was lost
		return e.done(given.Incident)
	case errors.Is(err, app.ErrTaken):
		e.wrong["incident"] = []string{w.Text("board.enter.taken", "incident", given.Incident)}
		return e.page(http.StatusConflict)
	case errors.Is(err, app.ErrChanged):
		return e.changed()
	case errors.As(err, &refused):
		for _, x := range refused {
			e.v.Wrong = append(e.v.Wrong, w.Refusal(x))
		}
		return e.page(http.StatusForbidden)
	case err != nil:
		return nil, err
	case plan.Refused:
		e.refuse(plan, rows)
		return e.page(http.StatusUnprocessableEntity)
	case plan.Rows == 0:
		e.wrong["incident"] = []string{w.Text("board.enter.id", "incident", clip(given.Incident))}
		return e.page(http.StatusUnprocessableEntity)
	case enter:
		if err := dropEntered(r); err != nil {
			return nil, err
		}
		return &answer{to: "/" + string(r.rd.Lang) + "/i/" + board.Segment(given.Incident)}, nil
	}
	e.v.Look = look(r.rd, e.run, plan)
	e.v.Look.Remarks = append(e.v.Look.Remarks, e.oddDays()...)
	e.form.Set("looked", looked)
	return e.page(0)
}

// done leads to the incident that was entered. What was kept aside of it goes.
func (e *entering) done(incident string) (*answer, error) {
	r := e.r
	if id := r.form.Get("draft"); id != "" {
		if err := r.app.Aside().Drop(r.Context(), draftShelf, draftKey(r, id)); err != nil && !errors.Is(err, record.ErrNotFound) {
			return nil, err
		}
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/i/" + board.Segment(incident)}, nil
}

// look makes what entering would do.
func look(rd board.Reader, run *board.Run, plan *app.EntryPlan) *board.LookView {
	v := &board.LookView{Nothing: plan.Empty()}
	changed := map[string]bool{}
	for _, d := range plan.Diffs {
		changed[string(d.Kind)+" "+d.Subject] = true
	}
	for _, d := range plan.Diffs {
		if first(d) { // it did not stand before: all of it is new
			delete(changed, string(d.Kind)+" "+d.Subject)
		}
	}
	for _, d := range plan.Diffs {
		if changed[string(d.Kind)+" "+d.Subject] {
			v.Diffs = append(v.Diffs, rd.DiffRow(d.Subject, d.Field, d.Before, d.After))
		}
	}
	var sources []record.Source
	for d := range plan.Drafts() {
		if s, ok := d.Payload.(record.Source); ok {
			sources = append(sources, s)
		}
	}
	for d := range plan.Drafts() {
		kind, subject, _, _, err := record.EncodePayload(d.Payload)
		if err != nil || changed[string(kind)+" "+subject] {
			continue
		}
		part, ok := run.Look(rd, d.Payload, sources)
		if !ok {
			part.Title = rd.W.Text("entry."+string(kind)) + " " + rd.W.Foreign(subject)
		}
		v.New = append(v.New, part)
	}
	for _, d := range plan.Diagnostics {
		v.Remarks = append(v.Remarks, rd.W.Diagnostic(d).Title)
	}
	return v
}

// first says that the entry of a difference is the first on its subject.
func first(d intake.Diff) bool { return (d.Field == "id" || d.Field == "assessor") && d.Before == "" }

// longAgo is the year before which a day is taken for one of another calendar: 1437 is a year of the Hijra too.
const longAgo = 1900

// oddDays remarks on days that are dates and yet hardly meant: those to come, and those of long ago.
func (e *entering) oddDays() (list []string) {
	w, today := e.r.rd.W, e.r.app.Today()
	names := []string{"when"}
	for i := range e.count() {
		names = append(names, board.AccountField(i, "published"))
	}
	for _, name := range names {
		d, err := civil.ParseEDTF(typedAs("when", e.form.Get(name)))
		switch {
		case err != nil || d.Lo.IsZero():
		case d.Lo.Year < longAgo:
			list = append(list, w.Text("board.enter.long_ago", "date", e.form.Get(name)))
		case d.Lo.Compare(today.AddDays(1)) > 0: // somewhere it is tomorrow already
			list = append(list, w.Text("board.enter.to_come", "date", e.form.Get(name)))
		}
	}
	return list
}

// count is how many accounts the form holds.
func (e *entering) count() int {
	n, err := strconv.Atoi(e.form.Get("accounts"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, mostAccounts)
}

// given makes the entry of what was typed, and says which account of the form each of its rows is.
func (e *entering) given() (app.IncidentEntry, []int) {
	w := e.r.rd.W
	out := app.IncidentEntry{Incident: strings.TrimSpace(cmp.Or(e.id, e.form.Get("incident"))), New: e.id == ""}
	out.Seen, _ = strconv.ParseInt(e.form.Get("seen"), 10, 64) // what is no number was not looked at
	if out.Incident == "" || strings.HasPrefix(out.Incident, "#") || strings.ContainsAny(out.Incident, "\r\n") {
		e.wrong["incident"] = []string{w.Text("board.enter.id", "incident", clip(out.Incident))}
	}
	for _, column := range board.IncidentColumns(e.more()...) {
		if v := typedAs(column, e.form.Get(column)); column != "incident" {
			out.Fields = append(out.Fields, app.Field{Name: column, Value: v})
		}
	}
	var rows []int
	next, mine := e.firstAccount(), map[string]bool{}
	if e.c != nil {
		for i := range e.c.Bundle.Accounts {
			mine[e.c.Bundle.Accounts[i].ID] = true
		}
	}
	for i := range e.count() {
		typed, changed := false, false
		var fields []app.Field
		for _, column := range board.AccountColumns {
			name := board.AccountField(i, column)
			v := e.form.Get(name)
			typed = typed || v != "" && column != "account"
			changed = changed || v != e.stands.Get(name)
			fields = append(fields, app.Field{Name: column, Value: typedAs(column, v)})
		}
		if !typed || !changed { // an account that stands as it is needs no entry
			continue
		}
		if !mine[fields[0].Value] {
			fields[0].Value = "" // an account of another incident is not taken from it by a form
		}
		if e.form.Get(board.AccountField(i, "source")) == "" {
			name := board.AccountField(i, "source")
			e.wrong[name] = append(e.wrong[name], w.Text("board.enter.no_source"))
		}
		if fields[0].Value == "" {
			fields[0].Value = out.Incident + ":" + strconv.Itoa(next)
			next++
		}
		out.Accounts = append(out.Accounts, fields)
		rows = append(rows, i)
	}
	return out, rows
}

// firstAccount is the number of the first account whose id was never taken.
func (e *entering) firstAccount() int {
	if e.c == nil {
		return 1
	}
	taken := map[string]bool{}
	for i := range e.c.History {
		taken[e.c.History[i].Subject] = true
	}
	n := 1
	for taken[e.id+":"+strconv.Itoa(n)] {
		n++
	}
	return n
}

// more are the columns of roles beyond those of every form.
func (e *entering) more() []string { return moreRoles(e.stands) }

// columnOf gives the column of the layout that a remark is about; "": none.
func columnOf(d *diag.Diagnostic) (column string) {
	for _, a := range d.Args {
		if a.Name == "column" {
			column = a.Value
		}
	}
	return column
}

// refuse puts what is wrong beside the fields that it is about.
func (e *entering) refuse(p *app.EntryPlan, rows []int) {
	for _, d := range p.Diagnostics {
		if d.Severity != diag.Error || d.Code == intake.CodeNoDate && len(e.wrong["when"]) > 0 { // that it is no date is said
			continue
		}
		column := columnOf(&d)
		name := column
		if slices.Contains(board.AccountColumns, column) && len(rows) > 0 {
			name = board.AccountField(rows[min(p.RowOf(&d), len(rows)-1)], column)
		}
		said := wrongField(e.r.rd, d)
		if !slices.Contains(board.AccountColumns, column) && !slices.Contains(board.IncidentColumns(e.more()...), column) || column == "incident" && e.id != "" {
			e.v.Wrong = append(e.v.Wrong, said...)
			continue
		}
		e.wrong[name] = append(e.wrong[name], said...)
	}
}

// changed shows what another entered meanwhile beside what was typed. Nothing typed is lost; sent once more, it is entered over what stands.
func (e *entering) changed() (*answer, error) {
	w := e.r.rd.W
	e.v.Wrong = append(e.v.Wrong, w.Text("board.enter.changed"))
	names := board.IncidentColumns(e.more()...)
	for i := range max(e.count(), accountsIn(e.stands)) {
		for _, column := range board.AccountColumns {
			names = append(names, board.AccountField(i, column))
		}
	}
	for _, name := range names {
		account, column, of := strings.Cut(name, ".")
		if !of {
			column = name
		}
		whose := ""
		if n, err := strconv.Atoi(strings.TrimPrefix(account, "a")); of && err == nil {
			whose = e.r.rd.AccountField(n) + " "
		}
		if stands, typed := e.stands.Get(name), e.form.Get(name); stands != typed && column != "incident" && column != "account" {
			e.v.Changed = append(e.v.Changed, board.ChangedField{Name: whose + e.r.rd.ColumnName(column), Stands: stands, Typed: typed})
		}
	}
	e.form.Set("seen", e.stands.Get("seen"))
	return e.page(http.StatusConflict)
}

// page makes the page with the form as it was typed.
func (e *entering) page(status int) (*answer, error) {
	for _, name := range []string{"seen", "draft", draftVersion, "looked"} {
		if v := e.form.Get(name); v != "" {
			e.v.Hidden = append(e.v.Hidden, board.Pair{Name: name, Value: v})
		}
	}
	e.v.Hidden = append(e.v.Hidden, board.Pair{Name: "accounts", Value: strconv.Itoa(e.count())})
	if len(e.wrong) > 0 {
		e.v.Wrong = append(e.v.Wrong, e.r.rd.W.Plural("board.enter.wrong", int64(len(e.wrong))))
	}
	e.run.EnterForm(e.r.rd, e.v, e.form.Get, e.wrong, e.more(), e.count())
	return &answer{page: "enter", section: "desk", title: e.r.rd.W.Bare().Text("board.enter.title"), body: e.v, run: e.run, status: status}, nil
}

// digest tells whether a form says what it said before.
func digest(form url.Values) string {
	said := url.Values{}
	for name := range form {
		if v := form.Get(name); v != "" && name != "looked" && name != "do" && name != "draft" && name != draftVersion {
			said.Set(name, v)
		}
	}
	sum := sha256.Sum256([]byte(said.Encode()))
	return hex.EncodeToString(sum[:16])
}

func clone(v url.Values) url.Values {
	out := url.Values{}
	for name, list := range v {
		out[name] = slices.Clone(list)
	}
	return out
}

// incidentForm gives the fields of the form that say what stands of an incident.
func incidentForm(b *record.Bundle) url.Values {
	v, in := url.Values{}, &b.Incident
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	texts := func(prefix string, t record.Text) {
		for lang, words := range t {
			set(prefix+lang, words)
		}
	}
	set("incident", in.ID)
	set("act", in.Act)
	set("when", in.When)
	set("scheme", in.Scheme)
	set("time_zone", in.Zone)
	set("note", in.Note)
	texts("title_", in.Title)
	texts("place_", in.Place.Name)
	set("zones", strings.Join(in.Place.Zones, "|"))
	if in.Place.Radius > 0 {
		set("lat", board.Degrees(in.Place.Lat))
		set("lon", board.Degrees(in.Place.Lon))
		set("radius", strconv.FormatInt(in.Place.Radius, 10))
	}
	for _, w := range in.Roles {
		words := strings.Join(w.Words, "|")
		if w.OneOf {
			words = "?" + words
		}
		set("role:"+w.Role, words)
	}
	if in.Graphic {
		set("graphic", "yes")
	}
	var persons, related []string
	for _, p := range in.Persons {
		persons = append(persons, p.Person+"="+p.As)
	}
	for _, r := range in.Related {
		related = append(related, r.Incident+"="+r.How)
	}
	set("persons", strings.Join(persons, "|"))
	set("related", strings.Join(related, "|"))
	for i := range b.Accounts {
		a := &b.Accounts[i]
		at := func(column, value string) { set(board.AccountField(i, column), value) }
		at("account", a.ID)
		at("source", a.Source)
		at("published", a.Published)
		at("url", a.URL)
		at("lang", a.Lang)
		at("words", a.Words)
		at("connection", a.Connection)
		at("cites", strings.Join(a.Cites, "|"))
		at("account_note", a.Note)
		for lang, words := range a.Says {
			at("says_"+lang, words)
		}
	}
	v.Set("accounts", strconv.Itoa(max(1, len(b.Accounts))))
	return v
}

// accountsIn is how many accounts what stands holds.
func accountsIn(stands url.Values) int {
	n := 0
	for stands.Has(board.AccountField(n, "account")) {
		n++
	}
	return n
}

// moreRoles are the columns of roles that a form has beyond those of every form.
func moreRoles(v url.Values) (out []string) {
	usual := board.IncidentColumns()
	for name := range v {
		if strings.HasPrefix(name, "role:") && !slices.Contains(usual, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

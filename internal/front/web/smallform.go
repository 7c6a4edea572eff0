package web

import (
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
	"mithaq/internal/base/diag"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

func (s *server) smallRoutes() []route {
	enter := right(review.Enter)
	source := func(r *request) (*answer, error) { return s.smallForm(r, sourceForm(r)) }
	coverage := func(r *request) (*answer, error) { return s.smallForm(r, coverageForm(r)) }
	return []route{
		{method: "GET", pattern: "/sources/new", needs: enter, page: source},
		{method: "POST", pattern: "/sources/new", needs: enter, page: source, givesBack: true},
		{method: "GET", pattern: "/s/{source}/edit", needs: enter, page: source},
		{method: "POST", pattern: "/s/{source}/edit", needs: enter, page: source, givesBack: true},
		{method: "GET", pattern: "/coverage/new", needs: enter, page: coverage},
		{method: "POST", pattern: "/coverage/new", needs: enter, page: coverage, givesBack: true},
		{method: "GET", pattern: "/coverage/{statement}/edit", needs: enter, page: coverage},
		{method: "POST", pattern: "/coverage/{statement}/edit", needs: enter, page: coverage, givesBack: true},
	}
}

// small is one of the small forms: a row of a layout that is typed instead of read from a file.
type small struct {
	set     string // of words
	layout  string
	kind    record.Kind
	columns []string
	id      string // of what is corrected; "": a new one
	action  string
	back    string // below the language
	after   func(form url.Values) string
	stands  func(*record.Base) (url.Values, bool) // the form of what is corrected
}

func sourceForm(r *request) *small {
	f := &small{set: "source", layout: intake.LayoutSources, kind: record.KindSource, columns: board.SourceColumns, id: r.PathValue("source"), action: "/sources/new", back: "/sources"}
	if f.id != "" {
		f.action = "/s/" + board.Segment(f.id) + "/edit"
		f.back = "/s/" + board.Segment(f.id)
	}
	f.after = func(form url.Values) string { return "/s/" + board.Segment(strings.TrimSpace(form.Get("source"))) }
	f.stands = func(base *record.Base) (url.Values, bool) {
		for i := range base.Sources {
			if o := &base.Sources[i]; o.ID == f.id {
				v := url.Values{
					"source": {o.ID}, "sort": {o.Sort}, "url": {o.URL}, "party": {o.Party}, "reliability": {o.Reliability}, "cites": {strings.Join(o.Cites, "|")}, "note": {o.Note},
				}
				for lang, name := range o.Name {
					v.Set("name_"+lang, name)
				}
				return v, true
			}
		}
		return nil, false
	}
	return f
}

func coverageForm(r *request) *small {
	f := &small{set: "coverage", layout: intake.LayoutCoverage, kind: record.KindCoverage, columns: board.CoverageColumns, id: r.PathValue("statement"), action: "/coverage/new", back: "/coverage"}
	if f.id != "" {
		f.action = "/coverage/" + board.Segment(f.id) + "/edit"
	}
	f.after = func(form url.Values) string {
		if from := form.Get("from"); len(from) >= 7 {
			return "/coverage?month=" + url.QueryEscape(from[:7])
		}
		return "/coverage"
	}
	f.stands = func(base *record.Base) (url.Values, bool) {
		for i := range base.Coverage {
			if c := &base.Coverage[i]; c.ID == f.id {
				v := url.Values{
					"id": {c.ID}, "observer": {c.Observer}, "zone": {c.Zone}, "from": {c.From}, "to": {c.To}, "acts": {strings.Join(c.Acts, "|")}, "means": {c.Means},
					"denied_by": {c.DeniedBy}, "source": {c.Source}, "note": {c.Note},
				}
				if c.Denied {
					v.Set("denied", "yes")
				}
				if c.LagDays > 0 {
					v.Set("lag_days", strconv.Itoa(c.LagDays))
				}
				return v, true
			}
		}
		return nil, false
	}
	return f
}

// smallForm answers with the form, with what entering it would do, or enters it.
func (s *server) smallForm(r *request, f *small) (*answer, error) {
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	base, err := r.app.Store().Base(r.Context(), record.Cut{}) // what stands now, whatever day the page is of
	if err != nil {
		return nil, err
	}
	stands, form := url.Values{}, url.Values{}
	if f.id != "" {
		var there bool
		if stands, there = f.stands(base); !there {
			return nil, errNotFound
		}
		form = clone(stands)
	}
	form.Set("seen", digest(stands))
	w := r.rd.W
	v := &board.SmallView{Action: f.action, Title: w.Text("board.small." + f.set + ".new"), Lead: w.Text("board.small." + f.set + ".lead"), Existing: f.id != ""}
	v.Back = board.Pair{Name: w.Text("board.small." + f.set + ".back"), Value: f.back}
	if f.id != "" {
		v.Title = w.Text("board.small."+f.set+".edit", "id", f.id)
	}
	wrong := map[string][]string{}
	page := func(code int) (*answer, error) {
		for _, name := range []string{"seen", "looked"} {
			if x := form.Get(name); x != "" {
				v.Hidden = append(v.Hidden, board.Pair{Name: name, Value: x})
			}
		}
		if len(wrong) > 0 {
			v.Wrong = append(v.Wrong, w.Plural("board.enter.wrong", int64(len(wrong))))
		}
		run.SmallForm(r.rd, v, f.set, f.columns, f.id != "", form.Get, wrong)
		return &answer{page: "small", section: "desk", title: w.Bare().Text("board.small." + f.set), body: v, run: run, status: code}, nil
	}
	if r.Method != http.MethodPost {
		return page(0)
	}
	form = r.form
	var fields []app.Field
	for _, column := range f.columns {
		value := typedAs(column, form.Get(column))
		if f.set == "coverage" && (column == "from" || column == "to") {
			if said := future(r.rd, value, r.app.Today()); said != nil {
				wrong[column] = said
			}
		}
		if f.id != "" && (column == "id" || column == "source" && f.set == "source") {
			value = f.id // a form corrects what its address names, and nothing else
			form.Set(column, value)
		}
		if f.id == "" && column == "id" {
			value = ""
		}
		if value != "" || column != "id" {
			fields = append(fields, app.Field{Name: column, Value: value})
		}
	}
	if f.set == "source" {
		sourceRemarks(r.rd, form, base, wrong)
	}
	if len(wrong) > 0 {
		if plan, err := r.app.PlanFields(r.Context(), f.layout, fields); err == nil && plan.Refused { // what else is wrong is told at once
			first := maps.Clone(wrong)
			f.refuseAll(r.rd, plan, wrong, &v.Wrong)
			maps.Copy(wrong, first)
		}
		return page(http.StatusUnprocessableEntity)
	}
	plan, err := r.app.PlanFields(r.Context(), f.layout, fields)
	var refused review.Refusals
	switch {
	case errors.As(err, &refused):
		for _, x := range refused {
			v.Wrong = append(v.Wrong, w.Refusal(x))
		}
		return page(http.StatusForbidden)
	case err != nil:
		return nil, err
	case plan.Refused:
		f.refuseAll(r.rd, plan, wrong, &v.Wrong)
		return page(http.StatusUnprocessableEntity)
	case f.id == "" && plan.Empty() && plan.Same > 0 && form.Get("do") == "enter" && form.Get("looked") == smallDigest(form, f.columns): // it was sent again, since the answer was lost
		return &answer{to: "/" + string(r.rd.Lang) + f.after(form)}, nil
	case f.id == "" && plan.Changed+plan.Same > 0: // what stands under that id is corrected at its own form, and only by who may see it
		wrong[f.columns[0]] = []string{w.Text("board.small." + f.set + ".taken")}
		return page(http.StatusConflict)
	case form.Get("seen") != digest(stands):
		v.Wrong = append(v.Wrong, w.Text("board.enter.changed"))
		for _, column := range f.columns {
			if is, typed := stands.Get(column), form.Get(column); is != typed && column != "id" {
				v.Changed = append(v.Changed, board.ChangedField{Name: w.Text("board.small." + f.set + "." + column), Stands: is, Typed: typed})
			}
		}
		form.Set("seen", digest(stands))
		form.Del("looked")
		return page(http.StatusConflict)
	}
	looked := smallDigest(form, f.columns)
	if form.Get("do") == "enter" && form.Get("looked") == looked {
		_, err := r.app.Apply(r.Context(), plan)
		if errors.Is(err, record.ErrHeadMoved) { // somebody was faster by a moment
			v.Wrong = append(v.Wrong, w.Text("board.small.again"))
			return page(http.StatusConflict)
		}
		if err != nil {
			return nil, err
		}
		return &answer{to: "/" + string(r.rd.Lang) + f.after(form)}, nil
	}
	v.Look = look(r.rd, run, &app.EntryPlan{Plan: plan})
	for i := range v.Look.Diffs {
		v.Look.Diffs[i].Field = w.Text("board.small." + f.set + "." + strings.ReplaceAll(plan.Diffs[i].Field, ".", "_"))
	}
	form.Set("looked", looked)
	return page(0)
}

// sourceRemarks says what is wrong with a source that the layouts of files let pass: nobody can read who it is, or it rests on one that is not there.
func sourceRemarks(rd board.Reader, form url.Values, base *record.Base, wrong map[string][]string) {
	named := false
	for _, lang := range locale.Langs {
		named = named || strings.TrimSpace(form.Get("name_"+string(lang))) != ""
	}
	if !named {
		wrong["name_"+string(rd.Lang)] = []string{rd.W.Text("board.small.source.unnamed")}
	}
	for _, id := range strings.Split(form.Get("cites"), "|") {
		if id = strings.TrimSpace(id); id != "" && !slices.ContainsFunc(base.Sources, func(s record.Source) bool { return s.ID == id }) {
			wrong["cites"] = append(wrong["cites"], rd.W.Text("board.attach.wrong.source", "value", clip(id)))
		}
	}
}

// refuseAll puts whatever is wrong beside its field.
func (f *small) refuseAll(rd board.Reader, plan *intake.Plan, wrong map[string][]string, whole *[]string) {
	for _, d := range plan.Diagnostics {
		if d.Severity == diag.Error {
			f.refuse(rd, d, wrong, whole)
		}
	}
}

// refuse puts what is wrong beside its field.
func (f *small) refuse(rd board.Reader, d diag.Diagnostic, wrong map[string][]string, whole *[]string) {
	for _, a := range d.Args {
		if a.Name != "column" {
			continue
		}
		for _, column := range f.columns {
			if column == a.Value && column != "id" {
				wrong[column] = append(wrong[column], wrongField(rd, d)...)
				return
			}
		}
	}
	*whole = append(*whole, rd.WrongOf(d)...)
}

// smallDigest tells whether the fields of a form say what they said before.
func smallDigest(form url.Values, columns []string) string {
	h := sha256.New()
	for _, column := range columns {
		h.Write([]byte(column + "\x00" + strings.TrimSpace(form.Get(column)) + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

package web

import (
	"cmp"
	"errors"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// sorts are the orders of the list.
var sorts = []string{"date", "-date", "entered", "-entered", "killed", "-killed"}

// cursor is what a page of the store ends with: an order, a number, and a number or the id of an incident.
var cursor = regexp.MustCompile(`^(-?(?:date|entered|killed))\.-?\d{1,18}\..+$`)

// incidents answers with a page of the list of incidents.
func (s *server) incidents(r *request) (*answer, error) {
	q, given, err := r.incidentQuery()
	if err != nil {
		return nil, err
	}
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	store, uncut, err := r.then(run)
	if err != nil {
		return nil, err
	}
	page, err := store.Incidents(r.Context(), q)
	if errors.Is(err, record.ErrCursor) { // of another order, or of an incident that is shown no longer
		return nil, &badValue{"board.filter.after", clip(q.After)}
	}
	if err != nil {
		return nil, err
	}
	v := &board.IncidentsView{Total: page.Total, AtMost: page.AtMost, Query: given}
	for i := range page.Rows {
		v.Rows = append(v.Rows, run.IncidentRow(r.rd, &page.Rows[i]))
	}
	for _, name := range []string{"from", "to", "act", "party", "place", "grade", "text"} {
		v.Narrowed = v.Narrowed || given[name] != ""
	}
	run.Choices(r.rd, v)
	if page.Next != "" {
		v.Next = r.with("after", page.Next)
	}
	if q.After != "" {
		v.First = r.with("after", "")
	}
	return &answer{page: "incidents", section: "incidents", title: r.rd.W.Text("board.incidents.title"), body: v, run: run, uncut: uncut}, nil
}

// incidentQuery reads the filters. given are the values as the reader wrote them, to be shown in the form.
func (r *request) incidentQuery() (q record.Query, given map[string]string, err error) {
	given = map[string]string{}
	for _, name := range []string{"from", "to", "act", "party", "place", "grade", "text", "sort", "after"} {
		v := strings.ToValidUTF8(r.values.Get(name), "�")
		if len(v) > longest {
			return q, nil, &badValue{"board.filter." + name, clip(v)}
		}
		given[name] = v
	}
	q = record.Query{Text: given["text"], Act: given["act"], Party: given["party"], Place: given["place"], Sort: cmp.Or(given["sort"], "date"), After: given["after"]}
	if q.From, err = r.day("from", "board.filter.from"); err != nil {
		return q, nil, err
	}
	if q.To, err = r.day("to", "board.filter.to"); err != nil {
		return q, nil, err
	}
	if name := given["grade"]; name != "" {
		g, err := grade.Parse(name)
		if err != nil {
			return q, nil, &badValue{"board.filter.grade", name}
		}
		q.Grade = &g
	}
	if !slices.Contains(sorts, q.Sort) {
		return q, nil, &badValue{"board.filter.sort", q.Sort}
	}
	if q.After != "" {
		if m := cursor.FindStringSubmatch(q.After); m == nil || m[1] != q.Sort {
			return q, nil, &badValue{"board.filter.after", q.After}
		}
	}
	return q, given, nil
}

// with gives the address's query with one value changed ("" takes it out) and empty ones left out.
func (r *request) with(name, value string) template.URL {
	values := url.Values{}
	for key, list := range r.values {
		if len(list) > 0 && list[0] != "" {
			values.Set(key, list[0])
		}
	}
	values.Set(name, value)
	if value == "" {
		values.Del(name)
	}
	return template.URL(values.Encode())
}

// incident answers with one incident.
func (s *server) incident(r *request) (*answer, error) {
	id := r.PathValue("incident")
	c, err := r.app.Case(r.Context(), id)
	if err != nil {
		return nil, err
	}
	run, err := s.run(r)
	if err != nil {
		return nil, err
	}
	v := run.IncidentPage(r.rd, c, r.rd.Persons(r.app.Person(r.Context())), r.app.Today())
	if err := s.addFiles(r, c.Bundle, v); err != nil {
		return nil, err
	}
	if v.Follows, err = follows(r, id); err != nil {
		return nil, err
	}
	a := &answer{page: "incident", section: "incidents", title: v.Title, body: v, run: run}
	if v.Graphic {
		a.title = r.rd.W.Text("board.incident.tab", "id", id) // a tab must not show what the page covers
	}
	return a, nil
}

package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/suggest"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/wording"
)

// apiProblem is what went wrong, as RFC 9457 writes it (spec/schema/problem.json).
type apiProblem struct {
	Type   string        `json:"type"`
	Title  string        `json:"title"`
	Status int           `json:"status"`
	Detail string        `json:"detail,omitempty"`
	Code   string        `json:"code"`             // what it is, for programs
	Near   string        `json:"near,omitempty"`   // what was probably meant
	Errors []apiFault    `json:"errors,omitempty"` // each single thing that is wrong
	Plan   *answers.Plan `json:"plan,omitempty"`   // of rows or a file that were refused: as in an answer
}

// apiFault is one thing that is wrong.
type apiFault struct {
	Code   string     `json:"code"`
	Text   string     `json:"text"`
	Field  string     `json:"field,omitempty"`
	Row    int        `json:"row,omitempty"` // of the rows sent, from 1
	File   string     `json:"file,omitempty"`
	Line   int        `json:"line,omitempty"`
	Column int        `json:"column,omitempty"`
	Near   string     `json:"near,omitempty"`
	Args   []diag.Arg `json:"args,omitempty"`
}

// plainProblems are the errors that need no more than their code.
var plainProblems = []struct {
	err    error
	status int
	code   string
}{
	{errNoToken, http.StatusUnauthorized, "no_token"},
	{errBadToken, http.StatusUnauthorized, "bad_token"},
	{errScope, http.StatusForbidden, "scope"},
	{errOtherName, http.StatusMisdirectedRequest, "other_name"},
	{errOtherSite, http.StatusForbidden, "other_site"},
	{errTooOften, http.StatusTooManyRequests, "too_often"},
	{app.ErrMany, http.StatusTooManyRequests, "too_often"},
	{app.ErrQueue, http.StatusServiceUnavailable, "queue"},
	{errTooLarge, http.StatusRequestEntityTooLarge, "too_large"},
	{errMediaType, http.StatusUnsupportedMediaType, "media_type"},
	{errMethod, http.StatusMethodNotAllowed, "method"},
	{errPrinted, http.StatusNotAcceptable, "not_acceptable"},
	{errNoTexts, http.StatusNotFound, "no_texts"},
	{errKeyOther, http.StatusUnprocessableEntity, "key_other"},
	{errKeyBusy, http.StatusConflict, "key_busy"},
	{errKeyForm, http.StatusBadRequest, "key_form"},
	{app.ErrChanged, http.StatusConflict, "changed"},
	{app.ErrLooked, http.StatusConflict, "looked"},
	{app.ErrNoFiles, http.StatusConflict, "no_files"},
	{app.ErrUploadSize, http.StatusRequestEntityTooLarge, "too_large"},
	{errNotFound, http.StatusNotFound, "not_found"},
	{record.ErrNotFound, http.StatusNotFound, "not_found"},
	{record.ErrHeadMoved, http.StatusConflict, "head_moved"},
	{record.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{record.ErrDiskFull, http.StatusInsufficientStorage, "full"},
	{record.ErrDatabaseFull, http.StatusInsufficientStorage, "full"},
	{record.ErrReadOnly, http.StatusServiceUnavailable, "read_only"},
}

// problemOf tells what an error is.
func (s *server) problemOf(q *apiRequest, err error) *apiProblem {
	w := q.rd.W.Bare()
	p := &apiProblem{Status: http.StatusInternalServerError, Code: "failed"}
	var params badParams
	var body *badJSON
	var bodies bodyFaults
	var plan *refusedPlan
	var refused review.Refusals
	var cut *app.CutError
	var source *app.SourceError
	var texts *badTexts
	var lacks *missing
	var far *app.Preparing
	switch {
	case errors.As(err, &far):
		p.Status, p.Code = http.StatusServiceUnavailable, "preparing"
	case errors.As(err, &params):
		p.Status, p.Code = http.StatusBadRequest, "bad_query"
		for _, one := range params {
			p.Errors = append(p.Errors, apiFault{Code: one.code, Field: one.field, Near: one.near, Text: w.Text("api.fault."+one.code, "field", one.field, "value", one.value)})
		}
	case errors.As(err, &cut):
		p.Status, p.Code = http.StatusBadRequest, "bad_query"
		p.Errors = []apiFault{{Code: "bad_value", Field: cut.Flag, Text: w.Text("api.fault.bad_value", "field", cut.Flag, "value", clip(cut.Value))}}
	case errors.As(err, &source):
		near := suggest.Nearest(source.Source, source.Known)
		p.Status, p.Code = http.StatusBadRequest, "bad_query"
		p.Errors = []apiFault{{Code: "bad_value", Field: "without", Near: near, Text: w.Text("cli.usage.source", "value", clip(source.Source))}}
	case errors.Is(err, record.ErrCursor):
		p.Status, p.Code = http.StatusBadRequest, "bad_query"
		p.Errors = []apiFault{{Code: "bad_value", Field: "after", Text: w.Text("api.fault.bad_value", "field", "after", "value", clip(q.one("after")))}}
	case errors.As(err, &body):
		p.Status, p.Code = http.StatusBadRequest, "bad_body"
		p.Errors = []apiFault{bodyFault(w, body)}
	case errors.As(err, &bodies):
		p.Status, p.Code = http.StatusBadRequest, "bad_body"
		for _, one := range bodies {
			p.Errors = append(p.Errors, bodyFault(w, one))
		}
	case errors.As(err, &plan):
		p.Status, p.Code, p.Plan = http.StatusUnprocessableEntity, "rows_refused", &plan.answer
		for i := range plan.answer.Diagnostics {
			p.Errors = append(p.Errors, faultOf(&plan.answer.Diagnostics[i], plan.row))
		}
	case errors.As(err, &refused):
		p.Status, p.Code = http.StatusForbidden, "refused"
		for _, r := range refused {
			p.Errors = append(p.Errors, apiFault{Code: r.Code, Text: w.Refusal(r), Args: r.Args})
		}
		if slices.ContainsFunc(refused, review.Refusal.Overtaken) {
			p.Status, p.Code = http.StatusConflict, "changed"
		}
	case errors.As(err, &texts):
		p.Status, p.Code = http.StatusServiceUnavailable, "texts"
		for _, d := range answers.Remarks(q.rd.W, texts.reading.Diagnostics) {
			if d.Severity == diag.Error {
				p.Errors = append(p.Errors, faultOf(&d, nil))
			}
		}
	case errors.As(err, &lacks):
		p.Status, p.Code, p.Near = http.StatusNotFound, "not_found", suggest.Nearest(lacks.value, lacks.known)
		p.Detail = w.Text(lacks.key, "value", clip(lacks.value), "list", strings.Join(lacks.known, ", "))
	default:
		i := slices.IndexFunc(plainProblems, func(k struct {
			err    error
			status int
			code   string
		},
		) bool {
			return errors.Is(err, k.err)
		})
		if i >= 0 {
			p.Status, p.Code = plainProblems[i].status, plainProblems[i].code
		} else {
			s.log.Error("api", "path", q.URL.Path, "error", err)
		}
	}
	p.Type, p.Title = "urn:mithaq:problem:"+p.Code, w.Text("api.problem."+p.Code)
	if p.Code == "scope" {
		p.Detail = w.Text("api.problem.scope.of", "scope", string(q.lacks))
	}
	return p
}

// bodyFault tells what of a body is not understood.
func bodyFault(w *wording.Words, e *badJSON) apiFault {
	return apiFault{Code: e.code, Field: e.field, Line: e.line, Column: e.column, Near: e.near, Text: w.Text("api.fault."+e.code, "field", cmp.Or(e.field, "–"), "value", e.value)}
}

// faultOf tells a remark as one thing that is wrong.
func faultOf(d *answers.Remark, row func(int) int) apiFault {
	f := apiFault{Code: string(d.Code), Text: d.Text, Args: d.Args, File: d.Span.File, Line: d.Span.Start.Line, Column: d.Span.Start.Column}
	for _, a := range d.Args {
		switch a.Name {
		case "column":
			f.Field = a.Value
		case "near":
			f.Near = a.Value
		}
	}
	if row != nil {
		f.Row, f.Line, f.Column = row(f.Line), 0, 0
	}
	return f
}

// problem sends what went wrong.
func (s *server) problem(w http.ResponseWriter, q *apiRequest, err error) {
	p := s.problemOf(q, err)
	h := w.Header()
	h.Set(APIHeader, "1")
	h.Set("Content-Type", "application/problem+json; charset=utf-8")
	h.Set("Content-Language", string(q.rd.Lang))
	switch p.Code {
	case "no_token":
		h.Set("WWW-Authenticate", `Bearer realm="mithaq"`)
	case "bad_token":
		h.Set("WWW-Authenticate", `Bearer realm="mithaq", error="invalid_token"`)
	case "scope":
		h.Set("WWW-Authenticate", `Bearer realm="mithaq", error="insufficient_scope", scope="`+string(q.lacks)+`"`)
	case "too_often", "key_busy", "busy", "queue", "preparing":
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(p.Status)
	if q.Method == http.MethodHead {
		return
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(p) // whoever asked may have gone: nobody is left to tell
}

// nowhere answers where the API has nothing, or takes other methods: those that it allows.
func (s *server) nowhere(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := s.apiRequest(r)
		if allowed == "" {
			s.problem(w, q, errNotFound)
			return
		}
		w.Header().Set("Allow", allowed)
		s.problem(w, q, errMethod)
	}
}

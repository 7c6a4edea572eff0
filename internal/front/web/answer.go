package web

import (
	"bytes"
	"cmp"
	"errors"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
	"mithaq/internal/front/wording"
)

// request is what an action needs to know.
type request struct {
	*http.Request
	app     *app.App       // the record, as the visitor may see it
	session record.Session // the visitor's; the zero one: not signed in
	stale   bool           // a token came along that opens nothing any more
	rd      board.Reader
	values  url.Values  // of the address
	form    url.Values  // of the body, where one was posted
	state   board.State // what the address says of every page
	run     *board.Run  // that the page is of; nil: nobody asked for it yet
	live    bool        // the page is told what changes while it is open
	own     any         // of a kept page: what route.own gave
	same    string      // of a kept page: what stands for the address's query, where several ask for the same; "": the query
}

// PathValue gives a part of the address's path, as it was before it was written there.
func (r *request) PathValue(name string) string { return board.OfSegment(r.Request.PathValue(name)) }

// answer is what an action gives: a page of the board with its body, or the address where to go on.
type answer struct {
	page    string // its template
	section string // the entry of the navigation that it belongs to
	title   string
	body    any
	scripts []string   // islands of the page (board.Page.Scripts)
	run     *board.Run // that it was made from
	status  int        // 0: 200
	cookie  *http.Cookie
	at      string // where the page can be asked for again, below the language; "": at its own address
	refresh string // an address elsewhere to which the browser goes on from the page by itself
	again   int    // seconds after which the browser loads the page again by itself; 0: it does not
	after   int    // seconds after which it may be asked for again; 0: nothing is said of it
	uncut   bool   // it lists the record as it is now although the address asks for what was known on a day
	unkept  bool   // neither browsers nor servers on the way may keep it: it shows a secret, this once, or what nobody is to find here later
	to      string // a path of the board to which the browser goes on, after a form was taken
}

// action makes the answer for one kind of page.
type action func(*request) (*answer, error)

// errNotFound tells that the address names nothing.
var (
	errNotFound = errors.New("the address names nothing on this record")
	errSignIn   = errors.New("only who is signed in may see this")
	errTooLarge = errors.New("more was sent than is taken")
)

// badValue tells that a value in the address cannot be read.
type badValue struct {
	field string // key of its name in the catalogue
	value string
}

func (e *badValue) Error() string { return e.field + ": " + e.value + " is not understood" }

// hints are what the values of a field look like, where that can be said: the ends of the keys of sentences.
var hints = map[string]string{
	"board.asof": "day", "board.state.known": "day", "board.filter.from": "day", "board.filter.to": "day",
	"board.calendar.month": "month", "board.state.standard": "standard",
}

// text tells what cannot be read, and how it would be written.
func (e *badValue) text(w *wording.Words) string {
	text := w.Text("board.error.bad.text", "what", w.Text(e.field), "value", e.value)
	if hint, ok := hints[e.field]; ok {
		text += " " + w.Text("board.error.bad."+hint, "list", strings.Join(standards(), ", "))
	}
	return text
}

// standards are the words of the standards, as an address has them.
func standards() (words []string) {
	for _, g := range grade.Standards {
		words = append(words, g.String())
	}
	return words
}

// badTexts tells that the texts to be judged have errors.
type badTexts struct{ reading *app.Reading }

func (e *badTexts) Error() string { return app.ErrTexts.Error() }

// answer makes the handler of a route. lang "" is the one that the browser prefers.
func (s *server) answer(to *route, lang locale.Lang) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		req, err := read(r, lang)
		if visitErr := s.visit(req); err == nil || req.app == nil {
			err = visitErr
		}
		if err == nil && !to.needs.meets(req.app.Who()) {
			err = errNotFound // what is not for a visitor is not there: its being there may tell too much
			if !signedIn.meets(req.app.Who()) {
				err = errSignIn
			}
		}
		if err == nil {
			req.Request = req.WithContext(app.Asking(req.Context(), s.asker(req.app, r)))
		}
		req.live = to.live
		switch {
		case err != nil || to.method != http.MethodPost:
		case to.stream > 0:
			req.takeSlowly(w, to.stream)
		default:
			err = req.readForm(w, cmp.Or(to.body, formBytes))
		}
		if err == nil && to.plain != nil {
			to.plain(w, req)
			return
		}
		var a *answer
		switch {
		case err != nil:
		case to.kept:
			var p *page
			if p, err = s.kept(req, to); err == nil {
				p.send(w, req, http.StatusOK)
				return
			}
		default:
			a, err = to.page(req)
		}
		if err != nil {
			if r.Context().Err() != nil {
				return // nobody waits for the answer
			}
			a = s.failed(req, err)
			if to.givesBack && to.stream == 0 && errors.Is(err, errSignIn) && req.readForm(w, formBytes) == nil {
				a = req.again()
			}
		}
		s.write(w, req, a)
	}
}

// again gives back what was typed to somebody whose session had ended: nothing of it is kept, and once they are signed in they can send it.
func (r *request) again() *answer {
	v := &board.AgainView{Action: r.URL.EscapedPath()}
	for _, name := range slices.Sorted(maps.Keys(r.form)) {
		for _, value := range r.form[name] {
			v.Fields = append(v.Fields, board.Pair{Name: name, Value: value})
			if label := r.rd.FieldName(name); label != "" && value != "" {
				v.Typed = append(v.Typed, board.Pair{Name: label, Value: value})
			}
		}
	}
	return &answer{page: "again", title: r.rd.W.Text("board.again.title"), body: v, status: http.StatusForbidden}
}

// readForm reads the body of a form of ours, up to a number of bytes.
func (r *request) readForm(w http.ResponseWriter, most int64) error {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return errTooLarge
		}
		return &badValue{"board.error.form", clip(err.Error())}
	}
	r.form = r.PostForm
	return nil
}

// read takes from the address what all pages share. The request is usable even with an error.
func read(r *http.Request, lang locale.Lang) (*request, error) {
	if lang == "" {
		lang = preferred(r.Header.Get("Accept-Language"))
	}
	req := &request{Request: r, rd: board.NewReader(lang)}
	var err error
	if req.values, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return req, &badValue{"board.error.query", clip(r.URL.RawQuery)}
	}
	return req, req.readState()
}

// day reads a day, "" where none is given.
func (r *request) day(name, field string) (string, error) {
	v := r.values.Get(name)
	if v == "" {
		return "", nil
	}
	if d, err := civil.ParseDate(v); err != nil || d.String() != v {
		return "", &badValue{field, clip(v)}
	}
	return v, nil
}

// longest is how many bytes of a value in an address are read.
const longest = 200

// clip shortens a value that is shown again.
func clip(s string) string {
	if len(s) > longest {
		s = s[:longest]
	}
	return strings.ToValidUTF8(s, "�")
}

// failed makes the page that says what is wrong and what the next step is.
func (s *server) failed(r *request, err error) *answer {
	w := r.rd.W
	v := &board.ErrorView{}
	a := &answer{page: "error", body: v, status: http.StatusInternalServerError, title: w.Bare().Text("board.error.tab")}
	var bad *badValue
	var texts *badTexts
	var refused review.Refusals
	var far *app.Preparing
	switch {
	case errors.As(err, &far):
		return preparing(r, far)
	case errors.Is(err, errSignIn):
		a.status = http.StatusForbidden
		v.Title, v.Text = w.Text("board.error.sign_in.title"), w.Text("board.error.sign_in.text")
		v.SignIn = true
	case errors.Is(err, errTooLarge):
		a.status = http.StatusRequestEntityTooLarge
		v.Title, v.Text = w.Text("board.error.large.title"), w.Text("board.error.large.text")
	case errors.Is(err, app.ErrMany):
		a.status, a.after = http.StatusTooManyRequests, soonAgain
		v.Title, v.Text = w.Text("board.error.many.title"), w.Text("board.error.many.text")
		v.Again, v.Present = true, true
	case errors.Is(err, app.ErrQueue):
		a.status, a.after = http.StatusServiceUnavailable, soonAgain
		v.Title, v.Text = w.Text("board.error.queue.title"), w.Text("board.error.queue.text")
		v.Again, v.Present = true, true
	case errors.As(err, &refused):
		a.status = http.StatusForbidden
		v.Title, v.Text = w.Text("board.error.refused.title"), w.Text("board.error.refused.text")
		for _, r := range refused {
			v.Remarks = append(v.Remarks, board.Remark{Text: w.Refusal(r)})
		}
	case errors.Is(err, errNotFound), errors.Is(err, record.ErrNotFound):
		a.status = http.StatusNotFound
		v.Title, v.Text = w.Text("board.error.not_found.title"), w.Text("board.error.not_found.text")
	case errors.As(err, &bad):
		a.status = http.StatusBadRequest
		v.Title, v.Text = w.Text("board.error.bad.title"), bad.text(w)
	case errors.As(err, &texts):
		v.Title, v.Text = w.Text("board.error.texts.title"), w.Text("board.error.texts.text")
		for _, d := range texts.reading.Diagnostics {
			if d.Severity == diag.Error {
				v.Remarks = append(v.Remarks, board.Remark{Place: d.Span.String(), Text: w.Diagnostic(d).Title})
			}
		}
	default:
		s.log.Error("page", "path", r.URL.Path, "error", err)
		v.Title, v.Text = w.Text("board.error.failed.title"), w.Text("board.error.failed.text")
		v.Again = r.Method == http.MethodGet
	}
	return a
}

// write sends an answer.
func (s *server) write(w http.ResponseWriter, r *request, a *answer) {
	if a.cookie != nil {
		http.SetCookie(w, a.cookie)
	}
	if a.to != "" {
		http.Redirect(w, r.Request, a.to, http.StatusSeeOther)
		return
	}
	if a.after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(a.after))
	}
	if a.refresh != "" {
		w.Header().Set("Refresh", "0; url="+a.refresh)
	}
	if a.again > 0 {
		w.Header().Set("Refresh", strconv.Itoa(a.again))
	}
	p, err := s.render(r, a)
	if err != nil {
		s.log.Error("page", "path", r.URL.Path, "error", err)
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	p.send(w, r, cmp.Or(a.status, http.StatusOK))
}

// render makes the page of an answer.
func (s *server) render(r *request, a *answer) (*page, error) {
	p := &board.Page{
		Reader: r.rd, Title: a.title, Section: a.section, Path: cmp.Or(a.at, below(r)), Query: template.URL(r.URL.Query().Encode()), State: r.state, Others: r.others(), Body: a.body,
		Visitor: visitorOf(r), Scripts: a.scripts, Static: s.static, Uncut: a.uncut,
	}
	if s.static {
		p.Scripts = nil
	}
	var err error
	if p.Live, err = s.live(r, a); err != nil {
		return nil, err
	}
	if a.run != nil {
		p.AsOfDay = r.rd.W.Day(a.run.Result.At, zoneOf(a.run.Program))
		if !p.Visitor.Part { // how much more there is than they see is not for everybody
			p.Head, p.Seq = a.run.Head.Hash.String()[:12], a.run.Head.Seq
		}
	}
	var b bytes.Buffer
	if err := board.Render(&b, a.page, p); err != nil {
		return nil, err
	}
	return &page{html: b.Bytes(), tag: tagOf(b.Bytes()), unkept: a.unkept}, nil
}

func (p *page) send(w http.ResponseWriter, r *request, status int) {
	h := w.Header()
	h.Set("Content-Type", cmp.Or(p.kind, "text/html; charset=utf-8"))
	h.Set("Content-Language", string(r.rd.Lang))
	h.Set("Cache-Control", "private, no-cache")
	if p.unkept {
		h.Set("Cache-Control", "no-store")
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(p.text()) // the reader has gone: nobody is left to tell
		}
		return
	}
	if !p.unkept {
		h.Set("ETag", p.tag)
	}
	sendBytes(w, r.Request, p.text, p.packed)
}

// below gives the path of a page below its language; "/" where there is none.
func below(r *request) string {
	if path, ok := strings.CutPrefix(r.URL.EscapedPath(), "/"+string(r.rd.Lang)+"/"); ok {
		return "/" + path
	}
	return "/"
}

// zoneOf gives the zone in which days are told where no one text is spoken of: the first text's.
func zoneOf(p *norms.Program) civil.Zone {
	if len(p.Agreements) == 0 {
		return civil.UTC
	}
	return p.Agreements[0].Zone
}

// run gives the run of the judge that the request asks for.
func (s *server) run(r *request) (*board.Run, error) {
	if r.run != nil {
		return r.run, nil
	}
	reading, err := s.reads.read(r.Context(), s.texts)
	if err != nil {
		return nil, err
	}
	if reading.Program == nil {
		return nil, &badTexts{reading}
	}
	return s.runsOf(r).get(r.Context(), r.app, reading, r.cuts(), s.log)
}

package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/answers"
	"mithaq/internal/front/board"
)

// apiRoot is where the API stands. What is added to it stays in version 1; what would break a program that reads it is another version.
const apiRoot = "/api/v1"

// APIHeader stands in every answer of the API, with its version: so that a program knows with whom it speaks.
const APIHeader = "Mithaq-Api"

// apiCall is what one address of the API does, and what its document says of it (spec/openapi.json).
type apiCall struct {
	name    string       // operationId
	says    string       // what it gives or does, in a sentence
	scope   review.Scope // that a token must have for it
	reads   bool         // it acts on what is looked at first: besides, the token must have the scope for reading
	asks    []apiParam   // of the query
	takes   string       // name of the schema of the body; apiBytes: a file; "": none
	gives   string       // name of the schema of the answer
	printed string       // the command that says the same on a terminal; "": there is none, and no answer in plain text
	looks   bool         // POST: it enters nothing, and no answer is kept to be given again
	still   bool         // GET: the answer rests on the record alone, not on the time
	kept    bool         // GET: the answer is kept, as pages are
	body    int64        // the most bytes of a body; 0: formBytes
	do      func(*apiRequest) (*apiAnswer, error)
}

// apiBytes is the body of a file as it is.
const apiBytes = "bytes"

// apiArchive is an answer that is no JSON but a ZIP archive.
const apiArchive = "archive"

// apiRequest is what a call needs to know.
type apiRequest struct {
	*request
	s       *server
	call    *apiCall
	given   map[string][]string // of the query, by name: what was asked for and is understood
	token   app.Token           // the zero one: none came along
	content []byte              // of the body
	lacks   review.Scope        // that the token should have had; "": it had all
	early   string              // the tag of an answer that rests on the record alone, before it is made; "": it is named by its bytes
}

// apiAnswer is what a call gives.
type apiAnswer struct {
	data   any
	run    *app.Judged // that it was made from
	status int         // 0: 200
	args   []string    // of the command that says the same
	raw    []byte      // sent as it is, in place of data
	file   *app.Taken  // sent as it is, an archive
	page   *page       // sent in place of all else: it was kept
}

// Errors that the API alone knows.
var (
	errNoToken   = errors.New("no token came along")
	errBadToken  = errors.New("the token opens nothing")
	errScope     = errors.New("the token does not reach so far")
	errMediaType = errors.New("the body has another form than is taken")
	errMethod    = errors.New("the address does not take this method")
	errOtherName = errors.New("the server does not go by that name")
	errOtherSite = errors.New("a page of another site sends it")
	errPrinted   = errors.New("there is no answer in plain text")
)

// api makes the handler of a route of the API. A cookie opens nothing here: what a browser sends along by itself cannot act.
func (s *server) api(to *route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := s.apiRequest(r)
		q.call = to.api
		h := w.Header()
		h.Set(APIHeader, "1")
		h.Set("Cache-Control", "private, no-cache")
		h.Add("Vary", "Accept, Accept-Language, Authorization")
		a, err := q.answer(w, to)
		if err == nil {
			err = q.send(w, a)
		}
		if err != nil && r.Context().Err() == nil {
			s.problem(w, q, err)
		}
	}
}

// apiRequest is a request to the API of which nothing is known yet.
func (s *server) apiRequest(r *http.Request) *apiRequest {
	lang := preferred(r.Header.Get("Accept-Language"))
	if asked, err := locale.Parse(r.URL.Query().Get("lang")); err == nil && r.URL.Query().Has("lang") { // also for who is refused before the query is read
		lang = asked
	}
	return &apiRequest{request: &request{Request: r, rd: board.NewReader(lang)}, s: s, call: &apiCall{}}
}

// ofAPI says whether a request is one to the API.
func ofAPI(r *http.Request) bool {
	return r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/")
}

// answer goes through what stands before a call, then makes it.
func (q *apiRequest) answer(w http.ResponseWriter, to *route) (*apiAnswer, error) {
	if err := q.enter(); err != nil {
		return nil, err
	}
	q.rd.Outside = !q.app.Insider()
	if err := q.may(to); err != nil {
		return nil, err
	}
	if err := q.readQuery(); err != nil {
		return nil, err
	}
	q.Request = q.WithContext(app.Asking(q.Context(), q.s.asker(q.app, q.Request)))
	if to.method == http.MethodGet {
		if same, err := q.asItWas(); same || err != nil {
			return &apiAnswer{status: http.StatusNotModified}, err
		}
		if q.call.kept && !q.plain() {
			return q.kept()
		}
		return q.call.do(q)
	}
	if q.call.takes == apiBytes { // each takes memory until it is entered
		select {
		case q.s.uploads <- struct{}{}:
			defer func() { <-q.s.uploads }()
		default:
			return nil, record.ErrBusy
		}
	}
	if err := q.readBody(w); err != nil {
		return nil, err
	}
	if q.call.looks {
		return q.call.do(q)
	}
	return q.once(q.call.do)
}

// enter finds who asks, by a token or as anybody, and how often they do.
func (q *apiRequest) enter() (err error) {
	bearer := q.Header.Values("Authorization")
	now := time.Now() // of requests, not of the record: its clock may stand still
	if len(bearer) == 0 {
		if q.app, _, err = q.s.door.Enter(q.Context(), ""); err != nil {
			return err
		}
		if !q.app.Who().Single && !q.s.byCaller.allow("address "+q.s.remote(q.Request), apiEvery, apiBurst, now) {
			return errTooOften
		}
		return nil
	}
	token, ok := strings.CutPrefix(bearer[0], "Bearer ")
	if !ok || len(bearer) > 1 {
		return errBadToken
	}
	q.app, q.token, err = q.s.door.EnterToken(q.Context(), token)
	if errors.Is(err, app.ErrNoToken) {
		if !q.s.byCaller.allow("wrong "+q.s.remote(q.Request), tryAgainThere, triesOfAddress, now) {
			return errTooOften
		}
		return errBadToken
	}
	if err == nil && !q.s.byCaller.allow("token "+q.token.ID, apiEvery, apiBurst, now) {
		return errTooOften
	}
	return err
}

// How often one may ask: so many at once, then one in each time.
const (
	apiBurst = 300
	apiEvery = 50 * time.Millisecond
)

// may says whether whoever asks has what the route needs. What is not for them is not there; who shows no token is told that it takes one, and who has the
// right but a token that leaves it out is told so.
func (q *apiRequest) may(to *route) error {
	who := q.app.Who()
	switch {
	case to.needs.meets(who) && q.reaches():
		return nil
	case !signedIn.meets(who):
		return errNoToken
	case q.token.ID != "" && to.needs.meets(review.Principal{ID: who.ID, Roles: who.Roles}):
		q.lacks = cmp.Or(q.lacks, q.call.scope)
		return errScope
	}
	return errNotFound
}

// reaches says whether the token, where one came along, has the scopes of the call, and notes the first that it lacks.
func (q *apiRequest) reaches() bool {
	if q.token.ID == "" {
		return true
	}
	for _, scope := range q.call.scopes() {
		if !slices.Contains(q.token.Scopes, scope) {
			q.lacks = scope
			return false
		}
	}
	return true
}

// scopes are those that a token must have for a call.
func (c *apiCall) scopes() (list []review.Scope) {
	if c.scope != "" {
		list = append(list, c.scope)
	}
	if c.reads {
		list = append(list, review.ScopeRead)
	}
	return list
}

// readBody reads what was sent. Forms of a browser are not taken: no page can send here what its reader does not know of.
func (q *apiRequest) readBody(w http.ResponseWriter) (err error) {
	kind, _, _ := strings.Cut(q.Header.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case q.call.takes != apiBytes && kind != "application/json":
		return errMediaType
	case kind == "" || kind == "text/plain" || kind == "application/x-www-form-urlencoded" || strings.HasPrefix(kind, "multipart/"):
		return errMediaType
	}
	q.takeSlowly(w, cmp.Or(q.call.body, formBytes))
	q.content, err = io.ReadAll(q.Body)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errTooLarge
	}
	return err
}

// plain says whether plain text is asked for.
func (q *apiRequest) plain() bool { return strings.HasPrefix(q.Header.Get("Accept"), "text/plain") }

// send sends an answer.
func (q *apiRequest) send(w http.ResponseWriter, a *apiAnswer) error {
	h := w.Header()
	if a.status == http.StatusNotModified {
		h.Set("ETag", q.early)
		w.WriteHeader(a.status)
		return nil
	}
	if a.file != nil {
		return sendArchive(w, a.file, "mithaq-public-"+q.app.Today().String())
	}
	if a.page != nil {
		q.sendPage(w, a.page)
		return nil
	}
	var b bytes.Buffer
	kind := apiMedia
	switch {
	case a.raw != nil:
		b.Write(a.raw)
	case q.plain():
		kind = "text/plain; charset=utf-8"
		if err := q.print(&b, a); err != nil {
			return err
		}
	default:
		text, err := q.encode(a)
		if err != nil {
			return err
		}
		b.Write(text)
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Language", string(q.rd.Lang))
	if q.Method != http.MethodGet && q.Method != http.MethodHead {
		w.WriteHeader(cmp.Or(a.status, http.StatusOK))
		_, err := w.Write(b.Bytes())
		return ignoreGone(err)
	}
	h.Set("ETag", q.tag(b.Bytes()))
	http.ServeContent(w, q.Request, "", time.Time{}, bytes.NewReader(b.Bytes()))
	return nil
}

// ignoreGone leaves out that whoever asked has gone: nobody is left to tell.
func ignoreGone(error) error { return nil }

// asItWas says whether whoever asks has the answer already. Of an answer that rests on the record alone the record's head tells it, before it is made. Who sees
// a part of the record is not told when the rest of it changes: theirs is named by its bytes.
func (q *apiRequest) asItWas() (bool, error) {
	if !q.call.still || !q.app.Who().Whole() {
		return false, nil
	}
	head, err := q.head()
	if err != nil {
		return false, err
	}
	q.early = q.tag(fmt.Appendf(nil, "%s %s %s %t %s %s", answers.Version(), head.Hash, q.rd.Lang, q.plain(), q.app.Today(), q.URL.RequestURI()))
	return q.Header.Get("If-None-Match") == q.early, nil
}

// tag names an answer by its bytes, or by what makes it up.
func (q *apiRequest) tag(content []byte) string {
	if q.early != "" {
		return q.early
	}
	sum := sha256.Sum256(content)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// Printing is an answer that is asked for as a terminal shows it: a command, its words and flags, the language and the width.
type Printing struct {
	Verb   string
	Args   []string
	Flags  map[string][]string
	Lang   locale.Lang
	Width  int
	Colour bool
	Texts  []app.Text // that are judged
}

// print writes what the command says on a terminal.
func (q *apiRequest) print(b *bytes.Buffer, a *apiAnswer) error {
	if q.call.printed == "" || q.s.opts.Print == nil {
		return errPrinted
	}
	width, err := strconv.Atoi(cmp.Or(q.one("width"), "80"))
	if err != nil {
		return err
	}
	texts, err := q.s.texts(q.Context())
	if err != nil {
		return err
	}
	flags := map[string][]string{}
	for name, values := range q.given {
		if name != "width" && name != "lang" && name != "colour" {
			flags[name] = values
		}
	}
	return q.s.opts.Print(q.Context(), q.app, b, Printing{
		Verb: q.call.printed, Args: a.args, Flags: flags, Lang: q.rd.Lang, Width: width, Colour: q.one("colour") != "", Texts: texts,
	})
}

// one gives the value of a parameter, "" where none was given.
func (q *apiRequest) one(name string) string {
	if list := q.given[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// head gives the record's head.
func (q *apiRequest) head() (record.Head, error) { return q.app.Store().Head(q.Context()) }

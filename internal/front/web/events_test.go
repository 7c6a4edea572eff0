package web_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// told is the data of an event.
type told struct {
	Head    int64
	Came    int
	AsOf    string `json:"as_of"`
	Changed []struct {
		Agreement, Term, Norm, Claim string
		Standards                    map[string][]string
	}
	More   int
	Reload bool
	Missed int
	About  []string
}

// message is one event of a stream as the standard reads it (WHATWG HTML, section 9.2.6).
type message struct {
	name, id string
	data     told
}

// line is an open stream.
type line struct {
	t    testing.TB
	body io.ReadCloser
	in   *bufio.Reader
	id   string
}

// listen opens a stream; headers are name, value pairs.
func listen(t testing.TB, base string, headers ...string) *line {
	t.Helper()
	return listenAt(t, base+"/events", headers...)
}

// listenSince opens a stream as the page with a mark does.
func listenSince(t testing.TB, base, mark string) *line {
	t.Helper()
	return listenAt(t, base+"/events?since="+mark)
}

func listenAt(t testing.TB, address string, headers ...string) *line {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // an event that never comes fails the test and does not hold it up for ever
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := noRedirect.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	l := &line{t: t, body: res.Body, in: bufio.NewReader(res.Body)}
	t.Cleanup(l.close)
	return l
}

func (l *line) close() { l.body.Close() }

// next waits for the next event; the error is that of the line.
func (l *line) next() (m message, err error) {
	data := ""
	for {
		text, err := l.in.ReadString('\n')
		if err != nil {
			return m, err
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(text, "\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			m.name = value
		case "id":
			m.id, l.id = value, value
		case "data":
			data += value
		case "":
			if text == "\n" && data != "" {
				return m, json.Unmarshal([]byte(data), &m.data)
			}
			m.name, data = "", ""
		}
	}
}

// expect waits for an event of a name.
func (l *line) expect(name string) message {
	l.t.Helper()
	m, err := l.next()
	if err != nil || m.name != name || m.id == "" {
		l.t.Fatalf("%q %q: %v", m.name, m.id, err)
	}
	return m
}

// breach is an attack by the party of a norm that the example's text asks not to do, as everybody may read it.
func breach(id string) []any {
	return []any{
		record.Incident{ID: id, Act: "attack", When: "2016-03-30", Title: record.Text{"en": id}, Roles: []record.Words{{Role: "harmed", Words: []string{"civilian"}}}},
		record.Assessment{Incident: id, Assessor: "un", Grade: grade.Verified, When: "2016-03-30", Attributions: []record.Attribution{{To: "opposition", Grade: grade.Verified}, {To: "gov", Grade: grade.Verified}}},
	}
}

func enter(t testing.TB, a *app.App, payloads ...any) {
	t.Helper()
	if _, err := a.Store().Append(t.Context(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: theDay.Unix(), Actor: "holder", Payload: p}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// riverApp is a record over which the text of the river is judged.
func riverApp(t testing.TB, now func() time.Time) (*app.App, func(context.Context) ([]app.Text, error)) {
	t.Helper()
	a, err := app.Create(t.Context(), filepath.Join(t.TempDir(), "live.db"), app.Options{Actor: "holder", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	content, err := os.ReadFile(filepath.Join("testdata", "river.mithaq"))
	if err != nil {
		t.Fatal(err)
	}
	enter(t, a, riverAct("ratified", "ratify", "west", "2016-01-03")...)
	return a, func(context.Context) ([]app.Text, error) {
		return []app.Text{{Name: "river.mithaq", Content: string(content)}}, nil
	}
}

func riverAct(id, what, doer, when string, roles ...record.Words) []any {
	return []any{
		record.Incident{ID: id, Act: what, When: when, Title: record.Text{"en": id}, Roles: roles},
		record.Assessment{Incident: id, Assessor: "mission", Grade: grade.Verified, When: when, Attributions: []record.Attribution{{To: doer, Grade: grade.Verified}}},
	}
}

var civilians = record.Words{Role: "harmed", Words: []string{"civilian"}}

// boardOf serves a board until the test ends.
func boardOf(t testing.TB, a *app.App, texts func(context.Context) ([]app.Text, error), opts web.Options) *httptest.Server {
	t.Helper()
	h, err := web.New(a, texts, opts)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv
}

// An open page is told what came in and which status it changed, and whoever was away what they missed.
func TestEventsTell(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	srv := boardOf(t, a, texts, web.Options{})
	l := listen(t, srv.URL)
	hello := l.expect("hello")
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	m := l.expect("change")
	if m.id == hello.id || m.data.Came != 2 || m.data.Head != 4 || m.data.AsOf != "2016-03-31T12:00:00Z" {
		t.Errorf("%+v", m)
	}
	found := false
	for _, c := range m.data.Changed {
		if c.Agreement == "truce" && c.Term == "1" && c.Norm == "1a" {
			found = true
			if fmt.Sprint(c.Standards) != "map[alleged:[breached] corroborated:[breached] verified:[breached]]" {
				t.Errorf("1a: %v", c.Standards)
			}
		}
	}
	if !found {
		t.Errorf("1a is not among %+v", m.data.Changed)
	}
	enter(t, a, record.Source{ID: "quiet", Name: record.Text{"en": "quiet"}}) // it changes no status
	if m = l.expect("change"); m.data.Came != 1 || len(m.data.Changed) != 0 {
		t.Errorf("%+v", m)
	}

	// The line breaks, and the page comes back.
	back := listen(t, srv.URL, "Last-Event-ID", hello.id)
	back.expect("hello")
	if m := back.expect("change"); m.data.Came != 2 || len(m.data.Changed) == 0 {
		t.Errorf("the first that was missed: %+v", m)
	}
	if m := back.expect("change"); m.data.Came != 1 {
		t.Errorf("the second that was missed: %+v", m)
	}
	lost := listen(t, srv.URL, "Last-Event-ID", "of another time")
	lost.expect("hello")
	if m := lost.expect("change"); !m.data.Reload {
		t.Errorf("%+v", m)
	}
	abreast := listen(t, srv.URL, "Last-Event-ID", m.id)
	abreast.expect("hello")
	enter(t, a, record.Source{ID: "other", Name: record.Text{"en": "other"}})
	if m := abreast.expect("change"); m.data.Came != 1 || m.data.Reload {
		t.Errorf("who missed nothing: %+v", m)
	}
}

// A deadline that passes is told, although nothing came in; and the page that is then asked for says so too.
func TestEventsTellDeadlines(t *testing.T) {
	var now atomic.Int64
	now.Store(time.Date(2016, 2, 10, 23, 59, 58, 0, time.UTC).Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	srv := boardOf(t, a, texts, web.Options{})
	before := get(t, srv.URL+"/en/a/truce").body
	l := listen(t, srv.URL)
	l.expect("hello")
	now.Add(4) // 10 February, by which 2e asks for a notice, has passed
	m := l.expect("change")
	found := false
	for _, c := range m.data.Changed {
		found = found || c.Agreement == "truce" && c.Norm == "2e"
	}
	if !found || m.data.Came != 0 || m.data.Head != 0 {
		t.Errorf("%+v", m)
	}
	if get(t, srv.URL+"/en/a/truce").body == before {
		t.Error("the page still says what it said before")
	}
}

// What the public may not see does not reach it, not even as a sign that something came in; what is published does. Whoever loses the
// right to see loses the line.
func TestEventsAreGuarded(t *testing.T) {
	h := newHouse(t)
	public, reader := listen(t, h.base), listen(t, h.base, "Cookie", "mithaq="+h.token[review.Reader])
	recorder := listen(t, h.base, "Cookie", "mithaq="+h.token[review.Recorder])
	hello := public.expect("hello")
	reader.expect("hello")
	recorder.expect("hello")
	if hello.data.Head != 0 {
		t.Errorf("the public is told of the head: %+v", hello)
	}
	enter(t, h.app, breach("live-1")...)
	if m := reader.expect("change"); m.data.Came != 2 {
		t.Errorf("a reader: %+v", m)
	}
	enter(t, h.app, record.Publication{Kind: record.KindIncident, Subject: "live-1", Public: true, Why: "the test", By: "holder"})
	reader.expect("change")
	m := public.expect("change")
	if m.data.Head != 0 || m.data.Came != 1 || m.data.Reload {
		t.Errorf("the public is told more, or of what was not published: %+v", m)
	}
	h.append(t, review.Recorder, breach("mine")...)
	reader.expect("change")
	if m := recorder.expect("change"); m.data.Head != 0 || m.data.Came == 0 {
		t.Errorf("who sees a part is told the number of the newest entry, or nothing: %+v", m)
	}
	enter(t, h.app, record.Publication{Kind: record.KindIncident, Subject: "live-1", Public: false, Why: "the test", By: "holder"})
	reader.expect("change")
	if m := public.expect("change"); !m.data.Reload || m.data.Came != 0 {
		t.Errorf("the public is not told that something is public no more: %+v", m)
	}
	if m, err := listen(t, h.base, "Last-Event-ID", hello.id).next(); err != nil || m.name != "hello" {
		t.Errorf("%+v %v", m, err)
	}
	// A session is told to nobody.
	h.append(t, review.Reader, record.Session{ID: strings.Repeat("0", 64), User: review.Reader, Started: theDay.Unix(), Expires: theDay.Unix() + 1}, record.Source{ID: "told", Name: record.Text{"en": "told"}})
	if m := reader.expect("change"); m.data.Came != 1 {
		t.Errorf("a source and a session: %+v", m)
	}
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	if _, err := admin.SetUser(t.Context(), review.Reader, "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	if m, err := reader.next(); err == nil {
		t.Errorf("who left is still told: %+v", m)
	}
	// Nor is who may see less than when the line was opened told what they may see no more.
	assessor := listen(t, h.base, "Cookie", "mithaq="+h.token[review.Assessor])
	assessor.expect("hello")
	enter(t, h.app, append([]any{record.User{ID: review.Assessor, Roles: []string{review.Recorder}, By: "holder"}}, breach("live-2")...)...)
	if m, err := assessor.next(); err == nil {
		t.Errorf("who may see less is still told: %+v", m)
	}
}

// Pages have time limits, open lines have none; a server that stops ends them; and nothing is left running.
func TestEventsEnd(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	handler, err := web.New(a, texts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(handler)
	srv.Config.ReadTimeout, srv.Config.WriteTimeout = 100*time.Millisecond, 200*time.Millisecond
	srv.Start()
	l := listen(t, srv.URL)
	l.expect("hello")
	time.Sleep(700 * time.Millisecond) // beyond both limits
	enter(t, a, record.Source{ID: "late", Name: record.Text{"en": "late"}})
	l.expect("change")
	l.close()
	noRedirect.CloseIdleConnections()
	srv.Close()

	ctx, stop := context.WithCancel(t.Context())
	url, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- web.Serve(ctx, web.Listening{Addr: "127.0.0.1:0"}, handler, func(at string) { url <- at })
	}()
	l = listen(t, strings.TrimSuffix(<-url, "/"))
	l.expect("hello")
	began := time.Now()
	stop()
	if m, err := l.next(); err == nil {
		t.Errorf("after the end: %+v", m)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if d := time.Since(began); d > 4*time.Second {
		t.Errorf("the server waited %s for open lines", d)
	}
	for range 100 {
		stacks := make([]byte, 1<<20)
		if !strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "web.(*hub)") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the hub still runs although no line is open")
}

// Nobody opens lines without end, and a client that takes nothing holds up nobody.
func TestEventsLimits(t *testing.T) {
	a, texts := riverApp(t, func() time.Time { return theDay })
	srv := boardOf(t, a, texts, web.Options{})
	var lines []*line
	for range web.StreamsOfOne {
		l := listen(t, srv.URL)
		l.expect("hello")
		lines = append(lines, l)
	}
	if r := get(t, srv.URL+"/events"); r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
		t.Errorf("one more: %d", r.status)
	}
	lines[0].close()
	for i := 0; ; i++ {
		conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET /events HTTP/1.1\r\nHost: %s\r\n\r\n", strings.TrimPrefix(srv.URL, "http://"))
		status, err := bufio.NewReader(conn).ReadString('\n')
		if err == nil && strings.Contains(status, " 200 ") {
			t.Cleanup(func() { conn.Close() }) // it reads nothing more
			break
		}
		conn.Close()
		if i == 100 {
			t.Fatalf("a line that was closed is not free again: %q %v", status, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
	enter(t, a, record.Source{ID: "late", Name: record.Text{"en": "late"}})
	for _, l := range lines[1:] {
		l.expect("change")
	}
}

// A change reaches all open lines; how long it takes is measured, and told.
func TestEventsReachAll(t *testing.T) {
	n := 200
	if os.Getenv("MITHAQ_LONG") != "" {
		n = 1000
	}
	a, texts := riverApp(t, func() time.Time { return theDay })
	srv := boardOf(t, a, texts, web.Options{Hosts: []string{"127.0.0.1"}, Proxied: true})
	lines := make([]*line, n)
	for i := range lines {
		lines[i] = listen(t, srv.URL, "X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", i/250, i%250))
		lines[i].expect("hello")
	}
	var work sync.WaitGroup
	took := make([]time.Duration, n)
	began := time.Now()
	for i, l := range lines {
		work.Go(func() {
			m, err := l.next()
			if err != nil || m.data.Came != 2 || len(m.data.Changed) == 0 {
				t.Errorf("line %d: %+v %v", i, m, err)
			}
			took[i] = time.Since(began)
		})
	}
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	work.Wait()
	last := time.Duration(0)
	for _, d := range took {
		last = max(last, d)
	}
	t.Logf("%d open lines: the last was told after %s", n, last.Round(time.Millisecond))
}

package web_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// lossy is a board whose lines break: it tells when it is through with a request.
type lossy struct {
	*house
	through chan struct{}
}

func newLossy(t *testing.T, h *house) *lossy {
	t.Helper()
	handler, err := web.New(h.app, h.app.RecordTexts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &lossy{through: make(chan struct{}, 1)}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		l.through <- struct{}{}
	}))
	t.Cleanup(srv.Close)
	l.house = &house{h.app, h.path, srv.URL, h.token, h.api}
	return l
}

// drop sends a form as a browser does and breaks the line: after so many hundredths of its body, and before anything of the answer is read. It waits until the board is through with it.
func (l *lossy) drop(t *testing.T, user, path string, fields []string, percent int) {
	t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	body := form.Encode()
	host := strings.TrimPrefix(l.base, "http://")
	line, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(line)
	fmt.Fprintf(w, "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: mithaq=%s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, host, l.token[user], len(body), body[:len(body)*percent/100])
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if percent < 100 {
		if err := line.(*net.TCPConn).CloseWrite(); err != nil { // the rest will not come
			t.Fatal(err)
		}
	}
	<-l.through
	_ = line.Close()
}

// again sends the form as the browser does that got no answer.
func (l *lossy) again(t *testing.T, user, path string, fields []string) reply {
	t.Helper()
	r := l.post(t, l.token[user], path, fields...)
	<-l.through
	return r
}

// A line breaks in the middle of a form, or after all of it went out and before an answer came: sent again, what was typed stands once, nothing of it is lost, and whoever sent it is led to it.
func TestFormsOverLinesThatBreak(t *testing.T) {
	rooms := newDesk(t)
	h := newLossy(t, rooms)
	seen := func(path string) string { return seenIn(t, rooms.get(t, review.Recorder, path)) }
	source := []string{"seen", seen("/en/sources/new"), "source", "echo", "name_en", "The Echo"}
	cover := []string{"seen", seen("/en/coverage/new"), "observer", "patrol", "zone", "zone3", "from", "2016-03-05", "to", "2016-03-06", "note", "by day"}
	for _, x := range []struct {
		user, path string
		fields     []string
		to         string
		added      int64 // entries
	}{
		{review.Recorder, "/en/enter", again(rooms.post(t, h.token[review.Recorder], "/en/enter", with(typed, "do", "look")...), with(typed, "do", "enter")...), "/en/i/bridge-9", 4},
		{review.Recorder, "/en/sources/new", again(rooms.post(t, h.token[review.Recorder], "/en/sources/new", append(source, "do", "look")...), append(source[2:], "do", "enter")...), "/en/s/echo", 1},
		{review.Recorder, "/en/coverage/new", again(rooms.post(t, h.token[review.Recorder], "/en/coverage/new", append(cover, "do", "look")...), append(cover[2:], "do", "enter")...), "/en/coverage?month=2016-03", 1},
		{"mona", "/en/i/market-1/follow", []string{"note", "ask the hospital", "due", "2016-03-20"}, "/en/i/market-1#follow", 0},
	} {
		was := h.entries(t)
		for _, percent := range []int{0, 40, 99} {
			if h.drop(t, x.user, x.path, x.fields, percent); h.entries(t) != was {
				t.Errorf("%s: %d hundredths of it were entered", x.path, percent)
			}
		}
		h.drop(t, x.user, x.path, x.fields, 100)
		first := h.entries(t)
		for range 2 {
			if r := h.again(t, x.user, x.path, x.fields); r.status != http.StatusSeeOther || r.header.Get("Location") != x.to {
				t.Errorf("%s again: %d %q %.3000s", x.path, r.status, r.header.Get("Location"), r.body)
			}
		}
		if now := h.entries(t); now-was != x.added || first != now && first != was {
			t.Errorf("%s: %d entries, %d after the first", x.path, now-was, first-was)
		}
	}
	if n := strings.Count(rooms.get(t, "mona", "/en/desk").body, "ask the hospital"); n != 1 {
		t.Errorf("it is followed up %d times", n)
	}
	// What is decided on a finding as it stood is not decided twice: the page comes again, with what was typed.
	decided := []string{"assessor", "lina", "seen", h.seen(t, "market-1"), "do", "dissent", "says", "The account is weak."}
	h.drop(t, "mona", "/en/i/market-1/review", decided, 100)
	was := h.entries(t)
	if r := h.again(t, "mona", "/en/i/market-1/review", decided); r.status != http.StatusConflict || h.entries(t) != was {
		t.Errorf("a dissent again: %d, %d entries more", r.status, h.entries(t)-was)
	}
}

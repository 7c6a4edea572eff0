package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// Whoever used up their attempts does not win them back by naming ten thousand others.
func TestLimitsRemember(t *testing.T) {
	var l limits
	now := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	for range triesOfUser {
		l.allow("user anna", tryAgain, triesOfUser, now)
	}
	if l.allow("user anna", tryAgain, triesOfUser, now) {
		t.Fatal("one attempt too many is let through")
	}
	// The others come one in a millisecond: each has its attempts back long before there are too many.
	for i := range 2 * keptLimits {
		now = now.Add(time.Millisecond)
		l.allow("user "+strconv.Itoa(i), time.Second/2, triesOfUser, now)
	}
	if len(l.of) != keptLimits || len(l.order) != keptLimits {
		t.Errorf("%d keys are kept", len(l.of))
	}
	if l.allow("user anna", time.Hour, triesOfUser, now) && now.Before(time.Date(2016, 3, 31, 12, 0, 20, 0, time.UTC)) {
		t.Error("the attempts of anna are forgotten")
	}
}

// A stranger who knows a name, or a hundred of them, do not keep its bearer out who signed in from where they are; one does not keep them out anywhere. Yet
// all together guess at a bounded pace, and so does whoever sits where the bearer does.
func TestStrangersKeepNobodyOut(t *testing.T) {
	s := &server{}
	now := time.Date(2016, 3, 31, 12, 0, 0, 0, time.UTC)
	try := func(from, user string) bool {
		r := httptest.NewRequest(http.MethodPost, "/en/sign-in", nil)
		r.RemoteAddr = from + ":4711"
		return s.mayTryAt(r, user, now) == nil
	}
	lets := func(times int, from, user string) (n int) {
		for range times {
			if try(from, user) {
				n++
			}
		}
		return n
	}
	if n := lets(30, "203.0.113.9", "mona"); n != triesOfUser {
		t.Errorf("one stranger has %d attempts, not %d", n, triesOfUser)
	}
	if !try("198.51.100.1", "mona") {
		t.Error("one stranger keeps mona out, wherever she is")
	}
	if n := lets(30, "203.0.113.9", "rami") + lets(30, "203.0.113.9", "lina"); n > triesOfAddress-30 {
		t.Errorf("from one address %d attempts after 30, of %d", n, triesOfAddress)
	}

	s.familiar.add(record.Key("mona", "198.51.100.1"))
	for i := range 200 {
		lets(3, fmt.Sprintf("192.0.2.%d", i), "mona")
	}
	if !try("198.51.100.1", "mona") {
		t.Error("many strangers keep mona out where she signed in before")
	}
	if try("198.51.100.2", "mona") {
		t.Error("many strangers together are not bounded")
	}
	if n := lets(100, "198.51.100.1", "mona"); n > triesOfUser {
		t.Errorf("where mona signed in before, %d attempts", n)
	}
	guesses := 0
	for end := now.Add(time.Hour); now.Before(end); now = now.Add(time.Second) {
		if try(fmt.Sprintf("10.0.%d.%d", now.Minute(), now.Second()), "mona") {
			guesses++
		}
	}
	if most := int(time.Hour / tryAgainAll); guesses > most+1 || guesses < most-1 {
		t.Errorf("%d guesses in an hour from thousands of addresses, not %d", guesses, most)
	}
}

// Of as many places as are remembered, the one that was first is forgotten first.
func TestFamiliarIsBounded(t *testing.T) {
	var f familiar
	for i := range keptLimits + 1 {
		f.add(strconv.Itoa(i))
		f.add(strconv.Itoa(i))
	}
	if f.has("0") || !f.has("1") || !f.has(strconv.Itoa(keptLimits)) || len(f.of) != keptLimits || len(f.order) != keptLimits {
		t.Errorf("%d are remembered", len(f.of))
	}
}

// Whoever has a network of their own does not have the attempts of each of its addresses.
func TestNetwork(t *testing.T) {
	for _, c := range []struct {
		one, other string
		same       bool
	}{
		{"2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", true},
		{"fe80::1%eth0", "fe80::2%eth1", true},
		{"::ffff:203.0.113.9", "203.0.113.9", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"203.0.113.9", "203.0.113.10", false},
		{"no address", "none either", false},
	} {
		if (network(c.one) == network(c.other)) != c.same {
			t.Errorf("%s is of %s, %s of %s", c.one, network(c.one), c.other, network(c.other))
		}
	}
}

// Whoever asks for too many other days, or while too many wait for them, is told so in their language, and when to ask again.
func TestManyOtherDays(t *testing.T) {
	s := &server{}
	for _, lang := range locale.Langs {
		told := map[string]bool{}
		for _, c := range []struct {
			err    error
			status int
		}{{app.ErrMany, http.StatusTooManyRequests}, {app.ErrQueue, http.StatusServiceUnavailable}} {
			r := &request{Request: httptest.NewRequest(http.MethodGet, "/", nil), rd: board.NewReader(lang)}
			a := s.failed(r, fmt.Errorf("report: %w", c.err))
			v := a.body.(*board.ErrorView)
			if a.status != c.status || a.after == 0 || v.Title == "" || v.Text == "" || told[v.Text] {
				t.Errorf("%s: %d, after %d: %s. %s", lang, a.status, a.after, v.Title, v.Text)
			}
			told[v.Text] = true
			if p := s.problemOf(&apiRequest{request: r, s: s}, c.err); p.Status != c.status || p.Title == "" {
				t.Errorf("%s: %+v", lang, p)
			}
		}
	}
}

// Whoever asks for what is being worked out is told how far it is, and the page loads again; a form that was sent waits.
func TestBeingWorkedOut(t *testing.T) {
	s := &server{}
	for _, lang := range locale.Langs {
		r := &request{Request: httptest.NewRequest(http.MethodGet, "/x/duplicates?after=1", nil), rd: board.NewReader(lang)}
		a := s.failed(r, fmt.Errorf("queue: %w", &app.Preparing{Percent: 42}))
		v, ok := a.body.(*board.PreparingView)
		if !ok || v.Percent != 42 || v.At != "/x/duplicates?after=1" || a.again == 0 || a.status != 0 || !a.unkept {
			t.Fatalf("%s: %+v", lang, a)
		}
		var b bytes.Buffer
		if err := board.Render(&b, a.page, &board.Page{Reader: r.rd, Title: a.title, Body: a.body}); err != nil || !strings.Contains(b.String(), `value="42"`) {
			t.Errorf("%s: %v: %s", lang, err, b.String())
		}
		if p := s.problemOf(&apiRequest{request: r, s: s}, &app.Preparing{}); p.Status != http.StatusServiceUnavailable || p.Code != "preparing" || p.Title == "" {
			t.Errorf("%s: %+v", lang, p)
		}
		if post := (&request{Request: httptest.NewRequest(http.MethodPost, "/", nil)}); post.impatient() != post.Context() || r.impatient() == r.Context() {
			t.Error("who waits and who does not")
		}
	}
}

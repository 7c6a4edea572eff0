package web_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// receiver is another program: it checks signatures by the specification alone and keeps what it got.
type receiver struct {
	*httptest.Server
	got  chan called
	code atomic.Int64 // that it answers
}

type called struct {
	id   string
	Type string
	Data told
}

func newReceiver(t *testing.T, secret []byte) *receiver {
	t.Helper()
	r := &receiver{got: make(chan called, 100)}
	r.code.Store(http.StatusOK)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(q.Header.Get("webhook-id") + "." + q.Header.Get("webhook-timestamp") + "."))
		mac.Write(body)
		if q.Header.Get("webhook-signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
			t.Errorf("a signature that does not fit: %v", q.Header)
		}
		if _, err := strconv.ParseInt(q.Header.Get("webhook-timestamp"), 10, 64); err != nil {
			t.Error(err)
		}
		c := called{id: q.Header.Get("webhook-id")}
		if err := json.Unmarshal(body, &c); err != nil {
			t.Error(err)
		}
		w.WriteHeader(int(r.code.Load()))
		r.got <- c
	}))
	t.Cleanup(r.Close)
	return r
}

// next waits for a message.
func (r *receiver) next(t *testing.T) called {
	t.Helper()
	select {
	case c := <-r.got:
		return c
	case <-time.After(time.Minute):
		t.Fatal("nothing came")
	}
	return called{}
}

// calling lets a server call webhooks until stop is called.
func calling(t *testing.T, a *app.App, texts func(context.Context) ([]app.Text, error)) (stop func()) {
	t.Helper()
	h, err := web.New(a, texts, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Call(ctx)
	}()
	stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(stop)
	return stop
}

// untilHook waits until a webhook is as it should be.
func untilHook(t *testing.T, a *app.App, is func(*app.Webhook) bool) {
	t.Helper()
	for range 6000 {
		list, err := a.Webhooks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 1 && is(&list[0]) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the webhook is not as it should be")
}

var secretOfTest = []byte("0123456789abcdef0123456789abcdef")

func hook(t *testing.T, a *app.App, address, user string) *app.Webhook {
	t.Helper()
	h, err := a.AddWebhook(t.Context(), address, user, true, secretOfTest)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What changes is told once; what does not arrive is told again under the same id, also by a server that was started since; and what came in
// meanwhile, or while no server ran, is told after it.
func TestWebhooks(t *testing.T) {
	var now atomic.Int64
	now.Store(theDay.Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	r := newReceiver(t, secretOfTest)
	hook(t, a, r.URL, "holder")
	stop := calling(t, a, texts)
	untilHook(t, a, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	c := r.next(t)
	if c.Type != "record.changed" || c.Data.Came != 2 || len(c.Data.Changed) == 0 || c.Data.Changed[0].Norm != "1a" {
		t.Errorf("%+v", c)
	}
	untilHook(t, a, func(h *app.Webhook) bool { return h.Waiting == nil && len(h.Log) == 1 && h.Log[0].Fault == "" })

	r.code.Store(http.StatusServiceUnavailable)
	enter(t, a, record.Source{ID: "one", Name: record.Text{"en": "one"}})
	lost := r.next(t)
	untilHook(t, a, func(h *app.Webhook) bool {
		return h.Waiting != nil && h.Waiting.Tries == 1 && len(h.Log) == 2 && h.Log[0].Code == 503
	})
	stop()
	enter(t, a, record.Source{ID: "two", Name: record.Text{"en": "two"}}, record.Source{ID: "three", Name: record.Text{"en": "three"}})
	r.code.Store(http.StatusOK)
	now.Add(60)
	stop = calling(t, a, texts)
	if again := r.next(t); again.id != lost.id || again.Data.Came != 1 {
		t.Errorf("%+v, not %+v again", again, lost)
	}
	if c := r.next(t); c.id == lost.id || c.Data.Came != 2 {
		t.Errorf("what came in meanwhile: %+v", c)
	}
	untilHook(t, a, func(h *app.Webhook) bool { return h.Waiting == nil })
	stop()
	calling(t, a, texts)
	enter(t, a, record.Source{ID: "four", Name: record.Text{"en": "four"}})
	if c := r.next(t); c.Data.Came != 1 {
		t.Errorf("told twice: %+v", c)
	}
}

// An address that never takes anything is called no more after three days, and the desk says so; one that wants to hear nothing is at once.
func TestWebhooksStop(t *testing.T) {
	var now atomic.Int64
	now.Store(theDay.Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	r := newReceiver(t, secretOfTest)
	h := hook(t, a, r.URL, "")
	calling(t, a, texts)
	untilHook(t, a, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	r.code.Store(http.StatusInternalServerError)
	enter(t, a, append(riverAct("fired", "fire", "east", "2016-03-01", civilians), record.Publication{Kind: record.KindIncident, Subject: "fired", Public: true, Why: "the test", By: "holder"})...)
	first := r.next(t)
	if first.Data.Came != 1 || first.Data.Head != 0 {
		t.Errorf("the public is told %+v", first)
	}
	for tries := 1; tries < 10; tries++ {
		untilHook(t, a, func(h *app.Webhook) bool { return len(h.Log) == tries })
		now.Add(24 * 3600)
		if c := r.next(t); c.id != first.id {
			t.Fatalf("%+v, not %+v again", c, first)
		}
	}
	untilHook(t, a, func(h *app.Webhook) bool { return h.Stopped == "failed" })
	srv := boardOf(t, a, texts, web.Options{})
	if desk := get(t, srv.URL+"/en/desk"); !desk.has("1 program is told nothing any more") {
		t.Error("the desk does not say so")
	}
	if page := get(t, srv.URL+"/ru/webhooks"); !page.has("три дня ничего не доходило") || !page.has("500") || strings.Contains(page.body, "whsec_") {
		t.Errorf("the page says %s", page.body)
	}
	if err := a.EndWebhook(t.Context(), h.ID); err != nil {
		t.Fatal(err)
	}
	r.code.Store(http.StatusGone)
	hook(t, a, r.URL, "")
	untilHook(t, a, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	enter(t, a, record.Publication{Kind: record.KindIncident, Subject: "fired", Public: false, Why: "the test", By: "holder"})
	if c := r.next(t); !c.Data.Reload {
		t.Errorf("%+v", c)
	}
	untilHook(t, a, func(h *app.Webhook) bool { return h.Stopped == "gone" })
}

// A program is told what its user may see, and nothing when the user's work ends; only administrators name addresses, and none of this machine.
func TestWebhooksAreGuarded(t *testing.T) {
	h := newHouse(t)
	admin, err := h.app.As(t.Context(), review.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	r := newReceiver(t, secretOfTest)
	hook(t, admin, r.URL, "")
	stop := calling(t, h.app, h.app.RecordTexts)
	untilHook(t, admin, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	enter(t, h.app, breach("hidden")...)
	enter(t, h.app, append(breach("shown"), record.Publication{Kind: record.KindIncident, Subject: "shown", Public: true, Why: "the test", By: "holder"})...)
	if c := r.next(t); c.Data.Came != 1 || c.Data.Head != 0 || len(c.Data.About) != 1 || c.Data.About[0] != "shown" {
		t.Errorf("%+v", c)
	}
	stop()
	reader, err := h.app.As(t.Context(), review.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := reader.AddWebhook(t.Context(), r.URL, "", true, secretOfTest); err == nil {
		t.Error("a reader named an address")
	}
	for address, want := range map[string]int{"https://127.0.0.1/": 422, "http://example.org/": 422, "https://169.254.169.254/": 422} {
		if got := h.post(t, h.token[review.Administrator], "/en/webhooks", "url", address); got.status != want || got.has("whsec_") {
			t.Errorf("%s: %d", address, got.status)
		}
	}
	if got := h.post(t, h.token[review.Administrator], "/en/webhooks", "url", "https://example.org/hook", "sees", "nobody"); got.status != 404 {
		t.Errorf("for nobody: %d", got.status)
	}
	if got := h.post(t, h.token[review.Administrator], "/en/webhooks", "url", "https://example.org/hook", "sees", review.Reader); got.status != 200 || !got.has("whsec_") || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("an address: %d", got.status)
	}
	if got := h.get(t, review.Administrator, "/en/webhooks"); got.has("whsec_") || !got.has("https://example.org/hook") {
		t.Error("the secret is shown twice")
	}
}

// What waits to be told in somebody's sight is not told when they see less: how things stand is taken in anew, and the program is told to look again.
func TestWebhookFollowsItsUser(t *testing.T) {
	var now atomic.Int64
	now.Store(theDay.Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	enter(t, a, record.User{ID: "anna", Roles: []string{review.Administrator}}, record.User{ID: "nada", Roles: []string{review.Reader}})
	r := newReceiver(t, secretOfTest)
	hook(t, a, r.URL, "nada")
	calling(t, a, texts)
	untilHook(t, a, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	r.code.Store(http.StatusServiceUnavailable)
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	if c := r.next(t); len(c.Data.About) != 1 || c.Data.Head == 0 {
		t.Errorf("a reader is told %+v", c)
	}
	untilHook(t, a, func(h *app.Webhook) bool { return h.Waiting != nil && len(h.Log) == 1 })
	enter(t, a, record.User{ID: "nada", Roles: []string{review.Observer}, Party: "west"})
	r.code.Store(http.StatusOK)
	now.Add(60)
	if c := r.next(t); len(c.Data.About) != 0 || c.Data.Head != 0 || len(c.Data.Changed) != 0 || !c.Data.Reload {
		t.Errorf("who sees less now is told %+v", c)
	}
}

// What waits is held against what may be told when it is sent: of an incident that was taken back meanwhile, and of a status that rested on it, nothing is told.
func TestWaitingIsTakenBack(t *testing.T) {
	var now atomic.Int64
	now.Store(theDay.Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	public := func(id string, yes bool) record.Publication {
		return record.Publication{Kind: record.KindIncident, Subject: id, Public: yes, Why: "the test", By: "holder"}
	}
	enter(t, a, ofOthers(riverAct("ratified", "ratify", "west", "2016-01-03"))...)
	enter(t, a, ofOthers(riverAct("fleeting", "fire", "east", "2016-03-01", civilians))...)
	enter(t, a, append(breach("stays"), public("ratified", true))...)
	r := newReceiver(t, secretOfTest)
	hook(t, a, r.URL, "")
	calling(t, a, texts)
	untilHook(t, a, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	r.code.Store(http.StatusServiceUnavailable)
	enter(t, a, public("fleeting", true))
	first := r.next(t)
	if len(first.Data.About) != 1 || len(first.Data.Changed) == 0 {
		t.Fatalf("the public is told %+v", first)
	}
	waits := func(tries int) {
		untilHook(t, a, func(h *app.Webhook) bool { return h.Waiting != nil && h.Waiting.Tries == tries && len(h.Log) == tries })
	}
	waits(1)
	enter(t, a, public("stays", true)) // what it says holds still
	now.Add(60)
	if c := r.next(t); c.id != first.id || len(c.Data.About) != 1 {
		t.Errorf("told again under another id: %+v", c)
	}
	waits(2)
	enter(t, a, public("fleeting", false))
	now.Add(24 * 3600)
	if c := r.next(t); c.id == first.id || len(c.Data.About) != 1 || c.Data.About[0] != "stays" || c.Data.Came != 1 || len(c.Data.Changed) != 0 {
		t.Errorf("after it was taken back the public is told %+v", c)
	}
	waits(3)
	enter(t, a, public("stays", false)) // then there is nothing to tell
	now.Add(24 * 3600)
	untilHook(t, a, func(h *app.Webhook) bool { return h.Waiting == nil && len(h.Log) == 3 })
}

// What waits for a program in the sight of a user is told no more once the user's work has ended, and nobody can choose that sight again.
func TestWebhooksEndWithTheirUser(t *testing.T) {
	var now atomic.Int64
	now.Store(theDay.Unix())
	a, texts := riverApp(t, func() time.Time { return time.Unix(now.Load(), 0).UTC() })
	enter(t, a, record.User{ID: "holder", Roles: []string{review.Administrator}, By: "holder"}, record.User{ID: "gone", Roles: []string{review.Reader}, By: "holder"})
	admin, err := a.As(t.Context(), "holder")
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	token, err := admin.SignIn(t.Context(), "holder", 1<<50)
	if err != nil {
		t.Fatal(err)
	}
	page := func() reply {
		return get(t, boardOf(t, a, texts, web.Options{}).URL+"/en/webhooks", "Cookie", "mithaq="+token)
	}
	r := newReceiver(t, secretOfTest)
	hook(t, admin, r.URL, "gone")
	if p := page(); !p.has(`<option value="gone">`) {
		t.Fatalf("the page: %d %s", p.status, p.body)
	}
	calling(t, a, texts)
	untilHook(t, admin, func(h *app.Webhook) bool { return h.Told.Glance.Looked })
	r.code.Store(http.StatusServiceUnavailable)
	enter(t, a, riverAct("fired", "fire", "east", "2016-03-01", civilians)...)
	r.next(t)
	untilHook(t, admin, func(h *app.Webhook) bool { return h.Waiting != nil && h.Waiting.Tries == 1 && len(h.Log) == 1 })
	if _, err := admin.SetUser(t.Context(), "gone", "left", func(u *record.User) { u.Roles = nil }); err != nil {
		t.Fatal(err)
	}
	now.Add(3600) // it would be tried again
	untilHook(t, admin, func(h *app.Webhook) bool {
		if len(h.Log) > 1 {
			t.Fatal("it was told in the sight of one who left")
		}
		return h.Stopped == "user" && h.Waiting == nil
	})
	if len(r.got) != 0 {
		t.Error("it was called once more")
	}
	if p := page(); p.has(`<option value="gone">`) || !p.has("whose sight it had no longer works here") {
		t.Errorf("the page after: %d %s", p.status, p.body)
	}
}

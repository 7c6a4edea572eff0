package web

import (
	"container/list"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"mithaq/internal/app"
)

// asks are questions that wait for the answer of one browser: to its authenticator, or to a provider that says who somebody is. They are kept in
// memory, so that nobody who is not signed in makes the record grow, and each can be answered once. The browser holds a token in a cookie, and a
// newer question takes the place of an older one.
type asks struct {
	mu    sync.Mutex
	of    map[askKey]*list.Element
	order list.List // of ask: the oldest first
}

type askKey [sha256.Size]byte

type ask struct {
	key  askKey
	what any
	till time.Time
}

// keptAsks bounds how many wait at the same time; beyond, the oldest goes.
const keptAsks = 10_000

// put keeps a question and gives the token under which it is found.
func (a *asks) put(what any, now time.Time) (token string) {
	token = rand.Text() + rand.Text()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[askKey]*list.Element{}
	}
	for e := a.order.Front(); e != nil && (len(a.of) >= keptAsks || !now.Before(e.Value.(*ask).till)); e = a.order.Front() {
		a.drop(e)
	}
	one := &ask{sha256.Sum256([]byte(token)), what, now.Add(app.AskStay)}
	a.of[one.key] = a.order.PushBack(one)
	return token
}

func (a *asks) drop(e *list.Element) { delete(a.of, a.order.Remove(e).(*ask).key) }

// take gives a question once, nil where there is none under the token or it has waited too long.
func (a *asks) take(token string, now time.Time) any {
	a.mu.Lock()
	defer a.mu.Unlock()
	e := a.of[sha256.Sum256([]byte(token))]
	if e == nil {
		return nil
	}
	one := e.Value.(*ask)
	if a.drop(e); !now.Before(one.till) {
		return nil
	}
	return one.what
}

// The cookie of a question, as the one of a session (cookieName).
const (
	askCookieName      = "__Host-mithaq-ask"
	localAskCookieName = "mithaq-ask"
)

func (s *server) askCookieName(r *request) string {
	if s.secure(r.Request) {
		return askCookieName
	}
	return localAskCookieName
}

// asking keeps a question for the browser that is answered, and gives the cookie that binds it. Lax: the browser comes back from a provider with it.
func (s *server) asking(r *request, what any) *http.Cookie {
	return &http.Cookie{
		Name: s.askCookieName(r), Value: s.asks.put(what, time.Now()), Path: "/", MaxAge: int(app.AskStay / time.Second), HttpOnly: true,
		Secure: s.secure(r.Request), SameSite: http.SameSiteLaxMode,
	}
}

// asked gives the question that the browser was asked, once.
func (s *server) asked(r *request) any {
	c, err := r.Cookie(s.askCookieName(r))
	if err != nil {
		return nil
	}
	return s.asks.take(c.Value, time.Now())
}

package web

import (
	"errors"
	"net/http"

	"mithaq/internal/app"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// cookieName is the cookie that holds the token of a session. The prefix makes browsers refuse one that another host or an
// unencrypted page set (RFC 6265bis, section 4.1.3); on this machine's own address there is no encryption, and another name.
const (
	cookieName      = "__Host-mithaq"
	localCookieName = "mithaq"
)

// sessionCookie makes the cookie of a session; with an age below 0 the browser drops it. No script reads it, and no other site's form sends it.
func (s *server) sessionCookie(r *request, token string, age int) *http.Cookie {
	secure := s.secure(r.Request)
	return &http.Cookie{Name: cookieNameOf(secure), Value: token, Path: "/", MaxAge: age, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
}

func cookieNameOf(secure bool) string {
	if secure {
		return cookieName
	}
	return localCookieName
}

// tokenOf gives the token that a request carries, "" where it carries none.
func (s *server) tokenOf(r *http.Request) string {
	if c, err := r.Cookie(cookieNameOf(s.secure(r))); err == nil {
		return c.Value
	}
	return ""
}

// visitorOf gives what every page says of the visitor.
func visitorOf(r *request) board.Visitor {
	if r.app == nil {
		return board.Visitor{Single: true}
	}
	who := r.app.Who()
	may := func(a review.Action) bool { return who.May(a, review.State{}) }
	return board.Visitor{
		ID: who.ID, Single: who.Single, Part: !who.Whole(), Enters: may(review.Enter), Manages: may(review.ManageUsers), Reviews: may(review.Read), Assesses: may(review.Assess),
		Publishes: may(review.Publish),
	}
}

// visit finds who asks: it opens to the request the record as they may see it. A token that opens nothing any more is that of nobody.
func (s *server) visit(r *request) error {
	if s.static {
		r.app, r.rd.Outside = s.door.Public(), true
		return nil
	}
	if a, ok := r.Context().Value(beforehand{}).(*app.App); ok {
		r.app, r.rd.Outside = a, !a.Insider()
		return nil
	}
	a, session, err := s.door.Enter(r.Context(), s.tokenOf(r.Request))
	if errors.Is(err, app.ErrNoSession) {
		r.stale = true
		a, session, err = s.door.Enter(r.Context(), "")
	}
	if err != nil {
		return err
	}
	r.app, r.session, r.rd.Outside = a, session, !a.Insider()
	return nil
}

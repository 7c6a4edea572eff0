package web

import (
	"errors"
	"net/http"

	"mithaq/internal/app"
)

// cookieName is the cookie that holds the token of a session. The prefix makes browsers refuse one that another host or an
// unencrypted page set (RFC 6265bis, section 4.1.3); on this machine's own address there is no encryption, and another name.
const (
	cookieName      = "__Host-mithaq"
	localCookieName = "mithaq"
)

// tokenOf gives the token that a request carries, "" where it carries none.
func tokenOf(r *http.Request) string {
	for _, name := range []string{cookieName, localCookieName} {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// visit finds who asks: it opens to the request the record as they may see it. A token that opens nothing any more is that of nobody.
func (s *server) visit(r *request) error {
	a, session, err := s.door.Enter(r.Context(), tokenOf(r.Request))
	if errors.Is(err, app.ErrNoSession) {
		r.stale = true
		a, session, err = s.door.Enter(r.Context(), "")
	}
	if err != nil {
		return err
	}
	r.app, r.session = a, session
	return nil
}

package web

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// freshFor is how long after signing in somebody may change how they sign in. A session that was left open or stolen gives nobody a key of their own.
const freshFor = 30 * time.Minute

// fresh says whether the visitor signed in a short while ago.
func (r *request) fresh() bool {
	return r.session.ID != "" && r.app.Now().Unix()-r.session.Started < int64(freshFor/time.Second)
}

// hostOf gives the name under which the browser reached the board, in lower case and without the port.
func hostOf(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(r.Host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// origin gives the board's origin as the browser knows it. The shield lets through only names that are the board's own.
func (s *server) origin(r *http.Request) string {
	if s.secure(r) {
		return "https://" + strings.ToLower(r.Host)
	}
	return "http://" + strings.ToLower(r.Host)
}

// site gives the board as authenticators know it here; the zero Site where none does: an address is no name, and without encryption only localhost is trusted.
func (s *server) site(r *http.Request) app.Site {
	host := hostOf(r)
	if net.ParseIP(host) != nil || !s.secure(r) && host != "localhost" {
		return app.Site{}
	}
	return app.Site{ID: host, Origin: s.origin(r)}
}

// here gives what counts as a way to sign in at the name that the browser asked.
func (s *server) here(r *request) app.Here {
	h := app.Here{Site: s.site(r.Request).ID}
	if s.provider != nil {
		h.Issuer = s.provider.of.Issuer
	}
	return h
}

// passkeyView says whether passkeys work here, and else where the same page is at a name with which they do.
func (s *server) passkeyView(r *request, path string) board.PasskeyView {
	if s.site(r.Request).ID != "" {
		return board.PasskeyView{Works: true}
	}
	host := hostOf(r.Request)
	if _, port, err := net.SplitHostPort(r.Host); err == nil && loopback(host) {
		return board.PasskeyView{There: (&url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port), Path: "/"}).String() + string(r.rd.Lang) + path}
	}
	return board.PasskeyView{}
}

// give answers a script with the options for its authenticator.
func (s *server) give(w http.ResponseWriter, r *request, begin func(app.Site) ([]byte, *app.Ceremony, error)) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if s.mayTry(r.Request, "") != nil {
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	options, c, err := begin(s.site(r.Request))
	switch {
	case errors.Is(err, app.ErrNoInvitation), errors.Is(err, app.ErrNoSite), errors.Is(err, app.ErrManyPasskeys):
		w.WriteHeader(http.StatusForbidden)
		return
	case err != nil:
		s.log.Error("page", "path", r.URL.Path, "error", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, s.asking(r, c))
	h.Set("Content-Type", "application/json")
	_, _ = w.Write(options) // the reader has gone: nobody is left to tell
}

func (s *server) askPasskey(w http.ResponseWriter, r *request) { s.give(w, r, s.door.AskPasskey) }

func (s *server) askInvited(w http.ResponseWriter, r *request) {
	s.give(w, r, func(site app.Site) ([]byte, *app.Ceremony, error) {
		return s.door.BeginInvited(r.Context(), site, r.form.Get("code"))
	})
}

func (s *server) askNew(w http.ResponseWriter, r *request) {
	if !r.fresh() {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	s.give(w, r, func(site app.Site) ([]byte, *app.Ceremony, error) {
		return s.door.BeginPasskey(r.Context(), site, r.session.User)
	})
}

// ceremony gives the question that the browser's authenticator was asked. Error: app.ErrPasskey.
func (s *server) ceremony(r *request) (*app.Ceremony, error) {
	if c, ok := s.asked(r).(*app.Ceremony); ok {
		return c, nil
	}
	return nil, app.ErrPasskey
}

// passkeyWrong gives the words for a passkey that was not accepted, "" where the error is another.
func passkeyWrong(r *request, err error) string {
	switch {
	case errors.Is(err, app.ErrPasskeyCopied):
		return r.rd.W.Text("board.passkey.copied")
	case errors.Is(err, app.ErrPasskey), errors.As(err, new(review.Refusals)):
		return r.rd.W.Text("board.passkey.wrong")
	case errors.Is(err, app.ErrManyPasskeys):
		return r.rd.W.Text("board.passkey.many")
	}
	return ""
}

func (s *server) signInByPasskey(r *request) (*answer, error) {
	to := r.form.Get("to")
	wrong := func(text string) (*answer, error) {
		return s.signInPage(r, &board.SignInView{To: to, Wrong: text}), nil
	}
	if s.mayTry(r.Request, "") != nil {
		return tooOften(wrong(r.rd.W.Text("board.signin.often")))
	}
	c, err := s.ceremony(r)
	var user string
	if err == nil {
		user, err = s.door.CheckPasskey(r.Context(), c, []byte(r.form.Get("answer")))
	}
	var a *answer
	if err == nil {
		a, err = s.begin(r, user, to)
	}
	if text := passkeyWrong(r, err); text != "" {
		return wrong(text)
	}
	return a, err
}

func (s *server) welcomeByPasskey(r *request) (*answer, error) {
	code := r.form.Get("code")
	if s.mayTry(r.Request, "") != nil {
		return tooOften(s.welcomePage(r, code, r.rd.W.Text("board.signin.often")))
	}
	c, err := s.ceremony(r)
	var user string
	if err == nil {
		user, err = s.door.AcceptPasskey(r.Context(), c, nameOf(r), []byte(r.form.Get("answer")))
	}
	if errors.Is(err, app.ErrNoInvitation) {
		return s.welcomePage(r, code, "")
	}
	if text := passkeyWrong(r, err); text != "" {
		return s.welcomePage(r, code, text)
	}
	if err != nil {
		return nil, err
	}
	return s.begin(r, user, "")
}

// nameOf gives what somebody calls a passkey.
func nameOf(r *request) string {
	if name := clip(strings.TrimSpace(r.form.Get("name"))); name != "" {
		return name
	}
	return r.rd.W.Bare().Text("board.passkey.unnamed")
}

func (s *server) keepPasskey(r *request) (*answer, error) {
	if !r.fresh() {
		return s.notFresh(r)
	}
	c, err := s.ceremony(r)
	if err == nil {
		err = s.door.KeepPasskey(r.Context(), c, r.session.User, nameOf(r), []byte(r.form.Get("answer")))
	}
	if text := passkeyWrong(r, err); text != "" {
		return s.mePage(r, "", text)
	}
	if err != nil {
		return nil, err
	}
	return s.mePage(r, r.rd.W.Text("board.passkey.kept"), "")
}

func (s *server) dropPasskey(r *request) (*answer, error) {
	if !r.fresh() {
		return s.notFresh(r)
	}
	return s.dropped(r, s.door.DropPasskey(r.Context(), r.session.User, r.form.Get("passkey"), s.here(r)))
}

// notFresh asks somebody to sign in again before they change how they sign in. The holder of a single person's file does not sign in.
func (s *server) notFresh(r *request) (*answer, error) {
	if r.session.ID == "" {
		return nil, errNotFound
	}
	return s.mePage(r, "", r.rd.W.Text("board.me.not_fresh"))
}

// dropped answers after a way to sign in was to be taken away.
func (s *server) dropped(r *request, err error) (*answer, error) {
	switch {
	case errors.Is(err, app.ErrLastWay):
		return s.mePage(r, "", r.rd.W.Text("board.me.last_way"))
	case err != nil && !errors.Is(err, app.ErrNoWay): // what is gone already is gone
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/me"}, nil
}

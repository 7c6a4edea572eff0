package web

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// stay is how long a session stands.
const stay = 12 * time.Hour

func (s *server) signInRoutes() []route {
	return []route{
		{method: "GET", pattern: "/sign-in", needs: anybody, page: s.signInForm},
		{method: "POST", pattern: "/sign-in", needs: anybody, page: s.signIn},
		{method: "GET", pattern: "/welcome", needs: anybody, page: s.welcomeForm},
		{method: "POST", pattern: "/welcome", needs: anybody, page: s.welcome},
		{method: "POST", pattern: "/sign-out", needs: anybody, page: s.signOut},
		{method: "GET", pattern: "/me", needs: signedIn, page: s.me},
		{method: "POST", pattern: "/me/password", needs: signedIn, page: s.changePassword},
		{method: "POST", pattern: "/me/sessions", needs: signedIn, page: s.endSessions},
		{method: "POST", pattern: "/passkey/ask", needs: anybody, plain: s.askPasskey},
		{method: "POST", pattern: "/passkey/invited", needs: anybody, plain: s.askInvited},
		{method: "POST", pattern: "/passkey/new", needs: signedIn, plain: s.askNew},
		{method: "POST", pattern: "/sign-in/passkey", needs: anybody, page: s.signInByPasskey},
		{method: "POST", pattern: "/welcome/passkey", needs: anybody, page: s.welcomeByPasskey},
		{method: "POST", pattern: "/me/passkeys", needs: signedIn, page: s.keepPasskey},
		{method: "POST", pattern: "/me/passkeys/remove", needs: signedIn, page: s.dropPasskey},
		{method: "POST", pattern: "/sign-in/provider", needs: anybody, page: s.signInByProvider},
		{method: "POST", pattern: "/welcome/provider", needs: anybody, page: s.welcomeByProvider},
		{method: "POST", pattern: "/me/provider", needs: signedIn, page: s.linkProvider},
		{method: "POST", pattern: "/me/provider/remove", needs: signedIn, page: s.dropProvider},
		{method: "GET", pattern: "/provider/back", needs: anybody, plain: s.providerBack},
	}
}

// onward gives the address of the board where a visitor wants to go on: below the language, never elsewhere.
func (r *request) onward(to string) string {
	home := "/" + string(r.rd.Lang) + "/"
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, home) || path.Clean(u.Path) != strings.TrimSuffix(u.Path, "/") || strings.ContainsAny(to, "\\\r\n") {
		return home
	}
	return to
}

func (s *server) signInPage(r *request, v *board.SignInView) *answer {
	v.To, v.Passkey, v.Provider = r.onward(v.To), s.passkeyView(r, "/sign-in"), s.providerName()
	a := &answer{page: "signin", title: r.rd.W.Text("board.signin.title"), body: v, scripts: []string{"passkey"}}
	if v.Wrong != "" {
		a.status = http.StatusForbidden
	}
	return a
}

func (s *server) signInForm(r *request) (*answer, error) {
	v := &board.SignInView{To: r.values.Get("to"), Stale: r.stale}
	if told := toldBack(r); told.wrong {
		v.Wrong = told.text
	}
	return s.signInPage(r, v), nil
}

// signIn begins a session with a new token. One that the browser brought along is ended: nobody can hand a visitor a session that they know.
func (s *server) signIn(r *request) (*answer, error) {
	user, to := r.form.Get("user"), r.form.Get("to")
	again := func(key string) (*answer, error) {
		return s.signInPage(r, &board.SignInView{To: to, User: clip(user), Wrong: r.rd.W.Text(key)}), nil
	}
	if err := s.mayTry(r.Request, user); err != nil {
		return tooOften(again("board.signin.often"))
	}
	switch err := s.door.CheckPassword(r.Context(), user, r.form.Get("password")); {
	case errors.Is(err, app.ErrCredentials):
		return again("board.signin.wrong")
	case err != nil:
		return nil, err
	}
	a, err := s.begin(r, user, to)
	var refused review.Refusals
	if errors.As(err, &refused) { // whoever no longer works here learns no more than one who guesses
		return again("board.signin.wrong")
	}
	return a, err
}

// tooOften gives a page the status of one who tries too often.
func tooOften(a *answer, err error) (*answer, error) {
	if err == nil {
		a.status = http.StatusTooManyRequests
	}
	return a, err
}

// begin begins a session and sends the browser on.
func (s *server) begin(r *request, user, to string) (*answer, error) {
	if err := s.endPresent(r); err != nil {
		return nil, err
	}
	token, err := s.door.SignIn(r.Context(), user, stay)
	if err != nil {
		return nil, err
	}
	s.familiar.add(record.Key(clip(user), s.remote(r.Request)))
	return &answer{to: r.onward(to), cookie: s.sessionCookie(r, token, int(stay/time.Second))}, nil
}

// endPresent ends the session that the request came with.
func (s *server) endPresent(r *request) error {
	if r.session.ID == "" {
		return nil
	}
	return r.app.EndSession(r.Context(), r.session.ID)
}

func (s *server) signOut(r *request) (*answer, error) {
	if err := s.endPresent(r); err != nil {
		return nil, err
	}
	a := &answer{to: "/" + string(r.rd.Lang) + "/", cookie: s.sessionCookie(r, "", -1)}
	if to := r.form.Get("to"); to != "" { // to sign in again, and go on there
		a.to += "sign-in?" + url.Values{"to": {r.onward(to)}}.Encode()
	}
	return a, nil
}

func (s *server) welcomeForm(r *request) (*answer, error) {
	return s.welcomePage(r, r.values.Get("code"), "")
}

func (s *server) welcomePage(r *request, code, wrong string) (*answer, error) {
	v := &board.WelcomeView{Code: clip(code), Wrong: wrong, Least: app.MinPassword, Provider: s.providerName()}
	if code != "" {
		user, err := s.door.Invited(r.Context(), code)
		if err != nil && !errors.Is(err, app.ErrNoInvitation) {
			return nil, err
		}
		if v.User = user; user == "" {
			v.Wrong = r.rd.W.Text("board.welcome.stale")
		}
		v.Passkey = s.passkeyView(r, "/welcome?"+url.Values{"code": {v.Code}}.Encode())
	}
	a := &answer{page: "welcome", title: r.rd.W.Text("board.welcome.title"), body: v, scripts: []string{"passkey"}, unkept: true}
	if v.Wrong != "" {
		a.status = http.StatusForbidden
	}
	return a, nil
}

func (s *server) welcome(r *request) (*answer, error) {
	code := r.form.Get("code")
	if err := s.mayTry(r.Request, ""); err != nil {
		return tooOften(s.welcomePage(r, code, r.rd.W.Text("board.signin.often")))
	}
	if r.form.Get("password") != r.form.Get("again") {
		return s.welcomePage(r, code, r.rd.W.Text("board.welcome.differ"))
	}
	user, err := s.door.Accept(r.Context(), code, r.form.Get("password"))
	switch {
	case errors.Is(err, app.ErrNoInvitation):
		return s.welcomePage(r, code, "")
	case errors.Is(err, app.ErrWeakPassword):
		return s.welcomePage(r, code, r.rd.W.Text("board.welcome.weak", "n", app.MinPassword))
	case err != nil:
		return nil, err
	}
	return s.begin(r, user, "")
}

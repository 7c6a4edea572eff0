package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"mithaq/internal/app"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// trip is a browser's journey to the provider, and what it is for.
type trip struct {
	*journey
	lang locale.Lang
	to   string // where to go on, of signing in
	code string // of the invitation that is to be accepted
	link string // the session of which the account is to be linked
}

// leave sends the browser to the provider. It goes there from a page of its own, not by the answer to a form: browsers hold the policy of forms against
// every further step that the provider takes.
func (s *server) leave(r *request, t *trip) (*answer, error) {
	if s.provider == nil {
		return nil, errNotFound
	}
	if s.mayTry(r.Request, "") != nil {
		return tooOften(s.signInPage(r, &board.SignInView{Wrong: r.rd.W.Text("board.signin.often")}), nil)
	}
	j, address, err := s.provider.begin(r.Context(), s.origin(r.Request))
	if errors.Is(err, errProvider) {
		s.log.Error("provider", "error", err)
		return s.signInPage(r, &board.SignInView{To: t.to, Wrong: r.rd.W.Text("board.provider.away", "name", s.providerName())}), nil
	}
	if err != nil {
		return nil, err
	}
	t.journey, t.lang = j, r.rd.Lang
	return &answer{
		page: "leave", title: r.rd.W.Text("board.provider.leave", "name", s.providerName()), cookie: s.asking(r, t), refresh: address,
		body: &board.LeaveView{Name: s.providerName(), Address: address},
	}, nil
}

func (s *server) signInByProvider(r *request) (*answer, error) {
	return s.leave(r, &trip{to: r.onward(r.form.Get("to"))})
}

func (s *server) welcomeByProvider(r *request) (*answer, error) {
	code := r.form.Get("code")
	if s.provider == nil {
		return nil, errNotFound
	}
	if _, err := s.door.Invited(r.Context(), code); errors.Is(err, app.ErrNoInvitation) {
		return s.welcomePage(r, code, "")
	} else if err != nil {
		return nil, err
	}
	return s.leave(r, &trip{code: code})
}

func (s *server) linkProvider(r *request) (*answer, error) {
	if s.provider == nil {
		return nil, errNotFound
	}
	if !r.fresh() {
		return s.notFresh(r)
	}
	return s.leave(r, &trip{link: r.session.ID})
}

func (s *server) dropProvider(r *request) (*answer, error) {
	if s.provider == nil {
		return nil, errNotFound
	}
	if !r.fresh() {
		return s.notFresh(r)
	}
	return s.dropped(r, s.door.DropAccount(r.Context(), r.session.User, s.here(r)))
}

// providerBack takes the browser that comes back from the provider. What it brings is believed only if this very browser was sent there.
func (s *server) providerBack(w http.ResponseWriter, r *request) {
	w.Header().Set("Cache-Control", "no-store")
	t, _ := s.asked(r).(*trip)
	a, err := s.cameBack(r, t)
	if err != nil {
		if r.Context().Err() != nil {
			return // nobody waits for the answer
		}
		a = s.failed(r, err)
	}
	s.write(w, r, a)
}

func (s *server) cameBack(r *request, t *trip) (*answer, error) {
	if s.provider == nil {
		return nil, errNotFound
	}
	if t == nil {
		return toldAt(r, "/sign-in", "failed"), nil
	}
	r.rd = r.rd.In(t.lang)
	at := "/sign-in"
	if t.link != "" {
		at = "/me"
	}
	account, err := s.provider.end(r.Context(), t.journey, r.values)
	if errors.Is(err, errProvider) {
		s.log.Warn("provider", "error", err)
		return toldAt(r, at, "failed"), nil
	}
	if err != nil {
		return nil, err
	}
	var user string
	switch {
	case t.link != "":
		if r.session.ID != t.link || !r.fresh() { // another has signed in on this browser meanwhile
			return toldAt(r, at, "failed"), nil
		}
		if err = s.door.LinkAccount(r.Context(), r.session.User, account); err == nil {
			return toldAt(r, at, "linked"), nil
		}
	case t.code != "":
		user, err = s.door.AcceptAccount(r.Context(), t.code, account)
	default:
		user, err = s.door.CheckAccount(r.Context(), account)
	}
	var a *answer
	if err == nil {
		a, err = s.begin(r, user, t.to)
	}
	switch {
	case errors.Is(err, app.ErrAccountTaken):
		return toldAt(r, at, "taken"), nil
	case errors.Is(err, app.ErrNoInvitation):
		return &answer{to: "/" + string(r.rd.Lang) + "/welcome?code=" + url.QueryEscape(t.code)}, nil
	case errors.Is(err, app.ErrNoAccount), errors.As(err, new(review.Refusals)):
		return toldAt(r, at, "unknown"), nil
	}
	return a, err
}

// told is what came of a journey to the provider, in the address of the page that follows it.
type told struct {
	text  string
	wrong bool
}

// toldCodes are all that may be told: nothing in an address is shown as it stands.
var toldCodes = []string{"failed", "linked", "taken", "unknown"}

func toldAt(r *request, path, code string) *answer {
	return &answer{to: "/" + string(r.rd.Lang) + path + "?told=" + code}
}

func toldBack(r *request) told {
	code := r.values.Get("told")
	if !slices.Contains(toldCodes, code) {
		return told{}
	}
	return told{r.rd.W.Text("board.provider." + code), code != "linked"}
}

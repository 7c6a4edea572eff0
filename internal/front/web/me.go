package web

import (
	"errors"
	"net/http"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/front/board"
)

// me answers with what stands of the visitor: roles, sessions, and the form for another password.
func (s *server) me(r *request) (*answer, error) {
	switch told := toldBack(r); {
	case told.text == "":
		return s.mePage(r, "", "")
	case told.wrong:
		return s.mePage(r, "", told.text)
	default:
		return s.mePage(r, told.text, "")
	}
}

func (s *server) mePage(r *request, said, wrong string) (*answer, error) {
	return s.meView(r, &board.MeView{Said: said, Wrong: wrong})
}

// meView fills in what stands of the visitor beside what a view says already.
func (s *server) meView(r *request, v *board.MeView) (*answer, error) {
	who := r.app.Who()
	v.ID, v.Single, v.Least = who.ID, who.Single, app.MinPassword
	if len(who.Roles) > 0 {
		v.Roles = r.rd.W.UserRoles(who.Roles)
	}
	if !who.Single {
		list, err := r.app.Sessions(r.Context(), who.ID)
		if err != nil {
			return nil, err
		}
		day := func(at int64) string { return locale.DateTime(r.rd.Lang, at, civil.UTC) }
		for i := range list {
			v.Sessions = append(v.Sessions, board.SessionRow{ID: list[i].ID, Started: day(list[i].Started), Expires: day(list[i].Expires), Present: list[i].ID == r.session.ID})
		}
	}
	if r.session.ID != "" {
		if err := errors.Join(s.waysTo(r, v), s.tokensOf(r, v)); err != nil {
			return nil, err
		}
	}
	a := &answer{page: "me", at: "/me", title: r.rd.W.Text("board.me.title"), body: v, scripts: []string{"passkey"}, unkept: v.NewToken != nil}
	if v.Wrong != "" || v.TokenWrong != "" {
		a.status = http.StatusForbidden
	}
	return a, nil
}

func (s *server) changePassword(r *request) (*answer, error) {
	w := r.rd.W
	if r.session.ID == "" {
		return nil, errNotFound // the holder of a single person's file has none
	}
	if err := s.mayTry(r.Request, r.session.User); err != nil {
		return s.mePage(r, "", w.Text("board.signin.often"))
	}
	if r.form.Get("password") != r.form.Get("again") {
		return s.mePage(r, "", w.Text("board.welcome.differ"))
	}
	err := s.givePassword(r)
	switch {
	case errors.Is(err, errNotFresh):
		return s.notFresh(r)
	case errors.Is(err, app.ErrCredentials):
		return s.mePage(r, "", w.Text("board.signin.wrong"))
	case errors.Is(err, app.ErrWeakPassword):
		return s.mePage(r, "", w.Text("board.welcome.weak", "n", app.MinPassword))
	case err != nil:
		return nil, err
	}
	return s.mePage(r, w.Text("board.me.changed"), "")
}

// errNotFresh tells that somebody signed in too long ago for what they want.
var errNotFresh = errors.New("signed in too long ago")

// givePassword gives the visitor another password, or a first one.
func (s *server) givePassword(r *request) error {
	w, err := s.door.Ways(r.Context(), r.session.User)
	switch {
	case err != nil:
		return err
	case w.Password:
		return s.door.ChangePassword(r.Context(), r.session.User, r.form.Get("old"), r.form.Get("password"), r.session.ID)
	case !r.fresh():
		return errNotFresh
	}
	return s.door.SetPassword(r.Context(), r.session.User, r.form.Get("password"))
}

// waysTo fills in how the visitor can sign in.
func (s *server) waysTo(r *request, v *board.MeView) error {
	w, err := s.door.Ways(r.Context(), r.session.User)
	if err != nil {
		return err
	}
	day := func(at int64) string {
		if at == 0 {
			return ""
		}
		return locale.DateTime(r.rd.Lang, at, civil.UTC)
	}
	v.Fresh, v.HasPassword, v.Passkey, v.Provider = r.fresh(), w.Password, s.passkeyView(r, "/me"), s.providerName()
	here := s.here(r)
	for _, p := range w.Passkeys {
		row := board.PasskeyRow{ID: p.ID, Name: p.Name, Made: day(p.Made), Used: day(p.Used), Copied: p.Copied}
		if p.Site != here.Site {
			row.Site = p.Site
		}
		v.Passkeys = append(v.Passkeys, row)
	}
	for _, a := range w.Accounts {
		if a.Issuer == here.Issuer {
			v.Linked, v.LinkedUsed = day(a.Made), day(a.Used)
		}
	}
	return nil
}

// endSessions ends one of one's sessions.
func (s *server) endSessions(r *request) (*answer, error) {
	id := r.form.Get("session")
	if id == r.session.ID {
		return s.signOut(r)
	}
	mine, err := r.app.Sessions(r.Context(), r.app.Who().ID)
	if err != nil {
		return nil, err
	}
	for i := range mine {
		if mine[i].ID == id {
			err = r.app.EndSession(r.Context(), id)
		}
	}
	if err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/me"}, nil
}

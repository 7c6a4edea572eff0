package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

func (s *server) tokenRoutes() []route {
	return []route{
		{method: "POST", pattern: "/me/tokens", needs: signedIn, page: s.makeToken},
		{method: "POST", pattern: "/me/tokens/end", needs: signedIn, page: s.endToken},
	}
}

// tokensOf fills in the tokens of the visitor, and the form for another.
func (s *server) tokensOf(r *request, v *board.MeView) error {
	list, err := r.app.Tokens(r.Context(), r.app.Who().ID)
	if err != nil {
		return err
	}
	day := func(at int64) string { return locale.DateTime(r.rd.Lang, at, civil.UTC) }
	for i := range list {
		t := &list[i]
		row := board.TokenRow{ID: t.Short(), Name: t.Name, Until: day(t.Until)}
		var words []string
		for _, one := range t.Scopes {
			words = append(words, r.rd.W.Text("scope."+string(one)))
		}
		row.Scopes = r.rd.W.Bare().Series(words)
		if t.Used != 0 {
			row.Used = day(t.Used)
		}
		v.Tokens = append(v.Tokens, row)
	}
	f := &v.TokenForm
	f.Most, f.Days = app.MostTokenDays, cmp.Or(f.Days, strconv.Itoa(app.TokenDays))
	for _, one := range review.Scopes {
		if r.app.Who().Useful(one) {
			f.Scopes = append(f.Scopes, board.RoleChoice{Value: string(one), Name: r.rd.W.Text("scope." + string(one)), Chosen: slices.Contains(r.form["scope"], string(one))})
		}
	}
	return nil
}

// makeToken makes a token and shows it, this once.
func (s *server) makeToken(r *request) (*answer, error) {
	switch {
	case r.session.ID == "":
		return nil, errNotFound // the holder of a single person's file needs none
	case !r.fresh():
		return s.notFresh(r)
	}
	var scopes []review.Scope
	for _, one := range r.form["scope"] {
		scopes = append(scopes, review.Scope(one))
	}
	days, err := strconv.Atoi(r.form.Get("days"))
	if err != nil {
		days = 0 // as wrong as any number that is too small
	}
	v := &board.MeView{TokenForm: board.TokenForm{Name: clip(r.form.Get("name")), Days: clip(r.form.Get("days"))}}
	token, t, err := r.app.MakeToken(r.Context(), r.form.Get("name"), scopes, days)
	w := r.rd.W
	switch {
	case err == nil:
		v = &board.MeView{NewToken: &board.NewToken{Name: t.Name, Secret: token}}
		r.form.Del("scope")
	case errors.Is(err, app.ErrTokenName):
		v.TokenWrong = w.Text("board.me.token.bad_name")
	case errors.Is(err, app.ErrTokenScope):
		v.TokenWrong = w.Text("board.me.token.bad_scope")
	case errors.Is(err, app.ErrTokenDays):
		v.TokenWrong = w.Text("board.me.token.bad_days", "n", app.MostTokenDays)
	case errors.Is(err, app.ErrTokenMany):
		v.TokenWrong = w.Text("board.me.token.many", "n", app.MostTokens)
	default:
		return nil, err
	}
	return s.meView(r, v)
}

// endToken revokes one of the visitor's tokens. It is done without their signing in again: what is closed is closed at once.
func (s *server) endToken(r *request) (*answer, error) {
	mine, err := r.app.Tokens(r.Context(), r.app.Who().ID)
	if err != nil {
		return nil, err
	}
	for i := range mine {
		if mine[i].Short() == r.form.Get("token") {
			if err := r.app.EndToken(r.Context(), mine[i].ID); err != nil && !errors.Is(err, app.ErrNoToken) {
				return nil, err
			}
		}
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/me#tokens", status: http.StatusSeeOther}, nil
}

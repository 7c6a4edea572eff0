package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// auditRows is how many of the latest accesses the page shows; all of them: record accesses.
const auditRows = 200

func (s *server) peopleRoutes() []route {
	manages := right(review.ManageUsers)
	return []route{
		{method: "GET", pattern: "/people", needs: manages, page: s.people},
		{method: "POST", pattern: "/people", needs: manages, page: s.setUser},
		{method: "POST", pattern: "/people/invite", needs: manages, page: s.invite},
		{method: "POST", pattern: "/people/end", needs: manages, page: s.endUser},
		{method: "GET", pattern: "/audit", needs: manages, page: s.audit},
	}
}

// people answers with who works on the record.
func (s *server) people(r *request) (*answer, error) { return s.peoplePage(r, &board.PeopleView{}) }

// peoplePage fills in who works on the record beside what a view says already.
func (s *server) peoplePage(r *request, v *board.PeopleView) (*answer, error) {
	us, err := r.app.Users(r.Context())
	if err != nil {
		return nil, err
	}
	v.Alone = us.Single()
	ids := make([]string, 0, len(us))
	for id := range us {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		u := us[id]
		v.Rows = append(v.Rows, board.UserRow{ID: id, Name: u.Name, Roles: r.rd.W.UserRoles(u.Roles), Party: u.Party, Ended: len(u.Roles) == 0})
	}
	chosen := v.Form.Roles
	if v.Alone && len(chosen) == 0 {
		chosen = []string{review.Administrator}
	}
	for _, role := range record.UserRoles {
		v.Roles = append(v.Roles, board.RoleChoice{Value: role, Name: r.rd.W.UserRoles([]string{role}), Chosen: slices.Contains(chosen, role)})
	}
	a := &answer{page: "people", at: "/people", section: "people", title: r.rd.W.Text("board.people.title"), body: v, unkept: v.Code != ""}
	if len(v.Wrong) > 0 {
		a.status = http.StatusForbidden
	}
	return a, nil
}

// setUser makes a user or changes one's roles, and invites whoever is new.
func (s *server) setUser(r *request) (*answer, error) {
	f := board.UserForm{
		ID: strings.TrimSpace(r.form.Get("id")), Name: strings.TrimSpace(r.form.Get("name")), Party: strings.TrimSpace(r.form.Get("party")),
		Why: strings.TrimSpace(r.form.Get("why")), Roles: slices.Compact(slices.Sorted(slices.Values(r.form["role"]))),
	}
	wrong := func(list ...string) (*answer, error) { return s.peoplePage(r, &board.PeopleView{Form: f, Wrong: list}) }
	switch {
	case f.ID == "" || len(f.ID) > longest:
		return wrong(r.rd.W.Text("board.people.no_id"))
	case len(f.Roles) == 0: // ending a user's work is a step of its own
		return wrong(r.rd.W.Text("board.people.no_role"))
	case slices.Contains(f.Roles, review.Observer) && f.Party == "":
		return wrong(r.rd.W.Text("board.people.no_party"))
	}
	before, err := r.app.Users(r.Context())
	if err != nil {
		return nil, err
	}
	was := before[f.ID]
	_, err = r.app.SetUser(r.Context(), f.ID, f.Why, func(u *record.User) { u.Name, u.Roles, u.Party = f.Name, f.Roles, f.Party })
	var refused review.Refusals
	switch {
	case errors.As(err, &refused):
		var list []string
		for _, one := range refused {
			list = append(list, r.rd.W.Refusal(one))
		}
		return wrong(list...)
	case err != nil:
		return nil, err
	}
	if len(was.Roles) > 0 {
		return &answer{to: "/" + string(r.rd.Lang) + "/people"}, nil
	}
	return s.inviting(r, f.ID)
}

// invite gives a code to somebody who works on the record already: they forgot a password.
func (s *server) invite(r *request) (*answer, error) { return s.inviting(r, r.form.Get("user")) }

func (s *server) inviting(r *request, user string) (*answer, error) {
	code, err := r.app.Invite(r.Context(), user)
	if errors.Is(err, app.ErrNoUser) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.peoplePage(r, &board.PeopleView{Invited: user, Code: code, Hours: int(app.InvitationStay.Hours())})
}

// endUser ends somebody's work: their roles and their sessions.
func (s *server) endUser(r *request) (*answer, error) {
	user := r.form.Get("user")
	us, err := r.app.Users(r.Context())
	if err != nil {
		return nil, err
	}
	if _, known := us[user]; !known {
		return nil, errNotFound
	}
	if _, err := r.app.SetUser(r.Context(), user, "", func(u *record.User) { u.Roles = nil }); err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/people"}, nil
}

// audit answers with who looked at, or took out, what is not for everybody.
func (s *server) audit(r *request) (*answer, error) {
	list, err := r.app.Accesses(r.Context())
	if err != nil {
		return nil, err
	}
	v := &board.AuditView{Total: len(list)}
	for i := range list[:min(len(list), auditRows)] {
		e := &list[i]
		v.Rows = append(v.Rows, board.AuditRow{
			When: locale.DateTime(r.rd.Lang, e.When, civil.UTC), User: e.User, What: r.rd.W.Access(e.What), Subject: e.Subject, Why: e.Why,
		})
	}
	return &answer{page: "audit", section: "people", title: r.rd.W.Text("board.audit.title"), body: v}, nil
}

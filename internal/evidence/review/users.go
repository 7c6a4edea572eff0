package review

import (
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/evidence/record"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Users are those who work on a record, by id. None: it is a single person's file.
type Users map[string]record.User

// Single says that nobody was made a user: everything is allowed to whoever holds the file.
func (us Users) Single() bool { return len(us) == 0 }

// Second says why somebody cannot be named as the second person beside who decides, in what needs no other look at the incident.
func (us Users) Second(by, id string) Refusals {
	if id == by || by == "" {
		return Refusals{refuse("second_same", "who", id)}
	}
	return us.second(id)
}

// second: where there are users, the second person is one who assesses or publishes.
func (us Users) second(id string) Refusals {
	if us.Single() {
		return nil
	}
	u, ok := us[id]
	switch {
	case !ok:
		return Refusals{refuse("second_unknown", "who", id)}
	case !slices.Contains(u.Roles, Assessor) && !slices.Contains(u.Roles, Publisher):
		return Refusals{refuse("second_role", "who", id)}
	}
	return nil
}

// Change says which rules forbid what a user is to be. The first one must be able to make others, and so must somebody at any time.
func (us Users) Change(u record.User) (out Refusals) {
	for _, r := range u.Roles {
		if !slices.Contains(record.UserRoles, r) {
			out = append(out, refuse("unknown_role", "role", r, "roles", strings.Join(record.UserRoles, ", ")))
		}
	}
	if slices.Contains(u.Roles, Observer) && len(u.Roles) > 1 {
		out = append(out, refuse("observer_alone", "user", u.ID))
	}
	if slices.Contains(u.Roles, Administrator) {
		return out
	}
	if us.Single() {
		return append(out, refuse("first_administrator", "user", u.ID))
	}
	for id := range us {
		if id != u.ID && slices.Contains(us[id].Roles, Administrator) {
			return out
		}
	}
	return append(out, refuse("last_administrator", "user", u.ID))
}

package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Accesses gives who saw or took what is not for everybody, changed who works here or how somebody shows who they are, or ended a session: the
// latest first. What stands in entries of its own (users, sessions) is told from them and not entered twice.
func (a *App) Accesses(ctx context.Context) ([]record.Access, error) {
	if err := a.require(review.ManageUsers); err != nil {
		return nil, err
	}
	var out []record.Access
	for s, err := range a.store.Each(ctx, record.KindAccess, "") {
		if err != nil {
			return nil, err
		}
		out = append(out, s.Payload.(record.Access))
	}
	for s, err := range a.store.Each(ctx, record.KindSession, "") {
		if err != nil {
			return nil, err
		}
		if one, ok := s.Payload.(record.Session); ok && one.Ended != 0 {
			short := one.ID[:min(len(one.ID), 12)]
			out = append(out, record.Access{ID: "session " + short, User: cmp.Or(one.By, one.User), What: "session_ended", Kind: record.KindUser, Subject: one.User, When: one.Ended, Why: short})
		}
	}
	changes, err := a.userChanges(ctx)
	if err != nil {
		return nil, err
	}
	out = append(out, changes...)
	slices.SortStableFunc(out, func(x, y record.Access) int { return cmp.Or(cmp.Compare(y.When, x.When), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

// userChanges tells every entry about a user as an access: which roles they had from then on, and why.
func (a *App) userChanges(ctx context.Context) (out []record.Access, err error) {
	us, err := a.users(ctx)
	if err != nil {
		return nil, err
	}
	for id := range us {
		entries, err := a.store.History(ctx, record.KindUser, id)
		if err != nil {
			return nil, err
		}
		for i := range entries {
			e := &entries[i]
			p, err := record.Decode(e.Kind, e.Version, e.Payload)
			u, ok := p.(record.User)
			if err != nil || !ok {
				continue // of a later version, or removed
			}
			what := "user_set"
			if len(u.Roles) == 0 {
				what = "user_ended"
			}
			why := strings.Join(u.Roles, ", ")
			if u.Why != "" {
				why = strings.TrimPrefix(why+": "+u.Why, ": ")
			}
			out = append(out, record.Access{ID: "user " + id + " " + entryNumber(e.Seq), User: cmp.Or(u.By, e.Actor), What: what, Kind: record.KindUser, Subject: id, When: e.Entered, Why: why})
		}
	}
	return out, nil
}

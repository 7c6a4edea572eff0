package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// followShelf holds what a user must follow up, under the user's id and an id of its own.
const followShelf = "follow"

// Limits of what one user follows up.
const (
	MostFollowed = 500
	MostNote     = 500 // bytes of a note
)

// Errors of what is to be followed up.
var (
	ErrFollowDue  = errors.New("it falls due on no day")
	ErrFollowNote = errors.New("the note is too long")
	ErrFollowMany = errors.New("a user follows no more up than that")
)

// FollowUp is something on an incident that a user must follow up. It is the user's own, no entry, and nobody else is told of it.
type FollowUp struct {
	ID       string `json:"-"`
	Incident string `json:"incident"`
	Note     string `json:"note"`
	Due      string `json:"due,omitempty"` // a day
	Made     int64  `json:"made"`          // seconds UTC
}

// follows says whether whoever acts is somebody for whom anything is kept: a user, or whoever alone has the file, also without a name.
func (a *App) follows() bool { return a.who.ID != "" || a.who.Single }

func (a *App) followKey(id string) string { return url.PathEscape(a.who.ID) + "/" + id }

// FollowUp makes a note to follow an incident up, due on a day ("": on none); the same note once. Errors: ErrFollowDue, ErrFollowNote, ErrFollowMany; record.ErrNotFound, where whoever acts sees
// no such incident.
func (a *App) FollowUp(ctx context.Context, incident, note, due string) (FollowUp, error) {
	f := FollowUp{ID: strings.ToLower(rand.Text()), Incident: incident, Note: strings.TrimSpace(note), Due: due, Made: a.Now().Unix()}
	if !a.follows() {
		return f, record.ErrNotFound
	}
	if _, err := a.view.Bundle(ctx, incident); err != nil {
		return f, err
	}
	if d, err := civil.ParseDate(due); due != "" && (err != nil || d.String() != due) {
		return f, ErrFollowDue
	}
	if len(f.Note) > MostNote || !utf8.ValidString(f.Note) {
		return f, ErrFollowNote
	}
	list, err := a.Aside().AllKept(ctx, followShelf, a.followKey(""))
	if err != nil {
		return f, err
	}
	for _, k := range list { // sent again, since its answer was lost: it is made once
		was := FollowUp{}
		if err := json.Unmarshal(k.Value, &was); err == nil && was.Incident == f.Incident && was.Note == f.Note && was.Due == f.Due {
			_, was.ID, _ = strings.Cut(k.Key, "/")
			return was, nil
		}
	}
	if len(list) >= MostFollowed {
		return f, ErrFollowMany
	}
	value, err := json.Marshal(f)
	if err == nil {
		_, err = a.Aside().Keep(ctx, record.Kept{Shelf: followShelf, Key: a.followKey(f.ID), Value: value})
	}
	return f, err
}

// CloseFollowUp takes a note of whoever acts away, and gives what it was. Error: record.ErrNotFound.
func (a *App) CloseFollowUp(ctx context.Context, id string) (FollowUp, error) {
	f := FollowUp{ID: id}
	if !a.follows() || id == "" || strings.Contains(id, "/") {
		return f, record.ErrNotFound
	}
	k, err := a.Aside().Kept(ctx, followShelf, a.followKey(id))
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(k.Value, &f); err != nil {
		return f, err
	}
	return f, a.Aside().Drop(ctx, followShelf, a.followKey(id))
}

// FollowUps gives what whoever acts must follow up, what is due first, on one incident or on all (""). Of incidents that they do not see any more their own words
// are left, without the id.
func (a *App) FollowUps(ctx context.Context, incident string) ([]FollowUp, error) {
	if !a.follows() {
		return nil, nil
	}
	kept, err := a.Aside().AllKept(ctx, followShelf, a.followKey(""))
	if err != nil {
		return nil, err
	}
	var out []FollowUp
	for _, k := range kept {
		f := FollowUp{}
		if err := json.Unmarshal(k.Value, &f); err != nil {
			return nil, err
		}
		if incident != "" && f.Incident != incident {
			continue
		}
		_, f.ID, _ = strings.Cut(k.Key, "/")
		if _, err := a.view.Bundle(ctx, f.Incident); errors.Is(err, record.ErrNotFound) {
			f.Incident = ""
		} else if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(x, y FollowUp) int {
		return cmp.Or(cmp.Compare(cmp.Or(x.Due, "9999"), cmp.Or(y.Due, "9999")), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

// seenShelf holds up to which entry a user has seen what came in, under the user's id.
const seenShelf = "seen"

func (s *server) followRoutes() []route {
	return []route{
		{method: "POST", pattern: "/desk/seen", needs: signedIn, page: s.seen},
		{method: "POST", pattern: "/i/{incident}/follow", needs: signedIn, page: s.follow, givesBack: true},
		{method: "POST", pattern: "/follow/close", needs: signedIn, page: s.closeFollow},
	}
}

// mark is up to where a user has seen what came in.
type mark struct {
	Seq int64 `json:"seq"` // the last entry
	At  int64 `json:"at"`  // when it was entered
}

func userKey(r *request) string { return board.Segment(r.app.Who().ID) }

// seenMark gives the visitor's mark; the zero one: they set none.
func seenMark(r *request) (m mark, err error) {
	k, err := r.app.Aside().Kept(r.Context(), seenShelf, userKey(r))
	if errors.Is(err, record.ErrNotFound) {
		return mark{}, nil
	}
	if err != nil {
		return mark{}, err
	}
	return m, json.Unmarshal(k.Value, &m)
}

// marks says whether the visitor is told numbers of entries: how much more there is than they see is not for everybody.
func marks(r *request) bool {
	who := r.app.Who()
	return slices.ContainsFunc([]review.Action{review.Read, review.Enter, review.ReadEntries}, func(a review.Action) bool { return who.May(a, review.State{}) })
}

// seen sets the visitor's mark at the entry that the page showed as the last: what came between is new at the next visit. It never goes back.
func (s *server) seen(r *request) (*answer, error) {
	if !marks(r) {
		return nil, errNotFound
	}
	upTo, err := strconv.ParseInt(r.form.Get("upto"), 10, 64)
	head, headErr := r.app.Store().Head(r.Context())
	if err != nil || upTo < 1 || headErr == nil && upTo > head.Seq {
		return nil, &badValue{"board.desk.upto", clip(r.form.Get("upto"))}
	}
	was, err := seenMark(r)
	if err := errors.Join(err, headErr); err != nil {
		return nil, err
	}
	if upTo > was.Seq {
		m := mark{upTo, was.At}
		for e, err := range r.app.Store().Entries(r.Context(), upTo-1) { // the first from there that the visitor sees
			if err != nil {
				return nil, err
			}
			m.At = e.Entered
			break
		}
		value, err := json.Marshal(m)
		if err != nil {
			return nil, err
		}
		if err := keep(r, seenShelf, userKey(r), value, 0); err != nil {
			return nil, err
		}
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/desk"}, nil
}

// follow makes a note to follow an incident up. It is the visitor's own, and no entry.
func (s *server) follow(r *request) (*answer, error) {
	note, due := clip(strings.TrimSpace(r.form.Get("note"))), typedAs("due", r.form.Get("due"))
	var wrong board.FollowForm
	if note == "" {
		wrong.WrongNote = r.rd.W.Text("board.wrong.blank")
	}
	if _, err := civil.ParseDate(due); due != "" && err != nil {
		wrong.WrongDue = strings.Join(wrongDay(r.rd, due), " ")
	}
	if wrong != (board.FollowForm{}) { // the page again, with what was typed
		a, err := s.incident(r)
		if err == nil {
			wrong.Note, wrong.Due = note, clip(r.form.Get("due"))
			a.body.(*board.IncidentView).Follow, a.status, a.at = wrong, http.StatusUnprocessableEntity, "/i/"+board.Segment(r.PathValue("incident"))
		}
		return a, err
	}
	f, err := r.app.FollowUp(r.Context(), r.PathValue("incident"), note, due)
	switch {
	case errors.Is(err, app.ErrFollowMany):
		return nil, errTooLarge
	case err != nil:
		return nil, err
	}
	return &answer{to: followedAt(r, &f)}, nil
}

// closeFollow takes a note of the visitor's away, and stays where they were.
func (s *server) closeFollow(r *request) (*answer, error) {
	f, err := r.app.CloseFollowUp(r.Context(), r.form.Get("id"))
	switch {
	case err != nil:
		return nil, err
	case r.form.Get("at") == "incident":
		return &answer{to: followedAt(r, &f)}, nil
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/desk"}, nil
}

func followedAt(r *request, f *app.FollowUp) string {
	return "/" + string(r.rd.Lang) + "/i/" + board.Segment(f.Incident) + "#follow"
}

// follows lists what the visitor must follow up, on one incident or on all ("").
func follows(r *request, incident string) (out []board.FollowRow, err error) {
	list, err := r.app.FollowUps(r.Context(), incident)
	if err != nil {
		return nil, err
	}
	today := r.app.Today()
	for _, f := range list {
		row := board.FollowRow{ID: f.ID, Incident: f.Incident, Note: f.Note, Due: f.Due, Made: r.rd.Day(time.Unix(f.Made, 0))}
		if d, err := civil.ParseDate(f.Due); err == nil {
			row.DueText, row.Late = r.rd.When(f.Due), d.Compare(today) < 0
		}
		if f.Incident != "" {
			b, err := r.app.Store().Bundle(r.Context(), f.Incident)
			if err != nil {
				return nil, err
			}
			row.Title = r.rd.IncidentTitle(&b.Incident)
		}
		out = append(out, row)
	}
	return out, nil
}

package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/board"
)

const (
	seenShelf   = "seen"   // up to which entry a user has seen what came in, under the user's id
	followShelf = "follow" // what a user must follow up, under the user's id and an id of its own

	mostFollowed = 500 // by one user
)

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

func userKey(r *request) string { return url.PathEscape(r.app.Who().ID) }

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

// followed is something that a user must follow up.
type followed struct {
	Incident string `json:"incident"`
	Note     string `json:"note"`
	Due      string `json:"due,omitempty"` // a day
	Made     int64  `json:"made"`
}

// follow makes a note to follow an incident up. It is the visitor's own, and no entry.
func (s *server) follow(r *request) (*answer, error) {
	id := r.PathValue("incident")
	if _, err := r.app.Store().Bundle(r.Context(), id); err != nil {
		return nil, err
	}
	f := followed{Incident: id, Note: clip(strings.TrimSpace(r.form.Get("note"))), Due: r.form.Get("due"), Made: r.app.Now().Unix()}
	if _, err := civil.ParseDate(f.Due); f.Due != "" && err != nil {
		return nil, &badValue{"board.follow.due", clip(f.Due)}
	}
	list, err := r.app.Aside().AllKept(r.Context(), followShelf, draftKey(r, ""))
	if err != nil {
		return nil, err
	}
	if len(list) >= mostFollowed {
		return nil, errTooLarge
	}
	value, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	if err := keep(r, followShelf, draftKey(r, strings.ToLower(rand.Text())), value, 0); err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/i/" + url.PathEscape(id) + "#follow"}, nil
}

// closeFollow takes a note of the visitor's away, and stays where they were.
func (s *server) closeFollow(r *request) (*answer, error) {
	id := r.form.Get("id")
	if id == "" || strings.Contains(id, "/") {
		return nil, &badValue{"board.follow.title", clip(id)}
	}
	key := draftKey(r, id)
	k, err := r.app.Aside().Kept(r.Context(), followShelf, key)
	if err != nil {
		return nil, err
	}
	f := followed{}
	if err := json.Unmarshal(k.Value, &f); err != nil {
		return nil, err
	}
	if err := r.app.Aside().Drop(r.Context(), followShelf, key); err != nil {
		return nil, err
	}
	to := "/desk"
	if r.form.Get("at") == "incident" {
		to = "/i/" + url.PathEscape(f.Incident) + "#follow"
	}
	return &answer{to: "/" + string(r.rd.Lang) + to}, nil
}

// follows lists what the visitor must follow up, on one incident or on all ("") that they may see, what is due first.
func follows(r *request, incident string) (out []board.FollowRow, err error) {
	if r.app.Who().ID == "" {
		return nil, nil
	}
	kept, err := r.app.Aside().AllKept(r.Context(), followShelf, draftKey(r, ""))
	if err != nil {
		return nil, err
	}
	today := r.app.Today()
	for _, k := range kept {
		f := followed{}
		if err := json.Unmarshal(k.Value, &f); err != nil {
			return nil, err
		}
		if incident != "" && f.Incident != incident {
			continue
		}
		_, id, _ := strings.Cut(k.Key, "/")
		row := board.FollowRow{ID: id, Note: f.Note, Due: f.Due, Made: r.rd.Day(time.Unix(f.Made, 0))}
		if d, err := civil.ParseDate(f.Due); err == nil {
			row.DueText, row.Late = r.rd.When(f.Due), d.Compare(today) < 0
		}
		if b, err := r.app.Store().Bundle(r.Context(), f.Incident); err == nil { // of what they do not see any more their own words are left
			row.Incident, row.Title = f.Incident, r.rd.IncidentTitle(&b.Incident)
		} else if !errors.Is(err, record.ErrNotFound) {
			return nil, err
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(x, y board.FollowRow) int {
		return cmp.Or(cmp.Compare(cmp.Or(x.Due, "9999"), cmp.Or(y.Due, "9999")), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

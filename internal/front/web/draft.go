package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// draftShelf holds what is not entered yet, under the user's id and an id of its own.
const draftShelf = "draft"

// draftDays is how long a draft is kept after it was kept last.
const draftDays = 90

// draftAssess says that a draft is of an assessment; one of an incident says nothing.
const draftAssess = "assess"

// draftVersion is the field of a form that says which version of its draft was opened.
const draftVersion = "draft_version"

// draft is what is kept of a form.
type draft struct {
	Incident string     `json:"incident,omitempty"` // that it corrects, or assesses
	Of       string     `json:"of,omitempty"`       // draftAssess; "": the incident itself
	Kept     int64      `json:"kept"`
	Form     url.Values `json:"form"`
}

// draftKey is the key of the visitor's draft. An id of a user never holds what ends it here.
func draftKey(r *request, id string) string { return url.PathEscape(r.app.Who().ID) + "/" + id }

// readDraft gives a draft of the visitor. Another's is not here.
func readDraft(r *request, id, of string) (*draft, error) {
	k, err := r.app.Aside().Kept(r.Context(), draftShelf, draftKey(r, id))
	if err != nil {
		return nil, err
	}
	if k.Until <= r.app.Now().Unix() {
		return nil, errNotFound
	}
	d := &draft{}
	if err := json.Unmarshal(k.Value, d); err != nil {
		return nil, err
	}
	if d.Incident != r.PathValue("incident") || d.Of != of {
		return nil, errNotFound
	}
	d.Form.Set("draft", id)
	d.Form.Set(draftVersion, strconv.FormatInt(k.Version, 10))
	return d, nil
}

// keep keeps what was typed aside and shows the form again.
func (e *entering) keep() (*answer, error) {
	id, err := keepDraft(e.r, "", e.id, e.form)
	if err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(e.r.rd.Lang) + e.v.Action + "?draft=" + url.QueryEscape(id)}, nil
}

// keepDraft keeps a form aside, over the draft that it came from, and gives the draft's id. Where that was kept anew since it was opened, in another window,
// the form is kept beside it: nothing that was typed is written over unseen.
func keepDraft(r *request, of, incident string, typed url.Values) (string, error) {
	id := typed.Get("draft")
	version, err := strconv.ParseInt(typed.Get(draftVersion), 10, 64)
	if err != nil || id == "" || strings.Contains(id, "/") || len(id) > 40 {
		id, version = strings.ToLower(rand.Text()), 0
	}
	form := clone(typed)
	for _, name := range []string{"do", "looked", "draft", draftVersion} {
		form.Del(name)
	}
	value, err := json.Marshal(draft{incident, of, r.app.Now().Unix(), form})
	if err != nil {
		return "", err
	}
	k := record.Kept{Shelf: draftShelf, Key: draftKey(r, id), Value: value, Version: version, Until: r.app.Now().Add(draftDays * 24 * time.Hour).Unix()}
	if _, err = r.app.Aside().Keep(r.Context(), k); errors.Is(err, record.ErrHeadMoved) {
		id = strings.ToLower(rand.Text())
		k.Key, k.Version = draftKey(r, id), 0
		_, err = r.app.Aside().Keep(r.Context(), k)
	}
	return id, err
}

// dropEntered takes away the draft that was entered, unless it was kept anew since it was opened.
func dropEntered(r *request) error {
	key, opened := draftKey(r, r.form.Get("draft")), r.form.Get(draftVersion)
	k, err := r.app.Aside().Kept(r.Context(), draftShelf, key)
	if errors.Is(err, record.ErrNotFound) || err == nil && opened != "" && strconv.FormatInt(k.Version, 10) != opened {
		return nil
	}
	if err != nil {
		return err
	}
	return r.app.Aside().Drop(r.Context(), draftShelf, key)
}

// drafts lists what the visitor kept aside.
func drafts(r *request) (out []board.DraftRow, err error) {
	kept, err := r.app.Aside().AllKept(r.Context(), draftShelf, draftKey(r, ""))
	if err != nil {
		return nil, err
	}
	now := r.app.Now().Unix()
	for _, k := range kept {
		d := draft{}
		if k.Until <= now {
			continue
		}
		if err := json.Unmarshal(k.Value, &d); err != nil {
			return nil, err
		}
		_, id, _ := strings.Cut(k.Key, "/")
		row := board.DraftRow{ID: id, Kept: r.rd.Instant(d.Kept), Until: r.rd.Instant(k.Until), Path: "/enter"}
		row.Title = cmp.Or(d.Form.Get("title_"+string(r.rd.Lang)), d.Form.Get("title_en"), d.Form.Get("title_ar"), d.Form.Get("title_ru"), d.Incident, d.Form.Get("incident"), id)
		if d.Incident != "" {
			row.Path = "/i/" + board.Segment(d.Incident) + "/" + cmp.Or(d.Of, "edit")
		}
		row.Path += "?draft=" + url.QueryEscape(id)
		out = append(out, row)
	}
	return out, nil
}

// dropDraft takes away a draft of the visitor's.
func (s *server) dropDraft(r *request) (*answer, error) {
	if err := r.app.Aside().Drop(r.Context(), draftShelf, draftKey(r, r.form.Get("draft"))); err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + "/desk"}, nil
}

package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"mithaq/internal/front/board"
)

// draftShelf holds what is not entered yet, under the user's id and an id of its own.
const draftShelf = "draft"

// draftDays is how long a draft is kept after it was kept last.
const draftDays = 90

// draftAssess says that a draft is of an assessment; one of an incident says nothing.
const draftAssess = "assess"

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

// keepDraft keeps a form aside, over the draft that it came from, and gives the draft's id.
func keepDraft(r *request, of, incident string, typed url.Values) (string, error) {
	id := typed.Get("draft")
	if id == "" || strings.Contains(id, "/") || len(id) > 40 {
		id = strings.ToLower(rand.Text())
	}
	form := clone(typed)
	for _, name := range []string{"do", "looked", "draft"} {
		form.Del(name)
	}
	value, err := json.Marshal(draft{incident, of, r.app.Now().Unix(), form})
	if err != nil {
		return "", err
	}
	return id, keep(r, draftShelf, draftKey(r, id), value, draftDays*24*time.Hour)
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
			row.Path = "/i/" + url.PathEscape(d.Incident) + "/" + cmp.Or(d.Of, "edit")
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

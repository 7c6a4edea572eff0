package web

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"mithaq/internal/evidence/record"
	"mithaq/internal/front/board"
)

// draftShelf holds what is not entered yet, under the user's id and an id of its own.
const draftShelf = "draft"

// draftDays is how long a draft is kept after it was kept last.
const draftDays = 90

// draft is what is kept of a form.
type draft struct {
	Incident string     `json:"incident,omitempty"` // that it corrects
	Kept     int64      `json:"kept"`
	Form     url.Values `json:"form"`
}

// draftKey is the key of the visitor's draft. An id of a user never holds what ends it here.
func draftKey(r *request, id string) string { return url.PathEscape(r.app.Who().ID) + "/" + id }

// readDraft gives a draft of the visitor. Another's is not here.
func readDraft(r *request, id string) (*draft, error) {
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
	if d.Incident != r.PathValue("incident") {
		return nil, errNotFound
	}
	return d, nil
}

// keep keeps what was typed aside, over the draft that it came from, and shows the form again.
func (e *entering) keep() (*answer, error) {
	r := e.r
	id := e.form.Get("draft")
	if id == "" || strings.Contains(id, "/") || len(id) > 40 {
		id = strings.ToLower(rand.Text())
	}
	now := r.app.Now()
	form := clone(e.form)
	for _, name := range []string{"do", "looked", "draft"} {
		form.Del(name)
	}
	value, err := json.Marshal(draft{e.id, now.Unix(), form})
	if err != nil {
		return nil, err
	}
	k := record.Kept{Shelf: draftShelf, Key: draftKey(r, id), Until: now.Add(draftDays * 24 * time.Hour).Unix(), Value: value}
	was, err := r.app.Aside().AllKept(r.Context(), draftShelf, k.Key)
	if err != nil {
		return nil, err
	}
	for i := range was {
		if was[i].Key == k.Key {
			k.Version = was[i].Version
		}
	}
	if _, err := r.app.Aside().Keep(r.Context(), k); err != nil {
		return nil, err
	}
	return &answer{to: "/" + string(r.rd.Lang) + e.v.Action + "?draft=" + url.QueryEscape(id)}, nil
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
			row.Path = "/i/" + url.PathEscape(d.Incident) + "/edit"
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

package web_test

import (
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// appendAsBefore enters payloads as a program did that asked nothing of new entries.
func (h *house) appendAsBefore(t *testing.T, payloads ...any) {
	t.Helper()
	head, err := h.app.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	was := head
	var list []record.Stored
	for _, p := range payloads {
		kind, subject, err := record.SubjectOf(p)
		if err != nil {
			t.Fatal(err)
		}
		e := record.Entry{
			Kind: kind, Version: record.Version(kind), Subject: subject, Entered: theDay.Unix(), Actor: "rami",
			Salt: make([]byte, record.SaltSize), Prev: head.Hash, Payload: record.Marshal(p),
		}
		b, err := record.Encode(&e)
		if err != nil {
			t.Fatal(err)
		}
		head = record.Head{Seq: head.Seq + 1, Hash: record.IDOf(b)}
		list = append(list, record.Stored{Seq: head.Seq, ID: head.Hash, Bytes: b})
	}
	var all iter.Seq2[record.Stored, error] = func(yield func(record.Stored, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
	if _, err := h.app.Store().AppendStored(t.Context(), was, all); err != nil {
		t.Fatal(err)
	}
}

// What a record holds from before under an id of dots is opened by an address that no browser shortens; and no door takes another such id.
func TestIDsOfDots(t *testing.T) {
	h := newHouse(t)
	h.appendAsBefore(t, record.Source{ID: "..", Name: record.Text{"en": "A source of old"}}, record.Incident{ID: "..", Act: "attack", When: "2016-03-11", Title: record.Text{"en": "An incident of old"}},
		record.Account{ID: "old:1", Source: "..", Incident: "..", Words: "It stands."})
	list := h.get(t, review.Recorder, "/en/incidents?text=old")
	if list.status != http.StatusOK || !list.has(`href="/en/i/..~`) {
		t.Errorf("the list does not lead to it: %d", list.status)
	}
	if r := h.get(t, review.Recorder, "/en/i/..~"); r.status != http.StatusOK || !r.has("An incident of old") || !r.has(`href="/en/s/..~`) || !r.has(`/en/i/..~/edit`) {
		t.Errorf("it does not open, or leads nowhere: %d", r.status)
	}
	if r := h.get(t, review.Recorder, "/en/s/..~"); r.status != http.StatusOK || !r.has("A source of old") {
		t.Errorf("its source does not open: %d", r.status)
	}
	if got := h.call(t, review.Recorder, http.MethodGet, "/incidents/..~", ""); got.status != http.StatusOK || !strings.Contains(got.body, "An incident of old") {
		t.Errorf("by the API: %d %s", got.status, got.body)
	}
	if r := h.get(t, review.Recorder, "/map/incidents.json?lang=en&id=.."); !r.has(`"id":"..~"`) {
		t.Errorf("the map: %s", r.body)
	}

	was := h.entries(t)
	for _, id := range []string{".", ".."} {
		for lang, words := range map[string]string{"en": "cannot stand in an address", "ar": "ضمن عنوان صفحة", "ru": "не может стоять в адресе"} {
			form := []string{"incident", id, "act", "attack", "when", "2016-03-02", "title_en", "T", "accounts", "1", "do", "enter"}
			if r := h.post(t, h.token[review.Recorder], "/"+lang+"/enter", form...); id == "." && (r.status != http.StatusUnprocessableEntity || !r.has(words)) || r.status < 400 {
				t.Errorf("%s: an incident %q by the form: %d", lang, id, r.status)
			}
			if r := h.post(t, h.token[review.Administrator], "/"+lang+"/people", "id", id, "role", review.Reader, "why", "W"); !r.has(words) {
				t.Errorf("%s: a user %q by the form: %d", lang, id, r.status)
			}
		}
		if r := h.post(t, h.token[review.Recorder], "/en/sources/new", "source", id, "name_en", "S", "do", "enter"); r.status != http.StatusUnprocessableEntity || !r.has("cannot stand in an address") {
			t.Errorf("a source %q by the form: %d", id, r.status)
		}
		for path, body := range map[string]string{
			"/incidents": `{"rows":[{"incident":"ID","act":"attack","when":"2016-03-01"}]}`, "/sources": `{"rows":[{"source":"ID","name_en":"S"}]}`,
			"/coverage": `{"rows":[{"id":"ID","observer":"un","zone":"town","from":"2016-03-01","to":"2016-03-02"}]}`,
		} {
			if got := h.call(t, review.Recorder, http.MethodPost, path, strings.Replace(body, "ID", id, 1)); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "M7093") {
				t.Errorf("%q by %s: %d %s", id, path, got.status, got.body)
			}
		}
		if got := h.call(t, review.Recorder, http.MethodPost, "/imports?"+url.Values{"as": {"mithaq"}, "file": {"a.csv"}}.Encode(), "incident,act,when\n"+id+",attack,2016-03-01\n"); !strings.Contains(got.body, "M7093") {
			t.Errorf("%q by an import: %d %s", id, got.status, got.body)
		}
	}
	if h.entries(t) != was {
		t.Error("something was entered")
	}
}

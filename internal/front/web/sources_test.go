package web_test

import (
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/evidence/review"
)

// TestSources: who passes on whom is entered by a form, drawn and told in words, and what rests on one voice alone is named.
func TestSources(t *testing.T) {
	h := newHouse(t)
	user, token := review.Recorder, h.token[review.Recorder]
	at, _ := h.bring(t, user, "/en/import", "rows.csv", []byte(strings.ReplaceAll(importedHead+importedRows(1, 2), ",valley_radio,Valley Radio,", ",valley_radio,Valley Radio,")+
		"imp-1,,,,echo,The Echo,,,,\nimp-2,,,,witness,A witness,,,,\n"))
	h.post(t, token, at, "do", "import", "looked", lookedOf.FindStringSubmatch(h.rested(t, user, at).body)[1])
	if r := h.rested(t, user, at); !r.has("was imported") {
		t.Fatalf("importing: %s", r.body)
	}
	if r := h.get(t, user, "/en/sources?q=valley"); !r.has("Valley Radio") || r.has("The Echo") || !r.has("1 source") {
		t.Errorf("the list: %s", r.body)
	}
	if r := h.get(t, user, "/en/s/echo"); r.has("<svg") || r.has("goes back to one voice") || !r.has("speaks for itself") {
		t.Errorf("before: %s", r.body)
	}
	look := h.post(t, token, "/en/s/echo/edit", "do", "look", "seen", seenIn(t, h.get(t, user, "/en/s/echo/edit")), "source", "valley_radio", "name_en", "The Echo", "cites", "valley_radio")
	if look.status != 200 || !look.has("Sources that it always passes on") || !look.has("valley_radio") || !look.has(`name="source" value="echo"`) {
		t.Fatalf("the look: %d %s", look.status, look.body)
	}
	r := h.post(t, token, "/en/s/echo/edit", again(look, "do", "enter", "name_en", "The Echo", "cites", "valley_radio")...)
	if r.status != http.StatusSeeOther {
		t.Fatalf("entering: %d %s", r.status, r.body)
	}
	r = h.get(t, user, "/en/s/valley_radio")
	for _, want := range []string{"<svg", "always passes on", "1 incident goes back to one voice", `href="/en/i/imp-1"`} {
		if !r.has(want) {
			t.Errorf("the radio's page lacks %q", want)
		}
	}
	if _, alone, _ := strings.Cut(r.body, `<ul class="alone">`); strings.Contains(strings.SplitN(alone, "</ul>", 2)[0], "imp-2") {
		t.Error("an incident of two voices is said to rest on one")
	}
	if r := h.get(t, user, "/ar/s/echo"); !r.has("ينقل دائمًا عن") {
		t.Errorf("in Arabic: %s", r.body)
	}
	if r := h.get(t, user, "/en/sources"); !r.has("passes on what others say") {
		t.Errorf("the list after: %s", r.body)
	}
	// A form that was opened before the correction does not undo it unseen; an id that is taken is not written over.
	if r := h.post(t, token, "/en/s/echo/edit", again(look, "do", "enter", "name_en", "Echo", "cites", "")...); r.status != http.StatusConflict || !r.has("valley_radio") {
		t.Errorf("an old form: %d", r.status)
	}
	if r := h.post(t, token, "/en/sources/new", "do", "look", "seen", seenIn(t, h.get(t, user, "/en/sources/new")), "source", "echo", "name_en", "Another"); r.status != http.StatusConflict {
		t.Errorf("a taken id: %d", r.status)
	}
	if r := h.post(t, token, "/ru/sources/new", "do", "look", "seen", seenIn(t, h.get(t, user, "/en/sources/new")), "source", "new", "cites", "echo|nobody"); r.status != http.StatusUnprocessableEntity || !r.has(`id="w-name_ru"`) || !r.has("nobody»") || r.has("echo»") {
		t.Errorf("a source without a name that rests on nobody: %d", r.status)
	}
	if r := h.get(t, review.Reader, "/en/s/echo/edit"); r.status != http.StatusNotFound {
		t.Errorf("a reader corrects: %d", r.status)
	}
	for _, user := range []string{"", review.Observer} {
		if r := h.get(t, user, "/en/s/echo"); r.status != http.StatusNotFound {
			t.Errorf("%q sees the source: %d", user, r.status)
		}
		if r := h.get(t, user, "/en/sources"); r.status != 200 || r.has("Echo") || r.has("valley") {
			t.Errorf("%q sees it in the list", user)
		}
	}
}

// seenIn gives what a form says of what it was made from.
func seenIn(t *testing.T, page reply) string {
	t.Helper()
	_, after, ok := strings.Cut(page.body, `name="seen" value="`)
	if !ok {
		t.Fatalf("no form: %d", page.status)
	}
	seen, _, _ := strings.Cut(after, `"`)
	return seen
}

// TestEnterCoverage: that a patrol could not go somewhere is entered by a form and stands in the calendar, and is corrected there.
func TestEnterCoverage(t *testing.T) {
	h := newHouse(t)
	user, token := review.Recorder, h.token[review.Recorder]
	fields := []string{"seen", seenIn(t, h.get(t, user, "/en/coverage/new")), "observer", "patrol", "zone", "zone3", "from", "2016-03-05", "to", "2016-03-04", "denied", "yes", "denied_by", "gov", "note", "a roadblock"}
	if r := h.post(t, token, "/en/coverage/new", append(fields, "do", "look")...); r.status != http.StatusUnprocessableEntity || !r.has(`id="w-to"`) || !r.has(`value="patrol"`) {
		t.Fatalf("days in the wrong order: %d %s", r.status, r.body)
	}
	fields[9] = "2016-03-05"
	look := h.post(t, token, "/en/coverage/new", append(fields, "do", "look")...)
	if look.status != 200 || !look.has("This will be entered") {
		t.Fatalf("the look: %d %s", look.status, look.body)
	}
	r := h.post(t, token, "/en/coverage/new", again(look, append(fields[2:], "do", "enter")...)...)
	if r.status != http.StatusSeeOther || r.header.Get("Location") != "/en/coverage?month=2016-03" {
		t.Fatalf("entering: %d %s", r.status, r.body)
	}
	r = h.get(t, user, "/en/coverage?month=2016-03")
	_, edit, ok := strings.Cut(r.body[strings.Index(r.body, "a roadblock"):], `href="`)
	if !ok {
		t.Fatalf("the calendar: %s", r.body)
	}
	edit, _, _ = strings.Cut(edit, `"`)
	form := h.get(t, user, edit)
	if form.status != 200 || !form.has(`value="2016-03-05"`) || !form.has("checked") {
		t.Fatalf("the form of it at %s: %d", edit, form.status)
	}
	look = h.post(t, token, edit, again(form, "do", "look", "observer", "patrol", "zone", "zone3", "from", "2016-03-05", "to", "2016-03-06", "denied", "yes", "denied_by", "gov", "note", "a roadblock, cleared")...)
	r = h.post(t, token, edit, again(look, "do", "enter", "observer", "patrol", "zone", "zone3", "from", "2016-03-05", "to", "2016-03-06", "denied", "yes", "denied_by", "gov", "note", "a roadblock, cleared")...)
	if r.status != http.StatusSeeOther {
		t.Fatalf("correcting: %d %s", r.status, r.body)
	}
	if r := h.get(t, user, "/en/coverage?month=2016-03"); strings.Count(r.body, "a roadblock") != 1 || !r.has("cleared") {
		t.Errorf("after: %s", r.body)
	}
}

package web_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/review"
)

// TestAttach: a photo comes to an account over the board by its hash, is covered where it is graphic, and leaves nothing where uploads lie.
func TestAttach(t *testing.T) {
	h := newHouse(t)
	user, token := review.Recorder, h.token[review.Recorder]
	at, _ := h.bring(t, user, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 1)))
	h.post(t, token, at, "do", "import", "looked", lookedOf.FindStringSubmatch(h.rested(t, user, at).body)[1])
	h.rested(t, user, at)
	photo := filestest.Photograph(320, 240, 6)
	to := "/en/i/imp-1/attach"
	if r := h.get(t, user, "/en/i/imp-1"); !r.has(`href="` + to + `"`) {
		t.Error("the incident does not lead to it")
	}
	form := h.get(t, user, to)
	if form.status != 200 || !form.has(`value="imp-1:1"`) || !form.has("Valley Radio") || !form.has("Up to 500 MB") {
		t.Fatalf("the form: %d %s", form.status, form.body)
	}
	for _, x := range []struct {
		fields []string
		data   []byte
		code   int
		want   string
	}{
		{[]string{"account", ""}, photo, http.StatusUnprocessableEntity, "Name a source that the record knows"},
		{[]string{"account", "", "source", "nobody"}, photo, http.StatusUnprocessableEntity, "Found: “nobody”"},
		{[]string{"account", "imp-1:1", "obtained", "soon"}, photo, http.StatusUnprocessableEntity, "“soon” is not a day"},
		{[]string{"account", "2015-11-05-abu-kamal:1"}, photo, http.StatusNotFound, ""},
		{[]string{"account", "imp-1:1"}, nil, http.StatusUnprocessableEntity, "The file is empty"},
		{[]string{"account", "imp-1:1", "note", strings.Repeat("x", 16<<10+1)}, photo, http.StatusBadRequest, "note"}, // it would be cut
	} {
		if _, r := h.bring(t, user, to, "p.jpg", x.data, x.fields...); r.status != x.code || !r.has(x.want) {
			t.Errorf("%v: %d, no %q", x.fields, r.status, x.want)
		}
	}
	if _, r := h.bring(t, user, to, `..\..\=photo.jpg`, photo, "account", "imp-1:1", "graphic", "yes", "note", "<b>a note</b>"); r.status != http.StatusSeeOther {
		t.Fatalf("adding: %d %s", r.status, r.body)
	}
	for user, name := range map[string]string{review.Assessor: "=photo.jpg", user: "image/jpeg"} { // what a file says of itself is for those who see the whole record
		if r := h.get(t, user, "/en/i/imp-1"); !r.has(name) || !r.has(`class="veil"`) || r.has(`..\`) {
			t.Errorf("the incident, as %s sees it: %s", user, r.body)
		}
	}
	if n := len(uploadsOf(t, h)); n != 0 {
		t.Errorf("%d files are left", n)
	}
	for _, other := range []string{"", review.Reader, review.Observer} {
		if _, r := h.bring(t, other, to, "p.jpg", photo, "account", "imp-1:1"); r.status != http.StatusNotFound && r.status != http.StatusForbidden {
			t.Errorf("%q adds a file: %d", other, r.status)
		}
	}
}

// TestUploadTooLarge: a body beyond the limit ends in a word, and nothing of it stays.
func TestUploadTooLarge(t *testing.T) {
	h := newHouse(t)
	head := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
	body := io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 251e6), strings.NewReader("\r\n--x--\r\n"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.base+"/en/import", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	req.Header.Set("Cookie", "mithaq="+h.token[review.Recorder])
	if r := replyOf(t, req); r.status != http.StatusRequestEntityTooLarge || !r.has("larger than 250 MB") {
		t.Errorf("%d %s", r.status, r.body)
	}
	if n := len(uploadsOf(t, h)); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	copy(p, bytes.Repeat([]byte{'0'}, len(p)))
	return len(p), nil
}

package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/web"
)

// openBundle holds every file of a bundle against the hash that it states, as sha256sum -c does, and gives them by name.
func openBundle(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("the bundle: %v", err)
	}
	files, sums := map[string]string{}, map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
		sum := sha256.Sum256(b)
		sums[f.Name] = hex.EncodeToString(sum[:])
	}
	stated := 0
	for line := range strings.Lines(files["SHA256SUMS"]) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if stated++; !ok || sums[name] != sum {
			t.Errorf("%q does not hold", line)
		}
	}
	if stated != len(files)-1 || stated < 4 {
		t.Errorf("%d of %d files are stated", stated, len(files))
	}
	return files
}

// TestPublishRoom: an incident goes out as it was looked at, with what was chosen and nothing else; a bundle holds it, and no more.
func TestPublishRoom(t *testing.T) {
	h := newHouse(t)
	user, token := review.Publisher, h.token[review.Publisher]
	if r := h.get(t, user, "/en/publish"); r.status != 200 || !r.has("Nothing is public yet") || !r.has("rests on withheld facts") || !r.has(`href="/en/a/khatib/t/11"`) {
		t.Fatalf("the room: %d %s", r.status, r.body)
	}
	at := "/en/publish/one?incident=" + plainIncident
	form := h.get(t, user, at)
	if form.status != 200 || !form.has("It is not public") {
		t.Fatalf("the form: %d %s", form.status, form.body)
	}
	fields := []string{"date", "month", "hide", "place", "why", "asked for"}
	if dated := h.post(t, token, at, append(fields, "do", "look")...); !dated.has("<h3>Ids that tell the date</h3><ul><li><bdi>" + plainIncident + "</bdi></li></ul>") {
		t.Errorf("the id tells the day, and the look does not: %s", dated.body)
	} else if r := h.post(t, token, at, append(fields, "do", "publish", "looked", lookedOf.FindStringSubmatch(dated.body)[1])...); r.status != http.StatusUnprocessableEntity || !r.has("Nothing was published") {
		t.Errorf("published by month under an id that tells the day: %d", r.status)
	}
	fields = append(fields, "dated", "yes")
	look := h.post(t, token, at, append(fields, "do", "look")...)
	looked := lookedOf.FindStringSubmatch(look.body)
	if look.status != 200 || looked == nil || !look.has("This would be published") || !look.has("tells it less closely") || !look.has("no finding on it has reached") {
		t.Fatalf("the look: %d %s", look.status, look.body)
	}
	if r := h.get(t, "", "/en/i/"+plainIncident); r.status != http.StatusNotFound {
		t.Errorf("looking published it: %d", r.status)
	}
	for _, radius := range []string{"-5", "20000001", "far"} {
		if r := h.post(t, token, at, append(fields, "radius", radius, "do", "look")...); r.status != http.StatusUnprocessableEntity {
			t.Errorf("within %s metres: %d", radius, r.status)
		}
	}
	if r := h.post(t, token, at, "date", "", "do", "publish", "looked", looked[1]); r.status != 200 || !r.has("Publish exactly this") {
		t.Errorf("what was not looked at: %d", r.status)
	}
	if r := h.post(t, token, at, append(fields, "do", "publish", "looked", looked[1])...); r.status != http.StatusSeeOther {
		t.Fatalf("publishing: %d %s", r.status, r.body)
	}
	if r := h.get(t, "", "/en/i/"+plainIncident); r.status != 200 || r.has("5 Nov 2015") {
		t.Errorf("the public: %d %s", r.status, r.body)
	}
	// Another with its day and its place stands in the drawings of a bundle.
	h.append(t, user, record.Publication{Kind: record.KindIncident, Subject: "2016-02-28-jamiyat-al-hadi", Public: true, Why: "the test", By: user})
	bundle := h.post(t, token, "/publish/bundle")
	if bundle.status != 200 || bundle.header.Get("Content-Type") != "application/zip" {
		t.Fatalf("the bundle: %d", bundle.status)
	}
	files := openBundle(t, []byte(bundle.body))
	for _, name := range []string{"incidents.csv", "incidents.geojson", "incidents.jsonld"} {
		if !strings.Contains(files[name], plainIncident) || strings.Contains(files[name], "2015-11-05\"") && name != "incidents.jsonld" || strings.Contains(files[name], "2015-10") {
			t.Errorf("%s: %s", name, files[name])
		}
	}
	checkSite(t, files)
	checkPublic(t, h, files)
	if strings.Contains(files["en/i/"+plainIncident+".html"], "5 Nov 2015") {
		t.Error("a page tells the day of which only the month goes out")
	}
	if len(uploadsOf(t, h)) != 0 {
		t.Error("the bundle lies about")
	}
	for _, other := range []string{"", review.Recorder, review.Assessor, review.Reader, review.Administrator} {
		for _, path := range []string{"/en/publish", at} {
			if r := h.get(t, other, path); r.status != http.StatusNotFound && r.status != http.StatusForbidden {
				t.Errorf("%q at %s: %d", other, path, r.status)
			}
		}
		if r := h.post(t, h.token[other], "/publish/bundle"); r.status != http.StatusNotFound && r.status != http.StatusForbidden {
			t.Errorf("%q takes a bundle: %d", other, r.status)
		}
	}
	// Taken back while a bundle is made, between the page that leads to it and its own: all is made once more, without it.
	made := 0
	taken, err := h.app.BundleFile(t.Context(), "the tests", func(ctx context.Context, put func(string, []byte) error) error {
		made++
		return web.Site(ctx, h.app, h.app.RecordTexts, nil, func(name string, body []byte) error {
			if name == "en/incidents.html" && made == 1 {
				if r := h.post(t, token, at, "do", "withdraw"); r.status != http.StatusSeeOther {
					t.Errorf("taking back: %d", r.status)
				}
			}
			return put(name, body)
		})
	})
	if err != nil || made != 2 {
		t.Fatalf("made %d times: %v", made, err)
	}
	defer taken.Close()
	data, err := io.ReadAll(taken)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range openBundle(t, data) {
		if strings.Contains(text, plainIncident) {
			t.Errorf("%s holds what was taken back", name)
		}
	}
	// Who looked before it was taken back does not undo that unseen.
	if r := h.post(t, token, at, append(fields, "do", "publish", "looked", looked[1])...); r.status != http.StatusOK || !r.has("Publish exactly this") {
		t.Errorf("published on an old look: %d", r.status)
	}
	if r := h.get(t, "", "/en/i/"+plainIncident); r.status != http.StatusNotFound {
		t.Errorf("what was taken back is public: %d", r.status)
	}
	if _, err := h.app.Store().Standing(t.Context(), record.KindIncident, plainIncident); err != nil {
		t.Errorf("taking back took it away: %v", err)
	}
}

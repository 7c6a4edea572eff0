package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"html"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// uploadsOf lists the files that lie where uploads are kept.
func uploadsOf(t *testing.T, h *house) []os.DirEntry {
	t.Helper()
	list, err := os.ReadDir(h.path + ".uploads")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return list
}

// bring sends a file as a form does, and gives the path of its page, or the answer.
func (h *house) bring(t *testing.T, user, path, name string, data []byte, more ...string) (string, reply) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(more); i += 2 {
		if err := form.WriteField(more[i], more[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	w, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.base+path, &b)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	if h.token[user] != "" {
		req.Header.Set("Cookie", "mithaq="+h.token[user])
	}
	r := replyOf(t, req)
	return r.header.Get("Location"), r
}

var lookedOf = regexp.MustCompile(`name="looked" value="([0-9a-f]+)"`)

// page asks for the page of a file until the work on it rests.
func (h *house) rested(t *testing.T, user, path string) reply {
	t.Helper()
	for {
		r := h.get(t, user, path)
		if r.status == http.StatusSeeOther {
			path = r.header.Get("Location")
			continue
		}
		if !r.has("<import-progress") { // it waits itself for a while
			return r
		}
	}
}

const importedHead = "incident,act,when,title_en,source,source_en,published,lat,lon,radius\n"

func importedRows(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString("imp-" + itoa(i) + ",attack,2016-03-0" + itoa(1+i%8) + ",A convoy is hit,valley_radio,Valley Radio,2016-03-09,,,\n")
	}
	return b.String()
}

// TestImport: a file is looked at, its faults are told, and once mended exactly what was looked at is entered; a second time nothing is.
func TestImport(t *testing.T) {
	h := newHouse(t)
	user := review.Recorder
	if r := h.get(t, user, "/en/import"); r.status != 200 || !r.has(`enctype="multipart/form-data"`) || !r.has("Up to 250 MB") {
		t.Fatalf("the room: %d %s", r.status, r.body)
	}
	faulty := importedHead + importedRows(1, 2) + "imp-3,attack,soon,x,valley_radio,,,35.9,,\nimp-4,attack,2016-03-04,=cmd(),valley_radio,,,99,36,500\n"
	at, r := h.bring(t, user, "/en/import", `C:\desk\..\rows.csv`, []byte(faulty))
	if !strings.HasPrefix(at, "/en/import/") {
		t.Fatalf("bringing: %d %s", r.status, r.body)
	}
	r = h.rested(t, user, at)
	for _, want := range []string{"<h1><bdi>rows.csv</bdi></h1>", "“soon” in “when” is not a date", "A place needs latitude and longitude", "“99” in “lat”", `download>`, "<dt>new</dt><dd>2</dd>", "<dt>rows left out</dt><dd>2</dd>"} {
		if !r.has(want) {
			t.Errorf("the look lacks %q", want)
		}
	}
	list := uploadsOf(t, h)
	if len(list) != 1 {
		t.Fatalf("%d files are kept", len(list))
	}
	if info, err := list[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	csv := h.get(t, user, strings.TrimPrefix(at, "/en")+"/faults.csv?lang=ru")
	if csv.status != 200 || !csv.has("Строка,") || !csv.has("4,") || !csv.has("soon") || !strings.HasPrefix(csv.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the table: %d %s", csv.status, csv.body)
	}
	// Nobody else is told that it is there, and nothing was entered.
	for _, other := range []string{"", review.Administrator, review.Assessor, review.Reader} {
		for _, path := range []string{at, strings.TrimPrefix(at, "/en") + "/faults.csv", strings.TrimPrefix(at, "/en") + "/events"} {
			if r := h.get(t, other, path); r.status != http.StatusNotFound && r.status != http.StatusForbidden || r.has("rows.csv") {
				t.Errorf("%q sees %s: %d", other, path, r.status)
			}
		}
	}
	if _, err := h.app.Store().Bundle(t.Context(), "imp-1"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("looking entered it: %v", err)
	}
	if r := h.post(t, h.token[user], at, "do", "drop"); r.status != http.StatusSeeOther || len(uploadsOf(t, h)) != 0 {
		t.Errorf("throwing away: %d, %d files", r.status, len(uploadsOf(t, h)))
	}

	at, _ = h.bring(t, user, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 4)))
	r = h.rested(t, user, at)
	looked := lookedOf.FindStringSubmatch(r.body)
	if looked == nil || !r.has("<dt>new</dt><dd>4</dd>") {
		t.Fatalf("the mended file: %s", r.body)
	}
	if r := h.post(t, h.token[user], at, "do", "import", "looked", strings.Repeat("0", 32)); r.status != http.StatusSeeOther {
		t.Errorf("what was not looked at: %d", r.status)
	}
	if r = h.rested(t, user, at); !r.has("The record changed since you looked") {
		t.Errorf("what was not looked at is entered: %s", r.body)
	}
	h.post(t, h.token[user], at, "do", "import", "looked", looked[1])
	if r = h.rested(t, user, at); !r.has("was imported and deleted here") {
		t.Fatalf("importing: %s", r.body)
	}
	for _, id := range []string{"imp-1", "imp-4"} {
		if _, err := h.app.Store().Bundle(t.Context(), id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if n := len(uploadsOf(t, h)); n != 0 {
		t.Errorf("%d files are kept after it", n)
	}
	head, err := h.app.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at, _ = h.bring(t, user, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 4)))
	if r = h.rested(t, user, at); !r.has("All of it is on the record already") || lookedOf.MatchString(r.body) {
		t.Errorf("a second time: %s", r.body)
	}
	if now, err := h.app.Store().Head(t.Context()); err != nil || now != head {
		t.Errorf("a second look moved the head: %v", err)
	}
}

// TestImportOtherwise: what changed in the record between the look and the import is told, and entered only once it was looked at; what does not touch the file
// makes no difference.
func TestImportOtherwise(t *testing.T) {
	h := newHouse(t)
	user := review.Recorder
	enter := func(title, id string) {
		t.Helper()
		_, err := h.app.Store().Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Entered: theDay.Unix(), Actor: user, Payload: record.Incident{ID: id, Act: "attack", When: "2016-03-02", Title: record.Text{"en": title}}}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	enter("before", "imp-1")
	at, _ := h.bring(t, user, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 2)))
	looked := lookedOf.FindStringSubmatch(h.rested(t, user, at).body)
	enter("something else", "other-1")
	enter("meanwhile", "imp-1")
	h.post(t, h.token[user], at, "do", "import", "looked", looked[1])
	r := h.rested(t, user, at)
	if !r.has("The record changed since you looked") || !r.has("meanwhile") {
		t.Fatalf("a change is not told: %s", r.body)
	}
	if _, err := h.app.Store().Bundle(t.Context(), "imp-2"); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("it was entered: %v", err)
	}
	looked = lookedOf.FindStringSubmatch(r.body)
	enter("and again something else", "other-2")
	h.post(t, h.token[user], at, "do", "import", "looked", looked[1])
	if r = h.rested(t, user, at); !r.has("was imported") {
		t.Fatalf("what does not touch the file stops it: %s", r.body)
	}
	if b, err := h.app.Store().Bundle(t.Context(), "imp-1"); err != nil || b.Incident.Title["en"] != "A convoy is hit" {
		t.Errorf("%v %v", b, err)
	}
	at, _ = h.bring(t, user, "/en/import", "faulty.csv", []byte(importedHead+"imp-8,attack,soon,x,valley_radio,,,,,\n"))
	if r := h.rested(t, user, at); !r.has("rows were left out") || r.has("All of it is on the record already") || r.has(`value="import"`) {
		t.Errorf("a file of which every row is left out: %s", r.body)
	}
	if r := h.post(t, h.token[user], at, "do", "retry"); r.status != 303 {
		t.Errorf("checking it again: %d", r.status)
	}
	h.rested(t, user, at)
}

// TestImportKilled: a server that was killed while it read or wrote knows of the file once it is begun again, and goes on.
func TestImportKilled(t *testing.T) {
	h := newHouse(t)
	user := review.Recorder
	at, _ := h.bring(t, user, "/en/import", "rows.csv", []byte(importedHead+importedRows(1, 4)))
	as, err := h.app.As(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close()
	list, err := as.Uploads(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d uploads, %v", len(list), err)
	}
	h.rested(t, user, at)
	// As a killed server leaves it: a part of the entries stands, and it said that it writes.
	u := list[0]
	p, err := as.PlanUpload(t.Context(), u, nil)
	if err != nil {
		t.Fatal(err)
	}
	u.Stage, u.Of = "writing", 9
	if err := as.KeepUpload(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	ctx, kill := context.WithCancel(t.Context())
	if _, err := as.ApplyParts(ctx, p.Plan, 3, func(int64, int64) { kill() }); err == nil {
		t.Fatal("it was not killed")
	}
	again := h.serve(t)
	r := again.rested(t, user, at)
	if !r.has("was begun and did not finish") || !r.has("<dt>unchanged</dt>") {
		t.Fatalf("what stands is not told: %s", r.body)
	}
	looked := lookedOf.FindStringSubmatch(r.body)
	again.post(t, h.token[user], at, "do", "import", "looked", looked[1])
	if r = again.rested(t, user, at); !r.has("was imported") {
		t.Fatalf("going on: %s", r.body)
	}
	for i := 1; i <= 4; i++ {
		entries, err := h.app.Store().History(t.Context(), record.KindIncident, "imp-"+itoa(i))
		entries = slices.DeleteFunc(entries, func(e record.Entry) bool { return e.Kind != record.KindIncident })
		if err != nil || len(entries) != 1 {
			t.Errorf("imp-%d was entered %d times, %v", i, len(entries), err)
		}
	}
}

// TestHostileUploads: what could fill the disk, lead out of a folder, read other files or run in a spreadsheet is refused with a word, and nothing of it stays.
func TestHostileUploads(t *testing.T) {
	h := newHouse(t)
	user := review.Recorder
	packed := func(name string, method uint16, content func(i int) []byte, n int) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := range n {
			w, err := z.CreateHeader(&zip.FileHeader{Name: strings.ReplaceAll(name, "N", itoa(i)), Method: method})
			if err == nil {
				_, err = w.Write(content(i))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	zeros := bytes.Repeat([]byte{0}, 64<<20)
	sheetXML := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`
	for _, x := range []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"a bomb", "a.zip", packed("N.bin", zip.Deflate, func(int) []byte { return zeros }, 1), "M7080"},
		{"a bomb in a workbook", "a.xlsx", packed("[Content_Types].xmlN", zip.Deflate, func(int) []byte { return zeros }, 6), "M703"},
		{"a name that leads out", "a.zip", packed("../N/etc/passwd", zip.Store, func(int) []byte { return []byte("x") }, 1), "leads out of the archive"},
		{"an external entity", "a.xlsx", packed("xl/worksheets/sheetN.xml", zip.Store, func(int) []byte { return []byte(sheetXML) }, 1), "M70"},
		{"a huge cell", "a.csv", []byte("incident,act,when\nx,attack," + strings.Repeat("9", 2<<20) + "\n"), "M7009"},
		{"a thousand columns and one", "a.csv", []byte(strings.Repeat("a,", 1001) + "\n"), "M7032"},
		{"deep JSON", "a.json", []byte(strings.Repeat("[", 200_000)), "M70"},
		{"no text", "a.csv", []byte{0, 1, 2, 3}, "M7002"},
		{"mark-up in a name and a cell", "<img src=x>.csv", []byte("incident,act,when,zz<script>\nx,attack,2016,y\n"), "zz&lt;script&gt;"},
	} {
		at, r := h.bring(t, user, "/en/import", x.file, x.data)
		if at == "" {
			t.Errorf("%s: %d", x.name, r.status)
			continue
		}
		r = h.rested(t, user, at)
		csv := h.get(t, user, strings.TrimPrefix(at, "/en")+"/faults.csv")
		if r.status != 200 || !r.has("Nothing of this file can be imported") && !r.has("rows left out</dt><dd>1") || !r.has(x.want) && !csv.has(x.want) {
			t.Errorf("%s: %d, no %s\n%s", x.name, r.status, x.want, csv.body)
		}
		if lookedOf.MatchString(r.body) || r.has("root:") || r.has("<script>") || r.has("<img src=x") {
			t.Errorf("%s goes through", x.name)
		}
		if r := h.post(t, h.token[user], at, "do", "drop"); r.status != http.StatusSeeOther {
			t.Errorf("%s: %d", x.name, r.status)
		}
	}
	at, _ := h.bring(t, user, "/en/import", "f.csv", []byte("incident,act,when\nx,attack,=HYPERLINK(0)\n"))
	h.rested(t, user, at)
	if csv := h.get(t, user, strings.TrimPrefix(at, "/en")+"/faults.csv"); !csv.has(",'=HYPERLINK(0),") || strings.Contains(csv.body, ",=") || strings.Contains(csv.body, "\n=") {
		t.Errorf("a formula begins in the table: %s", csv.body)
	}
	if _, r := h.bring(t, user, "/en/import", "empty.csv", nil); r.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty file: %d", r.status)
	}
	for range 4 {
		h.bring(t, user, "/en/import", "f.csv", []byte("incident,act,when\nx,attack,2016\n"))
	}
	if _, r := h.bring(t, user, "/en/import", "f.csv", []byte("x")); r.status != http.StatusConflict || !r.has("Files of yours that wait here: 4") {
		t.Errorf("one too many: %d", r.status)
	}
	if n := len(uploadsOf(t, h)); n != 4 {
		t.Errorf("%d files are kept", n)
	}
}

// TestImportMapping: a table that nothing is known of is read once it was said what its columns are.
func TestImportMapping(t *testing.T) {
	h := newHouse(t)
	user := review.Recorder
	at, _ := h.bring(t, user, "/en/import", "foreign.csv", []byte("Nr,Day,What,Dead\n1,2016-03-02,A market is hit,3\n2,2016-03-04,A road is hit,1\n"))
	r := h.rested(t, user, at)
	if !r.has("Which column means what") || !r.has(`name="m.key"`) || !r.has("A market is hit") || lookedOf.MatchString(r.body) {
		t.Fatalf("the mapping is not asked for: %s", r.body)
	}
	fields := []string{"do", "read", "m.id", "foreign", "m.publisher", "foreign", "m.key", "Nr", "m.date", "Day", "m.date_format", "YYYY-MM-DD", "m.title", "What", "m.title_lang", "en", "m.killed", "Dead"}
	bad := h.post(t, h.token[user], at, fields...)
	if bad.status != http.StatusUnprocessableEntity || !bad.has("Give an act for all rows") || !bad.has(html.EscapeString("foreign")) {
		t.Fatalf("without an act: %d %s", bad.status, bad.body)
	}
	if r := h.post(t, h.token[user], at, append(fields, "m.act", "attack")...); r.status != http.StatusSeeOther {
		t.Fatalf("with one: %d %s", r.status, r.body)
	}
	r = h.rested(t, user, at)
	looked := lookedOf.FindStringSubmatch(r.body)
	if looked == nil || !r.has("<dt>new</dt><dd>2</dd>") {
		t.Fatalf("read by the mapping: %s", r.body)
	}
	h.post(t, h.token[user], at, "do", "import", "looked", looked[1])
	if r = h.rested(t, user, at); !r.has("was imported") {
		t.Fatalf("%s", r.body)
	}
	if b, err := h.app.Store().Bundle(t.Context(), "foreign:1"); err != nil || b.Incident.Title["en"] != "A market is hit" {
		t.Errorf("%v %v", b, err)
	}
}

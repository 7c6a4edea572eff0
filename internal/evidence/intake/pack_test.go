package intake

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/archive"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
)

// zipped writes a ZIP archive of names and contents.
func zipped(t *testing.T, name string, parts ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func openPack(t *testing.T, path string) *Pack {
	t.Helper()
	p, is, ds, err := OpenPack(path)
	if err != nil || !is || ds != nil {
		t.Fatalf("%v, %v, %v", is, ds, err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func planPack(t *testing.T, s record.Store, path string, opt Options) *Plan {
	t.Helper()
	opt.Actor, opt.Now = "desk", 1_700_000_000
	plan, err := ReadPack(context.Background(), s, openPack(t, path), opt)
	if err != nil {
		t.Fatal(err)
	}
	checkWords(t, plan.Diagnostics)
	return plan
}

// applied keeps the files and makes the entries.
func applied(t *testing.T, s record.Store, p *Plan) *files.Dir {
	t.Helper()
	d := files.NewDir(t.TempDir(), 0)
	if err := p.KeepFiles(context.Background(), d, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Apply(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	return d
}

func sum(content string) record.Hash { return sha256.Sum256([]byte(content)) }

func codes(p *Plan) []diag.Code {
	var out []diag.Code
	for _, d := range p.Diagnostics {
		out = append(out, d.Code)
	}
	return out
}

const uwaziTable = `title,title__ar,id,act,seen,period,place_geolocation,Actors,source_link,File,Attachments
Bridge hit,قصف الجسر,u1,attack,2015/11/01,2015/11/01:2015/11/03,33.5138|36.2765,north|south,Valley Radio|https://example.org/1,report.pdf,media/a.jpg|media/b.jpg
Clinic hit,,u2,attack,2015/11/02,2015/11/02:,34|36.5,north,,,MEDIA/B.JPG
`

var uwaziMapping = &Mapping{
	ID: "uwazi-cases", Publisher: "archive", Key: "id", Date: "period.from", DateEnd: "period.to", Title: map[string]string{"en": "title", "ar": "title__ar"},
	Lat: "place_geolocation.lat", Lon: "place_geolocation.lon", Radius: 1000, Act: Value{Column: "act"}, URL: "source_link.url",
	Attribution: &Value{Column: "Actors", Separator: "|"},
}

// TestUwazi: a table in an archive, with its parts of cells, its languages and the files that it names.
func TestUwazi(t *testing.T) {
	s := &fake{}
	path := zipped(t, "cases.zip", "import.csv", uwaziTable, "report.pdf", "%PDF-1.4", "media/a.jpg", string(filestest.JPEG(filestest.Picture(8, 8), 80)), "media/b.jpg", "b", "extra.txt", "nobody names it")
	plan := planPack(t, s, path, Options{Mapping: uwaziMapping})
	if plan.Refused || plan.Added != 2 || plan.Rejected != 0 || plan.Form != FormUwazi || len(plan.Files) != 3 {
		t.Fatalf("%+v", plan)
	}
	d := applied(t, s, plan)
	b, err := s.Bundle(context.Background(), "archive:u1")
	if err != nil {
		t.Fatal(err)
	}
	in := b.Incident
	if in.When != "2015-11-01/2015-11-03" || in.Title["ar"] != "قصف الجسر" || in.Place.Lat != 335138000 || in.Place.Lon != 362765000 || b.Accounts[0].URL != "https://example.org/1" {
		t.Errorf("%+v, %+v", in, b.Accounts)
	}
	if len(b.Assessments[0].Attributions) != 2 || len(b.Accounts[0].Files) != 3 {
		t.Errorf("%+v", b)
	}
	st, err := s.Standing(context.Background(), record.KindFile, sum("b").String())
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := st.Payload.(record.File); f.Name != "b.jpg" || f.Size != 1 || f.Within.IsZero() {
		t.Errorf("%+v", f)
	}
	if got, err := files.ReadAll(context.Background(), d, sum("b"), 10); err != nil || string(got) != "b" {
		t.Errorf("%q, %v", got, err)
	}
	if b, err := s.Bundle(context.Background(), "archive:u2"); err != nil || !slices.Equal(b.Accounts[0].Files, []record.Hash{sum("b")}) || b.Incident.When != "2015-11-02" {
		t.Errorf("%+v, %v", b, err)
	}
	if again := planPack(t, s, path, Options{Mapping: uwaziMapping}); !again.Empty() || again.Same != 2 || len(again.Files) != 0 {
		t.Errorf("again: %+v", again)
	}
}

// TestUwaziMissing: a row that names a file which is not there is rejected, with the cell.
func TestUwaziMissing(t *testing.T) {
	s := &fake{}
	plan := planPack(t, s, zipped(t, "cases.zip", "import.csv", uwaziTable, "report.pdf", "%PDF-1.4", "media/b.jpg", "b"), Options{Mapping: uwaziMapping})
	if plan.Rejected != 1 || plan.Added != 1 || len(plan.Files) != 1 || plan.Files[0].SHA256 != sum("b") {
		t.Fatalf("%+v", plan)
	}
	d := plan.Diagnostics[0]
	if d.Code != CodeNoFile || d.Span.Start.Line != 2 || !slices.Contains(d.Args, diag.Arg{Name: "column", Value: "Attachments"}) {
		t.Errorf("%+v", d)
	}
}

// aaMedia writes a file of auto-archiver's metadata.
func aaMedia(filename, hash string, properties map[string]any) map[string]any {
	p := map[string]any{}
	for k, v := range properties {
		p[k] = v
	}
	if hash != "" {
		p["hash"] = hash
	}
	return map[string]any{"filename": "/tmp/run/" + filename, "key": "bucket/item/" + filename, "urls": []any{"https://cdn.example.org/" + filename + "?sig=x"}, "properties": p}
}

func aaItem(t *testing.T, url string, media ...any) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"status": "success", "metadata": map[string]any{"url": url, "_processed_at": "2016-03-01T10:00:00+00:00"}, "media": media})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stampedFile is what the time stamp of package tsp's tests is of.
const stampedFile = "a made-up file\n"

func stampData(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testroot.Root(t), "internal", "evidence", "seal", "tsp", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// pendingOTS is an OpenTimestamps file of a content, with a calendar's promise.
func pendingOTS(content string) string {
	head, _ := hex.DecodeString("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108")
	h := sum(content)
	promise, _ := hex.DecodeString("0083dfe30d2ef90c8e0706666f6f626172")
	return string(head) + string(h[:]) + string(promise)
}

func stated(content string) string { return "SHA-256:" + sum(content).String() }

// TestArchiver: files with their addresses, hashes and stamps, which go to the account that names the address.
func TestArchiver(t *testing.T) {
	ctx := context.Background()
	s := &fake{}
	for _, p := range []any{
		record.Source{ID: "s"}, record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i", URL: "https://example.org/post"},
	} {
		kind, subject, _ := record.SubjectOf(p)
		if _, err := s.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
			yield(record.Draft{Kind: kind, Subject: subject, Payload: p}, nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	list := sum("video").String() + "\n" + sum(stampedFile).String()
	meta := aaItem(t, "https://example.org/post",
		aaMedia("video.mp4", stated("video"), map[string]any{"opentimestamp_files": []any{aaMedia("video.mp4.ots", "", nil)}}),
		aaMedia("note.txt", stated(stampedFile), nil), // its stamp stands beside it
		aaMedia("late.txt", "", nil),                  // came after the list was made
		aaMedia("hashes.txt", "", map[string]any{"id": "timestamped_hashes", "timestamp_authority_files": []any{aaMedia("token.tsr", "", nil)}}),
	)
	path := zipped(t, "run.zip", "item.json", meta, "bucket/item/video.mp4", "video", "item/video.mp4.ots", pendingOTS("video"), "note.txt", stampedFile,
		"note.txt.tsr", stampData(t, "made-up.tsr"), "bucket/item/hashes.txt", list, "bucket/item/token.tsr", stampData(t, "made-up.tsr")+"", "screenshot.png", "x", "late.txt", "late")
	plan := planPack(t, s, path, Options{})
	if plan.Refused || plan.Rejected != 0 || plan.Form != FormArchiver || plan.Rows != 4 {
		t.Fatalf("%+v", plan)
	}
	if !slices.Contains(codes(plan), CodeUnnamedFiles) {
		t.Errorf("what nothing names is not told: %v", codes(plan))
	}
	d := applied(t, s, plan)
	file := func(content string) record.File {
		st, err := s.Standing(ctx, record.KindFile, sum(content).String())
		if err != nil {
			t.Fatal(err)
		}
		f, _ := st.Payload.(record.File)
		return f
	}
	video := file("video")
	if video.URL != "https://example.org/post" || video.Obtained != "2016-03-01" || video.By != archiverSource || video.Name != "video.mp4" {
		t.Errorf("%+v", video)
	}
	want := []record.FileProof{
		{Sort: "hash", Says: stated("video")},
		{Sort: "opentimestamps", File: sum(pendingOTS("video"))},
		{Sort: "rfc3161", File: sum(stampData(t, "made-up.tsr")), Says: stamp.ListPrefix + sum(list).String()},
	}
	if !slices.Equal(video.Proofs, want) {
		t.Errorf("%+v", video.Proofs)
	}
	states := map[string][]string{}
	for _, f := range plan.Files {
		for _, r := range f.Stamps {
			states[f.Name] = append(states[f.Name], r.Sort+" "+r.State)
		}
	}
	if got := states["bucket/item/video.mp4"]; !slices.Equal(got, []string{"opentimestamps pending", "rfc3161 fails"}) { // the token is of another text than this list
		t.Errorf("%q", got)
	}
	if got := states["note.txt"]; !slices.Equal(got, []string{"rfc3161 sound", "rfc3161 fails"}) {
		t.Errorf("%q", got)
	}
	if _, err := d.Stat(ctx, sum(pendingOTS("video"))); err != nil {
		t.Errorf("the stamp is not kept: %v", err)
	}
	if b, err := s.Bundle(ctx, "i"); err != nil || len(b.Accounts[0].Files) != 4 {
		t.Errorf("%+v, %v", b, err)
	}
	if late := file("late"); len(late.Proofs) != 0 {
		t.Errorf("the list does not name it: %+v", late.Proofs)
	}
	if again := planPack(t, s, path, Options{}); !again.Empty() {
		t.Errorf("again: %d entries", len(again.drafts))
	}
}

// TestArchiverHashes: a file whose hash is not the one stated is rejected, and both are told; one that is missing likewise.
func TestArchiverHashes(t *testing.T) {
	plan := planPack(t, &fake{}, zipped(t, "run.zip", "item.json",
		aaItem(t, "https://example.org/1", aaMedia("a.jpg", stated("other"), nil), aaMedia("b.jpg", "SHA3-512:00", nil), aaMedia("gone.jpg", "", nil), aaMedia("c.jpg", stated("c"), nil)),
		"a.jpg", "a", "b.jpg", "b", "c.jpg", "c"), Options{})
	if plan.Rejected != 3 || len(plan.Files) != 1 || plan.Files[0].SHA256 != sum("c") {
		t.Fatalf("%+v", plan)
	}
	told := false
	for _, d := range plan.Diagnostics {
		told = told || d.Code == CodeStatedHash && slices.Contains(d.Args, diag.Arg{Name: "stated", Value: stated("other")}) &&
			slices.Contains(d.Args, diag.Arg{Name: "found", Value: "sha256:" + sum("a").String()})
	}
	if !told || !slices.Contains(codes(plan), CodeNoFile) {
		t.Errorf("%+v", plan.Diagnostics)
	}
	strict := planPack(t, &fake{}, zipped(t, "run.zip", "item.json", aaItem(t, "https://example.org/1", aaMedia("a.jpg", stated("other"), nil)), "a.jpg", "a"), Options{Strict: true})
	if !strict.Refused || len(strict.Files) != 0 {
		t.Errorf("strict: %+v", strict)
	}
}

// TestArchiverTable: the table of csv_db, as Python prints it, from a folder.
func TestArchiverTable(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	table := "status,metadata,media\n" +
		`success,"{'url': 'https://example.org/1', '_processed_at': datetime.datetime(2016, 3, 1, 10, 0, tzinfo=datetime.timezone.utc), 'title': ""it's""}","[{'filename': '/tmp/x/a.jpg', 'key': None, 'urls': [], 'properties': {'hash': '` + stated("a") + `'}, '_mimetype': 'image/jpeg'}]"` + "\n" +
		"failed,nothing,[]\n"
	for name, content := range map[string]string{"db.csv": table, "item/a.jpg": "a"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700), os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s := &fake{}
	plan := planPack(t, s, dir, Options{})
	if plan.Rejected != 1 || len(plan.Files) != 1 || plan.Files[0].Name != "item/a.jpg" || !slices.Contains(codes(plan), CodeItem) {
		t.Fatalf("%+v", plan)
	}
	applied(t, s, plan)
	st, err := s.Standing(context.Background(), record.KindFile, sum("a").String())
	if f, _ := st.Payload.(record.File); err != nil || f.Obtained != "2016-03-01" || f.URL != "https://example.org/1" {
		t.Errorf("%+v, %v", f, err)
	}
}

// TestPacksRefused: an archive that could do harm is refused whole, with every reason; one that is neither pack is told so; workbooks are none.
func TestPacksRefused(t *testing.T) {
	_, is, ds, err := OpenPack(zipped(t, "a.zip", "import.csv", uwaziTable, "../../evil", "x", "a", "1", "A", "2"))
	if err != nil || !is || len(ds) != 2 {
		t.Fatalf("%v, %v, %v", is, ds, err)
	}
	checkWords(t, ds)
	for _, why := range archive.Reasons {
		checkWords(t, []diag.Diagnostic{{Code: CodeArchive, Args: ds[0].Args, Fixes: []diag.Fix{{Key: why, Args: ds[0].Args}}}})
	}
	if plan := planPack(t, &fake{}, zipped(t, "a.zip", "a.txt", "x", "b.json", "{}"), Options{}); !plan.Refused || codes(plan)[0] != CodeNoItems {
		t.Errorf("%+v", plan)
	}
	for name, path := range map[string]string{
		"a workbook": zipped(t, "a.xlsx", "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "x"),
		"a document": zipped(t, "a.odt", "mimetype", "application/vnd.oasis.opendocument.text"),
	} {
		if _, is, _, err := OpenPack(path); err != nil || is && name == "a workbook" {
			t.Errorf("%s is taken for a pack (%v)", name, err)
		}
	}
	if _, _, _, err := OpenPack(filepath.Join(t.TempDir(), "nothing.zip")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestKeepChanged: a folder in which a file changes after the plan was made is not entered.
func TestKeepChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "a.jpg"), []byte("a"), 0o600),
		os.WriteFile(filepath.Join(dir, "item.json"), []byte(aaItem(t, "https://example.org/1", aaMedia("a.jpg", "", nil))), 0o600)); err != nil {
		t.Fatal(err)
	}
	plan := planPack(t, &fake{}, dir, Options{})
	if err := os.WriteFile(filepath.Join(dir, "a.jpg"), []byte("b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := plan.KeepFiles(context.Background(), files.NewDir(t.TempDir(), 0), nil); !errors.Is(err, archive.ErrLies) {
		t.Errorf("%v", err)
	}
}

func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		`{'a': 'b', "c": [1, 2.5, None, True], 'd': ('x',), }`: `{"a":"b","c":["1","2.5","","True"],"d":["x"]}`,
		`{'t': datetime.datetime(2016, 3, 1, tzinfo=x())}`:     `{"t":"datetime.datetime(2016, 3, 1, tzinfo=x())"}`,
		`'it\'s \x41 \u0642\n'`:                                `"it's A ق\n"`, `[]`: `[]`, `{}`: `{}`, `{"a": null}`: `{"a":""}`,
	} {
		v, err := parseLiteral(in)
		got, _ := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v", in, got, err)
		}
	}
	for _, bad := range []string{"", "{", "[1", "'a", `{'a' 1}`, `{1`, "[1 2]", "a b", "{}x", `'\u12'`, `'\x'`, strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		if v, err := parseLiteral(bad); err == nil {
			t.Errorf("%q: %v", bad, v)
		}
	}
}

// FuzzLiteral: whatever stands in a cell, reading it ends.
func FuzzLiteral(f *testing.F) {
	f.Add(`{'a': ["b", (1, None)], 'c': x.y(1, 2)}`)
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := parseLiteral(s); err == nil && v == nil {
			t.Error("nothing, and no error")
		}
	})
}

// Standing gives what the newest entry on a subject says.
func (f *fake) Standing(_ context.Context, kind record.Kind, subject string) (record.Standing, error) {
	for _, e := range slices.Backward(f.entries) {
		if e.Kind == kind && e.Subject == subject {
			payload, err := record.Decode(e.Kind, e.Version, e.Payload)
			return record.Standing{Entry: e, Payload: payload}, err
		}
	}
	return record.Standing{}, record.ErrNotFound
}

// Each gives what stands of a kind.
func (f *fake) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	var subjects []string
	for _, e := range f.entries {
		if e.Kind == kind && e.Subject > after {
			subjects = append(subjects, e.Subject)
		}
	}
	slices.Sort(subjects)
	return func(yield func(record.Standing, error) bool) {
		for _, s := range slices.Compact(subjects) {
			if !yield(f.Standing(ctx, kind, s)) {
				return
			}
		}
	}
}

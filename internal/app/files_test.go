package app_test

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/app"
	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/display"
	"mithaq/internal/evidence/files/filestest"
	"mithaq/internal/evidence/files/stamp"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/testroot"
)

// withRecord opens a new record with an incident, a source and an account, and a folder for files to add.
func withRecord(t *testing.T) (*app.App, string) {
	t.Helper()
	dir := t.TempDir()
	a, err := app.Create(context.Background(), filepath.Join(dir, "r.db"), app.Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	enter(t, a, record.Source{ID: "s", Name: record.Text{"en": "S"}}, record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"})
	return a, dir
}

func enter(t *testing.T, a *app.App, payloads ...any) {
	t.Helper()
	_, err := a.Store().Append(context.Background(), nil, func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 100, Actor: "desk", Payload: p}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAddFile: bytes first, then one entry for the file and one for the account; the same again enters nothing; more said of it is a correction.
func TestAddFile(t *testing.T) {
	ctx := context.Background()
	a, dir := withRecord(t)
	photo := write(t, dir, "photo.jpg", filestest.Photograph(64, 48, 6))
	first, err := a.AddFile(ctx, app.NewFile{Path: photo, Account: "a", URL: "https://example.org/1"})
	if err != nil || !first.Kept || !first.Changed || first.Head.Seq != 5 || first.File.Type != "image/jpeg" || first.File.By != "desk" {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := a.AddFile(ctx, app.NewFile{Path: photo, Account: "a"})
	if err != nil || again.Kept || again.Changed || again.File.URL != "https://example.org/1" {
		t.Fatalf("%+v, %v", again, err)
	}
	more, err := a.AddFile(ctx, app.NewFile{Path: photo, Account: "a", Obtained: "2015-11", Graphic: true})
	if err != nil || !more.Changed || more.Head.Seq != 6 || more.File.URL != "https://example.org/1" || more.File.Obtained != "2015-11" || !more.File.Graphic {
		t.Fatalf("%+v, %v", more, err)
	}
	other, err := a.AddFile(ctx, app.NewFile{Path: write(t, dir, "b.txt", []byte("b")), Incident: "i", Source: "s"})
	if err != nil || other.Head.Seq != 8 || other.Account == "" {
		t.Fatalf("%+v, %v", other, err)
	}
	b, err := a.Store().Bundle(ctx, "i")
	if err != nil || len(b.Accounts) != 2 || !slices.Equal(b.Accounts[0].Files, []record.Hash{first.File.SHA256}) {
		t.Errorf("%+v, %v", b.Accounts, err)
	}
	h, err := a.FindFile(ctx, first.File.SHA256.String()[:8])
	if err != nil || h != first.File.SHA256 {
		t.Errorf("%s, %v", h, err)
	}
	for _, word := range []string{"", "0000000", "zzzzzzzz", "00000000", first.File.SHA256.String()[:7], "%", "../../../"} {
		if _, err := a.FindFile(ctx, word); !errors.Is(err, record.ErrNotFound) {
			t.Errorf("%q: %v", word, err)
		}
	}
}

// TestViewFile: stamps beside a file are checked, also those of a list that names it.
func TestViewFile(t *testing.T) {
	ctx := context.Background()
	a, dir := withRecord(t)
	data := filepath.Join(testroot.Root(t), "internal", "evidence", "seal", "tsp", "testdata")
	tsr, err := os.ReadFile(filepath.Join(data, "made-up.tsr"))
	if err != nil {
		t.Fatal(err)
	}
	pem, err := os.ReadFile(filepath.Join(data, "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, content []byte) record.Hash {
		added, err := a.AddFile(ctx, app.NewFile{Path: write(t, dir, name, content)})
		if err != nil {
			t.Fatal(err)
		}
		return added.File.SHA256
	}
	const content = "a made-up file\n" // what the time stamp is of
	token := put("a.tsr", tsr)
	other := put("list.txt", []byte("00\n"))
	file := record.File{SHA256: sha256.Sum256([]byte(content)), Size: int64(len(content)), Type: "text/plain", Proofs: []record.FileProof{
		{Sort: "rfc3161", File: token},
		{Sort: "rfc3161", File: token, Says: stamp.ListPrefix + other.String()},
		{Sort: "rfc3161", File: record.Hash{1}},
		{Sort: "hash", Says: "md5:" + "00000000000000000000000000000000"},
		{Sort: "opentimestamps", File: token},
	}}
	put("a.txt", []byte(content))
	enter(t, a, file)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	v, err := a.ViewFile(ctx, &file, stamp.Trust{Roots: roots})
	if err != nil || v.State != app.FileKept || v.Look == nil {
		t.Fatalf("%+v, %v", v, err)
	}
	var states []string
	for _, s := range v.Stamps {
		states = append(states, s.State)
	}
	if want := []string{stamp.Checked, stamp.Fails, stamp.Missing, stamp.Fails, stamp.Unreadable}; !slices.Equal(states, want) {
		t.Errorf("%q, want %q", states, want)
	}
	// A file that the stamped content names, by its own hash.
	named := record.File{SHA256: put("b.txt", []byte("b")), Type: "text/plain", Size: 1, Proofs: []record.FileProof{{Sort: "rfc3161", File: token, Says: stamp.ListPrefix + file.SHA256.String()}}}
	if v, err = a.ViewFile(ctx, &named, stamp.Trust{Roots: roots}); err != nil || v.Stamps[0].State != stamp.Fails {
		t.Errorf("the list does not name it: %+v, %v", v.Stamps, err)
	}
	if _, err = a.ViewFile(ctx, &record.File{SHA256: record.Hash{9}}, stamp.Trust{}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("of no entry: %v", err)
	}
	gone := record.File{SHA256: record.Hash{9}, Size: 1, Type: "text/plain"}
	enter(t, a, gone)
	if v, err = a.ViewFile(ctx, &gone, stamp.Trust{}); err != nil || v.State != app.FileMissing {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestSaveFile: a damaged original leaves nothing behind, and nothing is overwritten.
func TestSaveFile(t *testing.T) {
	ctx := context.Background()
	a, dir := withRecord(t)
	added, err := a.AddFile(ctx, app.NewFile{Path: write(t, dir, "a.txt", []byte("hello"))})
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	if _, err := a.SaveFile(ctx, &added.File, out, false); !errors.Is(err, display.ErrNoCopy) {
		t.Errorf("a copy of a text: %v", err)
	}
	if n, err := a.SaveFile(ctx, &added.File, out, true); err != nil || n != 5 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := a.SaveFile(ctx, &added.File, out, true); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	kept := filepath.Join(dir, "r.db.files", filepath.FromSlash(files.Name(added.File.SHA256)))
	if err := errors.Join(os.Chmod(kept, 0o600), os.WriteFile(kept, []byte("hellx"), 0o600), os.Remove(out)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SaveFile(ctx, &added.File, out, true); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is left: %v", err)
	}
	rep, err := a.CheckFiles(ctx, nil)
	if err != nil || len(rep.Damaged) != 1 || len(rep.Missing)+len(rep.Orphans) != 0 {
		t.Errorf("%+v, %v", rep, err)
	}
	if v, err := a.ViewFile(ctx, &added.File, stamp.Trust{}); err != nil || v.State != app.FileDamaged || v.Look != nil {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestFilesElsewhere: a record that is no file has no place beside it; keys do not stand in addresses.
func TestFilesElsewhere(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	a, err := app.Create(ctx, path, app.Options{Actor: "desk", Files: "s3://u:hidden-word@b", Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Files(); err == nil || strings.Contains(err.Error(), "hidden-word") {
		t.Errorf("%v", err)
	}
}

// TestFilesOfOutsiders: the public gets the display copy of what was published and nothing else of a file; who may not enter keeps nothing either.
func TestFilesOfOutsiders(t *testing.T) {
	ctx := context.Background()
	a, dir := withRecord(t)
	photo, err := a.AddFile(ctx, app.NewFile{Path: write(t, dir, "photo.jpg", filestest.Photograph(64, 48, 1)), Account: "a", URL: "https://example.org/hidden"})
	if err != nil {
		t.Fatal(err)
	}
	other, err := a.AddFile(ctx, app.NewFile{Path: write(t, dir, "other.jpg", filestest.JPEG(filestest.Picture(9, 9), 80)), Account: "a"})
	if err != nil {
		t.Fatal(err)
	}
	enter(t, a, record.Publication{Kind: record.KindIncident, Subject: "i", Public: true, By: "admin", Accounts: []string{"a"}, Files: []record.Hash{photo.File.SHA256}},
		record.User{ID: "admin", Roles: []string{"administrator"}}, record.User{ID: "reader", Roles: []string{"reader"}})
	public, err := a.As(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	defer public.Close()
	// Whoever gave it did not allow it to be published: not even the copy goes out.
	if b, err := public.Store().Bundle(ctx, "i"); err != nil {
		t.Fatal(err)
	} else if f, _, err := public.FileIn(ctx, b, photo.File.SHA256); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("without consent: %+v, %v", f, err)
	}
	enter(t, a, record.Consent{Kind: record.KindSource, Subject: "s", Record: true, Publish: true})
	b, err := public.Store().Bundle(ctx, "i")
	if err != nil {
		t.Fatal(err)
	}
	f, open, err := public.FileIn(ctx, b, photo.File.SHA256)
	if err != nil || open || f.Name != "" || f.URL != "" || f.By != "" || f.Type != "image/jpeg" {
		t.Errorf("%+v, open: %v, %v", f, open, err)
	}
	if c, err := public.CopyOf(ctx, f, false); err != nil || c.Type != "image/jpeg" {
		t.Errorf("the copy: %v", err)
	}
	if _, _, err := public.FileIn(ctx, b, other.File.SHA256); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("what was not published: %v", err)
	}
	if found, err := public.FilesOf(ctx, b); err != nil || len(found) != 1 || found[photo.File.SHA256].Look != nil {
		t.Errorf("what it says of itself: %+v, %v", found, err)
	}
	if _, err := public.FindFile(ctx, photo.File.SHA256.String()[:16]); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("by its hash: %v", err)
	}
	if _, _, err := public.Original(ctx, &photo.File); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("the original: %v", err)
	}
	if _, err := public.ViewFile(ctx, &photo.File, stamp.Trust{}); !errors.Is(err, record.ErrNotFound) {
		t.Errorf("all of it: %v", err)
	}
	reader, err := a.As(ctx, "reader")
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := reader.ViewFile(ctx, &photo.File, stamp.Trust{}); err != nil {
		t.Errorf("a reader: %v", err)
	}
	for who, as := range map[string]*app.App{"the public": public, "a reader": reader} {
		_, err := as.AddFile(ctx, app.NewFile{Path: write(t, dir, "new.txt", []byte("new"))})
		var refused review.Refusals
		if !errors.As(err, &refused) {
			t.Errorf("%s adds: %v", who, err)
		}
	}
	if _, err := public.CheckFiles(ctx, nil); err == nil {
		t.Error("the public reads the list of files")
	}
	if rep, err := reader.CheckFiles(ctx, nil); err != nil || rep.Files != 2 {
		t.Errorf("%+v, %v", rep, err)
	}
}

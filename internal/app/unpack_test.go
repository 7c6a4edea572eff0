package app

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"mithaq/internal/evidence/export"
	"mithaq/internal/evidence/record"
)

// TestUnpack: a record made of its export without loss has the same entries, byte for byte, stubs among them, the same log and the same files. What is
// no whole export makes no record.
func TestUnpack(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	a, err := Create(ctx, filepath.Join(dir, "a.db"), Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	head, err := a.append(ctx, nil, record.Source{ID: "s1"}, record.Incident{ID: "i1", Act: "attack"}, record.Account{ID: "a1", Source: "s1", Incident: "i1", Note: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, record.Removal{ID: "r1", Ground: "safety", By: "desk", Second: "chief", Entries: []record.Removed{{Seq: 3, Entry: head.Hash, Kind: record.KindAccount}}}); err != nil {
		t.Fatal(err)
	}
	photo := filepath.Join(dir, "photo.txt")
	if err := os.WriteFile(photo, []byte("a photograph"), 0o600); err != nil {
		t.Fatal(err)
	}
	added, err := a.AddFile(ctx, NewFile{Path: photo})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Log().AddSeal(ctx, record.Seal{Sort: record.SealCheckpoint, Size: 4, Kept: 100, Body: []byte("signed")}); err != nil {
		t.Fatal(err)
	}
	base, err := a.store.Base(ctx, record.Cut{})
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	if err := a.archive(ctx, &packed, a.about(base, "test", "whole"), &Exported{}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "a.zip")
	if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "b.db")
	c, err := Restore(Options{Actor: "desk"})(ctx, file, to, nil)
	if err != nil || c.Head != base.Head {
		t.Fatalf("%+v, %v; want %v", c, err, base.Head)
	}
	b, err := Open(ctx, to, Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got, want := storedIn(t, b), storedIn(t, a); !reflect.DeepEqual(got, want) || want[2].Removed != 4 {
		t.Errorf("entries %+v, want %+v", got, want)
	}
	was, err := a.Log().Seals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if is, err := b.Log().Seals(ctx); err != nil || !reflect.DeepEqual(is, was) || len(is) == 0 {
		t.Errorf("seals %+v, %v; want %+v", is, err, was)
	}
	out := filepath.Join(dir, "out.txt")
	if n, err := b.SaveFile(ctx, &added.File, out, true); err != nil || n != 12 {
		t.Errorf("the file: %d, %v", n, err)
	}
	if _, err := Restore(Options{})(ctx, file, to, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a record: %v", err)
	}
	broken := bytes.Clone(packed.Bytes())
	broken[100] ^= 1 // among the entries
	for name, content := range map[string][]byte{"cut": packed.Bytes()[:packed.Len()/2], "nothing": []byte("PK\x03\x04"), "changed": broken} {
		file, to := filepath.Join(dir, name+".zip"), filepath.Join(dir, name+".db")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(Options{})(ctx, file, to, nil); !errors.Is(err, export.ErrArchive) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: something is left: %v", name, err)
		}
	}
}

func storedIn(t *testing.T, a *App) (out []record.Stored) {
	t.Helper()
	for e, err := range a.Log().Stored(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		e.Bytes = bytes.Clone(e.Bytes)
		out = append(out, e)
	}
	return out
}

// TestOriginalIsEntered: who takes an original, and of which file, is in the record before the first byte is out; a display copy leaves no trace.
func TestOriginalIsEntered(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	a, err := Create(ctx, filepath.Join(dir, "a.db"), Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	path := filepath.Join(dir, "x.txt")
	if err := os.WriteFile(path, []byte("words"), 0o600); err != nil {
		t.Fatal(err)
	}
	added, err := a.AddFile(ctx, NewFile{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	entered := func() (out []record.Access) {
		for s, err := range a.store.Each(ctx, record.KindAccess, "") {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s.Payload.(record.Access))
		}
		return out
	}
	if _, err := a.CopyOf(ctx, &added.File, false); err == nil || len(entered()) != 0 {
		t.Errorf("%v, %+v", err, entered())
	}
	r, _, err := a.Original(ctx, &added.File)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := entered()
	if len(got) != 1 || got[0].What != "original" || got[0].User != "desk" || got[0].Kind != record.KindFile || got[0].Subject != added.File.SHA256.String() {
		t.Errorf("%+v", got)
	}
}

package app

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

// between is a record in which others do something at a certain moment, once.
type between struct {
	record.Store
	record.Debtor
	asked    func() // after it was read which files are named
	entering func() // before entries are made
	entered  func() // after, each time
}

func (b *between) do(what *func()) {
	if f := *what; f != nil {
		*what = nil
		f()
	}
}

func (b *between) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return func(yield func(record.Standing, error) bool) {
		for st, err := range b.Store.Each(ctx, kind, after) {
			if !yield(st, err) {
				return
			}
		}
		if kind == record.KindFile {
			b.do(&b.asked)
		}
	}
}

func (b *between) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	b.do(&b.entering)
	head, err := b.Store.Append(ctx, expect, drafts)
	if b.entered != nil {
		b.entered()
	}
	return head, err
}

// removing makes the record of evidence in which a removal of what w1 gave is entered, and nothing is taken away yet. Two programs have it open.
func removing(t *testing.T, o Options) (a, other *App, own record.Hash) {
	t.Helper()
	ctx := context.Background()
	a, own, _, _ = evidence(t, o)
	p, err := a.PlanWithdrawal(ctx, vault.Of{Kind: record.KindSource, Subject: "w1"}, "")
	if err != nil {
		t.Fatal(err)
	}
	removal := record.Removal{ID: "r", Entries: p.Entries, Ground: p.Ground, By: "desk", Second: "chief"}
	if _, err := a.append(ctx, &p.head, append(p.first, removal)...); err != nil {
		t.Fatal(err)
	}
	if other, err = Open(ctx, a.path, a.opts); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	return a, other, own
}

// mustStand says that the record names a file, and that its bytes are there.
func mustStand(t *testing.T, a *App, h record.Hash) {
	t.Helper()
	ctx := context.Background()
	if _, err := a.File(ctx, h); err != nil {
		t.Errorf("no entry: %v", err)
	}
	store, err := a.Files()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := files.ReadAll(ctx, store, h, 1<<20); err != nil || string(b) != ownBytes {
		t.Errorf("%q, %v", b, err)
	}
	if due, err := a.Due(ctx); err != nil || len(due) != 0 {
		t.Errorf("due: %v, %v", due, err)
	}
}

const ownBytes = "%PDF-1.4 canary-own.pdf" // of own, as evidence brings it

// bringers are the ways in which a file comes into a record.
var bringers = map[string]func(*testing.T, *App) error{
	"alone": func(t *testing.T, a *App) error {
		path := filepath.Join(t.TempDir(), "again.pdf")
		if err := os.WriteFile(path, []byte(ownBytes), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := a.AddFile(context.Background(), NewFile{Path: path})
		return err
	},
	"in an archive": func(t *testing.T, a *App) error {
		_, err := a.Apply(context.Background(), packed(t, a))
		return err
	},
	"in an archive, in parts": func(t *testing.T, a *App) error {
		_, err := a.ApplyParts(context.Background(), packed(t, a), 1, nil)
		return err
	},
}

// packed plans the import of an archive that holds the bytes of own.
func packed(t *testing.T, a *App) *intake.Plan {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"import.csv": "title,id,act,seen,place,File\nBridge hit,u1,attack,2015-11-01,33.5138|36.2765,again.pdf\n", "again.pdf": ownBytes,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "cases.zip")
	if err := errors.Join(z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	pack, is, ds, err := intake.OpenPack(path)
	if err != nil || !is || ds != nil {
		t.Fatal(is, ds, err)
	}
	t.Cleanup(func() { _ = pack.Close() })
	p, err := a.PlanPack(context.Background(), pack, intake.Options{Mapping: &intake.Mapping{
		ID: "cases", Publisher: "desk", Key: "id", Date: "seen", Title: map[string]string{"en": "title"}, Lat: "place.lat", Lon: "place.lon", Radius: 1000,
		Act: intake.Value{Column: "act"},
	}})
	if err != nil || p.Refused || len(p.Files) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	return p
}

// TestBroughtWhileAsked: a removal asks what is named; then another program brings the same bytes, from beginning to end; then the removal goes on.
func TestBroughtWhileAsked(t *testing.T) {
	for name, open := range stores {
		for how, bring := range bringers {
			t.Run(name+"/"+how, func(t *testing.T) {
				o, _ := open(t)
				a, other, own := removing(t, o)
				done := false
				b := &between{Store: a.store, Debtor: a.store.(record.Debtor)}
				b.asked = func() {
					if err := bring(t, other); err != nil {
						t.Error(err)
					}
					done = true
				}
				a.store = b
				if _, err := a.Mend(context.Background()); err != nil || !done {
					t.Fatal(done, err)
				}
				mustStand(t, other, own)
			})
		}
	}
}

// TestGoneWhileBrought: a program finds the bytes there already; then a removal takes them away; then the entry is made. From the moment at which it
// stands the bytes are there, whatever becomes of the program.
func TestGoneWhileBrought(t *testing.T) {
	for name, open := range stores {
		for how, bring := range bringers {
			t.Run(name+"/"+how, func(t *testing.T) {
				o, _ := open(t)
				a, other, own := removing(t, o)
				gone, stood := false, false
				b := &between{Store: a.store, Debtor: a.store.(record.Debtor)}
				b.entering = func() {
					if n, err := other.Mend(context.Background()); n == 0 || err != nil {
						t.Error(n, err)
					}
					if kept(t, a, own)[0] {
						t.Error("it is not gone")
					}
					gone = true
				}
				b.entered = func() {
					if _, err := other.File(context.Background(), own); err == nil {
						mustStand(t, other, own)
						stood = true
					}
				}
				a.store = b
				if err := bring(t, a); err != nil || !gone || !stood {
					t.Fatal(gone, stood, err)
				}
			})
		}
	}
}

// TestOtherBytesAgain: where what is brought again is another file by then, nothing is entered.
func TestOtherBytesAgain(t *testing.T) {
	ctx := context.Background()
	a, _, own := removing(t, Options{})
	if _, err := a.Mend(ctx); err != nil {
		t.Fatal(err)
	}
	store, err := a.Files()
	if err != nil {
		t.Fatal(err)
	}
	to := bringing{a.store, store, map[record.Hash]func() (io.ReadCloser, error){
		own: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte("x"))), nil },
	}}
	before, err := a.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = to.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		yield(record.Draft{Entered: 1, Actor: "desk", Payload: record.File{SHA256: own, Size: 1, Type: "application/pdf"}}, nil)
	})
	if !errors.Is(err, errOther) {
		t.Errorf("got %v", err)
	}
	if after, err := a.store.Head(ctx); err != nil || after != before {
		t.Errorf("%v, %v", after, err)
	}
}

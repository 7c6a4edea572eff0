package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/files/s3"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/vault"
)

// bucket makes an S3 server on this machine, which refuses what down says, and the options that lead to it.
func bucket(t *testing.T, down *atomic.Bool) Options {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	fake := gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() && r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return Options{
		Files: "s3://evidence/case?region=us-east-1&insecure=1&endpoint=" + strings.TrimPrefix(server.URL, "http://"),
		Getenv: func(name string) string {
			return map[string]string{"MITHAQ_S3_ACCESS_KEY": "made-up", "MITHAQ_S3_SECRET_KEY": "made-up-too"}[name]
		},
	}
}

// evidence makes the record of protected with three files: one of w1 alone, one of w1 and of the agency, and one of the agency alone.
func evidence(t *testing.T, o Options) (a *App, own, shared, other record.Hash) {
	t.Helper()
	a, _, _ = protected(t)
	a.opts.Files, a.opts.Getenv = o.Files, o.Getenv
	add := func(name, account string) record.Hash {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("%PDF-1.4 canary-"+name), 0o600); err != nil {
			t.Fatal(err)
		}
		st, err := a.store.Standing(context.Background(), record.KindAccount, account)
		if err != nil {
			t.Fatal(err)
		}
		f, err := a.AddFile(context.Background(), NewFile{Path: path, Account: account, Source: st.Payload.(record.Account).Source})
		if err != nil {
			t.Fatal(err)
		}
		return f.File.SHA256
	}
	own, shared, other = add("own.pdf", "a1"), add("shared.pdf", "a2"), add("other.pdf", "a2")
	if add("shared.pdf", "a1") != shared { // said to be of w1 from now on
		t.Fatal("another file")
	}
	return a, own, shared, other
}

// kept says which of some files the store has.
func kept(t *testing.T, a *App, hashes ...record.Hash) (out []bool) {
	t.Helper()
	store, err := a.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hashes {
		_, err := store.Stat(context.Background(), h)
		if err != nil && !errors.Is(err, files.ErrNotFound) {
			t.Fatal(err)
		}
		out = append(out, err == nil)
	}
	return out
}

func wantKept(t *testing.T, a *App, own, shared, other record.Hash, want [3]bool) {
	t.Helper()
	if got := kept(t, a, own, shared, other); [3]bool(got) != want {
		t.Errorf("kept: own, shared, other: %v, want %v", got, want)
	}
}

// stores are the stores of files on which removals are tried.
var stores = map[string]func(*testing.T) (Options, *atomic.Bool){
	"folder": func(*testing.T) (Options, *atomic.Bool) { return Options{}, nil },
	"s3": func(t *testing.T) (Options, *atomic.Bool) {
		down := &atomic.Bool{}
		return bucket(t, down), down
	},
}

// TestFilesGo: the originals of a source that takes its consent back go with its entries; what another account holds stays, without what the source
// said of it.
func TestFilesGo(t *testing.T) {
	ctx := context.Background()
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			o, _ := open(t)
			a, own, shared, other := evidence(t, o)
			p, err := a.PlanWithdrawal(ctx, vault.Of{Kind: record.KindSource, Subject: "w1"}, "they asked")
			if err != nil || len(p.Files) != 1 || p.Files[0] != own || len(p.Shared) != 1 || p.Shared[0] != shared {
				t.Fatalf("%+v, %v", p, err)
			}
			wantKept(t, a, own, shared, other, [3]bool{true, true, true})
			if _, err := a.Remove(ctx, p, "chief"); err != nil || len(p.Left) != 0 {
				t.Fatal(err, p.Left)
			}
			wantKept(t, a, own, shared, other, [3]bool{false, true, true})
			if _, err := a.File(ctx, own); !errors.Is(err, record.ErrNotFound) {
				t.Errorf("what was said of it is left: %v", err)
			}
			if f, err := a.File(ctx, shared); err != nil || f.Source != "" || f.Name != "" || f.Type != "application/pdf" {
				t.Errorf("%+v, %v", f, err)
			}
			if rep, err := a.CheckFiles(ctx, nil); err != nil || len(rep.Missing)+len(rep.Orphans) != 0 {
				t.Errorf("%+v, %v", rep, err)
			}
			if due, err := a.Due(ctx); err != nil || len(due) != 0 {
				t.Errorf("due: %v, %v", due, err)
			}
			list, err := a.Removals(ctx)
			if err != nil || len(list) != 1 || list[0].Why != "they asked" || list[0].By != "desk" || list[0].Second != "chief" {
				t.Fatalf("%+v, %v", list, err)
			}
			types := 0
			for _, e := range list[0].Entries {
				if e.Kind == record.KindFile && e.Type == "application/pdf" {
					types++
				}
			}
			if types != 2 { // own, and shared as w1 brought it
				t.Errorf("%+v", list[0].Entries)
			}
			noCanary(t, a, own.String())
			noCanary(t, a, "own.pdf")
		})
	}
}

// TestRemovalOfAnAccount: what a single account held goes with it, though nobody named the entry of the file.
func TestRemovalOfAnAccount(t *testing.T) {
	ctx := context.Background()
	a, own, shared, other := evidence(t, Options{})
	versions := func(account string) (seqs []int64) {
		history, err := a.store.History(ctx, record.KindAccount, account)
		if err != nil {
			t.Fatal(err)
		}
		for i := range history {
			seqs = append(seqs, history[i].Seq)
		}
		return seqs
	}
	first, seqs := versions("a1"), versions("a2")
	last, err := a.PlanRemoval(ctx, first[len(first)-1:], "safety", "")
	if err != nil || len(last.Files) != 0 || len(last.Shared) != 2 { // the version before, which stands then, holds its own
		t.Fatalf("%+v, %v", last, err)
	}
	p, err := a.PlanRemoval(ctx, seqs, "safety", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Remove(ctx, p, "chief"); err != nil {
		t.Fatal(err)
	}
	wantKept(t, a, own, shared, other, [3]bool{true, true, false})
}

// TestKilledBetween: a program that was killed after the removal was committed and before anything was taken away leaves it to be finished: the next
// program knows, and so does the next removal.
func TestKilledBetween(t *testing.T) {
	ctx := context.Background()
	for _, how := range []string{"mend", "removal"} {
		t.Run(how, func(t *testing.T) {
			a, own, shared, other := evidence(t, Options{})
			of := vault.Of{Kind: record.KindSource, Subject: "w1"}
			_, _, to := protected(t)
			if _, err := a.SealIdentity(ctx, of, []byte("canary-identity"), to); err != nil {
				t.Fatal(err)
			}
			p, err := a.PlanWithdrawal(ctx, of, "")
			if err != nil {
				t.Fatal(err)
			}
			removal := record.Removal{ID: "r", Entries: p.Entries, Ground: p.Ground, By: "desk", Second: "chief"}
			if _, err := a.append(ctx, &p.head, append(p.first, removal)...); err != nil { // and here it is killed
				t.Fatal(err)
			}
			path, opts := a.path, a.opts
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			if a, err = Open(ctx, path, opts); err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			wantKept(t, a, own, shared, other, [3]bool{true, true, true})
			if due, err := a.Due(ctx); err != nil || len(due) != 3 {
				t.Fatalf("due: %v, %v", due, err)
			}
			if how == "mend" {
				if n, err := a.Mend(ctx); err != nil || n != 3 {
					t.Fatal(n, err)
				}
			} else {
				p, err := a.PlanRemoval(ctx, []int64{4}, "safety", "")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := a.Remove(ctx, p, "chief"); err != nil {
					t.Fatal(err)
				}
			}
			wantKept(t, a, own, shared, other, [3]bool{false, true, true})
			noCanary(t, a, string(own[:])) // as it stood among what is due
			if boxes, err := os.ReadDir(strings.TrimSuffix(path, ".db") + ".identities"); err != nil || len(boxes) != 0 {
				t.Errorf("%v, %v", boxes, err)
			}
			if n, err := a.Mend(ctx); err != nil || n != 0 {
				t.Errorf("again: %d, %v", n, err)
			}
		})
	}
}

// TestBucketRefuses: a bucket that takes nothing away is told as such, by the file's hash, and the file is still due.
func TestBucketRefuses(t *testing.T) {
	ctx := context.Background()
	o, down := stores["s3"](t)
	a, own, shared, other := evidence(t, o)
	down.Store(true)
	p, err := a.PlanWithdrawal(ctx, vault.Of{Kind: record.KindSource, Subject: "w1"}, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Remove(ctx, p, "chief")
	if !errors.Is(err, ErrUnreached) || !errors.Is(err, s3.ErrDenied) || !strings.Contains(err.Error(), own.String()) {
		t.Errorf("got %v", err)
	}
	if len(p.Files) != 0 || len(p.Left) != 1 || p.Left[0] != (record.Due{Sort: record.DueFile, Hash: own}) {
		t.Errorf("gone %v, left %v", p.Files, p.Left)
	}
	noCanary(t, a, "canary-words")
	wantKept(t, a, own, shared, other, [3]bool{true, true, true})
	if n, err := a.Mend(ctx); n != 0 || !errors.Is(err, ErrUnreached) {
		t.Errorf("%d, %v", n, err)
	}
	down.Store(false)
	if n, err := a.Mend(ctx); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	wantKept(t, a, own, shared, other, [3]bool{false, true, true})
}

// TestBroughtAgain: a file that is brought again between a removal and its end stays.
func TestBroughtAgain(t *testing.T) {
	ctx := context.Background()
	o, down := stores["s3"](t)
	a, own, shared, other := evidence(t, o)
	down.Store(true)
	p, err := a.PlanWithdrawal(ctx, vault.Of{Kind: record.KindSource, Subject: "w1"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = a.Remove(ctx, p, "chief"); !errors.Is(err, ErrUnreached) {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, record.File{SHA256: own, Size: 1, Type: "application/pdf"}); err != nil {
		t.Fatal(err)
	}
	down.Store(false)
	if n, err := a.Mend(ctx); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	wantKept(t, a, own, shared, other, [3]bool{true, true, true})
}

// TestRemovedByAVisitor: what comes through a door reaches the files as well.
func TestRemovedByAVisitor(t *testing.T) {
	ctx := context.Background()
	a, own, shared, other := evidence(t, Options{})
	visitor := *a
	visitor.store = borrowed{a.store}
	p, err := visitor.PlanWithdrawal(ctx, vault.Of{Kind: record.KindSource, Subject: "w1"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := visitor.Remove(ctx, p, "chief"); err != nil {
		t.Fatal(err)
	}
	wantKept(t, a, own, shared, other, [3]bool{false, true, true})
	noCanary(t, a, "canary-words")
}

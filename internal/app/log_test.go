package app

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

// TestNameOf: nothing by which a database is reached comes into the name of a log, which others read.
func TestNameOf(t *testing.T) {
	for path, want := range map[string]string{
		"mithaq.db": "mithaq", "/tmp/a b.db": "a-b", "postgres://anna:secret@example.org:5432/ledger?sslmode=require&password=secret": "ledger",
		"سجل.db": "---",
	} {
		if got := nameOf(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if KeyFile("postgres://x/y") != "" || KeyFile("r.db") != "r.db.logkey" {
		t.Error("the key stands in another place")
	}
}

// TestLogKeyFile: the key's file is its owner's alone, is never written over, and is taken back where the record did not come to know it.
func TestLogKeyFile(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	a, err := Create(ctx, path, Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	key := LogKey{File: KeyFile(path)}
	if err := os.WriteFile(key.File, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.InitLog(ctx, "", key); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that was there: %v", err)
	}
	if b, err := os.ReadFile(key.File); err != nil || string(b) != "mine" {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := seal.Keys(ctx, a.Log()); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("the record knows a key that nobody has: %v", err)
	}
	if err := os.Remove(key.File); err != nil {
		t.Fatal(err)
	}
	public, err := a.InitLog(ctx, "", key)
	if err != nil || !strings.HasPrefix(public, "mithaq.log/r-") {
		t.Fatalf("%s, %v", public, err)
	}
	info, err := os.Stat(key.File)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	secret, err := os.ReadFile(key.File)
	if err != nil {
		t.Fatal(err)
	}
	seed := bytes.SplitN(bytes.TrimSpace(secret), []byte("+"), 5)[4] // PRIVATE+KEY+NAME+ID+BASE64; + is a digit of base64
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err := os.ReadFile(path); err != nil || bytes.Contains(db, seed) {
		t.Errorf("the private key stands in the record, or %v", err)
	}
	if a, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.InitLog(ctx, "", LogKey{File: key.File + "2"}); !errors.Is(err, ErrLogKeyed) {
		t.Errorf("a second key: %v", err)
	}
}

// TestWitness: a witness signs what grew from what it saw, once it has remembered it, and no fork of it, whatever it is shown.
func TestWitness(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	logs := map[string]*App{}
	var known []*seal.Verifier
	key := LogKey{File: filepath.Join(dir, "log.key")}
	for _, name := range []string{"a", "b"} { // b is a fork: the same key, other entries
		a, err := Create(ctx, filepath.Join(dir, name+".db"), Options{Actor: "desk"})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		logs[name] = a
		if name == "a" {
			public, err := a.InitLog(ctx, "mithaq.log/x", key)
			if err != nil {
				t.Fatal(err)
			}
			v, err := seal.ParseVerifier(public)
			if err != nil {
				t.Fatal(err)
			}
			known = []*seal.Verifier{v}
		} else if err := a.Log().AddSeal(ctx, record.Seal{Sort: record.SealKey, Body: []byte(known[0].Public())}); err != nil {
			t.Fatal(err)
		}
	}
	grow := func(a *App, old int64, ids ...string) []byte {
		t.Helper()
		var payloads []any
		for _, id := range ids {
			payloads = append(payloads, record.Source{ID: id})
		}
		if _, err := a.store.Append(ctx, nil, a.drafts(payloads)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.MakeCheckpoint(ctx, key); err != nil {
			t.Fatal(err)
		}
		file, err := a.Growth(ctx, old)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	w := LogKey{File: filepath.Join(dir, "w.key")}
	if _, err := NewWitness("witness.example", w); err != nil {
		t.Fatal(err)
	}
	first := grow(logs["a"], 0, "1", "2")
	if _, _, err := Cosign(first, w, nil, Options{}); !errors.Is(err, seal.ErrSignature) {
		t.Errorf("a log that is not known: %v", err)
	}
	if _, g, err := Cosign(first, w, known, Options{}); err != nil || g.Size != 2 {
		t.Fatalf("%+v, %v", g, err)
	}
	fork := grow(logs["b"], 0, "1", "other", "3")
	if _, _, err := Cosign(fork, w, known, Options{}); !errors.Is(err, seal.ErrBehind) {
		t.Errorf("a fork, from nothing: %v", err)
	}
	if fork = grow(logs["b"], 2, "4"); err2(Cosign(fork, w, known, Options{})) == nil {
		t.Error("a fork was cosigned")
	}
	if err := os.WriteFile(w.File+".seen.lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	second := grow(logs["a"], 2, "5")
	if _, _, err := Cosign(second, w, known, Options{}); !errors.Is(err, ErrSeenElsewhere) {
		t.Errorf("two at once: %v", err)
	}
	if err := os.Remove(w.File + ".seen.lock"); err != nil {
		t.Fatal(err)
	}
	if _, g, err := Cosign(second, w, known, Options{}); err != nil || g.Old != 2 || g.Size != 3 {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := os.Stat(w.File + ".seen.lock"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock was left: %v", err)
	}
}

func err2(_ []byte, _ *seal.Grown, err error) error { return err }

package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
)

// sealed is a record whose log has a key, with a checkpoint.
func sealed(t *testing.T, payloads ...any) (*App, LogKey) {
	t.Helper()
	ctx := context.Background()
	a, err := Create(ctx, filepath.Join(t.TempDir(), "r.db"), Options{Actor: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	key := LogKey{File: KeyFile(a.path)}
	if _, err := a.InitLog(ctx, "mithaq.log/r", key); err != nil {
		t.Fatal(err)
	}
	if _, err := a.append(ctx, nil, append(payloads, record.Source{ID: "s1"})...); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MakeCheckpoint(ctx, key); err != nil {
		t.Fatal(err)
	}
	return a, key
}

// sound verifies the log, and gives its keys.
func sound(t *testing.T, a *App) seal.Ring {
	t.Helper()
	r, err := a.VerifyLog(context.Background(), seal.Options{})
	if err != nil || len(r.Faults) > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	return r.Keys
}

// TestRotateLog: the entry, the key beside the record and the key's file say the same, and the next checkpoint is signed by the new key unasked.
func TestRotateLog(t *testing.T) {
	ctx := context.Background()
	a, key := sealed(t)
	done, err := a.RotateLog(ctx, Rotation{Old: key, Why: "old"})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(done.File); err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(done.File, key.File+".") {
		t.Errorf("%s, %v", done.File, err)
	}
	keys := sound(t, a)
	if len(keys) != 2 || !keys[1].Signed || keys[1].Public() != done.Public || keys[1].From != done.Seq || keys[1].By != "desk" {
		t.Fatalf("%+v", keys)
	}
	if _, err := a.append(ctx, nil, record.Source{ID: "s2"}); err != nil {
		t.Fatal(err)
	}
	note, err := a.MakeCheckpoint(ctx, key) // the file of the first key is named, and the one beside it meant
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.OpenCheckpoint(note, []*seal.Verifier{keys[1].Verifier}); err != nil {
		t.Error(err)
	}
	if _, err := a.RotateLog(ctx, Rotation{Old: LogKey{File: copied(t, key.File)}}); !errors.Is(err, seal.ErrRetired) {
		t.Errorf("the old key named another: %v", err)
	}
	if got := sound(t, a); len(got) != 2 {
		t.Errorf("%d keys", len(got))
	}
}

func copied(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestRotationStopped: a stop after the entry and before the key is kept is made up for, by the next checkpoint as by the next rotation.
func TestRotationStopped(t *testing.T) {
	ctx := context.Background()
	for _, by := range []string{"checkpoint", "rotation"} {
		a, key := sealed(t)
		keys, err := seal.Keys(ctx, a.Log())
		if err != nil {
			t.Fatal(err)
		}
		next := LogKey{File: filepath.Join(t.TempDir(), "next")}
		public, statement := succeeded(t, a, key, next, keys)
		if _, err := a.append(ctx, nil, record.LogKey{Key: public, Old: keys.Newest().Public(), Note: statement, By: "desk"}); err != nil {
			t.Fatal(err)
		}
		if got, err := seal.Keys(ctx, a.Log()); err != nil || len(got) != 1 {
			t.Fatalf("%d keys are kept before anything was made up for, %v", len(got), err)
		}
		want := 2
		if by == "checkpoint" {
			_, err = a.MakeCheckpoint(ctx, next)
		} else {
			want = 3
			_, err = a.RotateLog(ctx, Rotation{Old: next})
		}
		if err != nil {
			t.Errorf("%s: %v", by, err)
		}
		if got := sound(t, a); len(got) != want || got[1].Public() != public {
			t.Errorf("%s: %+v", by, got)
		}
		if got, err := seal.Keys(ctx, a.Log()); err != nil || len(got) != want {
			t.Errorf("%s: %d keys are kept, %v", by, len(got), err)
		}
	}
}

// succeeded makes the next key and the statement that it follows on the one at hand, as RotateLog does.
func succeeded(t *testing.T, a *App, old, next LogKey, keys seal.Ring) (public, statement string) {
	t.Helper()
	signer, err := old.signer(a.opts)
	if err != nil {
		t.Fatal(err)
	}
	private, public, err := seal.NewLogKey(strings.NewReader(strings.Repeat("made up ", 8)), keys.Origin())
	if err != nil {
		t.Fatal(err)
	}
	if err := writeKey(next, private); err != nil {
		t.Fatal(err)
	}
	to, err := next.signer(a.opts)
	if err != nil {
		t.Fatal(err)
	}
	if statement, err = seal.Succeed(keys.Newest().Verifier, signer, to); err != nil {
		t.Fatal(err)
	}
	return public, statement
}

// TestRotationByTwo: where the key is lost the second is another person, a user, and an administrator; who is refused leaves neither entry nor file.
func TestRotationByTwo(t *testing.T) {
	ctx := context.Background()
	admin := []string{"administrator"}
	a, key := sealed(t, record.User{ID: "desk", Roles: admin}, record.User{ID: "chief", Roles: admin}, record.User{ID: "rami", Roles: []string{"publisher", "recorder"}})
	before, err := a.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for second, want := range map[string]error{"": ErrSecond, "desk": ErrSecond, "nobody": ErrNoUser, "rami": ErrNotAdministrator} {
		if _, err := a.RotateLog(ctx, Rotation{Second: second}); !errors.Is(err, want) {
			t.Errorf("%q: %v", second, err)
		}
	}
	files, err := filepath.Glob(key.File + "*")
	if err != nil || len(files) != 1 {
		t.Errorf("%q, %v", files, err)
	}
	if head, err := a.store.Head(ctx); err != nil || head != before {
		t.Errorf("%+v, %v", head, err)
	}
	if _, err := a.RotateLog(ctx, Rotation{Second: "chief"}); err != nil {
		t.Fatal(err)
	}
	if keys := sound(t, a); len(keys) != 2 || keys[1].Signed || keys[1].By != "desk" || keys[1].Second != "chief" {
		t.Errorf("%+v", keys)
	}
}

// TestLogKeyStays: an entry that names a key is neither removed nor withdrawn.
func TestLogKeyStays(t *testing.T) {
	ctx := context.Background()
	a, key := sealed(t)
	done, err := a.RotateLog(ctx, Rotation{Old: key})
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.PlanRemoval(ctx, []int64{done.Seq}, "safety", "")
	if err == nil {
		_, err = a.Remove(ctx, p, "chief")
	}
	if err == nil || !strings.Contains(err.Error(), "is not removed") {
		t.Errorf("removed: %v", err)
	}
	if _, err := a.append(ctx, nil, record.Withdrawal{Kind: record.KindLogKey, Subject: done.Public}); err == nil || !strings.Contains(err.Error(), "is not withdrawn") {
		t.Errorf("withdrawn: %v", err)
	}
	if keys := sound(t, a); len(keys) != 2 {
		t.Errorf("%+v", keys)
	}
}

// TestRotationWithPassphrase: the passphrase opens the old key and locks the new one; a wrong one changes nothing.
func TestRotationWithPassphrase(t *testing.T) {
	ctx := context.Background()
	a, key := sealed(t)
	private, err := os.ReadFile(key.File)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := seal.LockKey(strings.TrimSpace(string(private)), "correct horse", 10) // little work, for the test's sake
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key.File, locked, 0o600); err != nil {
		t.Fatal(err)
	}
	key.Passphrase = "correct horse"
	for _, wrong := range []string{"", "battery"} {
		old := LogKey{File: key.File, Passphrase: wrong}
		if _, err := a.RotateLog(ctx, Rotation{Old: old, New: LogKey{Passphrase: wrong}}); !errors.Is(err, seal.ErrPassphrase) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if keys := sound(t, a); len(keys) != 1 {
		t.Fatalf("%+v", keys)
	}
	done, err := a.RotateLog(ctx, Rotation{Old: key, New: LogKey{Passphrase: "battery staple"}})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(done.File); err != nil || bytes.Contains(b, []byte("PRIVATE")) {
		t.Errorf("the new key is not locked, or %v", err)
	}
	if _, err := a.append(ctx, nil, record.Source{ID: "s2"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MakeCheckpoint(ctx, LogKey{File: key.File, Passphrase: "battery staple"}); err != nil {
		t.Error(err)
	}
}

package sqlite

import (
	"context"
	"errors"
	"os"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestErrorsAreNamed: what SQLite meets comes out under the record's own errors, whichever way it is met.
func TestErrorsAreNamed(t *testing.T) {
	ctx := context.Background()
	open := func(statement string) *Store {
		s, err := Open(ctx, made(t, t.TempDir(), "a.db", ""), Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		if _, err := s.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Run("another writes", func(t *testing.T) {
		s := open("PRAGMA busy_timeout = 1")
		other, err := Open(ctx, s.path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		if _, err := other.write.Exec("BEGIN IMMEDIATE"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "j", Act: "attack"})); !errors.Is(err, record.ErrBusy) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no room left", func(t *testing.T) {
		s := open("PRAGMA max_page_count = 1") // not below what the file has
		big := record.Incident{ID: "j", Act: "attack", Note: string(make([]byte, 1<<20))}
		before, _ := s.Head(ctx)
		if _, err := s.Append(ctx, nil, drafts(big)); !errors.Is(err, record.ErrDiskFull) {
			t.Errorf("got %v", err)
		}
		if after, err := s.Head(ctx); err != nil || after != before {
			t.Errorf("the head moved: %v, %v", after, err)
		}
	})
	t.Run("damaged", func(t *testing.T) {
		path := made(t, t.TempDir(), "a.db", "")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 100; i < len(b); i++ { // all but the head of the file
			b[i] ^= 0x5a
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Open(ctx, path, Options{}); !errors.Is(err, record.ErrDamaged) {
			t.Errorf("got %v, %v", s, err)
		}
	})
}

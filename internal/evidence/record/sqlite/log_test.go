package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal"
	"mithaq/internal/evidence/seal/sealtest"
)

func TestAttacks(t *testing.T) {
	sealtest.Attacks(t, func(t *testing.T) (sealtest.Victim, func(string, ...any)) {
		s := created(t)
		unlocked := false
		return s, func(query string, args ...any) {
			t.Helper()
			if !unlocked {
				unlocked = true
				if _, err := s.write.Exec("DROP TRIGGER entry_stays; DROP TRIGGER entry_kept; PRAGMA foreign_keys = 0"); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.write.Exec(strings.ReplaceAll(query, "$", "?"), args...); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
	})
}

// TestOldRecordIsLogged: a record that is older than the log has its tree made when it is opened for writing, the same that it would have had.
func TestOldRecordIsLogged(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "record.db")
	s, err := Create(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var payloads []any
	for i := range 300 {
		payloads = append(payloads, record.Source{ID: strings.Repeat("s", i+1)})
	}
	if _, err := s.Append(ctx, nil, drafts(payloads...)); err != nil {
		t.Fatal(err)
	}
	want, err := seal.Head(ctx, s, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec("DELETE FROM tile; UPDATE head SET logged = 0"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path, Options{ReadOnly: true}); err == nil {
		t.Error("opened for reading without a log")
	}
	if s, err = Open(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := seal.Head(ctx, s, "x"); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "later"})); err != nil {
		t.Error(err)
	}
	if r, err := seal.Verify(ctx, s, seal.Options{}); err != nil || len(r.Faults) > 0 || r.Head.Seq != 301 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestVerifiedWhileWritten(t *testing.T) { sealtest.Live(t, created(t)) }

package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
)

// holds says whether a file beside the record, or the record's own, holds the canary.
func holds(t *testing.T, path string) bool {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(recordtest.Canary)) {
			t.Logf("in %s", f)
			return true
		}
	}
	return false
}

// TestScrubbed: after a removal and its scrubbing the bytes are in no file of the record, also while it is open.
func TestScrubbed(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	recordtest.FillWithCanaries(t, s)
	if !holds(t, s.path) {
		t.Fatal("the test sees nothing: the log still holds what was there before")
	}
	if err := s.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if holds(t, s.path) {
		t.Error("something is left")
	}
	if n, err := s.Check(ctx); err != nil || n != 0 {
		t.Errorf("check: %d, %v", n, err)
	}
}

// TestScrubIsMadeGood: a program that was killed between a removal and its scrubbing leaves the rest to whoever opens the record next.
func TestScrubIsMadeGood(t *testing.T) {
	s := created(t)
	recordtest.FillWithCanaries(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(context.Background(), s.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if holds(t, s.path) {
		t.Error("something is left")
	}
	var due int
	if err := again.read.QueryRow("SELECT scrub FROM head").Scan(&due); err != nil || due != 0 {
		t.Errorf("due: %d, %v", due, err)
	}
}

// TestScrubWaits: while somebody reads what was there before, it cannot be gone, and that is told.
func TestScrubWaits(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	if _, err := s.write.Exec("PRAGMA busy_timeout = 50"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "before"})); err != nil {
		t.Fatal(err)
	}
	tx, err := s.read.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := headOf(ctx, tx); err != nil {
		t.Fatal(err)
	}
	recordtest.FillWithCanaries(t, s)
	if err := s.Scrub(ctx); !errors.Is(err, record.ErrBusy) {
		t.Errorf("got %v", err)
	}
	var due int
	if err := s.read.QueryRow("SELECT scrub FROM head").Scan(&due); err != nil || due != 1 {
		t.Errorf("due: %d, %v", due, err)
	}
}

// TestOnlyRemovalChanges: the tables let an entry become the stub that a removal asks for, and nothing else.
func TestOnlyRemovalChanges(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	recordtest.FillWithCanaries(t, s) // 10 removes 1, 2, 3 and 11 the rest; 4, 5 and 9 stand
	for _, q := range []string{
		"UPDATE entry SET subject = '', incident = NULL, based = 0, removed = 10, bytes = CAST(id || 'x' AS BLOB) WHERE seq = 4", // not named
		"UPDATE entry SET subject = '', incident = NULL, based = 0, removed = 3, bytes = id WHERE seq = 4",                       // by no removal
		"UPDATE entry SET subject = '', incident = NULL, based = 0, removed = 10, bytes = id WHERE seq = 9",                      // only the one before
		"UPDATE entry SET removed = NULL WHERE seq = 1",                                                                          // back
		"UPDATE entry SET removed = 11 WHERE seq = 1",                                                                            // by another
		"UPDATE entry SET bytes = CAST(bytes || 'x' AS BLOB) WHERE seq = 1",                                                      // a stub that says more
		"UPDATE entry SET kind = 'source', bytes = id WHERE seq = 1",
		"UPDATE entry SET entered = 1, bytes = id WHERE seq = 1",
		"UPDATE entry SET id = zeroblob(32), bytes = id WHERE seq = 1",
		"UPDATE entry SET subject = 'x', bytes = id WHERE seq = 1",
		"DELETE FROM entry WHERE seq = 1",
	} {
		if _, err := s.write.Exec(q); err == nil {
			t.Errorf("let through: %s", q)
		}
	}
	if _, err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// TestCheckFindsFalseStubs: content that was taken away without a removal, or that is still there after one, is found.
func TestCheckFindsFalseStubs(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	recordtest.FillWithCanaries(t, s)
	var e record.Entry
	for one, err := range s.Entries(ctx, 4) {
		if err != nil {
			t.Fatal(err)
		}
		e = one
		break
	}
	if _, err := s.write.Exec("DROP TRIGGER entry_stays"); err != nil {
		t.Fatal(err)
	}
	for _, seq := range []int64{10, 11} { // whichever removal is said to have done it
		if _, err := s.write.Exec("UPDATE entry SET subject = '', incident = NULL, based = 0, removed = ?, bytes = ? WHERE seq = ?",
			seq, record.EncodeStub(&e, []string{"i1"}), e.Seq); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Check(ctx); err == nil {
			t.Error("a false stub is not found")
		}
	}
}

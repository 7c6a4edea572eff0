package postgres

import (
	"context"
	"strings"
	"testing"

	"mithaq/internal/evidence/record/recordtest"
)

// TestOnlyRemovalChanges: the tables let an entry become the stub that a removal asks for, and nothing else.
func TestOnlyRemovalChanges(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	recordtest.FillWithCanaries(t, s) // 10 removes 1, 2, 3 and 11 the rest; 4, 5 and 9 stand
	const stub = "UPDATE entry SET subject = '', incident = NULL, based = false, "
	for _, q := range []string{
		stub + "removed = 10, bytes = id || 'x'::bytea WHERE seq = 4", // not named
		stub + "removed = 3, bytes = id WHERE seq = 4",                // by no removal
		stub + "removed = 10, bytes = id WHERE seq = 9",               // only the one before
		"UPDATE entry SET removed = NULL WHERE seq = 1",               // back
		"UPDATE entry SET removed = 11 WHERE seq = 1",                 // by another
		"UPDATE entry SET bytes = bytes || 'x'::bytea WHERE seq = 1",  // a stub that says more
		"UPDATE entry SET kind = 'source', bytes = id WHERE seq = 1",
		"UPDATE entry SET entered = 1, bytes = id WHERE seq = 1",
		"UPDATE entry SET id = decode(repeat('00', 32), 'hex'), bytes = id WHERE seq = 1",
		"UPDATE entry SET subject = 'x', bytes = id WHERE seq = 1",
		"DELETE FROM entry WHERE seq = 1",
	} {
		if _, err := s.write.Exec(ctx, q); err == nil {
			t.Errorf("let through: %s", q)
		}
	}
	whole(t, s)
}

// TestScrubbed: after a removal and its scrubbing no page of the tables holds what was there; the row versions that nobody sees any more are gone too.
func TestScrubbed(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	recordtest.FillWithCanaries(t, s)
	holds := func() (found []string) {
		t.Helper()
		if _, err := s.write.Exec(ctx, "CHECKPOINT"); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"entry", "touch", "bundle", "incident", "piece"} {
			var raw []byte
			if err := s.write.QueryRow(ctx, "SELECT pg_read_binary_file(pg_relation_filepath($1::text::regclass))", table).Scan(&raw); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(raw), recordtest.Canary) {
				found = append(found, table)
			}
		}
		return found
	}
	if len(holds()) == 0 {
		t.Fatal("the test sees nothing: the pages still hold what was there before")
	}
	if err := s.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if left := holds(); len(left) > 0 {
		t.Errorf("something is left in %v", left)
	}
	var due bool
	if err := s.read.QueryRow(ctx, "SELECT scrub FROM head").Scan(&due); err != nil || due {
		t.Errorf("still due: %v, %v", due, err)
	}
	whole(t, s)
}

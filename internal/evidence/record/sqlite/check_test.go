package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/evidence/seal/tree"
)

// TestCheckFinds: whatever is changed behind the store's back is found.
func TestCheckFinds(t *testing.T) {
	ctx := context.Background()
	for _, q := range []string{
		"DROP TRIGGER entry_kept; DELETE FROM touch; DELETE FROM entry WHERE seq = 1",
		"DROP TRIGGER entry_stays; UPDATE entry SET subject = 'x' WHERE seq = 1",
		"DROP TRIGGER entry_stays; UPDATE entry SET entered = 5 WHERE seq = 2",
		"DROP TRIGGER entry_stays; UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = 1) WHERE seq = 2",
		"UPDATE head SET hash = zeroblob(32)",
		"UPDATE bundle SET withdrawn = 1",
		"UPDATE incident SET grade = 3",
		"UPDATE piece SET docs = x'01' WHERE key = CAST('o' AS BLOB)",
		"DELETE FROM piece WHERE key = CAST('aattack' AS BLOB)",
		"DELETE FROM touch WHERE seq = 2",
		"INSERT INTO piece VALUES (x'6474657374', 0, x'01')",
	} {
		s := created(t)
		if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"})); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Check(ctx); err != nil || n != 0 {
			t.Fatalf("untouched: %d, %v", n, err)
		}
		if _, err := s.write.Exec(q); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Check(ctx); err == nil {
			t.Errorf("not found: %s", q)
		}
	}
}

// TestExamineTellsAll: every fault is told, whatever comes before it.
func TestExamineTellsAll(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	if _, err := s.Append(ctx, nil, drafts(
		record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"}, record.Source{ID: "s"}, record.Source{ID: "s2"}, record.Source{ID: "s3"},
	)); err != nil {
		t.Fatal(err)
	}
	_, err := s.write.Exec(`DROP TRIGGER entry_stays; DROP TRIGGER entry_kept; PRAGMA foreign_keys = 0;
		UPDATE entry SET subject = 'x' WHERE seq = 1; UPDATE entry SET bytes = x'00' WHERE seq = 2; DELETE FROM entry WHERE seq = 4; UPDATE head SET seq = 4`)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	x, err := s.Examine(ctx, func(f record.Fault) { found = append(found, fmt.Sprintf("%s %d", f.Sort, f.Entry)) }, nil)
	want := []string{"column 1", "bytes 2", "gap 5", "chain 5", "head 0", "tables 0"}
	if err != nil || !slices.Equal(found, want) || x.Faults != len(want) {
		t.Errorf("found %q (%+v, %v), want %q", found, x, err, want)
	}
}

// TestNewerEntries: what a newer program wrote is kept, counted and not misread.
func TestNewerEntries(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	head, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []record.Entry{
		{Kind: record.KindSource, Version: 2, Subject: "s"},
		{Kind: "dream", Version: 1, Subject: "d"},
	} {
		e.Seq, e.Prev, e.Salt, e.Payload = head.Seq+1, head.Hash, make([]byte, record.SaltSize), []byte{0xa1, 0x61, 0x78, 0x01}
		b, err := record.Encode(&e)
		if err != nil {
			t.Fatal(err)
		}
		now := record.Head{Seq: e.Seq, Hash: record.IDOf(b)}
		err = withTx(ctx, s.write, func(conn *sql.Conn) error {
			e.ID = now.Hash
			tb := newTables(ctx, conn)
			defer tb.close()
			log, err := tree.Load(head.Seq, tb.Tile, tb.PutTile)
			if err != nil {
				return err
			}
			if err := errors.Join(tb.InsertEntry(&project.Row{Seq: e.Seq, ID: e.ID, Kind: e.Kind, Version: e.Version, Subject: e.Subject, Based: true, Bytes: b}), log.Add(e.ID[:]), log.Flush()); err != nil {
				return err
			}
			return compareAndSwap(ctx, conn, head, now)
		})
		if err != nil {
			t.Fatal(err)
		}
		head = now
	}
	if _, err := s.Append(ctx, &head, drafts(record.Source{ID: "s2"})); err != nil {
		t.Fatalf("writing on: %v", err)
	}
	for cut, want := range map[record.Cut]int{{}: 2, {Seq: 2}: 1, {Seq: 1}: 0} {
		if b, err := s.Base(ctx, cut); err != nil || b.Newer != want {
			t.Errorf("at %+v: %+v, %v", cut, b, err)
		}
	}
	if n, err := s.Check(ctx); err != nil || n != 2 {
		t.Errorf("check: %d, %v", n, err)
	}
}

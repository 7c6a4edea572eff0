package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/recordtest"
	"mithaq/internal/testroot/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestConformance empties one record again and again, which is a hundred times as quick as making one.
func TestConformance(t *testing.T) {
	s := created(t)
	recordtest.Run(t, func(t *testing.T) record.Store {
		wipe(t, s)
		return stays{s, t}
	})
}

// stays is a store that is used again after it was closed.
type stays struct {
	*Store
	t *testing.T // nil: it is not checked
}

func (s stays) Close() error {
	if s.t != nil { // as for SQLite: the tables are compared with the entries
		if newer, err := s.Check(context.Background()); err != nil || newer != 0 {
			s.t.Errorf("at the end: %d, %v", newer, err)
		}
	}
	return nil
}

// wipe empties a record behind the store's back. Nobody but the administrator of the server can: it stops all triggers.
func wipe(t *testing.T, s *Store) {
	t.Helper()
	behind(t, s, `SET LOCAL session_replication_role = replica;
		DELETE FROM entry; DELETE FROM layout; DELETE FROM touch; DELETE FROM bundle; DELETE FROM incident; DELETE FROM piece; DELETE FROM tile; DELETE FROM seal;
		UPDATE head SET seq = 0, hash = decode(repeat('00', 32), 'hex')`)
}

// behind runs statements behind the store's back, in one transaction.
func behind(t *testing.T, s *Store, statements string) {
	t.Helper()
	if _, err := s.write.Exec(context.Background(), statements, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
}

// created gives a new record in a database of its own.
func created(t testing.TB) *Store {
	t.Helper()
	return createdAt(t, pgtest.Database(t))
}

func createdAt(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Create(context.Background(), address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func drafts(payloads ...any) func(yield func(record.Draft, error) bool) {
	return func(yield func(record.Draft, error) bool) {
		for _, p := range payloads {
			if !yield(record.Draft{Entered: 100, Actor: "desk", Payload: p}, nil) {
				return
			}
		}
	}
}

// whole sees that the chain of entries is whole and ends in the head.
func whole(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	end, _, err := record.Verify(s.Entries(ctx, 0))
	if h, is := s.Head(ctx); err != nil || is != nil || h != end {
		t.Errorf("the chain ends in %+v (%v), the head is %+v (%v)", end, err, h, is)
	}
}

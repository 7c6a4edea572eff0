package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
	"mithaq/internal/testroot/pgtest"
)

// TestCommitFails: a commit that fails is reported, keeps nothing, and leaves a store that works.
func TestCommitFails(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	behind(t, s, `CREATE TABLE a (x bigint PRIMARY KEY); CREATE TABLE b (x bigint REFERENCES a (x) DEFERRABLE INITIALLY DEFERRED);
		CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO b VALUES (new.seq); RETURN new; END';
		CREATE TRIGGER fails AFTER INSERT ON entry FOR EACH ROW WHEN (new.seq = 2) EXECUTE FUNCTION fail()`) // found wanting only by the commit
	first, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Account{ID: "a", Source: "s", Incident: "i"})); err == nil || !strings.Contains(err.Error(), "could not be written") {
		t.Errorf("got %v", err)
	}
	if h, err := s.Head(ctx); err != nil || h != first {
		t.Errorf("the head moved to %+v (%v)", h, err)
	}
	whole(t, s)
	behind(t, s, "DROP TRIGGER fails ON entry")
	if h, err := s.Append(ctx, &first, drafts(record.Account{ID: "a", Source: "s", Incident: "i"})); err != nil || h.Seq != 2 {
		t.Errorf("after it: %+v, %v", h, err)
	}
}

// TestHeadIsSwapped: the head moves only from where the transaction found it.
func TestHeadIsSwapped(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	_, err := s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) {
		return was, compareAndSwap(ctx, tx, record.Head{Seq: 3}, record.Head{Seq: 4})
	})
	if !errors.Is(err, record.ErrHeadMoved) {
		t.Errorf("got %v", err)
	}
}

func TestEntriesStay(t *testing.T) {
	s := created(t)
	if _, err := s.Append(context.Background(), nil, drafts(record.Source{ID: "s"})); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"DELETE FROM entry", "UPDATE entry SET subject = 'x'", "TRUNCATE entry"} {
		if _, err := s.write.Exec(context.Background(), q); err == nil || !strings.Contains(err.Error(), "never changed or removed") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

// TestEverydayRole: a role with the rights that the manual advises can do its work, and can neither change entries nor lift what guards them.
func TestEverydayRole(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	owner := createdAt(t, address)
	behind(t, owner, advisedRights(t, pgtest.Guarded, "mithaq"))
	defer behind(t, owner, "DROP OWNED BY "+pgtest.Guarded)
	s, err := Open(ctx, strings.Replace(address, "postgres@", pgtest.Guarded+":"+pgtest.Password+"@", 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"}, record.Account{ID: "a", Source: "s", Incident: "i"})); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Account{ID: "a", Source: "s2", Incident: "i"})); err != nil {
		t.Fatal(err)
	}
	if err := s.Rebuild(ctx); err != nil {
		t.Error(err)
	}
	for _, q := range []string{
		"DELETE FROM entry", "UPDATE entry SET subject = 'x'", "TRUNCATE entry", "DROP TABLE entry", "ALTER TABLE entry DISABLE TRIGGER ALL",
		"DROP TRIGGER entry_stays ON entry", "SET session_replication_role = replica", "CREATE OR REPLACE FUNCTION entries_stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
		"CREATE TABLE more (x int)", "DELETE FROM head",
	} {
		if _, err := s.write.Exec(ctx, q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
	behind(t, owner, "REVOKE INSERT ON entry FROM "+pgtest.Guarded)
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("without the right: %v", err)
	}
	if s, err := Open(ctx, strings.Replace(address, "postgres@", pgtest.Guarded+":"+pgtest.Password+"@", 1), Options{}); s != nil || !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("opening without the right: %v", err)
	}
}

// advisedRights gives the statements that the manual advises, for a role and a record.
func advisedRights(t *testing.T, role, name string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(testroot.Root(t), "docs", "postgresql.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "```sql\nGRANT")
	statements, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("docs/postgresql.md advises no rights")
	}
	return strings.NewReplacer("desk", role, "mithaq.", name+".", "SCHEMA mithaq", "SCHEMA "+name).Replace("GRANT" + statements)
}

// TestTwoPrograms: two stores on one record, as two programs have them, build one chain; the one that finds the other writing says so in time.
func TestTwoPrograms(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	a := createdAt(t, address)
	b, err := Open(ctx, address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var wg sync.WaitGroup
	const rounds = 40
	moved := make([]int, 2)
	for i, s := range []*Store{a, b} {
		wg.Go(func() {
			for n := range rounds {
				h, err := s.Head(ctx)
				if err != nil {
					t.Error(err)
				}
				got, err := s.Append(ctx, &h, drafts(record.Source{ID: fmt.Sprint(i, "-", n)}))
				switch {
				case err == nil && got.Seq != h.Seq+1:
					t.Errorf("built on %d, came out at %d", h.Seq, got.Seq)
				case err == nil:
					moved[i]++
				case !errors.Is(err, record.ErrHeadMoved):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if h, err := a.Head(ctx); err != nil || h.Seq != int64(moved[0]+moved[1]) {
		t.Errorf("%d and %d moved the head to %d (%v)", moved[0], moved[1], h.Seq, err)
	}
	whole(t, b)
	behind(t, b, "SET lock_timeout = 1") // of its only connection that writes
	_, err = a.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		if _, err := b.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrBusy) {
			t.Errorf("while another writes: %v", err)
		}
		yield(record.Draft{Payload: record.Source{ID: "t"}}, nil)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestStates: what the server says has a name of the record's own.
func TestStates(t *testing.T) {
	for state, want := range map[string]error{
		"53100": record.ErrDiskFull, "55P03": record.ErrBusy, "40P01": record.ErrBusy, "40001": record.ErrBusy, "25006": record.ErrReadOnly,
		"42501": record.ErrReadOnly, "XX001": record.ErrDamaged, "57P01": record.ErrLost, "57P03": record.ErrLost, "08006": record.ErrLost, "53300": record.ErrLost,
	} {
		if err := named(fmt.Errorf("inserting: %w", &pgconn.PgError{Code: state})); !errors.Is(err, want) {
			t.Errorf("%s: %v", state, err)
		}
	}
	if err := named(&pgconn.PgError{Code: "23505"}); err.Error() != (&pgconn.PgError{Code: "23505"}).Error() {
		t.Errorf("another: %v", err)
	}
}

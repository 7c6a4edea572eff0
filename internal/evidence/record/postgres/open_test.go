package postgres

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
	"mithaq/internal/testroot/pgtest"
)

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	s := createdAt(t, address)
	behind(t, s, "CREATE SCHEMA foreign_tables; CREATE TABLE foreign_tables.t (a int); CREATE SCHEMA empty")
	newer, stale := createdAt(t, address+"?record=newer"), createdAt(t, address+"?record=stale")
	behind(t, newer, "UPDATE head SET schema = 99")
	if _, err := stale.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"})); err != nil {
		t.Fatal(err)
	}
	behind(t, stale, "UPDATE head SET projection = 99; DELETE FROM bundle; DELETE FROM piece")
	for _, c := range []struct {
		record string
		opts   Options
		want   error
		says   string
	}{
		{"none", Options{}, fs.ErrNotExist, "record=none"},
		{"empty", Options{}, fs.ErrNotExist, "record=empty"},
		{"foreign_tables", Options{}, record.ErrNotARecord, "other tables"},
		{"newer", Options{}, record.ErrNewer, "schema 99"},
		{"newer", Options{ReadOnly: true}, record.ErrNewer, "schema 99"},
		{"stale", Options{ReadOnly: true}, record.ErrReadOnly, "open it once"},
		{"Capital", Options{}, nil, "a to z"},
		{"pg_catalog", Options{}, nil, "not pg_"},
		{"", Options{}, nil, "a to z"},
	} {
		s, err := Open(ctx, address+"?record="+c.record, c.opts)
		if s != nil || err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", c.record, err)
		}
	}
	for name, want := range map[string]error{"": fs.ErrExist, "?record=foreign_tables": record.ErrNotARecord} {
		if s, err := Create(ctx, address+name, Options{}); s != nil || !errors.Is(err, want) {
			t.Errorf("creating where something is: %v", err)
		}
	}
	createdAt(t, address+"?record=empty") // a schema that the administrator made ready
	var told [][2]int64
	again, err := Open(ctx, address+"?record=stale", Options{Updating: func(done, total int64) { told = append(told, [2]int64{done, total}) }})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if b, err := again.Bundle(ctx, "i"); err != nil || b.Incident.Act != "attack" {
		t.Errorf("%+v, %v", b, err)
	}
	if p, err := again.Incidents(ctx, record.Query{Text: "i"}); err != nil || p.Total != 1 || !slices.Equal(told, [][2]int64{{1, 1}}) {
		t.Errorf("%+v, %v; told %v", p, err, told)
	}
	if v, made, err := again.versions(ctx); v != schema || made != project.Form || err != nil {
		t.Errorf("%d, %d, %v", v, made, err)
	}
}

// TestReadOnly: a record that is only to be read is left as it is, whichever way it is asked.
func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	if _, err := createdAt(t, address).Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"})); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, address, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if b, err := s.Bundle(ctx, "i"); err != nil || b.Incident.ID != "i" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("append: %v", err)
	}
	if err := s.Rebuild(ctx); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("rebuild: %v", err)
	}
	if _, err := s.read.Exec(ctx, "UPDATE head SET seq = 7"); !errors.Is(named(err), record.ErrReadOnly) {
		t.Errorf("behind it: %v", err)
	}
}

// TestNoPassword: whatever is wrong with an address, its password is in no error.
func TestNoPassword(t *testing.T) {
	ctx := context.Background()
	server := pgtest.Start(t)
	const secret = "hunter/2:x@y z%"
	good := "postgres://guarded:" + "hunter2secret" + "@" + strings.TrimPrefix(server.Address("", "postgres"), "postgres://@")
	for _, address := range []string{
		good,                             // the wrong password
		good + "?record=Capital",         //
		good + "?search_path=public",     //
		good + "?options=-cfsync%3Doff",  //
		good + "?sslmode=nonsense",       //
		good + "?sslmode=require",        // the server has no TLS
		good + "?password=hunter2secret", //
		"postgres://guarded:hunter2secret@127.0.0.1:1/postgres",                  // nobody listens
		"postgres://guarded:hunter2secret@127.0.0.1:hunter2secret/postgres",      // no port
		"postgres://guarded:" + secret + "@127.0.0.1/postgres",                   // not a URL
		"postgres://guarded:hunter2secret@127.0.0.1:5432/postgres?record=%zz",    // not a URL either
		"postgres://127.0.0.1:1/postgres?password=hunter2secret&user=guarded",    //
		"postgresql://guarded:hunter2secret@127.0.0.1:1,127.0.0.1:2/postgres",    // two servers
		"postgres://guarded:hunter2secret@127.0.0.1:1/none?connect_timeout=none", //
	} {
		for what, fn := range map[string]func(context.Context, string, Options) (*Store, error){"open": Open, "create": Create} {
			s, err := fn(ctx, address, Options{})
			if s != nil || err == nil {
				t.Fatalf("%s %s went well", what, address)
			}
			if strings.Contains(err.Error(), "hunter") || strings.Contains(Shown(address), "hunter") {
				t.Errorf("%s: %v; shown as %s", what, err, Shown(address))
			}
		}
	}
	if s, err := Open(ctx, strings.Replace(good, "hunter2secret", pgtest.Password, 1), Options{}); s != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the right password: %v", err)
	}
}

// TestServerGone: nobody listening is an error that says that it can be tried again.
func TestServerGone(t *testing.T) {
	if _, err := Open(context.Background(), "postgres://postgres@127.0.0.1:1/postgres", Options{}); !errors.Is(err, record.ErrLost) {
		t.Errorf("got %v", err)
	}
}

// TestEveryConnectionIsSet: a setting that holds on one connection of a pool only is the oldest mistake with databases.
func TestEveryConnectionIsSet(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	s := createdAt(t, address)
	behind(t, s, "ALTER ROLE CURRENT_USER SET synchronous_commit = off")
	defer behind(t, s, "ALTER ROLE CURRENT_USER RESET synchronous_commit")
	s, err := Open(ctx, address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range readers {
		conn, err := s.read.Acquire(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
		for name, want := range map[string]string{"synchronous_commit": "on", "default_transaction_read_only": "on", "search_path": `"mithaq"`, "lock_timeout": "10s", "statement_timeout": "0"} {
			var got string
			if err := conn.QueryRow(ctx, "SHOW "+name).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %s (%v)", name, got, err)
			}
		}
	}
}

// TestMadeOnce: of programs that make one record at the same time one makes it, and the others find it.
func TestMadeOnce(t *testing.T) {
	ctx := context.Background()
	address := pgtest.Database(t)
	const makers = 6
	var wg sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range makers {
		wg.Go(func() {
			s, err := Create(ctx, address, Options{})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made++
				s.Close()
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made != 1 {
		t.Errorf("%d made it", made)
	}
	s, err := Open(ctx, address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Check(ctx); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
}

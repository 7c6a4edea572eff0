package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mithaq/internal/evidence/record"
)

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", foreign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (a)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	newer := made(t, dir, "newer.db", "PRAGMA user_version = 99")
	locked := made(t, dir, "locked.db", "")
	if err := os.Chmod(locked, 0o400); err != nil {
		t.Fatal(err)
	}
	stale := made(t, dir, "stale.db", "UPDATE head SET projection = 99; DELETE FROM piece")
	for _, c := range []struct {
		path string
		opts Options
		want error
		says string
	}{
		{filepath.Join(dir, "missing.db"), Options{}, fs.ErrNotExist, "missing.db"},
		{dir, Options{}, record.ErrNotARecord, "folder"},
		{file("empty.db", ""), Options{}, record.ErrNotARecord, "0 bytes"},
		{file("text.db", strings.Repeat("a text ", 100)), Options{}, record.ErrNotARecord, "no SQLite file"},
		{foreign, Options{}, record.ErrNotARecord, "another program"},
		{newer, Options{}, record.ErrNewer, "schema 99"},
		{newer, Options{ReadOnly: true}, record.ErrNewer, "schema 99"},
		{locked, Options{}, record.ErrReadOnly, "read-only"},
		{stale, Options{ReadOnly: true}, record.ErrReadOnly, "open it once"},
	} {
		s, err := Open(ctx, c.path, c.opts)
		if s != nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), filepath.Base(c.path)) {
			t.Errorf("%s: got %v", c.path, err)
		}
	}
	if _, err := Create(ctx, foreign, Options{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("creating over a file: %v", err)
	}
	if _, err := Create(ctx, filepath.Join(dir, "none", "a.db"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("creating in a folder that is not there: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".mithaq-new-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	var told [][2]int64
	s, err := Open(ctx, stale, Options{Updating: func(done, total int64) { told = append(told, [2]int64{done, total}) }}) // writing, it makes its projections anew
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if b, err := s.Bundle(ctx, "i"); err != nil || b.Incident.Act != "attack" {
		t.Errorf("%+v, %v", b, err)
	}
	if p, err := s.Incidents(ctx, record.Query{Text: "i"}); err != nil || p.Total != 1 || !slices.Equal(told, [][2]int64{{1, 1}}) {
		t.Errorf("%+v, %v; told %v", p, err, told)
	}
}

// made gives the path of a record with one incident, after a statement behind the store's back.
func made(t *testing.T, dir, name, statement string) string {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(dir, name)
	s, err := Create(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: "i", Act: "attack"})); err != nil {
		t.Fatal(err)
	}
	if statement != "" {
		if _, err := s.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) != 0 {
		t.Errorf("a closed record is one file, not also %v", left)
	}
	return path
}

// TestReadOnly: a record that may not be written is readand left as it is.
func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	path := made(t, t.TempDir(), "a ?b#c%20.db", "") // a name that a DSN must escape
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := s.Bundle(ctx, "i"); err != nil || b.Incident.ID != "i" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("append: %v", err)
	}
	if err := s.Rebuild(ctx); !errors.Is(err, record.ErrReadOnly) {
		t.Errorf("rebuild: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("reading changed the file (%v)", err)
	}
}

// TestEveryConnectionIsSet: a pragma that holds on one connection of a pool only is the oldest mistake with SQLite.
func TestEveryConnectionIsSet(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	for range readers {
		conn, err := s.read.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		for name, want := range map[string]int{"foreign_keys": 1, "synchronous": 2, "busy_timeout": busyMillis, "query_only": 1} {
			var got int
			if err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %d (%v)", name, got, err)
			}
		}
	}
}

// TestCommitFails: a commit that fails is reported, keeps nothing, and leaves a connection that works.
func TestCommitFails(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	_, err := s.write.Exec("CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE b (x INTEGER REFERENCES a (x) DEFERRABLE INITIALLY DEFERRED)")
	if err != nil {
		t.Fatal(err)
	}
	err = withTx(ctx, s.write, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, "INSERT INTO b VALUES (7)") // found wanting only by the commit
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "could not be written") {
		t.Errorf("got %v", err)
	}
	var n int
	if err := s.read.QueryRow("SELECT count(*) FROM b").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows kept (%v)", n, err)
	}
	if _, err := s.Append(ctx, nil, drafts(record.Source{ID: "s"})); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// TestHeadIsSwapped: the head moves only from where the transaction found it.
func TestHeadIsSwapped(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	err := withTx(ctx, s.write, func(conn *sql.Conn) error {
		return compareAndSwap(ctx, conn, record.Head{Seq: 3}, record.Head{Seq: 4})
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
	for _, q := range []string{"DELETE FROM entry", "UPDATE entry SET subject = 'x'"} {
		if _, err := s.write.Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}

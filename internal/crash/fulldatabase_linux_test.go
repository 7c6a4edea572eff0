package crash

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/testroot"
	"mithaq/internal/testroot/pgtest"
)

// smallDisk gives a small disk of which the server may use a folder, and what makes room on it again.
func smallDisk(t *testing.T, size string, ballast int) (folder string, makeRoom func() error) {
	t.Helper()
	dir := mounted(t, size)
	pgtest.Own(t, dir)
	folder = filepath.Join(dir, "server")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	pgtest.Own(t, folder)
	load := filepath.Join(dir, "ballast")
	if err := os.WriteFile(load, bytes.Repeat([]byte{1}, ballast), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder, func() error { return os.Remove(load) }
}

// fill does jobs until one fails. It gives the head before that one, and its error.
func fill(t *testing.T, a *app.App) (before record.Head, err error) {
	t.Helper()
	for i := range 1000 {
		if before, err = a.Store().Head(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err = a.Store().Append(t.Context(), nil, drafts("f", jobs[i%len(jobs)].drafts("f", i))); err != nil {
			return before, err
		}
	}
	t.Fatal("the disk does not fill")
	return before, nil
}

// TestFullDatabase: the disk that holds the tables of a database is full. The job on its way is refused with an error that says so and leaves nothing;
// what is there can be read, and with room again work goes on, on the same connection.
func TestFullDatabase(t *testing.T) {
	server := pgtest.Start(t)
	folder, makeRoom := smallDisk(t, "26m", 16<<20) // a look at the whole of it takes as much again
	for _, statement := range []string{"CREATE TABLESPACE small LOCATION '" + folder + "'", "CREATE DATABASE small TEMPLATE template0 TABLESPACE small"} {
		if err := server.Run(statement); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP DATABASE small WITH (FORCE)", "DROP TABLESPACE small"} {
			if err := server.Run(statement); err != nil {
				t.Error(err)
			}
		}
	})
	a, err := app.Create(t.Context(), server.Address("postgres", "small"), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	before, err := fill(t, a)
	if !errors.Is(err, record.ErrDatabaseFull) {
		t.Errorf("a full disk of the database is told as %v", err)
	}
	if got, err := a.Store().Head(t.Context()); err != nil || got != before || before.Seq == 0 {
		t.Errorf("the head moved from %v to %v (%v)", before, got, err)
	}
	noHalfSeen(t, a)
	if err := makeRoom(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store().Append(t.Context(), &before, drafts("g", jobs[0].drafts("g", 0))); err != nil {
		t.Errorf("with room again: %v", err)
	}
	whole(t, a)
}

// TestFullLog: the disk that holds the write-ahead log is full, which ends the server in a panic, whoever wrote. Nothing acknowledged is lost, an
// error says what is known of the job on its way, and once there is room and the server runs, work goes on. With MITHAQ_LONG also where room is made
// only after the program has given up asking what became of the job.
func TestFullLog(t *testing.T) {
	t.Run("at once", func(t *testing.T) { fullLog(t, 0) })
	if testroot.Long() {
		t.Run("late", func(t *testing.T) {
			if err := fullLog(t, 20*time.Second); !errors.Is(err, record.ErrUnknown) && !errors.Is(err, record.ErrDatabaseFull) {
				t.Errorf("a disk that stays full is told as %v", err)
			}
		})
	}
}

// fullLog fills the disk of a write-ahead log; somebody makes room and starts the server some time after it is gone. It gives the error of the job
// on its way; nil: that one was kept, and acknowledged.
func fullLog(t *testing.T, after time.Duration) error {
	folder, makeRoom := smallDisk(t, "12m", 6<<20)
	server := pgtest.Another(t, "--waldir="+folder, "--wal-segsize=1")
	for _, statement := range []string{"ALTER SYSTEM SET max_wal_size = '2GB'", "ALTER SYSTEM SET checkpoint_timeout = '1h'", "SELECT pg_reload_conf()"} { // no room by itself
		if err := server.Run(statement); err != nil {
			t.Fatal(err)
		}
	}
	a, err := app.Create(t.Context(), server.Address("postgres", "postgres"), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	acked, err := a.Store().Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mended := make(chan error, 1)
	go func() { mended <- mend(server, after, makeRoom) }()
	working := true
	for i := 0; working && err == nil; i++ {
		var head record.Head
		if head, err = a.Store().Append(t.Context(), nil, drafts("f", jobs[i%len(jobs)].drafts("f", i))); err == nil {
			acked = head
		}
		select {
		case failed := <-mended:
			working = false
			if failed != nil {
				t.Fatal(failed)
			}
		default:
		}
	}
	t.Logf("after entry %d: %v", acked.Seq, err)
	if err != nil && !errors.Is(err, record.ErrDatabaseFull) && !errors.Is(err, record.ErrLost) && !errors.Is(err, record.ErrUnknown) {
		t.Errorf("a full disk of the write-ahead log is told as %v", err)
	}
	if working {
		if failed := <-mended; failed != nil {
			t.Fatal(failed)
		}
	}
	head := whole(t, a)
	if head.Seq < acked.Seq || head != acked && !errors.Is(err, record.ErrUnknown) {
		t.Errorf("entry %d was acknowledged, the record ends in %d, and the error was %v", acked.Seq, head.Seq, err)
	}
	noHalfSeen(t, a)
	if _, err := a.Store().Append(t.Context(), &head, drafts("g", jobs[0].drafts("g", 0))); err != nil {
		t.Errorf("with room again: %v", err)
	}
	return err
}

// mend waits until a server is gone, makes room some time after, and starts it again, as whoever administers it would.
func mend(server *pgtest.Server, after time.Duration, makeRoom func() error) error {
	for server.Run("SELECT") == nil {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(after)
	if err := makeRoom(); err != nil {
		return err
	}
	for server.Run("SELECT") != nil {
		_ = server.Resume() // fails while the old one still gives up, or where it came back by itself
	}
	return nil
}

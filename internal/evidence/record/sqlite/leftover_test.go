package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestLeftoverLog: where a record was removed but not its write-ahead log, a new record of the same name is refused:
// SQLite would read what the old log holds into it.
func TestLeftoverLog(t *testing.T) {
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := os.WriteFile(path+suffix, []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Create(context.Background(), path, Options{})
		if !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v, want that a file is in the way", suffix, err)
		}
		if s != nil {
			s.Close()
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: a record was made", suffix)
		}
	}
}

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"mithaq/internal/evidence/record"
)

// TestBackup: a backup made while others write is a whole record as it stood at one moment, and takes nobody's place.
func TestBackup(t *testing.T) {
	ctx := context.Background()
	s := created(t)
	stop, stopped := make(chan struct{}), make(chan struct{})
	begun := make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			id := fmt.Sprint("i", i)
			if _, err := s.Append(ctx, nil, drafts(record.Incident{ID: id, Act: "attack"}, record.Account{ID: id, Source: "s", Incident: id})); err != nil {
				t.Error(err)
				return
			}
			if i == 0 {
				close(begun)
			}
		}
	}()
	<-begun
	dir := t.TempDir()
	path := filepath.Join(dir, "saved.db")
	before, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	head, err := s.Backup(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	close(stop)
	<-stopped
	if head.Seq < before.Seq || head.Seq > after.Seq || head.Seq%2 != 0 {
		t.Errorf("the backup ends in entry %d, between %d and %d", head.Seq, before.Seq, after.Seq)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("a backup is one file, not %v", left)
	}
	if hidden, _ := filepath.Glob(filepath.Join(dir, ".*")); len(hidden) != 0 {
		t.Errorf("left behind: %v", hidden)
	}
	b, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if h, err := b.Head(ctx); err != nil || h != head {
		t.Errorf("%+v, %v, want %+v", h, err, head)
	}
	if n, err := b.Check(ctx); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := s.Backup(ctx, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
}

package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mithaq/internal/evidence/record"
)

// Backup writes the record as it stands into a new file while others go on writing, and gives the head that the copy has. fs.ErrExist: the file is
// there. Nothing half-made is ever left at the path.
func (s *Store) Backup(ctx context.Context, path string) (head record.Head, err error) {
	tmp, err := os.MkdirTemp(filepath.Dir(path), ".mithaq-backup-*") // on the same disk
	if err != nil {
		return record.Head{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	made := filepath.Join(tmp, "record.db")
	if err := s.vacuumInto(ctx, made); err != nil {
		return record.Head{}, named(err)
	}
	if err := os.Chmod(made, 0o600); err != nil { // names of witnesses may stand in it
		return record.Head{}, err
	}
	if head, err = settle(ctx, made); err != nil {
		return record.Head{}, err
	}
	if err := os.Link(made, path); err != nil { // unlike a rename it takes nobody's place
		if errors.Is(err, fs.ErrExist) {
			err = &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
		}
		return record.Head{}, err
	}
	return head, syncDir(filepath.Dir(path))
}

// vacuumInto copies one state of the record. It takes a connection that is not held to queries, but opens the file for reading alone.
func (s *Store) vacuumInto(ctx context.Context, path string) error {
	db, err := pool(ctx, s.path, "ro", 1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(err, db.Close())
}

// settle opens a copy once, so that it is a record like any other, and sees that it is on the disk.
func settle(ctx context.Context, path string) (head record.Head, err error) {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return record.Head{}, fmt.Errorf("the copy cannot be opened: %w", err)
	}
	head, err = s.Head(ctx)
	if err := errors.Join(err, s.Close()); err != nil {
		return record.Head{}, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return record.Head{}, err
	}
	return head, errors.Join(f.Sync(), f.Close())
}

// syncDir puts the name of a new file on the disk.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"mithaq/internal/evidence/record"
)

// Dir is a store in a folder:
//
//	ab/cdef...    a file whose SHA-256 is abcdef..., mode 0400
//	tmp/put-*     content on its way in; what a killed program left there is taken away after a day
//
// A file is written to tmp, synced, and linked under its name, which fails where the name exists: nothing is ever overwritten. The
// folders are synced before Put returns. The folder itself is made by the first Put.
type Dir struct {
	path  string
	limit int64
	temp  func(dir string) (*os.File, error) // makes a file to write to
}

var _ Store = (*Dir)(nil)

// stale is how old a file in tmp must be before it is taken for what a killed program left.
const stale = 24 * time.Hour

// NewDir gives the store in a folder. limit is how many bytes a file may have; 0: DefaultLimit.
func NewDir(path string, limit int64) *Dir {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Dir{path: path, limit: limit, temp: func(dir string) (*os.File, error) { return os.CreateTemp(dir, "put-") }}
}

// Path gives the folder.
func (d *Dir) Path() string { return d.path }

func (d *Dir) file(h record.Hash) string { return filepath.Join(d.path, filepath.FromSlash(Name(h))) }

// Put implements Store.
func (d *Dir) Put(ctx context.Context, r io.Reader) (Blob, bool, error) {
	tmp := filepath.Join(d.path, "tmp")
	if err := makeFolder(tmp); err != nil {
		return Blob{}, false, named(err)
	}
	d.sweep(tmp)
	f, err := d.temp(tmp)
	if err != nil {
		return Blob{}, false, named(err)
	}
	b, added, err := d.keep(ctx, f, r)
	if err = errors.Join(err, gone(f.Close()), gone(os.Remove(f.Name()))); err != nil {
		return Blob{}, false, named(Told(err, d.limit))
	}
	return b, added, nil
}

// gone forgets the error of ending what has ended already.
func gone(err error) error {
	if errors.Is(err, fs.ErrClosed) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (d *Dir) keep(ctx context.Context, f *os.File, r io.Reader) (Blob, bool, error) {
	b, err := Spool(ctx, f, r, d.limit)
	if err != nil {
		return b, false, err
	}
	name := d.file(b.SHA256)
	if err := makeFolder(filepath.Dir(name)); err != nil {
		return b, false, err
	}
	if _, err := os.Lstat(name); err == nil {
		return b, false, d.stands(ctx, b.SHA256)
	}
	if err := errors.Join(f.Chmod(0o400), f.Sync(), f.Close()); err != nil {
		return b, false, err
	}
	switch err := os.Link(f.Name(), name); {
	case errors.Is(err, fs.ErrExist): // another writer was quicker
		return b, false, d.stands(ctx, b.SHA256)
	case errors.Is(err, syscall.EPERM), errors.Is(err, errors.ErrUnsupported): // a file system without links: the worst that can happen is that equal bytes replace equal bytes
		if err := os.Rename(f.Name(), name); err != nil {
			return b, false, err
		}
	case err != nil:
		return b, false, err
	}
	return b, true, syncFolder(filepath.Dir(name))
}

// stands says whether the file that is there already is whole, so that "it is kept" holds for the second who brings it as well.
func (d *Dir) stands(ctx context.Context, h record.Hash) error {
	if _, err := readThrough(ctx, d, h); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(d.file(h))) // the first may not have come so far yet
}

// Open implements Store.
func (d *Dir) Open(_ context.Context, h record.Hash) (io.ReadCloser, int64, error) {
	b, err := d.Stat(context.Background(), h)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(d.file(h))
	if err != nil {
		return nil, 0, d.missing(h, err)
	}
	return Verified(f, h, b.Size), b.Size, nil
}

// Stat implements Store. What is no plain file under the name of one (a link out of the folder) is damage.
func (d *Dir) Stat(_ context.Context, h record.Hash) (Blob, error) {
	st, err := os.Lstat(d.file(h))
	if err != nil {
		return Blob{}, d.missing(h, err)
	}
	if !st.Mode().IsRegular() {
		return Blob{}, fmt.Errorf("%s: %w", h, ErrDamaged)
	}
	return Blob{h, st.Size()}, nil
}

func (d *Dir) missing(h record.Hash, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", h, ErrNotFound)
	}
	return err
}

// List implements Store.
func (d *Dir) List(ctx context.Context) iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		folders, err := os.ReadDir(d.path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Blob{}, err)
			return
		}
		for _, folder := range folders {
			if len(folder.Name()) != 2 || !folder.IsDir() {
				continue
			}
			names, err := os.ReadDir(filepath.Join(d.path, folder.Name()))
			if err != nil {
				yield(Blob{}, err)
				return
			}
			for _, n := range names {
				h, ok := ParseName(folder.Name() + "/" + n.Name())
				if !ok {
					continue
				}
				if err := ctx.Err(); err != nil {
					yield(Blob{}, err)
					return
				}
				st, err := n.Info()
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if err != nil {
					yield(Blob{}, err)
					return
				}
				if !yield(Blob{h, st.Size()}, nil) {
					return
				}
			}
		}
	}
}

// Remove implements Store.
func (d *Dir) Remove(_ context.Context, h record.Hash) error {
	name := d.file(h)
	if err := os.Remove(name); err != nil {
		return named(d.missing(h, err))
	}
	return syncFolder(filepath.Dir(name))
}

// sweep takes away what killed programs left in tmp. It is no matter where it fails: the next one will try again.
func (d *Dir) sweep(tmp string) {
	left, err := os.ReadDir(tmp)
	if err != nil {
		return
	}
	for _, e := range left {
		if st, err := e.Info(); err == nil && strings.HasPrefix(e.Name(), "put-") && time.Since(st.ModTime()) > stale {
			_ = os.Remove(filepath.Join(tmp, e.Name()))
		}
	}
}

// makeFolder makes a folder, and those above it that are missing, and syncs what it changed.
func makeFolder(path string) error {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return nil
	}
	if parent := filepath.Dir(path); parent != path {
		if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) {
			if err := makeFolder(parent); err != nil {
				return err
			}
		}
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// named puts what the system said under the record's own errors.
func named(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", record.ErrDiskFull, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", record.ErrReadOnly, err)
	}
	return err
}

package accord

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/sqlite"
)

// Seed is that of the case which the benchmarks share.
const Seed = 1

// form is raised when what is generated, or how it is stored, changes: a file of another form is not taken from the cache.
const form = 2

// Cached gives a record of n incidents in the system's folder for temporary files, made when it is not there yet. A million
// incidents take some minutes and 2.5 GB.
func Cached(ctx context.Context, n int) (path string, err error) {
	return cached(ctx, fmt.Sprintf("mithaq-accord-%d-%d-%d.db", form, n, Seed), Record(n, Seed))
}

// CachedShared is Cached of a record on which several work (Shared).
func CachedShared(ctx context.Context, n int) (path string, err error) {
	return cached(ctx, fmt.Sprintf("mithaq-accord-shared-%d-%d-%d.db", form, n, Seed), Shared(n, Seed))
}

func cached(ctx context.Context, name string, drafts iter.Seq2[record.Draft, error]) (path string, err error) {
	path = filepath.Join(os.TempDir(), name)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	dir, err := os.MkdirTemp("", "mithaq-accord-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	made := filepath.Join(dir, "record.db")
	store, err := sqlite.Create(ctx, made, sqlite.Options{})
	if err != nil {
		return "", err
	}
	_, err = store.Append(ctx, nil, drafts)
	if err := errors.Join(err, store.Close()); err != nil {
		return "", err
	}
	return path, os.Rename(made, path)
}

// Package sqlite keeps a record in one SQLite file (DESIGN 7).
//
// The entries are the record; all other tables follow from them, are changed in the same transaction, and can be made anew.
// One connection writes, several read. The file is in WAL mode, and what Append has acknowledged is on the disk (synchronous FULL).
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	// applicationID marks the file as a record of this program: "MTHQ".
	applicationID = 0x4d544851
	// schema is the number of the newest migration.
	schema = 10
	// readers is how many connections read at once.
	readers = 4
	// busyMillis is how long one process waits for another that writes.
	busyMillis = 10000
)

// Options of Open and Create. The zero value is the common case.
type Options struct {
	ReadOnly bool      // Open: nothing is written, not even a migration; Append fails with record.ErrReadOnly
	Rand     io.Reader // of salts; nil: the system's. Only fixtures set it.
	// Updating is told how many entries of how many have been read, while a record of an older program is brought up to date; nil: nobody is.
	Updating func(done, total int64)
}

// Store is a record in a file.
type Store struct {
	write *sql.DB // one connection; nil: read only
	read  *sql.DB
	rand  io.Reader
	path  string
	lines project.Keeper
	clock clock

	updating func(done, total int64) // as in Options
}

var _ record.Store = (*Store)(nil)

// Create makes a new, empty record. A file that is there already is an error (fs.ErrExist). A half-made record is never left at the path.
func Create(ctx context.Context, path string, opts Options) (_ *Store, err error) {
	if opts.ReadOnly {
		return nil, fmt.Errorf("%s: %w: a new record is to be made", path, record.ErrReadOnly)
	}
	// A write-ahead log left behind by another record of this name would be read into the new one by SQLite.
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(path + suffix); err == nil {
			return nil, fmt.Errorf("%s: %w", path+suffix, fs.ErrExist)
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".mithaq-new-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, removed(tmp.Name())) }()
	if err := tmp.Close(); err != nil {
		return nil, err
	}
	s, err := connect(ctx, tmp.Name(), opts)
	if err != nil {
		return nil, named(err)
	}
	if err := errors.Join(s.migrate(ctx), s.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", path, named(err))
	}
	if err := os.Chmod(tmp.Name(), 0o600); err != nil { // names of witnesses may stand in it
		return nil, err
	}
	if err := os.Link(tmp.Name(), path); err != nil { // unlike a rename it takes nobody's place
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return Open(ctx, path, opts)
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Open opens a record. Errors: fs.ErrNotExist; record.ErrNotARecord for any other file; record.ErrReadOnly when the file cannot be written and
// opts do not say ReadOnly; record.ErrNewer, record.ErrBusy, record.ErrDamaged.
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	if err := inspect(path, opts.ReadOnly); err != nil {
		return nil, err
	}
	s, err := connect(ctx, path, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, named(err))
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, named(err)), s.Close())
	}
	return s, nil
}

// prepare brings schema and projection up to what this program writes.
func (s *Store) prepare(ctx context.Context) error {
	var version int
	if err := s.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > schema:
		return fmt.Errorf("%w: it has schema %d, this program knows %d", record.ErrNewer, version, schema)
	case version < schema && s.write == nil:
		return fmt.Errorf("%w: it has schema %d and must be opened once for writing", record.ErrReadOnly, version)
	case version < schema:
		if err := s.migrate(ctx); err != nil {
			return err
		}
	}
	if err := s.prepareLog(ctx); err != nil {
		return err
	}
	var made int
	if err := s.read.QueryRowContext(ctx, "SELECT projection FROM head").Scan(&made); err != nil {
		return err
	}
	switch {
	case made == project.Form:
		return s.scrubIfDue(ctx)
	case s.write == nil:
		return fmt.Errorf("%w: its projections must be made anew: open it once for writing", record.ErrReadOnly)
	}
	return s.Rebuild(ctx)
}

func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, sub)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bringing the record's tables up to date: %w", err)
	}
	return nil
}

// connect opens the two pools. Settings stand in the DSN, because every connection of a pool needs them, and are read back.
func connect(ctx context.Context, path string, opts Options) (*Store, error) {
	s := &Store{rand: opts.Rand, path: path, updating: opts.Updating}
	if s.rand == nil {
		s.rand = rand.Reader
	}
	var err error
	if !opts.ReadOnly {
		if s.write, err = pool(ctx, path, "rw", 1, "_pragma", "journal_mode(WAL)", "_pragma", "cache_size(-65536)"); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	mode := "rw"
	if opts.ReadOnly {
		mode = "ro"
	}
	if s.read, err = pool(ctx, path, mode, readers, "_pragma", "query_only(1)", "_pragma", "cache_size(-8192)"); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func pool(ctx context.Context, path, mode string, n int, more ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	q := url.Values{"mode": {mode}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyMillis), "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)",
	}}
	for i := 0; i < len(more); i += 2 {
		q.Add(more[i], more[i+1])
	}
	u := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if err := assertSettings(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// assertSettings reads back what the DSN asked for: a setting that SQLite does not know is ignored in silence.
func assertSettings(ctx context.Context, db *sql.DB) error {
	for name, want := range map[string]string{"busy_timeout": fmt.Sprint(busyMillis), "synchronous": "2", "foreign_keys": "1", "journal_mode": "wal"} {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil {
			return fmt.Errorf("setting %s: %w", name, err)
		}
		if got != want {
			return fmt.Errorf("setting %s is %s, want %s", name, got, want)
		}
	}
	return nil
}

// Close closes the record. The last process to close it leaves one file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} { // the writer last: it folds the WAL back into the file
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Head gives the newest entry's position and hash.
func (s *Store) Head(ctx context.Context) (record.Head, error) {
	h, err := headOf(ctx, s.read)
	return h, named(err)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func headOf(ctx context.Context, q queryer) (h record.Head, err error) {
	var hash []byte
	if err := q.QueryRowContext(ctx, "SELECT seq, hash FROM head").Scan(&h.Seq, &hash); err != nil {
		return record.Head{}, err
	}
	h.Hash = record.Hash(hash)
	return h, nil
}

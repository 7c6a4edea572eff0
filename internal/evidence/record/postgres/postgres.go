// Package postgres keeps a record in a schema of a PostgreSQL database, version 15 or later (DESIGN 7).
//
// The entries are the record; all other tables follow from them, are changed in the same transaction, and can be made anew. A writer holds the
// row of the head from its first statement on: writers wait for one another, and because none takes another lock before it, never in a circle.
// Readers see one state of the record (REPEATABLE READ) and wait for nobody. What Append has acknowledged is on the server's disk
// (synchronous_commit on, fsync on; both are asked for and read back).
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Options of Open and Create. The zero value is the common case.
type Options struct {
	ReadOnly bool      // Open: nothing is written, not even a migration; Append fails with record.ErrReadOnly
	Rand     io.Reader // of salts; nil: the system's. Only fixtures set it.
	// Updating is told how many entries of how many have been read, while a record of an older program is brought up to date; nil: nobody is.
	Updating func(done, total int64)
}

// Store is a record in a schema of a database.
type Store struct {
	address *address
	write   *pgxpool.Pool // one connection; nil: read only
	read    *pgxpool.Pool
	rand    io.Reader
	lines   project.Keeper

	updating func(done, total int64) // as in Options

	outcomeWait time.Duration // so long a database that was lost at a commit is asked what became of it
}

var _ record.Store = (*Store)(nil)

// Create makes a new, empty record at an address (parseAddress). A record that is there already is an error (fs.ErrExist), other tables in
// its schema are record.ErrNotARecord. The role needs CREATE on the database, or on the schema where that exists.
func Create(ctx context.Context, name string, opts Options) (*Store, error) {
	a, err := parseAddress(name)
	if err != nil {
		return nil, err
	}
	if opts.ReadOnly {
		return nil, fmt.Errorf("%s: %w: a new record is to be made", a.shown, record.ErrReadOnly)
	}
	s, err := connect(ctx, a, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.shown, named(err))
	}
	if err = s.create(ctx); err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("%s: %w", a.shown, named(err))
	}
	return s, nil
}

func (s *Store) create(ctx context.Context) error {
	return s.locked(ctx, func(conn *pgx.Conn) error {
		switch is, err := inspect(ctx, conn, s.address.schema); {
		case err != nil:
			return err
		case is == aRecord:
			return fs.ErrExist
		case is == another:
			return errAnother
		}
		if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+quoted(s.address.schema)); err != nil {
			return err
		}
		return s.migrate(ctx)
	})
}

// Open opens a record. Errors: fs.ErrNotExist; record.ErrNotARecord for a schema of other tables; record.ErrReadOnly when it cannot be written
// and opts do not say ReadOnly; record.ErrNewer, record.ErrBusy, record.ErrDamaged, record.ErrLost,
// record.ErrPooler.
func Open(ctx context.Context, name string, opts Options) (*Store, error) {
	a, err := parseAddress(name)
	if err != nil {
		return nil, err
	}
	s, err := connect(ctx, a, opts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.shown, named(err))
	}
	if err := s.prepare(ctx); err != nil {
		s.close()
		return nil, fmt.Errorf("%s: %w", a.shown, named(err))
	}
	return s, nil
}

// prepare brings schema and projection up to what this program writes.
func (s *Store) prepare(ctx context.Context) error {
	version, made, err := s.versions(ctx)
	if err != nil {
		return err
	}
	switch {
	case version > schema:
		return fmt.Errorf("%w: it has schema %d, this program knows %d", record.ErrNewer, version, schema)
	case version < schema && s.write == nil:
		return fmt.Errorf("%w: it has schema %d and must be opened once for writing", record.ErrReadOnly, version)
	case version < schema:
		if err := s.locked(ctx, func(*pgx.Conn) error { return s.migrate(ctx) }); err != nil {
			return err
		}
		if _, made, err = s.versions(ctx); err != nil {
			return err
		}
	}
	switch {
	case made == project.Form:
		return errors.Join(s.writable(ctx), s.scrubIfDue(ctx))
	case s.write == nil:
		return fmt.Errorf("%w: its projections must be made anew: open it once for writing", record.ErrReadOnly)
	}
	return s.Rebuild(ctx)
}

// versions gives the number of the newest migration and the form of the projections.
func (s *Store) versions(ctx context.Context) (version, made int, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		switch is, err := inspect(ctx, tx, s.address.schema); {
		case err != nil:
			return err
		case is == nothing:
			return fs.ErrNotExist
		case is == another:
			return errAnother
		}
		return tx.QueryRow(ctx, "SELECT schema, projection FROM head").Scan(&version, &made)
	})
	return version, made, err
}

// writable refuses at once what every Append would be refused: a standby, a role that may only read.
func (s *Store) writable(ctx context.Context) error {
	if s.write == nil {
		return nil
	}
	var standby, may bool
	const ask = `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean, has_table_privilege('entry', 'INSERT') AND has_column_privilege('head', 'seq', 'UPDATE')`
	switch err := s.write.QueryRow(ctx, ask).Scan(&standby, &may); {
	case err != nil:
		return err
	case standby:
		return fmt.Errorf("%w: the database takes no writes (a standby, or default_transaction_read_only)", record.ErrReadOnly)
	case !may:
		return fmt.Errorf("%w: the role may not insert entries", record.ErrReadOnly)
	}
	return nil
}

// Close closes the record.
func (s *Store) Close() error {
	s.close()
	return nil
}

func (s *Store) close() {
	for _, p := range []*pgxpool.Pool{s.read, s.write} {
		if p != nil {
			p.Close()
		}
	}
}

// Head gives the newest entry's position and hash.
func (s *Store) Head(ctx context.Context) (h record.Head, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		h, err = headOf(ctx, tx)
		return err
	})
	return h, err
}

type queryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

func headOf(ctx context.Context, q queryer) (record.Head, error) {
	return scanHead(q.QueryRow(ctx, "SELECT seq, hash FROM head"))
}

func scanHead(row pgx.Row) (h record.Head, err error) {
	var hash []byte
	if err := row.Scan(&h.Seq, &hash); err != nil {
		return record.Head{}, err
	}
	if len(hash) != len(h.Hash) {
		return record.Head{}, fmt.Errorf("%w: a hash of %d bytes", record.ErrDamaged, len(hash))
	}
	h.Hash = record.Hash(hash)
	return h, nil
}

func randomOf(opts Options) io.Reader {
	if opts.Rand != nil {
		return opts.Rand
	}
	return rand.Reader
}

var errAnother = fmt.Errorf("%w: the schema holds other tables", record.ErrNotARecord)

// noRows says that a question for one row had no answer.
func noRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

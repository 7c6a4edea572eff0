package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schema is the number of the newest migration.
const schema = 3

// What a schema of the database is.
type found int

const (
	nothing found = iota // it is not there, or holds no table
	aRecord
	another // it holds other tables
)

// inspect looks at a schema before anything is done in it, so that nobody else's tables are ever touched.
func inspect(ctx context.Context, q queryer, name string) (found, error) {
	const ask = `SELECT count(*) FILTER (WHERE c.relname = 'head' AND a.attname = 'mark'), count(*) FILTER (WHERE c.relname NOT LIKE 'goose%')
		FROM pg_namespace s JOIN pg_class c ON c.relnamespace = s.oid LEFT JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE s.nspname = $1`
	var marks, others int
	if err := q.QueryRow(ctx, ask, name).Scan(&marks, &others); err != nil {
		return nothing, err
	}
	switch {
	case marks > 0:
		return aRecord, nil
	case others > 0:
		return another, nil
	}
	return nothing, nil
}

// locked runs fn while no other program makes or migrates a record of this name.
func (s *Store) locked(ctx context.Context, fn func(*pgx.Conn) error) (err error) {
	conn, err := s.write.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	h := fnv.New64a()
	_, _ = h.Write([]byte("mithaq record " + s.address.schema))
	key := int64(h.Sum64())
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", key); err != nil {
		return fmt.Errorf("waiting for another program that makes or changes the record's tables: %w", err)
	}
	defer func() {
		_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", key)
		err = errors.Join(err, unlock)
	}()
	return fn(conn.Conn())
}

// migrate brings the tables up to date, each migration in a transaction of its own.
func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	config := s.write.Config().ConnConfig
	db := stdlib.OpenDB(*config)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, db, sub)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bringing the record's tables up to date: %w", err)
	}
	return nil
}

// quoted writes a name for a statement.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

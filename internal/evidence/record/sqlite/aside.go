package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectKept    = `SELECT version, until, value FROM aside WHERE shelf = ? AND key = ?`
	selectAllKept = `SELECT key, version, until, value FROM aside WHERE shelf = ? AND substr(key, 1, length(?2)) = ?2 ORDER BY key`
	insertKept    = `INSERT INTO aside (shelf, key, version, until, value) VALUES (?, ?, 1, ?, ?) ON CONFLICT DO NOTHING`
	updateKept    = `UPDATE aside SET version = version + 1, until = ?, value = ? WHERE shelf = ? AND key = ? AND version = ?`
	deleteKept    = `DELETE FROM aside WHERE shelf = ? AND key = ?`
	deleteOld     = `DELETE FROM aside WHERE until > 0 AND until < ?`
)

var _ record.Aside = (*Store)(nil)

// Kept implements record.Aside.
func (s *Store) Kept(ctx context.Context, shelf, key string) (record.Kept, error) {
	k := record.Kept{Shelf: shelf, Key: key}
	err := s.read.QueryRowContext(ctx, selectKept, shelf, key).Scan(&k.Version, &k.Until, &k.Value)
	if errors.Is(err, sql.ErrNoRows) {
		return record.Kept{}, fmt.Errorf("%s %s: %w", shelf, key, record.ErrNotFound)
	}
	return k, named(err)
}

// AllKept implements record.Aside.
func (s *Store) AllKept(ctx context.Context, shelf, prefix string) (list []record.Kept, err error) {
	rows, err := s.read.QueryContext(ctx, selectAllKept, shelf, prefix)
	if err != nil {
		return nil, named(err)
	}
	defer rows.Close()
	for rows.Next() {
		k := record.Kept{Shelf: shelf}
		if err := rows.Scan(&k.Key, &k.Version, &k.Until, &k.Value); err != nil {
			return nil, named(err)
		}
		list = append(list, k)
	}
	return list, named(rows.Err())
}

// Keep implements record.Aside.
func (s *Store) Keep(ctx context.Context, k record.Kept) (int64, error) {
	if err := project.CheckKept(&k); err != nil {
		return 0, err
	}
	n, err := s.changeAside(ctx, func(c *sql.Conn) (sql.Result, error) {
		if k.Version == 0 {
			return c.ExecContext(ctx, insertKept, k.Shelf, k.Key, k.Until, k.Value)
		}
		return c.ExecContext(ctx, updateKept, k.Until, k.Value, k.Shelf, k.Key, k.Version)
	})
	if err == nil && n == 0 {
		err = fmt.Errorf("%s %s: %w", k.Shelf, k.Key, record.ErrHeadMoved)
	}
	if err != nil {
		return 0, err
	}
	return k.Version + 1, nil
}

// Drop implements record.Aside.
func (s *Store) Drop(ctx context.Context, shelf, key string) error {
	_, err := s.changeAside(ctx, func(c *sql.Conn) (sql.Result, error) { return c.ExecContext(ctx, deleteKept, shelf, key) })
	return err
}

// DropOld implements record.Aside.
func (s *Store) DropOld(ctx context.Context, now int64) (int64, error) {
	return s.changeAside(ctx, func(c *sql.Conn) (sql.Result, error) { return c.ExecContext(ctx, deleteOld, now) })
}

func (s *Store) changeAside(ctx context.Context, change func(*sql.Conn) (sql.Result, error)) (n int64, err error) {
	if s.write == nil {
		return 0, fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	err = withTx(ctx, s.write, func(c *sql.Conn) error {
		res, err := change(c)
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	return n, named(err)
}

package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectKept    = `SELECT version, until, value FROM aside WHERE shelf = $1 AND key = $2`
	selectAllKept = `SELECT key, version, until, value FROM aside WHERE shelf = $1 AND starts_with(key, $2) ORDER BY key`
	insertKept    = `INSERT INTO aside (shelf, key, version, until, value) VALUES ($1, $2, 1, $3, $4) ON CONFLICT DO NOTHING`
	updateKept    = `UPDATE aside SET version = version + 1, until = $1, value = $2 WHERE shelf = $3 AND key = $4 AND version = $5`
	deleteKept    = `DELETE FROM aside WHERE shelf = $1 AND key = $2`
	deleteOld     = `DELETE FROM aside WHERE until > 0 AND until < $1`
)

var _ record.Aside = (*Store)(nil)

// Kept implements record.Aside.
func (s *Store) Kept(ctx context.Context, shelf, key string) (record.Kept, error) {
	k := record.Kept{Shelf: shelf, Key: key}
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, selectKept, shelf, key).Scan(&k.Version, &k.Until, &k.Value)
		if noRows(err) {
			return fmt.Errorf("%s %s: %w", shelf, key, record.ErrNotFound)
		}
		return err
	})
	if err != nil {
		return record.Kept{}, err
	}
	return k, nil
}

// AllKept implements record.Aside.
func (s *Store) AllKept(ctx context.Context, shelf, prefix string) (list []record.Kept, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectAllKept, shelf, prefix)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (record.Kept, error) {
			k := record.Kept{Shelf: shelf}
			return k, row.Scan(&k.Key, &k.Version, &k.Until, &k.Value)
		})
		return err
	})
	return list, err
}

// Keep implements record.Aside.
func (s *Store) Keep(ctx context.Context, k record.Kept) (int64, error) {
	if err := project.CheckKept(&k); err != nil {
		return 0, err
	}
	var n int64
	var err error
	if k.Version == 0 {
		n, err = s.changeAside(ctx, insertKept, k.Shelf, k.Key, k.Until, k.Value)
	} else {
		n, err = s.changeAside(ctx, updateKept, k.Until, k.Value, k.Shelf, k.Key, k.Version)
	}
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
	_, err := s.changeAside(ctx, deleteKept, shelf, key)
	return err
}

// DropOld implements record.Aside.
func (s *Store) DropOld(ctx context.Context, now int64) (int64, error) {
	return s.changeAside(ctx, deleteOld, now)
}

// changeAside runs one statement, which is a transaction of its own: the head is not waited for.
func (s *Store) changeAside(ctx context.Context, statement string, args ...any) (int64, error) {
	if s.write == nil {
		return 0, fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	tag, err := s.write.Exec(ctx, statement, args...)
	return tag.RowsAffected(), s.told(ctx, err)
}

package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectPieces     = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key, chunk`
	selectPiecesDown = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key DESC, chunk DESC`
	selectNumbers    = `SELECT j.key, i.%s FROM json_each(?) j JOIN incident i ON i.n = j.value`
	selectPackedOf   = `SELECT b.n, b.packed FROM json_each(?) j JOIN bundle b ON b.n = j.value`
	selectListed     = `SELECT j.key, i.grade, i.killed_lo, i.killed_best, i.killed_hi, b.packed FROM json_each(?) j CROSS JOIN incident i ON i.n = j.value CROSS JOIN bundle b ON b.n = i.n`
	selectRowsUpTo   = `SELECT n FROM incident WHERE first <= ? ORDER BY first DESC LIMIT 1`
)

// finder reads the index inside a transaction. It implements project.Filed.
type finder struct {
	tx   *sql.Tx
	keep *project.Keeper // of the store's lines
}

var _ project.Filed = finder{}

// find implements project.Snapshot.
func (s *Store) find(ctx context.Context, fn func(project.Finder) error) error {
	return s.snapshot(ctx, func(tx *sql.Tx) error { return fn(finder{tx, &s.lines}) })
}

// Incidents implements record.Store.
func (s *Store) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	return project.Incidents(ctx, s.find, &q)
}

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	return project.Count(ctx, s.find, by, &q)
}

// Matching implements record.Store.
func (s *Store) Matching(ctx context.Context, q record.Query) ([]string, error) {
	return project.Matching(ctx, s.find, &q)
}

// Telling implements record.Store.
func (s *Store) Telling(ctx context.Context, sources []string, q record.Query) (map[string][]string, error) {
	return project.Telling(ctx, s.find, sources, &q)
}

func (f finder) Pieces(ctx context.Context, from, to string, down bool, each func(key string, chunk int64, docs []byte) (bool, error)) error {
	query := selectPieces
	if down {
		query = selectPiecesDown
	}
	rows, err := f.tx.QueryContext(ctx, query, []byte(from), []byte(to))
	if err != nil {
		return err
	}
	defer rows.Close()
	var key string
	var chunk int64
	var docs sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&key, &chunk, &docs); err != nil {
			return err
		}
		if more, err := each(key, chunk, docs); err != nil || !more {
			return err
		}
	}
	return rows.Err()
}

func (f finder) Numbers(ctx context.Context, column string, rows []int64) ([]int64, error) {
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	found, err := f.tx.QueryContext(ctx, fmt.Sprintf(selectNumbers, column), string(list))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	out := make([]int64, len(rows))
	for found.Next() {
		var at int
		var n int64
		if err := found.Scan(&at, &n); err != nil {
			return nil, err
		}
		out[at] = n
	}
	return out, found.Err()
}

func (f finder) Packed(ctx context.Context, rows []int64, each func(n int64, packed string) error) error {
	list, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	found, err := f.tx.QueryContext(ctx, selectPackedOf, string(list))
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var n int64
		var packed string
		if err := found.Scan(&n, &packed); err != nil {
			return err
		}
		if err := each(n, packed); err != nil {
			return err
		}
	}
	return found.Err()
}

func (f finder) Listed(ctx context.Context, rows []int64, each func(l *project.Listed) error) error {
	list, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	found, err := f.tx.QueryContext(ctx, selectListed, string(list))
	if err != nil {
		return err
	}
	defer found.Close()
	all := make([]project.Listed, len(rows))
	for found.Next() {
		var at int
		var l project.Listed
		if err := found.Scan(&at, &l.Grade, &l.Killed.Lo, &l.Killed.Best, &l.Killed.Hi, &l.Packed); err != nil {
			return err
		}
		all[at] = l
	}
	if err := found.Err(); err != nil {
		return err
	}
	for i := range all {
		if err := each(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (f finder) RowsUpTo(ctx context.Context, seq int64) (n int64, err error) {
	err = f.tx.QueryRowContext(ctx, selectRowsUpTo, seq).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

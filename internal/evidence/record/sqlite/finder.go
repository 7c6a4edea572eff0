package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	selectPieces     = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key, chunk`
	selectPiecesDown = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key DESC, chunk DESC`
	selectNumbers    = `SELECT j.key, i.%s FROM json_each(?) j JOIN incident i ON i.n = j.value`
	selectRowsUpTo   = `SELECT n FROM incident WHERE first <= ? ORDER BY first DESC LIMIT 1`
)

// finder reads the index inside a transaction. It implements project.Finder.
type finder struct{ tx *sql.Tx }

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

func (f finder) RowsUpTo(ctx context.Context, seq int64) (n int64, err error) {
	err = f.tx.QueryRowContext(ctx, selectRowsUpTo, seq).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

const (
	selectPieces     = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key, chunk`
	selectPiecesDown = `SELECT key, chunk, docs FROM piece WHERE key >= ? AND key < ? ORDER BY key DESC, chunk DESC`
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

func (f finder) RowsUpTo(ctx context.Context, seq int64) (n int64, err error) {
	err = f.tx.QueryRowContext(ctx, selectRowsUpTo, seq).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

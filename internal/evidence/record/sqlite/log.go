package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

const (
	selectTile      = `SELECT hashes FROM tile WHERE level = ? AND n = ?`
	upsertTile      = `INSERT INTO tile (level, n, hashes) VALUES (?, ?, ?) ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes`
	selectAllStored = `SELECT seq, id, bytes, coalesce(removed, 0) FROM entry WHERE seq > ? ORDER BY seq`
	selectIDs       = `SELECT id FROM entry ORDER BY seq`
	selectSeals     = `SELECT sort, size, kept, body FROM seal ORDER BY n`
	insertSeal      = `INSERT OR IGNORE INTO seal (sort, size, kept, body) VALUES (?, ?, ?, ?)`
	selectLogged    = `SELECT logged FROM head`
	setLogged       = `UPDATE head SET logged = 1`
)

var _ record.Log = (*Store)(nil)

// Tile implements project.Tiles.
func (t *tables) Tile(level int, n int64) (hashes []byte, err error) {
	if err = t.stmts.get(selectTile, []any{level, n}, &hashes); errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return hashes, err
}

// PutTile implements project.Tiles.
func (t *tables) PutTile(level int, n int64, hashes []byte) error {
	return t.stmts.exec(upsertTile, level, n, hashes)
}

// prepareLog makes the tree of a record that is older than the log, once.
func (s *Store) prepareLog(ctx context.Context) error {
	var logged bool
	if err := s.read.QueryRowContext(ctx, selectLogged).Scan(&logged); err != nil || logged {
		return err
	}
	if s.write == nil {
		return fmt.Errorf("%w: its sealed log is still to be made: open it once for writing", record.ErrReadOnly)
	}
	return withTx(ctx, s.write, func(conn *sql.Conn) error {
		if err := conn.QueryRowContext(ctx, selectLogged).Scan(&logged); err != nil || logged { // by another process, meanwhile
			return err
		}
		t := newTables(ctx, conn)
		defer t.close()
		e, err := tree.Load(0, t.Tile, t.PutTile)
		if err != nil {
			return fmt.Errorf("%w: %w", record.ErrDamaged, err)
		}
		rows, err := conn.QueryContext(ctx, selectIDs)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id []byte
			if err := rows.Scan(&id); err != nil {
				return err
			}
			if err := e.Add(id); err != nil {
				return err
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		if err := e.Flush(); err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, setLogged)
		return err
	})
}

// Stored implements record.Log.
func (s *Store) Stored(ctx context.Context, after int64) iter.Seq2[record.Stored, error] {
	return func(yield func(record.Stored, error) bool) {
		err := s.eachStored(ctx, after, func(e record.Stored) bool { return yield(e, nil) })
		if err != nil {
			yield(record.Stored{}, named(err))
		}
	}
}

func (s *Store) eachStored(ctx context.Context, after int64, fn func(record.Stored) bool) error {
	rows, err := s.read.QueryContext(ctx, selectAllStored, after)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e record.Stored
		var id []byte
		if err := rows.Scan(&e.Seq, &id, &e.Bytes, &e.Removed); err != nil {
			return err
		}
		if copy(e.ID[:], id) != len(e.ID) {
			return fmt.Errorf("%w: the id of entry %d has %d bytes", record.ErrDamaged, e.Seq, len(id))
		}
		if !fn(e) {
			return nil
		}
	}
	return rows.Err()
}

// Tile implements record.Log.
func (s *Store) Tile(ctx context.Context, level int, n int64) (hashes []byte, err error) {
	err = s.read.QueryRowContext(ctx, selectTile, level, n).Scan(&hashes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return hashes, named(err)
}

// Seals implements record.Log.
func (s *Store) Seals(ctx context.Context) (out []record.Seal, err error) {
	rows, err := s.read.QueryContext(ctx, selectSeals)
	if err != nil {
		return nil, named(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e record.Seal
		if err := rows.Scan(&e.Sort, &e.Size, &e.Kept, &e.Body); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, named(rows.Err())
}

// AddSeal implements record.Log.
func (s *Store) AddSeal(ctx context.Context, e record.Seal) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	return named(withTx(ctx, s.write, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, insertSeal, string(e.Sort), e.Size, e.Kept, e.Body)
		return err
	}))
}

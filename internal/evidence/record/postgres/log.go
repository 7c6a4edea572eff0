package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectTile  = `SELECT hashes FROM tile WHERE level = $1 AND n = $2`
	upsertTiles = `INSERT INTO tile (level, n, hashes) SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bytea[])
		ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes`
	selectAllStored = `SELECT seq, id, bytes, coalesce(removed, 0) FROM entry WHERE seq > $1 ORDER BY seq`
	selectSeals     = `SELECT sort, size, kept, body FROM seal ORDER BY n`
	insertSeal      = `INSERT INTO seal (sort, size, kept, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
)

var (
	_ record.Log    = (*Store)(nil)
	_ project.Tiles = (*tables)(nil)
)

// tileColumns are tiles that are held back. A tile comes once in an append, or grows: then the last one counts.
type tileColumns struct {
	level  []int32
	n      []int64
	hashes [][]byte
}

// Tile implements project.Tiles.
func (t *tables) Tile(level int, n int64) ([]byte, error) {
	if err := t.flush(nil); err != nil {
		return nil, err
	}
	return tileOf(t.ctx, t.tx, level, n)
}

func tileOf(ctx context.Context, q queryer, level int, n int64) (hashes []byte, err error) {
	err = q.QueryRow(ctx, selectTile, level, n).Scan(&hashes)
	if noRows(err) {
		return nil, nil
	}
	return hashes, err
}

// PutTile implements project.Tiles. The tree goes on writing into the hashes that it gives.
func (t *tables) PutTile(level int, n int64, hashes []byte) error {
	c := &t.tiles
	hashes = slices.Clone(hashes)
	for i := range c.n {
		if c.level[i] == int32(level) && c.n[i] == n {
			c.hashes[i] = hashes
			return nil
		}
	}
	c.level, c.n, c.hashes = append(c.level, int32(level)), append(c.n, n), append(c.hashes, hashes)
	return nil
}

// Stored implements record.Log.
func (s *Store) Stored(ctx context.Context, after int64) iter.Seq2[record.Stored, error] {
	return func(yield func(record.Stored, error) bool) {
		err := s.snapshot(ctx, func(tx pgx.Tx) error {
			return cursor(ctx, tx, "stored", selectAllStored, []any{after}, scanAsStored, each(func(e *record.Stored) error {
				if !yield(*e, nil) {
					return errStop
				}
				return nil
			}))
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Stored{}, err)
		}
	}
}

func scanAsStored(row pgx.CollectableRow) (e record.Stored, err error) {
	var id []byte
	if err := row.Scan(&e.Seq, &id, &e.Bytes, &e.Removed); err != nil {
		return e, err
	}
	if copy(e.ID[:], id) != len(e.ID) {
		return e, fmt.Errorf("%w: the id of entry %d has %d bytes", record.ErrDamaged, e.Seq, len(id))
	}
	return e, nil
}

// Tile implements record.Log.
func (s *Store) Tile(ctx context.Context, level int, n int64) (hashes []byte, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		hashes, err = tileOf(ctx, tx, level, n)
		return err
	})
	return hashes, err
}

// Seals implements record.Log.
func (s *Store) Seals(ctx context.Context) (out []record.Seal, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectSeals)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e record.Seal, err error) {
			err = row.Scan(&e.Sort, &e.Size, &e.Kept, &e.Body)
			return e, err
		})
		return err
	})
	return out, err
}

// AddSeal implements record.Log.
func (s *Store) AddSeal(ctx context.Context, e record.Seal) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	_, err := s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) {
		_, err := tx.Exec(ctx, insertSeal, string(e.Sort), e.Size, e.Kept, e.Body)
		return was, err
	})
	return err
}

package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	// As text a packed bundle comes as a string of its own, with the same bytes; as a blob it would be copied twice.
	selectStanding = `SELECT CAST(packed AS TEXT) FROM bundle WHERE withdrawn = 0`
	selectPacked   = `SELECT packed FROM bundle WHERE id = ?`
	selectSeveral  = `SELECT b.id, b.packed FROM json_each(?) j CROSS JOIN bundle b ON b.id = j.value`
	// A bundle whose entries all lie within the cut stands as it is packed; one that is wholly after it is passed over.
	selectCut    = `SELECT id, seq <= ?1 AND latest <= ?2, CAST(packed AS TEXT) FROM bundle WHERE first <= ?1 AND earliest <= ?2`
	selectWithin = `SELECT e.seq, e.bytes FROM touch t JOIN entry e ON e.seq = t.seq
		WHERE t.incident = ?1 AND t.seq <= ?2 AND e.entered <= ?3 ORDER BY t.seq`
	byID  = ` ORDER BY id`
	byRow = ` ORDER BY n` // as they lie in the file
)

// Bundles implements record.Store.
func (s *Store) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return project.OneByOne(ctx, s.reading(cut, project.Whole, byID))
}

// Findings implements record.Store.
func (s *Store) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return project.Ahead(ctx, s.reading(cut, project.Lean, byRow))
}

// reading reads every incident that stands at the cut, on one state of the record.
func (s *Store) reading(cut record.Cut, much project.Much, order string) project.ReadBundles {
	return func(ctx context.Context, next func() *record.Bundle, done func() error) error {
		return s.snapshot(ctx, func(tx *sql.Tx) error {
			if cut == (record.Cut{}) {
				return allBundles(ctx, tx, much, order, next, done)
			}
			return cutBundles(ctx, tx, cut, much, order, next, done)
		})
	}
}

func allBundles(ctx context.Context, tx *sql.Tx, much project.Much, order string, next func() *record.Bundle, done func() error) error {
	rows, err := tx.QueryContext(ctx, selectStanding+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	var packed string
	for rows.Next() {
		if err := rows.Scan(&packed); err != nil {
			return err
		}
		if err := much.Unpack(packed, next()); err != nil {
			return err
		}
		if err := done(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// cutBundles packs out what has not changed since the cut, and makes the rest anew from its entries.
func cutBundles(ctx context.Context, tx *sql.Tx, cut record.Cut, much project.Much, order string, next func() *record.Bundle, done func() error) error {
	seq, entered := project.Bounds(cut)
	within, err := tx.PrepareContext(ctx, selectWithin)
	if err != nil {
		return err
	}
	defer within.Close()
	rows, err := tx.QueryContext(ctx, selectCut+order, seq, entered)
	if err != nil {
		return err
	}
	defer rows.Close()
	var id string
	var packed string
	var whole bool
	past := project.Past{Much: much, Own: func(id string, b *record.Bundle) error { return fromEntries(within, id, seq, entered, b) }}
	for rows.Next() {
		if err := rows.Scan(&id, &whole, &packed); err != nil {
			return err
		}
		stood, err := past.Take(id, whole, packed, next())
		if err != nil {
			return fmt.Errorf("incident %s: %w", id, err)
		}
		if !stood {
			continue
		}
		if err := done(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func fromEntries(within *sql.Stmt, id string, seq, entered int64, b *record.Bundle) error {
	*b = record.Bundle{}
	rows, err := within.Query(id, seq, entered)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var raw []byte
		if err := rows.Scan(&n, &raw); err != nil {
			return err
		}
		if err := project.ApplyBytes(b, id, n, raw); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Bundle implements record.Store.
func (s *Store) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	var packed string
	err := s.read.QueryRowContext(ctx, selectPacked, id).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("incident %s: %w", id, record.ErrNotFound)
	}
	if err != nil {
		return nil, named(err)
	}
	b := new(record.Bundle)
	if err := project.Unpack(packed, b); err != nil {
		return nil, fmt.Errorf("incident %s: %w", id, err)
	}
	return b, nil
}

// Several implements record.Store.
func (s *Store) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, selectSeveral, string(list))
	if err != nil {
		return nil, named(err)
	}
	defer rows.Close()
	out := make(map[string]*record.Bundle, len(ids))
	for rows.Next() {
		var id, packed string
		if err := rows.Scan(&id, &packed); err != nil {
			return nil, named(err)
		}
		b := new(record.Bundle)
		if err := project.Unpack(packed, b); err != nil {
			return nil, fmt.Errorf("incident %s: %w", id, err)
		}
		out[id] = b
	}
	return out, named(rows.Err())
}

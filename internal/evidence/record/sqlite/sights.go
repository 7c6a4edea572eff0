package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
)

const (
	selectSeen   = `SELECT b.id, CAST(b.packed AS TEXT), e.bytes FROM json_each(?) j JOIN bundle b ON b.id = j.value JOIN entry e ON e.seq = b.first`
	selectSights = `SELECT b.id, b.first, b.earliest, b.latest, CAST(b.packed AS TEXT) FROM json_each(?) j JOIN bundle b ON b.n = j.value ORDER BY b.n`
)

// Seen implements record.Store.
func (s *Store) Seen(ctx context.Context, v record.Visible, ids []string) (map[string]bool, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, selectSeen, string(list))
	if err != nil {
		return nil, named(err)
	}
	defer rows.Close()
	out := map[string]bool{}
	var id, packed string
	var first sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&id, &packed, &first); err != nil {
			return nil, named(err)
		}
		sees, err := project.Sees(&v, packed, first)
		if err != nil {
			return nil, fmt.Errorf("incident %s: %w", id, err)
		}
		if sees {
			out[id] = true
		}
	}
	return out, named(rows.Err())
}

// Sights implements record.Store.
func (s *Store) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return func(yield func(record.Sight, error) bool) {
		err := s.snapshot(ctx, func(tx *sql.Tx) error {
			found, err := project.Visible(ctx, finder{tx, &s.lines}, v)
			if err != nil {
				return err
			}
			return eachSight(ctx, tx, found, yield)
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Sight{}, err)
		}
	}
}

func eachSight(ctx context.Context, tx *sql.Tx, found *index.Set, yield func(record.Sight, error) bool) error {
	for ns := range slices.Chunk(slices.Collect(found.Rows(false)), project.SightsAtOnce) {
		list, err := json.Marshal(ns)
		if err != nil {
			return err
		}
		if err := someSights(ctx, tx, string(list), yield); err != nil {
			return err
		}
	}
	return nil
}

func someSights(ctx context.Context, tx *sql.Tx, list string, yield func(record.Sight, error) bool) error {
	rows, err := tx.QueryContext(ctx, selectSights, list)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, packed string
		at := record.Sight{Bundle: &record.Bundle{}}
		if err := rows.Scan(&id, &at.First, &at.Earliest, &at.Latest, &packed); err != nil {
			return err
		}
		if err := project.Unpack(packed, at.Bundle); err != nil {
			return fmt.Errorf("incident %s: %w", id, err)
		}
		if !yield(at, nil) {
			return errStop
		}
	}
	return rows.Err()
}

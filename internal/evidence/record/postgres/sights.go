package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectSeen = `SELECT b.id, b.packed, e.bytes FROM unnest($1::text[]) AS a (id)
		JOIN bundle b ON left(b.id, 400) = left(a.id, 400) AND b.id = a.id JOIN entry e ON e.seq = b.first`
	selectSights = `SELECT b.id, b.first, b.earliest, b.latest, b.packed FROM unnest($1::bigint[]) WITH ORDINALITY AS a (n, at) JOIN bundle b ON b.n = a.n ORDER BY a.at`
)

// Seen implements record.Store.
func (s *Store) Seen(ctx context.Context, v record.Visible, ids []string) (map[string]bool, error) {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = text(id)
	}
	out := map[string]bool{}
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectSeen, keys)
		if err != nil {
			return err
		}
		var id string
		var packed, first []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &packed, &first}, func() error {
			id := textBack(id)
			sees, err := project.Sees(&v, string(packed), first)
			if err != nil {
				return fmt.Errorf("incident %s: %w", id, err)
			}
			if sees {
				out[id] = true
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Sights implements record.Store.
func (s *Store) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return func(yield func(record.Sight, error) bool) {
		err := s.snapshot(ctx, func(tx pgx.Tx) error {
			found, err := project.Visible(ctx, finder{tx, &s.lines}, v)
			if err != nil {
				return err
			}
			for ns := range slices.Chunk(slices.Collect(found.Rows(false)), project.SightsAtOnce) {
				rows, err := tx.Query(ctx, selectSights, ns)
				if err != nil {
					return err
				}
				some, err := pgx.CollectRows(rows, scanSight)
				if err != nil {
					return err
				}
				for _, at := range some {
					if !yield(at, nil) {
						return errStop
					}
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Sight{}, err)
		}
	}
}

func scanSight(row pgx.CollectableRow) (record.Sight, error) {
	var id string
	var packed pgtype.DriverBytes
	at := record.Sight{Bundle: &record.Bundle{}}
	if err := row.Scan(&id, &at.First, &at.Earliest, &at.Latest, &packed); err != nil {
		return at, err
	}
	if err := project.Unpack(string(packed), at.Bundle); err != nil {
		return at, fmt.Errorf("incident %s: %w", textBack(id), err)
	}
	return at, nil
}

package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Touched implements record.Store.
func (s *Store) Touched(ctx context.Context, after int64, most int) (ids []string, whole bool, err error) {
	r := project.Rereads{Most: most}
	err = s.snapshot(ctx, func(tx pgx.Tx) error { return reread(ctx, tx, after, &r) })
	return r.IDs, r.Whole, err
}

// reread takes the entries after a position.
func reread(ctx context.Context, tx pgx.Tx, after int64, r *project.Rereads) error {
	t := newTables(ctx, tx)
	err := eachEntry(ctx, tx, "touched", selectEntries, []any{after}, func(e *record.Entry) error {
		more, err := r.Take(t, e)
		if err == nil && !more {
			err = errStop
		}
		return err
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	slices.Sort(r.IDs)
	r.IDs = slices.Compact(r.IDs)
	return err
}

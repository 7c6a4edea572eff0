package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Touched implements record.Store.
func (s *Store) Touched(ctx context.Context, after int64, most int) (ids []string, whole bool, err error) {
	r := project.Rereads{Most: most}
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		t := newTables(ctx, tx)
		defer t.close()
		return eachEntry(ctx, tx, selectEntries, []any{after}, func(e *record.Entry) error {
			more, err := r.Take(t, e)
			if err == nil && !more {
				err = errStop
			}
			return err
		})
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	slices.Sort(r.IDs)
	return slices.Compact(r.IDs), r.Whole, err
}

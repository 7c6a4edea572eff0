package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"mithaq/internal/evidence/record"
)

// Touched implements record.Store.
func (s *Store) Touched(ctx context.Context, after int64, most int) (ids []string, whole bool, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		st := newStmts(ctx, tx)
		defer st.close()
		p := newProjector(ctx, st)
		n := 0
		return eachEntry(ctx, tx, selectEntries, []any{after}, func(e *record.Entry) error {
			read, err := record.Decode(e.Kind, e.Version, e.Payload)
			if n++; n > most || record.IsNewer(err) || err == nil && based(read) {
				whole = true
				return errStop
			}
			if err != nil {
				return err
			}
			touched, err := p.touched(e, read)
			ids = append(ids, touched...)
			return err
		})
	})
	if whole {
		ids = nil
	}
	if errors.Is(err, errStop) {
		err = nil
	}
	slices.Sort(ids)
	return slices.Compact(ids), whole, err
}

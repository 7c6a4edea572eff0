package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const setProjection = `UPDATE head SET projection = $1`

// projections are the tables that follow from the entries. Rows are deleted, not truncated: readers go on reading the old ones.
// who says of a row which incident (or key of the index) it is about.
var projections = []struct{ name, who string }{
	{"touch", "n::text"},
	{"bundle", "id"},
	{"incident", "n::text"},
	{"piece", "encode(key, 'escape')"},
}

// Rebuild makes the projections anew from the entries.
func (s *Store) Rebuild(ctx context.Context) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	_, err := s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) { return was, rebuild(ctx, tx, s.updating) })
	return err
}

// rebuild tells updating, unless it is nil, how many entries of how many it has read.
func rebuild(ctx context.Context, tx pgx.Tx, updating func(done, total int64)) error {
	head, err := headOf(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range projections {
		if _, err := tx.Exec(ctx, "DELETE FROM "+t.name); err != nil {
			return err
		}
	}
	t := newTables(ctx, tx)
	p := project.NewProjector(ctx, t)
	take := func(entries []record.Entry) error {
		if err := p.Take(entries); err != nil {
			return err
		}
		if updating != nil && len(entries) > 0 {
			updating(entries[len(entries)-1].Seq, head.Seq)
		}
		return nil
	}
	if err := cursor(ctx, tx, "all_entries", selectEntries, []any{int64(0)}, scanEntry, take); err != nil {
		return err
	}
	if err := p.Flush(); err != nil {
		return err
	}
	if err := t.flush(nil); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, setProjection, project.Form)
	return err
}

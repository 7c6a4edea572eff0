package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectChunk   = `SELECT seq, bytes FROM entry WHERE seq > ? ORDER BY seq LIMIT 4096`
	setProjection = `UPDATE head SET projection = ?`
)

// projections are the tables that follow from the entries, and what of a row says which incident (or key of the index) it is about.
var projections = []struct{ name, who string }{
	{"touch", "incident"},
	{"bundle", "id"},
	{"incident", "id"},
	{"piece", "quote(key)"},
}

// Rebuild makes the projections anew from the entries.
func (s *Store) Rebuild(ctx context.Context) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	return withTx(ctx, s.write, func(conn *sql.Conn) error { return rebuild(ctx, conn, s.updating) })
}

// rebuild tells updating, unless it is nil, how many entries of how many it has read.
func rebuild(ctx context.Context, conn preparer, updating func(done, total int64)) error {
	head, err := headOf(ctx, conn)
	if err != nil {
		return err
	}
	for _, t := range projections {
		if _, err := conn.ExecContext(ctx, "DELETE FROM "+t.name); err != nil {
			return err
		}
	}
	tables := newTables(ctx, conn)
	defer tables.close()
	p := project.NewProjector(ctx, tables)
	for last, more := int64(0), true; more; {
		more = false
		var chunk []record.Entry
		err := eachEntry(ctx, conn, selectChunk, []any{last}, func(e *record.Entry) error {
			chunk, last, more = append(chunk, *e), e.Seq, true
			return nil
		})
		if err != nil {
			return err
		}
		if err := p.Take(chunk); err != nil {
			return err
		}
		if more && updating != nil {
			updating(last, head.Seq)
		}
	}
	if err := p.Flush(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, setProjection, project.Form)
	return err
}

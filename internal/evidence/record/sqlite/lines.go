package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	lineColumns = `i.n, i.id, i.withdrawn, i.date_lo, i.date_hi, i.month, i.year, i.parties, i.act, i.publisher, i.grade, i.waiting, i.killed_lo, i.killed_best, i.killed_hi`
	selectLines = `SELECT ` + lineColumns + ` FROM incident i`
	selectSome  = `SELECT ` + lineColumns + ` FROM json_each(?) j CROSS JOIN bundle b ON b.id = j.value CROSS JOIN incident i ON i.n = b.n`
)

func (f finder) Held(ctx context.Context) (project.Holding, error) {
	held, err := f.keep.At(ctx, lines{f})
	if held == nil || err != nil {
		return nil, err
	}
	return held, nil
}

// Hold holds of every incident in memory by what it is found, as after many questions.
func (s *Store) Hold(ctx context.Context) error {
	return s.snapshot(ctx, func(tx *sql.Tx) error { return s.lines.Ready(ctx, lines{finder{tx, &s.lines}}) })
}

// lines reads the lines of one state of the record. It implements project.Lines.
type lines struct{ finder }

func (l lines) Head(ctx context.Context) (record.Head, error) { return headOf(ctx, l.tx) }

func (l lines) Changed(ctx context.Context, after record.Head, most int) ([]string, bool, error) {
	if was, err := new(clock).cutHead(ctx, l.tx, record.Cut{Seq: after.Seq}); err != nil || was != after {
		return nil, true, err
	}
	r := project.Rereads{Most: most, Lines: true}
	err := reread(ctx, l.tx, after.Seq, &r)
	return r.IDs, r.Whole, err
}

func (l lines) Rows(ctx context.Context, ids []string, each func(*project.LineRow)) error {
	query, args := selectLines, []any(nil)
	if ids != nil {
		list, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		query, args = selectSome, []any{string(list)}
	}
	rows, err := l.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var r project.LineRow
	into := []any{
		&r.N, &r.ID, &r.State, &r.Lo, &r.Hi, &r.Month, &r.Year, &r.Parties, &r.Act, &r.Publisher, &r.Grade, &r.Waiting, &r.Killed.Lo, &r.Killed.Best, &r.Killed.Hi,
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		each(&r)
	}
	return rows.Err()
}

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	lineColumns = `i.n, b.id, i.state, i.date_lo, i.date_hi, i.month, i.year, i.parties, i.act, i.publisher, i.grade, i.waiting, i.killed_lo, i.killed_best, i.killed_hi`
	selectLines = `SELECT ` + lineColumns + ` FROM incident i JOIN bundle b ON b.n = i.n`
	selectSome  = `SELECT ` + lineColumns + ` FROM unnest($1::text[]) AS a (id) JOIN bundle b ON left(b.id, 400) = left(a.id, 400) AND b.id = a.id JOIN incident i ON i.n = b.n`
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
	return s.snapshot(ctx, func(tx pgx.Tx) error { return s.lines.Ready(ctx, lines{finder{tx, &s.lines}}) })
}

// lines reads the lines of one state of the record. It implements project.Lines.
type lines struct{ finder }

func (l lines) Head(ctx context.Context) (record.Head, error) { return headOf(ctx, l.tx) }

func (l lines) Changed(ctx context.Context, after record.Head, most int) ([]string, bool, error) {
	if was, err := cutHead(ctx, l.tx, record.Cut{Seq: after.Seq}); err != nil || was != after {
		return nil, true, err
	}
	r := project.Rereads{Most: most, Lines: true}
	err := reread(ctx, l.tx, after.Seq, &r)
	return r.IDs, r.Whole, err
}

func (l lines) Rows(ctx context.Context, ids []string, each func(*project.LineRow)) error {
	query, args := selectLines, []any(nil)
	if ids != nil {
		list := make([]string, len(ids))
		for i, id := range ids {
			list[i] = text(id)
		}
		query, args = selectSome, []any{list}
	}
	rows, err := l.tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	var r project.LineRow
	words := make([]string, 6)
	into := []any{
		&r.N, &words[0], &r.State, &r.Lo, &r.Hi, &words[1], &words[2], &words[3], &words[4], &words[5], &r.Grade, &r.Waiting, &r.Killed.Lo, &r.Killed.Best, &r.Killed.Hi,
	}
	_, err = pgx.ForEachRow(rows, into, func() error {
		readBack(words)
		r.ID, r.Month, r.Year, r.Parties, r.Act, r.Publisher = words[0], words[1], words[2], words[3], words[4], words[5]
		each(&r)
		return nil
	})
	return err
}

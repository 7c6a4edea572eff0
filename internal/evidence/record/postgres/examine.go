package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectRaw = `SELECT seq, id, kind, version, subject, entered, coalesce(incident, ''), based, coalesce(removed, 0), bytes FROM entry ORDER BY seq`
	// What differs between a table and what it was before, in either direction.
	keepTable      = `CREATE TEMP TABLE was_%[1]s ON COMMIT DROP AS SELECT * FROM %[1]s`
	selectDiffered = `SELECT DISTINCT %[2]s FROM ((SELECT * FROM %[1]s EXCEPT SELECT * FROM was_%[1]s)
		UNION ALL (SELECT * FROM was_%[1]s EXCEPT SELECT * FROM %[1]s)) d ORDER BY 1`
)

var _ record.Examiner = (*Store)(nil)

// Check examines the record and gives the first fault as an error, and how many entries a newer program wrote.
func (s *Store) Check(ctx context.Context) (newer int, err error) { return record.Check(ctx, s) }

// Examine implements record.Examiner.
func (s *Store) Examine(ctx context.Context, report func(record.Fault), progress func(done, total int64)) (record.Examined, error) {
	x := project.NewExamination(report)
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		head, err := headOf(ctx, tx)
		if err != nil {
			return err
		}
		err = cursor(ctx, tx, "raw_entries", selectRaw, nil, scanRaw, each(func(r *project.RawRow) error {
			x.Row(r)
			if progress != nil && r.Seq%1000 == 0 {
				progress(r.Seq, head.Seq)
			}
			return nil
		}))
		if err != nil {
			return err
		}
		layouts, err := layoutsOf(ctx, tx)
		x.End(head, layouts)
		return err
	})
	if err != nil || s.write == nil || x.Result().Newer > 0 { // what a newer program projected cannot be made anew here
		return x.Result(), err
	}
	err = s.compareTables(ctx, x)
	return x.Result(), err
}

func scanRaw(row pgx.CollectableRow) (r project.RawRow, err error) {
	var kind string
	err = row.Scan(&r.Seq, &r.RawID, &kind, &r.Version, &r.Subject, &r.Entered, &r.Incident, &r.Based, &r.Removed, &r.Bytes)
	r.Kind, r.Subject, r.Incident = record.Kind(textBack(kind)), textBack(r.Subject), textBack(r.Incident)
	return r, err
}

// errUndo ends a transaction that was only to try something.
var errUndo = errors.New("undo")

// compareTables makes the tables anew, in a transaction that is undone, and compares.
func (s *Store) compareTables(ctx context.Context, x *project.Examination) error {
	_, err := s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) {
		for _, t := range projections {
			if _, err := tx.Exec(ctx, fmt.Sprintf(keepTable, t.name)); err != nil {
				return was, err
			}
		}
		if err := rebuild(ctx, tx, nil); err != nil {
			if lost(err) || ctx.Err() != nil {
				return was, err
			}
			x.Report(record.Fault{Sort: record.FaultTables, Detail: err.Error()})
			return was, errUndo
		}
		for _, t := range projections {
			d := &project.Differing{Table: t.name}
			rows, err := tx.Query(ctx, fmt.Sprintf(selectDiffered, t.name, t.who))
			if err != nil {
				return was, err
			}
			var who string
			if _, err := pgx.ForEachRow(rows, []any{&who}, func() error { d.Add(textBack(who)); return nil }); err != nil {
				return was, err
			}
			x.Tell(d)
		}
		x.Compared()
		return was, errUndo
	})
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectRaw = `SELECT seq, id, kind, version, subject, entered, coalesce(incident, ''), based, coalesce(removed, 0), bytes FROM entry ORDER BY seq`
	// What differs between a table and what it was before, in either direction.
	keepTable      = `CREATE TEMP TABLE was_%[1]s AS SELECT * FROM main.%[1]s`
	selectDiffered = `SELECT DISTINCT %[2]s FROM (SELECT * FROM (SELECT * FROM main.%[1]s EXCEPT SELECT * FROM was_%[1]s)
		UNION ALL SELECT * FROM (SELECT * FROM was_%[1]s EXCEPT SELECT * FROM main.%[1]s)) ORDER BY 1`
)

var _ record.Examiner = (*Store)(nil)

// Check examines the record and gives the first fault as an error, and how many entries a newer program wrote.
func (s *Store) Check(ctx context.Context) (newer int, err error) { return record.Check(ctx, s) }

// Examine implements record.Examiner.
func (s *Store) Examine(ctx context.Context, report func(record.Fault), progress func(done, total int64)) (record.Examined, error) {
	x := project.NewExamination(report)
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		if err := examineFile(ctx, tx, x); err != nil {
			return err
		}
		head, err := headOf(ctx, tx)
		if err != nil {
			return err
		}
		if err := examineEntries(ctx, tx, x, head.Seq, progress); err != nil {
			return err
		}
		layouts, err := layoutsOf(ctx, tx)
		x.End(head, layouts)
		return err
	})
	if err != nil || s.write == nil || x.Result().Newer > 0 { // what a newer program projected cannot be made anew here
		return x.Result(), named(err)
	}
	err = s.compareTables(ctx, x)
	return x.Result(), named(err)
}

// examineFile asks SQLite what it finds wrong with the file.
func examineFile(ctx context.Context, tx *sql.Tx, x *project.Examination) error {
	rows, err := tx.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			x.Report(record.Fault{Sort: record.FaultFile, Detail: said})
		}
	}
	return rows.Err()
}

func examineEntries(ctx context.Context, tx *sql.Tx, x *project.Examination, total int64, progress func(done, total int64)) error {
	rows, err := tx.QueryContext(ctx, selectRaw)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r project.RawRow
		if err := rows.Scan(&r.Seq, &r.RawID, &r.Kind, &r.Version, &r.Subject, &r.Entered, &r.Incident, &r.Based, &r.Removed, &r.Bytes); err != nil {
			return err
		}
		x.Row(&r)
		if progress != nil && r.Seq%1000 == 0 {
			progress(r.Seq, total)
		}
	}
	return rows.Err()
}

// errUndo ends a transaction that was only to try something.
var errUndo = errors.New("undo")

// compareTables makes the tables anew, in a transaction that is undone, and compares.
func (s *Store) compareTables(ctx context.Context, x *project.Examination) error {
	err := withTx(ctx, s.write, func(conn *sql.Conn) error {
		for _, t := range projections {
			if _, err := conn.ExecContext(ctx, fmt.Sprintf(keepTable, t.name)); err != nil {
				return err
			}
		}
		if err := rebuild(ctx, conn, nil); err != nil {
			x.Report(record.Fault{Sort: record.FaultTables, Detail: err.Error()})
			return errUndo
		}
		for _, t := range projections {
			d := &project.Differing{Table: t.name}
			if err := eachDiffering(ctx, conn, fmt.Sprintf(selectDiffered, t.name, t.who), d); err != nil {
				return err
			}
			x.Tell(d)
		}
		x.Compared()
		return errUndo
	})
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}

func eachDiffering(ctx context.Context, conn *sql.Conn, query string, d *project.Differing) error {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var who string
		if err := rows.Scan(&who); err != nil {
			return err
		}
		d.Add(who)
	}
	return rows.Err()
}

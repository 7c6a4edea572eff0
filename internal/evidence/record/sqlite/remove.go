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
	selectStored    = `SELECT bytes FROM entry WHERE seq = ?`
	selectTouching  = `SELECT seq FROM touch WHERE incident = ? ORDER BY seq`
	selectTouchedBy = `SELECT incident FROM touch WHERE seq = ? ORDER BY incident`
	selectVersions  = `SELECT seq FROM entry WHERE kind = ? AND subject = ? AND removed IS NULL ORDER BY seq`
	blankEntry      = `UPDATE entry SET subject = '', incident = NULL, based = 0, bytes = ?, removed = coalesce(removed, ?) WHERE seq = ?`
	setScrub        = `UPDATE head SET scrub = ?`
	countRemoved    = `SELECT count(*) FROM entry WHERE removed IS NOT NULL AND seq <= ? AND entered <= ?`
)

var (
	_ project.Removing = (*tables)(nil)
	_ record.Scrubber  = (*Store)(nil)
)

func (t *tables) Stored(seq int64) (*record.Entry, error) {
	var b []byte
	err := t.stmts.get(selectStored, []any{seq}, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := record.DecodeStored(b)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", seq, err)
	}
	e.Seq = seq
	return &e, nil
}

func (t *tables) Touching(incident string) ([]int64, error) {
	return column[int64](t, selectTouching, incident)
}

func (t *tables) TouchedBy(seq int64) ([]string, error) {
	return column[string](t, selectTouchedBy, seq)
}

func (t *tables) Versions(kind record.Kind, subject string) ([]int64, error) {
	return column[int64](t, selectVersions, string(kind), subject)
}

// column reads a query of one column.
func column[T any](t *tables, query string, args ...any) (out []T, err error) {
	err = t.stmts.each(query, args, func(rows *sql.Rows) error {
		var v T
		err := rows.Scan(&v)
		out = append(out, v)
		return err
	})
	return out, err
}

// Blank overwrites what it frees: secure_delete holds from here to the end of the connection's next Scrub.
func (t *tables) Blank(e *record.Entry, removal int64, incidents []string) error {
	if err := t.pragma(`PRAGMA secure_delete = ON`); err != nil {
		return err
	}
	if err := t.stmts.exec(blankEntry, record.EncodeStub(e, incidents), removal, e.Seq); err != nil {
		return err
	}
	return t.stmts.exec(setScrub, 1)
}

// pragma runs a setting, which answers with its value.
func (t *tables) pragma(query string) error {
	var now int
	if err := t.conn.QueryRowContext(t.ctx, query).Scan(&now); err != nil {
		return err
	}
	if now != 1 {
		return fmt.Errorf("%s: it is %d", query, now)
	}
	return nil
}

func (t *tables) MakeAnew() error { return rebuild(t.ctx, t.conn, nil) }

// Scrub writes the file anew (VACUUM) and empties the write-ahead log, so that content that was removed, also what older versions of the
// tables left in pages of the file, is in neither. It waits for readers as long as a writer does; record.ErrBusy: they did not end.
func (s *Store) Scrub(ctx context.Context) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	if _, err := s.write.ExecContext(ctx, `VACUUM`); err != nil {
		return named(err)
	}
	if err := s.truncate(ctx); err != nil {
		return err
	}
	if _, err := s.write.ExecContext(ctx, setScrub, 0); err != nil {
		return named(err)
	}
	return nil
}

// truncate folds the write-ahead log into the file and cuts it to nothing.
func (s *Store) truncate(ctx context.Context) error {
	var busy, pages, moved int
	if err := s.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return named(err)
	}
	if busy != 0 {
		return fmt.Errorf("%s: %w: somebody still reads what was there before", s.path, record.ErrBusy)
	}
	return nil
}

// scrubIfDue finishes what was interrupted between a removal and its Scrub.
func (s *Store) scrubIfDue(ctx context.Context) error {
	var due bool
	if err := s.read.QueryRowContext(ctx, `SELECT scrub FROM head`).Scan(&due); err != nil {
		return err
	}
	if !due || s.write == nil {
		return nil
	}
	if err := s.Scrub(ctx); err != nil && !errors.Is(err, record.ErrBusy) { // busy: another program has it open and will do it
		return err
	}
	return nil
}

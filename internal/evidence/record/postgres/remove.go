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
	selectStored    = `SELECT bytes FROM entry WHERE seq = $1`
	selectTouching  = `SELECT t.seq FROM bundle b JOIN touch t ON t.n = b.n WHERE left(b.id, 400) = left($1, 400) AND b.id = $1 ORDER BY t.seq`
	selectTouchedBy = `SELECT b.id FROM touch t JOIN bundle b ON b.n = t.n WHERE t.seq = $1 ORDER BY b.id`
	selectVersions  = `SELECT seq FROM entry WHERE kind = $1 AND left(subject, 400) = left($2, 400) AND subject = $2 AND removed IS NULL ORDER BY seq`
	blankEntry      = `UPDATE entry SET subject = '', incident = NULL, based = false, bytes = $1, removed = coalesce(removed, $2) WHERE seq = $3`
	setScrub        = `UPDATE head SET scrub = $1`
	owned           = `SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'entry'::regclass`
)

var (
	_ project.Removing = (*tables)(nil)
	_ record.Scrubber  = (*Store)(nil)
)

func (t *tables) Stored(seq int64) (*record.Entry, error) {
	if err := t.flush(nil); err != nil {
		return nil, err
	}
	var b []byte
	if err := t.tx.QueryRow(t.ctx, selectStored, seq).Scan(&b); noRows(err) {
		return nil, nil
	} else if err != nil {
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
	return column[int64](t, selectTouching, text(incident))
}

func (t *tables) TouchedBy(seq int64) ([]string, error) {
	ids, err := column[string](t, selectTouchedBy, seq)
	readBack(ids)
	return ids, err
}

func (t *tables) Versions(kind record.Kind, subject string) ([]int64, error) {
	return column[int64](t, selectVersions, text(string(kind)), text(subject))
}

// column reads a query of one column.
func column[T any](t *tables, query string, args ...any) ([]T, error) {
	if err := t.flush(nil); err != nil {
		return nil, err
	}
	rows, err := t.tx.Query(t.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}

func (t *tables) Blank(e *record.Entry, removal int64, incidents []string) error {
	if _, err := t.tx.Exec(t.ctx, blankEntry, record.EncodeStub(e, incidents), removal, e.Seq); err != nil {
		return err
	}
	_, err := t.tx.Exec(t.ctx, setScrub, true)
	return err
}

func (t *tables) MakeAnew() error {
	if err := t.flush(nil); err != nil {
		return err
	}
	t.subjects, t.bundles = nil, nil
	return rebuild(t.ctx, t.tx, nil)
}

// Scrub writes the tables anew (VACUUM FULL), so that content that was removed is in none of their files. The write-ahead log of the server holds it
// until its files are used again. It takes the owner of the record: record.ErrReadOnly for any other role.
func (s *Store) Scrub(ctx context.Context) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	var owner bool
	if err := s.write.QueryRow(ctx, owned).Scan(&owner); err != nil {
		return s.told(ctx, err)
	}
	if !owner { // the server would pass over it, and say so in a notice only
		return fmt.Errorf("%s: %w: the owner of its tables must write them anew", s.address.shown, record.ErrReadOnly)
	}
	for _, table := range []string{"entry", "touch", "bundle", "incident", "piece"} {
		if _, err := s.write.Exec(ctx, "VACUUM (FULL) "+table); err != nil {
			return s.told(ctx, err)
		}
	}
	_, err := s.write.Exec(ctx, setScrub, false)
	return s.told(ctx, err)
}

// scrubIfDue finishes what was interrupted between a removal and its Scrub, where the role may.
func (s *Store) scrubIfDue(ctx context.Context) error {
	if s.write == nil {
		return nil
	}
	var due, owner bool
	if err := s.write.QueryRow(ctx, "SELECT scrub, ("+owned+") FROM head").Scan(&due, &owner); err != nil {
		return err
	}
	if !due || !owner {
		return nil
	}
	if err := s.Scrub(ctx); err != nil && !errors.Is(err, record.ErrBusy) { // busy: another program has it open and will do it
		return err
	}
	return nil
}

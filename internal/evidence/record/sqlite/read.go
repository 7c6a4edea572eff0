package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectEntries  = `SELECT seq, bytes FROM entry WHERE seq > ? ORDER BY seq`
	selectIncident = `SELECT e.seq, e.bytes FROM touch t JOIN entry e ON e.seq = t.seq WHERE t.incident = ? ORDER BY t.seq`
	selectHistory  = `SELECT seq, bytes FROM entry WHERE (kind = ? AND subject = ? AND removed IS NULL) OR (kind = 'withdrawal' AND subject = ?) ORDER BY seq`
	selectBased    = `SELECT seq, bytes FROM entry WHERE based = 1 AND seq <= ? AND entered <= ? ORDER BY seq`
	selectLayouts  = `SELECT kind, version FROM layout`
	countLayout    = `SELECT count(*) FROM entry WHERE kind = ? AND version = ? AND seq <= ? AND entered <= ?`
)

// snapshot runs fn on one state of the record, whatever is written meanwhile.
func (s *Store) snapshot(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return named(err)
	}
	err = fn(tx)
	if rb := tx.Rollback(); !errors.Is(rb, sql.ErrTxDone) { // nothing was written; a context that ended has done it already
		err = errors.Join(err, rb)
	}
	return named(err)
}

// Entries implements record.Store.
func (s *Store) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return func(yield func(record.Entry, error) bool) {
		stopped := false
		err := eachEntry(ctx, s.read, selectEntries, []any{after}, func(e *record.Entry) error {
			if !yield(*e, nil) {
				stopped = true
				return errStop
			}
			return nil
		})
		if err != nil && !stopped {
			yield(record.Entry{}, named(err))
		}
	}
}

// errStop ends a loop over rows early.
var errStop = errors.New("enough")

func eachEntry(ctx context.Context, q queryer, query string, args []any, fn func(*record.Entry) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var b []byte
		if err := rows.Scan(&seq, &b); err != nil {
			return err
		}
		e, err := record.DecodeStored(b)
		if err != nil {
			return fmt.Errorf("entry %d: %w", seq, err)
		}
		e.Seq = seq
		if err := fn(&e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// History implements record.Store.
func (s *Store) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	query, args := selectHistory, []any{string(kind), subject, record.Key(string(kind), subject)}
	if kind == record.KindIncident {
		query, args = selectIncident, []any{subject}
	}
	var out []record.Entry
	err := eachEntry(ctx, s.read, query, args, func(e *record.Entry) error {
		out = append(out, *e)
		return nil
	})
	if err == nil && out == nil {
		err = fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
	}
	return out, named(err)
}

// Base implements record.Store. Head is the newest entry within the cut.
func (s *Store) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	var base *record.Base
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		seq, entered := project.Bounds(cut)
		f := record.NewBaseFold()
		if err := eachEntry(ctx, tx, selectBased, []any{seq, entered}, f.Apply); err != nil {
			return err
		}
		head, err := s.clock.cutHead(ctx, tx, cut)
		if err != nil {
			return err
		}
		newer, err := countNewer(ctx, tx, cut)
		if err != nil {
			return err
		}
		base = f.Base(head, newer)
		return tx.QueryRowContext(ctx, countRemoved, seq, entered).Scan(&base.Removed)
	})
	if err != nil {
		return nil, err
	}
	return base, nil
}

// layoutsOf gives the layouts that occur.
func layoutsOf(ctx context.Context, q queryer) (out []project.Layout, err error) {
	rows, err := q.QueryContext(ctx, selectLayouts)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l project.Layout
		if err := rows.Scan(&l.Kind, &l.Version); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// countNewer counts the entries whose kind or layout this program does not know.
func countNewer(ctx context.Context, q queryer, cut record.Cut) (n int, err error) {
	layouts, err := layoutsOf(ctx, q)
	if err != nil {
		return 0, err
	}
	seq, entered := project.Bounds(cut)
	for _, l := range layouts {
		if !l.Newer() {
			continue
		}
		var c int
		if err := q.QueryRowContext(ctx, countLayout, string(l.Kind), l.Version, seq, entered).Scan(&c); err != nil {
			return 0, err
		}
		n += c
	}
	return n, nil
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectEnteredBy = `SELECT coalesce(max(entered), 0) FROM entry WHERE entered <= $1`
	selectEntries   = `SELECT seq, bytes FROM entry WHERE seq > $1 ORDER BY seq`
	selectIncident  = `SELECT e.seq, e.bytes FROM bundle b JOIN touch t ON t.n = b.n JOIN entry e ON e.seq = t.seq
		WHERE left(b.id, 400) = left($1, 400) AND b.id = $1 ORDER BY t.seq`
	selectHistory = `SELECT seq, bytes FROM entry WHERE kind = $1 AND left(subject, 400) = left($2, 400) AND subject = $2 AND removed IS NULL
		UNION ALL SELECT seq, bytes FROM entry WHERE kind = 'withdrawal' AND left(subject, 400) = left($3, 400) AND subject = $3 ORDER BY seq`
	selectBased   = `SELECT seq, bytes FROM entry WHERE based AND seq <= $1 AND entered <= $2 ORDER BY seq`
	selectLayouts = `SELECT kind, version FROM layout`
	countLayout   = `SELECT count(*) FROM entry WHERE kind = $1 AND version = $2 AND seq <= $3 AND entered <= $4`
	countRemoved  = `SELECT count(*) FROM entry WHERE removed IS NOT NULL AND seq <= $1 AND entered <= $2`
	headAt        = `SELECT seq, id FROM entry WHERE seq <= $1 AND entered <= $2 ORDER BY seq DESC LIMIT 1`
)

// fetched is how many rows of a long answer come in one round trip.
const fetched = 512

// errStop ends a loop over rows early.
var errStop = errors.New("enough")

// cursor reads a long answer in pieces, so that it may be left early, and other questions may be asked between two pieces. Each cursor of the
// program has a name of its own: the columns that it fetches are remembered by it.
func cursor[T any](ctx context.Context, tx pgx.Tx, name, query string, args []any, scan pgx.RowToFunc[T], give func([]T) error) error {
	if _, err := tx.Exec(ctx, "DECLARE "+name+" NO SCROLL CURSOR FOR "+query, args...); err != nil {
		return err
	}
	fetch := fmt.Sprintf("FETCH FORWARD %d FROM %s", fetched, name)
	for piece := make([]T, 0, fetched); ; piece = piece[:0] {
		rows, err := tx.Query(ctx, fetch)
		if err != nil {
			return err
		}
		if piece, err = pgx.AppendRows(piece, rows, scan); err != nil {
			return err
		}
		if err := give(piece); err != nil {
			return err
		}
		if len(piece) < fetched {
			_, err := tx.Exec(ctx, "CLOSE "+name)
			return err
		}
	}
}

// each makes of what is done with a row what is done with a piece.
func each[T any](fn func(*T) error) func([]T) error {
	return func(piece []T) error {
		for i := range piece {
			if err := fn(&piece[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// Entries implements record.Store.
func (s *Store) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return func(yield func(record.Entry, error) bool) {
		err := s.snapshot(ctx, func(tx pgx.Tx) error {
			return eachEntry(ctx, tx, "entries", selectEntries, []any{after}, func(e *record.Entry) error {
				if !yield(*e, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Entry{}, err)
		}
	}
}

func eachEntry(ctx context.Context, tx pgx.Tx, name, query string, args []any, fn func(*record.Entry) error) error {
	return cursor(ctx, tx, name, query, args, scanEntry, each(fn))
}

// scanEntry reads a row of position and bytes.
func scanEntry(row pgx.CollectableRow) (record.Entry, error) {
	var seq int64
	var raw []byte
	if err := row.Scan(&seq, &raw); err != nil {
		return record.Entry{}, err
	}
	e, err := record.DecodeStored(raw)
	if err != nil {
		return record.Entry{}, fmt.Errorf("entry %d: %w", seq, err)
	}
	e.Seq = seq
	return e, nil
}

// History implements record.Store.
func (s *Store) History(ctx context.Context, kind record.Kind, subject string) (out []record.Entry, err error) {
	name, query, args := "history", selectHistory, []any{text(string(kind)), text(subject), text(record.Key(string(kind), subject))}
	if kind == record.KindIncident {
		name, query, args = "incident_history", selectIncident, []any{text(subject)}
	}
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		return eachEntry(ctx, tx, name, query, args, func(e *record.Entry) error {
			out = append(out, *e)
			return nil
		})
	})
	if err == nil && out == nil {
		err = fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
	}
	return out, err
}

// Base implements record.Store. Head is the newest entry within the cut.
func (s *Store) Base(ctx context.Context, cut record.Cut) (base *record.Base, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		seq, entered := project.Bounds(cut)
		f := record.NewBaseFold()
		if err := eachEntry(ctx, tx, "based", selectBased, []any{seq, entered}, f.Apply); err != nil {
			return err
		}
		head, err := cutHead(ctx, tx, cut)
		if err != nil {
			return err
		}
		newer, err := countNewer(ctx, tx, cut)
		if err != nil {
			return err
		}
		base = f.Base(head, newer)
		return tx.QueryRow(ctx, countRemoved, seq, entered).Scan(&base.Removed)
	})
	if err != nil {
		return nil, err
	}
	return base, nil
}

// EnteredBy implements record.Reader.
func (s *Store) EnteredBy(ctx context.Context, instant int64) (latest int64, err error) {
	err = s.snapshot(ctx, func(tx pgx.Tx) error { return tx.QueryRow(ctx, selectEnteredBy, instant).Scan(&latest) })
	return latest, err
}

func cutHead(ctx context.Context, q queryer, cut record.Cut) (record.Head, error) {
	if cut == (record.Cut{}) {
		return headOf(ctx, q)
	}
	seq, entered := project.Bounds(cut)
	h, err := scanHead(q.QueryRow(ctx, headAt, seq, entered))
	if noRows(err) {
		return record.Head{}, nil
	}
	return h, err
}

// layoutsOf gives the layouts that occur.
func layoutsOf(ctx context.Context, q queryer) ([]project.Layout, error) {
	rows, err := q.Query(ctx, selectLayouts)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l project.Layout, err error) {
		var kind string
		err = row.Scan(&kind, &l.Version)
		l.Kind = record.Kind(textBack(kind))
		return l, err
	})
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
		if err := q.QueryRow(ctx, countLayout, text(string(l.Kind)), l.Version, seq, entered).Scan(&c); err != nil {
			return 0, err
		}
		n += c
	}
	return n, nil
}

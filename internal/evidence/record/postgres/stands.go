package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
)

const (
	// The newest entry on each subject, unless a newer withdrawal names it: Key's escapes are written out.
	selectStands = `SELECT e.seq, e.bytes FROM entry e WHERE e.kind = $1 AND %s
		AND NOT EXISTS (SELECT FROM entry n WHERE n.kind = e.kind AND left(n.subject, 400) = left(e.subject, 400) AND n.subject = e.subject AND n.seq > e.seq)
		AND NOT EXISTS (SELECT FROM (SELECT replace(replace(e.kind, '%%', '%%25'), '/', '%%2F') || '/' || replace(replace(e.subject, '%%', '%%25'), '/', '%%2F') AS key) k
			JOIN entry w ON w.kind = 'withdrawal' AND left(w.subject, 400) = left(k.key, 400) AND w.subject = k.key WHERE w.seq > e.seq)
		ORDER BY left(e.subject, 400), e.subject`
)

var (
	selectOne  = fmt.Sprintf(selectStands, "left(e.subject, 400) = left($2, 400) AND e.subject = $2")
	selectEach = fmt.Sprintf(selectStands, "left(e.subject, 400) >= left($2, 400) AND e.subject > $2")
)

// Standing implements record.Store.
func (s *Store) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	for st, err := range s.stands(ctx, "stands", selectOne, kind, subject) {
		return st, err
	}
	return record.Standing{}, fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
}

// Each implements record.Store.
func (s *Store) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return s.stands(ctx, "each", selectEach, kind, after)
}

func (s *Store) stands(ctx context.Context, name, query string, kind record.Kind, subject string) iter.Seq2[record.Standing, error] {
	return func(yield func(record.Standing, error) bool) {
		err := s.snapshot(ctx, func(tx pgx.Tx) error {
			return eachEntry(ctx, tx, name, query, []any{text(string(kind)), text(subject)}, func(e *record.Entry) error {
				p, err := record.Decode(e.Kind, e.Version, e.Payload)
				if record.IsNewer(err) || e.Gone() {
					return nil
				}
				if err != nil {
					return fmt.Errorf("entry %d: %w", e.Seq, err)
				}
				if !yield(record.Standing{Entry: *e, Payload: p}, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Standing{}, err)
		}
	}
}

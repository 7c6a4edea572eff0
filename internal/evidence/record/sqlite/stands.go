package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
)

const (
	// The newest entry on each subject, unless a newer withdrawal names it: Key's escapes are written out.
	selectStands = `SELECT e.seq, e.bytes FROM entry e WHERE e.kind = ?1 AND %s
		AND e.seq = (SELECT max(seq) FROM entry WHERE kind = e.kind AND subject = e.subject)
		AND NOT EXISTS (SELECT 1 FROM entry w WHERE w.kind = 'withdrawal' AND w.seq > e.seq
			AND w.subject = replace(replace(e.kind, '%%', '%%25'), '/', '%%2F') || '/' || replace(replace(e.subject, '%%', '%%25'), '/', '%%2F'))
		ORDER BY e.subject`
)

var (
	selectOne  = fmt.Sprintf(selectStands, "e.subject = ?2")
	selectEach = fmt.Sprintf(selectStands, "e.subject > ?2")
)

// Standing implements record.Store.
func (s *Store) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	for st, err := range s.stands(ctx, selectOne, kind, subject) {
		return st, err
	}
	return record.Standing{}, fmt.Errorf("%s %s: %w", kind, subject, record.ErrNotFound)
}

// Each implements record.Store.
func (s *Store) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return s.stands(ctx, selectEach, kind, after)
}

func (s *Store) stands(ctx context.Context, query string, kind record.Kind, subject string) iter.Seq2[record.Standing, error] {
	return func(yield func(record.Standing, error) bool) {
		err := eachEntry(ctx, s.read, query, []any{string(kind), subject}, func(e *record.Entry) error {
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
		if err != nil && !errors.Is(err, errStop) {
			yield(record.Standing{}, named(err))
		}
	}
}

package postgres

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// The head moves only from where this transaction found it.
const moveHead = `UPDATE head SET seq = $1, hash = $2 WHERE seq = $3 AND hash = $4`

// Append implements record.Store. Where the answer to its commit is lost it asks the database what became of it: record.ErrLost says that nothing
// was entered, as does record.ErrDatabaseFull; record.ErrUnknown that it could not find out.
func (s *Store) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	return s.append(ctx, expect, func(a *project.Appender) (record.Head, error) { return a.All(drafts) })
}

// AppendStored implements record.Store.
func (s *Store) AppendStored(ctx context.Context, expect record.Head, entries iter.Seq2[record.Stored, error]) (record.Head, error) {
	return s.append(ctx, &expect, func(a *project.Appender) (record.Head, error) { return a.Verbatim(entries) })
}

func (s *Store) append(ctx context.Context, expect *record.Head, fn func(*project.Appender) (record.Head, error)) (record.Head, error) {
	if s.write == nil {
		return record.Head{}, fmt.Errorf("%s: %w", s.address.shown, record.ErrReadOnly)
	}
	return s.withTx(ctx, func(tx pgx.Tx, was record.Head) (record.Head, error) {
		if expect != nil && *expect != was {
			return record.Head{}, fmt.Errorf("%w: expected entry %d, it is at %d", record.ErrHeadMoved, expect.Seq, was.Seq)
		}
		t := newTables(ctx, tx)
		now, err := fn(project.NewAppender(ctx, t, was, s.rand))
		if err != nil || now == was {
			return was, err
		}
		return now, t.finish(was, now)
	})
}

func compareAndSwap(ctx context.Context, tx pgx.Tx, was, now record.Head) error {
	tag, err := tx.Exec(ctx, moveHead, now.Seq, now.Hash[:], was.Seq, was.Hash[:])
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return fmt.Errorf("%w: entry %d is no longer the newest", record.ErrHeadMoved, was.Seq)
	}
	return nil
}

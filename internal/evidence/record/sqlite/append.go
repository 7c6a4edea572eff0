package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// The head moves only from where this transaction found it.
const moveHead = `UPDATE head SET seq = ?, hash = ? WHERE seq = ? AND hash = ?`

// Append implements record.Store.
func (s *Store) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	return s.append(ctx, expect, func(a *project.Appender) (record.Head, error) { return a.All(drafts) })
}

func (s *Store) append(ctx context.Context, expect *record.Head, fn func(*project.Appender) (record.Head, error)) (head record.Head, err error) {
	if s.write == nil {
		return record.Head{}, fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	err = withTx(ctx, s.write, func(conn *sql.Conn) error {
		was, err := headOf(ctx, conn)
		if err != nil {
			return err
		}
		if expect != nil && *expect != was {
			return fmt.Errorf("%w: expected entry %d, it is at %d", record.ErrHeadMoved, expect.Seq, was.Seq)
		}
		t := newTables(ctx, conn)
		defer t.close()
		if head, err = fn(project.NewAppender(ctx, t, was, s.rand)); err != nil {
			return err
		}
		return compareAndSwap(ctx, conn, was, head)
	})
	if err != nil {
		return record.Head{}, named(err)
	}
	return head, nil
}

// AppendStored implements record.Store.
func (s *Store) AppendStored(ctx context.Context, expect record.Head, entries iter.Seq2[record.Stored, error]) (record.Head, error) {
	return s.append(ctx, &expect, func(a *project.Appender) (record.Head, error) { return a.Verbatim(entries) })
}

func compareAndSwap(ctx context.Context, conn *sql.Conn, was, now record.Head) error {
	res, err := conn.ExecContext(ctx, moveHead, now.Seq, now.Hash[:], was.Seq, was.Hash[:])
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%w: entry %d is no longer the newest", record.ErrHeadMoved, was.Seq)
	}
	return nil
}

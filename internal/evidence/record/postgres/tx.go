package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"mithaq/internal/evidence/record"
)

const (
	// A commit is not interrupted; where no answer comes for so long, the connection counts as lost.
	commitWait = time.Minute
	// So long, and so often, a database that was lost at a commit is asked what became of it: a server that crashed needs some seconds to come back.
	outcomeWait = 15 * time.Second
	outcomePoll = 50 * time.Millisecond
	// So long a connection may take to roll back before it is closed.
	rollbackWait = 5 * time.Second
)

var (
	writing = pgx.TxOptions{IsoLevel: pgx.ReadCommitted} // whether it may write is the server's to say
	reading = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
)

// begin begins a transaction. A connection of the pool that was lost while nobody used it is replaced: nothing has been asked on it yet.
func begin(ctx context.Context, pool *pgxpool.Pool, opts pgx.TxOptions) (pgx.Tx, error) {
	for left := pool.Stat().MaxConns(); ; left-- {
		tx, err := pool.BeginTx(ctx, opts)
		if err == nil || left == 0 || ctx.Err() != nil || !lost(err) {
			return tx, err
		}
	}
}

// rollback ends a transaction, also when its context has ended. Where that fails the connection is closed, which ends it too.
func rollback(ctx context.Context, tx pgx.Tx) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), rollbackWait)
	defer done()
	_ = tx.Rollback(ctx)
}

// snapshot runs fn on one state of the record, whatever is written meanwhile.
func (s *Store) snapshot(ctx context.Context, fn func(pgx.Tx) error) error {
	tx, err := begin(ctx, s.read, reading)
	if err != nil {
		return s.told(ctx, err)
	}
	defer rollback(ctx, tx) // nothing was written
	return s.told(ctx, fn(tx))
}

// told names an error. Where the context has ended, that is the reason, whatever the connection says.
func (s *Store) told(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if over := ctx.Err(); over != nil && !errors.Is(err, over) {
		return fmt.Errorf("%w: %w", over, err)
	}
	return named(err)
}

// withTx runs fn in a transaction that holds the head from the start, so that what fn reads is what it writes upon. It keeps nothing unless fn
// and the commit both succeed. fn gives the head that the transaction makes, by which is told what became of a commit without an answer.
func (s *Store) withTx(ctx context.Context, fn func(tx pgx.Tx, was record.Head) (record.Head, error)) (record.Head, error) {
	tx, err := begin(ctx, s.write, writing)
	if err != nil {
		return record.Head{}, s.told(ctx, err)
	}
	defer rollback(ctx, tx) // also when fn panics; after a commit it does nothing
	was, err := scanHead(tx.QueryRow(ctx, "SELECT seq, hash FROM head FOR UPDATE"))
	if err != nil {
		return record.Head{}, s.told(ctx, fmt.Errorf("waiting to write: %w", err))
	}
	now, err := fn(tx, was)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return record.Head{}, s.told(ctx, err)
	}
	commit, done := context.WithTimeout(context.WithoutCancel(ctx), commitWait)
	defer done()
	switch err := tx.Commit(commit); {
	case err == nil:
		return now, nil
	case now != was && (lost(err) || commit.Err() != nil):
		return s.outcome(ctx, now, err)
	default:
		return record.Head{}, named(fmt.Errorf("the record could not be written: %w", err))
	}
}

// outcome finds out what became of a commit whose answer was lost. The row of the head is asked for as a writer does, so that the transaction
// in question has ended, one way or the other, when it is given.
func (s *Store) outcome(ctx context.Context, now record.Head, cause error) (record.Head, error) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), s.outcomeWait)
	defer done()
	for {
		kept, err := s.has(ctx, now)
		switch {
		case err == nil && kept:
			return now, nil
		case err == nil:
			if cause = named(cause); !isNamed(cause) { // it answered too late
				cause = fmt.Errorf("%w: %w", record.ErrLost, cause)
			}
			return record.Head{}, fmt.Errorf("nothing was entered: %w", cause)
		case !lost(err) || ctx.Err() != nil:
			return record.Head{}, fmt.Errorf("%w: entry %d, %s: %w", record.ErrUnknown, now.Seq, now.Hash, cause)
		}
		select {
		case <-ctx.Done():
		case <-time.After(outcomePoll):
		}
	}
}

// has says whether the entry of a head is in the record, once no other transaction writes.
func (s *Store) has(ctx context.Context, h record.Head) (is bool, err error) {
	tx, err := begin(ctx, s.write, writing)
	if err != nil {
		return false, err
	}
	defer rollback(ctx, tx)
	if _, err := scanHead(tx.QueryRow(ctx, "SELECT seq, hash FROM head FOR UPDATE")); err != nil {
		return false, err
	}
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM entry WHERE seq = $1 AND id = $2)", h.Seq, h.Hash[:]).Scan(&is)
	return is, err
}

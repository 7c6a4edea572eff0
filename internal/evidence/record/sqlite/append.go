package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"iter"

	"mithaq/internal/evidence/record"
)

const (
	insertEntry  = `INSERT INTO entry (seq, id, kind, version, subject, entered, incident, based, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertLayout = `INSERT OR IGNORE INTO layout (kind, version) VALUES (?, ?)`
	// The head moves only from where this transaction found it.
	moveHead = `UPDATE head SET seq = ?, hash = ? WHERE seq = ? AND hash = ?`
)

// Append implements record.Store. It holds the drafts of one transaction neither in memory nor apart: an import of any length is one call.
func (s *Store) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (head record.Head, err error) {
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
		a, err := s.newAppender(ctx, conn, was)
		if err != nil {
			return err
		}
		defer a.close()
		for d, err := range drafts {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				err = a.add(d)
			}
			if err != nil {
				return err
			}
		}
		if err := a.proj.flush(); err != nil {
			return err
		}
		head = a.head
		return compareAndSwap(ctx, conn, was, head)
	})
	if err != nil {
		return record.Head{}, named(err)
	}
	return head, nil
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

// appender makes entries of drafts inside a transaction.
type appender struct {
	ctx     context.Context // of the one Append
	stmts   *stmts
	proj    *projector
	head    record.Head
	salts   io.Reader
	layouts map[layoutKey]bool
}

type layoutKey struct {
	kind    record.Kind
	version int
}

func (s *Store) newAppender(ctx context.Context, conn *sql.Conn, head record.Head) (*appender, error) {
	st := newStmts(ctx, conn)
	return &appender{
		ctx: ctx, stmts: st, proj: newProjector(ctx, st), head: head,
		salts: bufio.NewReaderSize(s.rand, 64*record.SaltSize), layouts: map[layoutKey]bool{},
	}, nil
}

func (a *appender) close() { a.stmts.close() }

func (a *appender) add(d record.Draft) error {
	kind, subject, payload, read, err := record.EncodePayload(d.Payload)
	if err != nil {
		return err
	}
	if d.Kind != "" && d.Kind != kind || d.Subject != "" && d.Subject != subject {
		return fmt.Errorf("the draft is for %s %q, its payload speaks of %s %q", d.Kind, d.Subject, kind, subject)
	}
	if err := checkDates(read); err != nil {
		return fmt.Errorf("%s %s: %w", kind, subject, err)
	}
	e := record.Entry{
		Seq: a.head.Seq + 1, Kind: kind, Version: record.Version(kind), Subject: subject, Entered: d.Entered, Actor: d.Actor,
		Origin: d.Origin, Salt: make([]byte, record.SaltSize), Prev: a.head.Hash, Payload: payload,
	}
	if _, err := io.ReadFull(a.salts, e.Salt); err != nil {
		return fmt.Errorf("no random salt: %w", err)
	}
	b, err := record.Encode(&e)
	if err != nil {
		return fmt.Errorf("%s %s: %w", kind, subject, err)
	}
	e.ID = record.IDOf(b)
	if err := a.insert(&e, read, b); err != nil {
		return fmt.Errorf("%s %s: %w", kind, subject, err)
	}
	if err := a.proj.add(&e, read); err != nil {
		return err
	}
	a.head = record.Head{Seq: e.Seq, Hash: e.ID}
	return nil
}

func (a *appender) insert(e *record.Entry, read any, b []byte) error {
	if k := (layoutKey{e.Kind, e.Version}); !a.layouts[k] {
		if err := a.stmts.exec(insertLayout, string(k.kind), k.version); err != nil {
			return err
		}
		a.layouts[k] = true
	}
	return a.stmts.exec(insertEntry, e.Seq, e.ID[:], string(e.Kind), e.Version, e.Subject, e.Entered, incidentColumn(read), based(read), b)
}

// based says whether Base reads the entry. Positions may come to hang on an incident, or cease to: Base reads them all.
func based(payload any) bool {
	switch p := payload.(type) {
	case record.Incident, record.Account, record.Assessment:
		return false
	case record.Withdrawal:
		return p.Kind != record.KindIncident && p.Kind != record.KindAccount && p.Kind != record.KindAssessment
	}
	return true
}

package project

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/seal/tree"
)

// Appender makes entries of drafts inside a store's transaction, and writes what follows from them to its tables.
type Appender struct {
	ctx    context.Context // of the one Append
	tables Tables
	proj   *Projector
	log    *tree.Edge // begun with the first entry
	head   record.Head
	salts  io.Reader
}

// Tiles keeps the tiles of the sealed log (package seal/tree).
type Tiles interface {
	// Tile gives a tile; nil: there is none.
	Tile(level int, n int64) ([]byte, error)
	// PutTile keeps a tile in place of the narrower one that it grew from.
	PutTile(level int, n int64, hashes []byte) error
}

// NewAppender appends after head. salts gives the random bytes of record.Entry.Salt.
func NewAppender(ctx context.Context, tables Tables, head record.Head, salts io.Reader) *Appender {
	return &Appender{
		ctx: ctx, tables: tables, proj: NewProjector(ctx, tables), head: head,
		salts: bufio.NewReaderSize(salts, 64*record.SaltSize),
	}
}

// All appends every draft and gives the new head. It holds the drafts neither in memory nor apart: an import of any length is one call.
func (a *Appender) All(drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	for d, err := range drafts {
		if err == nil {
			err = a.ctx.Err()
		}
		if err == nil {
			err = a.add(d)
		}
		if err != nil {
			return record.Head{}, err
		}
	}
	if err := a.proj.Flush(); err != nil {
		return record.Head{}, err
	}
	if a.log != nil {
		if err := a.log.Flush(); err != nil {
			return record.Head{}, err
		}
	}
	return a.head, nil
}

// seal adds an entry to the log.
func (a *Appender) seal(id record.Hash) error {
	if a.log == nil {
		t, ok := a.tables.(Tiles)
		if !ok {
			return nil
		}
		var err error
		if a.log, err = tree.Load(a.head.Seq, t.Tile, t.PutTile); err != nil {
			return fmt.Errorf("%w: %w", record.ErrDamaged, err)
		}
	}
	return a.log.Add(id[:])
}

func (a *Appender) add(d record.Draft) error {
	kind, subject, payload, read, err := record.EncodePayload(d.Payload)
	if err != nil {
		return err
	}
	if d.Kind != "" && d.Kind != kind || d.Subject != "" && d.Subject != subject {
		return fmt.Errorf("the draft is for %s %q, its payload speaks of %s %q", d.Kind, d.Subject, kind, subject)
	}
	if err := CheckDates(read); err != nil {
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
	if err := a.tables.InsertEntry(&e, Spoken(read), Based(read), b); err != nil {
		return fmt.Errorf("%s %s: %w", kind, subject, err)
	}
	if err := a.proj.Add(&e, read); err != nil {
		return err
	}
	if l, ok := read.(record.Link); ok {
		if err := a.proj.counts(l); err != nil {
			return err
		}
	}
	if r, ok := read.(record.Removal); ok {
		if err := a.remove(e.Seq, r); err != nil {
			return fmt.Errorf("%s %s: %w", kind, subject, err)
		}
	}
	if err := a.seal(e.ID); err != nil {
		return err
	}
	a.head = record.Head{Seq: e.Seq, Hash: e.ID}
	return nil
}

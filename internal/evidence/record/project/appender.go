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

// An append goes on in stretches of entries: what they will ask of the tables is read in one go, and then they are added one by one.
const (
	stretchEntries = 1000
	stretchBytes   = 4 << 20 // of entries, so that long ones do not fill the memory
)

// Appender makes entries of drafts inside a store's transaction, and writes what follows from them to its tables.
type Appender struct {
	ctx    context.Context // of the one Append
	tables Tables
	proj   *Projector
	log    *tree.Edge // begun with the first entry
	head   record.Head
	salts  io.Reader

	verbatim bool // the entries stand in another record: what was accepted then is not asked again

	stretch []Read
	size    int // of the bytes of stretch
}

// Read is an entry with its payload read and its bytes.
type Read struct {
	Entry   *record.Entry
	Payload any
	Bytes   []byte
	Removed int64 // of a stub: the entry that says that its content was removed
}

// NewAppender appends after head. salts gives the random bytes of record.Entry.Salt.
func NewAppender(ctx context.Context, tables Tables, head record.Head, salts io.Reader) *Appender {
	return &Appender{
		ctx: ctx, tables: tables, proj: NewProjector(ctx, tables), head: head,
		salts: bufio.NewReaderSize(salts, 64*record.SaltSize),
	}
}

// All appends every draft and gives the new head. It holds a stretch of the drafts in memory: an import of any length is one call.
func (a *Appender) All(drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	for d, err := range drafts {
		if err == nil {
			err = a.ctx.Err()
		}
		if err == nil {
			err = a.make(d)
		}
		if err != nil {
			return record.Head{}, err
		}
	}
	return a.end()
}

// end writes what is left and gives the head.
func (a *Appender) end() (record.Head, error) {
	if err := a.write(); err != nil {
		return record.Head{}, err
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
func (a *Appender) seal(e *record.Entry) error {
	if a.log == nil {
		var unread, err error // a store that cannot be read is no damaged one
		get := func(level int, n int64) (hashes []byte, err error) {
			hashes, err = a.tables.Tile(level, n)
			unread = err
			return hashes, err
		}
		switch a.log, err = tree.Load(e.Seq-1, get, a.tables.PutTile); {
		case unread != nil:
			return unread
		case err != nil:
			return fmt.Errorf("%w: %w", record.ErrDamaged, err)
		}
	}
	return a.log.Add(e.ID[:])
}

// make makes the entry of a draft.
func (a *Appender) make(d record.Draft) error {
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
	e := &record.Entry{
		Seq: a.head.Seq + 1, Kind: kind, Version: record.Version(kind), Subject: subject, Entered: d.Entered, Actor: d.Actor,
		Origin: d.Origin, Salt: make([]byte, record.SaltSize), Prev: a.head.Hash, Payload: payload,
	}
	if _, err := io.ReadFull(a.salts, e.Salt); err != nil {
		return fmt.Errorf("no random salt: %w", err)
	}
	b, err := record.Encode(e)
	if err != nil {
		return fmt.Errorf("%s %s: %w", kind, subject, err)
	}
	e.ID = record.IDOf(b)
	return a.add(Read{Entry: e, Payload: read, Bytes: b})
}

// add makes an entry the newest.
func (a *Appender) add(r Read) error {
	a.head = record.Head{Seq: r.Entry.Seq, Hash: r.Entry.ID}
	a.stretch, a.size = append(a.stretch, r), a.size+len(r.Bytes)
	if len(a.stretch) < stretchEntries && a.size < stretchBytes {
		return nil
	}
	return a.write()
}

// write writes the stretch.
func (a *Appender) write() error {
	if err := a.proj.Expect(a.stretch); err != nil {
		return err
	}
	for _, r := range a.stretch {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		if err := a.one(r); err != nil {
			return err
		}
	}
	clear(a.stretch)
	a.stretch, a.size = a.stretch[:0], 0
	return nil
}

// one writes an entry and what follows from it.
func (a *Appender) one(r Read) error {
	if err := a.tables.InsertEntry(rowOf(r)); err != nil {
		return fmt.Errorf("%s %s: %w", r.Entry.Kind, r.Entry.Subject, err)
	}
	if err := a.project(r); err != nil {
		return err
	}
	if removal, ok := r.Payload.(record.Removal); ok {
		if err := a.remove(r.Entry.Seq, removal); err != nil {
			return fmt.Errorf("%s %s: %w", r.Entry.Kind, r.Entry.Subject, err)
		}
	}
	return a.seal(r.Entry)
}

func (a *Appender) project(r Read) error {
	if a.verbatim {
		return a.proj.take(r)
	}
	if err := a.proj.Add(r.Entry, r.Payload); err != nil {
		return err
	}
	if l, ok := r.Payload.(record.Link); ok {
		return a.proj.counts(l)
	}
	return nil
}

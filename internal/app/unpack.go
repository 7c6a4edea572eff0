package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"mithaq/internal/evidence/export"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/postgres"
)

// zipBegins is how a zip file begins (APPNOTE.TXT, 4.3.7).
var zipBegins = []byte("PK\x03\x04")

// isArchive says that a file is a zip: an export of a record, then, since no record is one.
func isArchive(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	begins := make([]byte, len(zipBegins))
	_, err = io.ReadFull(f, begins)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false, nil
	}
	return bytes.Equal(begins, zipBegins), err
}

// unpack makes a record of a lossless export: every entry by its bytes, with the same head, what was said of its log, and the files of evidence. What
// the export holds is held against its manifest before anything is written, and the entries are written whole or not at all.
func unpack(ctx context.Context, file, to string, opts Options, progress func(done, total int64)) (_ *Copied, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	a, err := export.ReadArchive(f, info.Size())
	if err != nil {
		return nil, err
	}
	removed, err := removedIn(a)
	if err != nil {
		return nil, err
	}
	seals, err := a.Seals()
	if err != nil {
		return nil, err
	}
	dst, made, err := openTarget(ctx, to)
	if err != nil {
		return nil, err
	}
	app := newApp(dst, to, opts)
	head, err := app.unpacked(ctx, a, removed, seals, progress)
	if err = errors.Join(err, app.Close()); err != nil {
		if made && !postgres.IsAddress(to) { // nothing half-made is left; a database keeps an empty record
			err = errors.Join(err, os.Remove(to))
		}
		return nil, err
	}
	return &Copied{Added: head.Seq, Head: head}, nil
}

func (a *App) unpacked(ctx context.Context, from *export.Archive, removed map[int64]int64, seals []record.Seal, progress func(done, total int64)) (record.Head, error) {
	if list := from.Files(); len(list) > 0 { // first: an entry never stands before its file
		if err := a.keepAll(ctx, list); err != nil {
			return record.Head{}, err
		}
	}
	head, err := a.store.AppendStored(ctx, record.Head{}, told(entriesOf(from, removed), from.Manifest.Entries, progress))
	if err != nil {
		return record.Head{}, err
	}
	if head != from.Manifest.Head {
		return record.Head{}, fmt.Errorf("%w: its entries end in %s, its manifest says %s", export.ErrArchive, head.Hash, from.Manifest.Head.Hash)
	}
	log, ok := a.store.(record.Log)
	if !ok {
		return record.Head{}, fmt.Errorf("%w: it keeps no log", record.ErrNotARecord)
	}
	for _, s := range seals {
		if err := log.AddSeal(ctx, s); err != nil {
			return record.Head{}, err
		}
	}
	return head, nil
}

// keepAll puts files of evidence beside the record.
func (a *App) keepAll(ctx context.Context, list []export.File) error {
	store, err := a.Files()
	if err != nil {
		return err
	}
	for _, f := range list {
		r, err := f.Open()
		if err != nil {
			return err
		}
		b, _, err := store.Put(ctx, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
		if b.SHA256 != f.SHA256 {
			return fmt.Errorf("%w: a file is %s, not %s", export.ErrArchive, b.SHA256, f.SHA256)
		}
	}
	return nil
}

// entriesOf gives the entries as a store appends them.
func entriesOf(a *export.Archive, removed map[int64]int64) iter.Seq2[record.Stored, error] {
	return func(yield func(record.Stored, error) bool) {
		seq := int64(0)
		for b, err := range a.Stored() {
			seq++
			s := record.Stored{Seq: seq, Bytes: b, Removed: removed[seq]}
			if err == nil {
				var e record.Entry
				if e, err = record.DecodeStored(b); err != nil {
					err = fmt.Errorf("%w: entry %d: %w", export.ErrArchive, seq, err)
				}
				s.ID = e.ID
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// removedIn gives, of each entry whose content is gone, the first removal that names it.
func removedIn(a *export.Archive) (map[int64]int64, error) {
	out, seq := map[int64]int64{}, int64(0)
	for b, err := range a.Stored() {
		seq++
		if err != nil {
			return nil, err
		}
		e, err := record.DecodeStored(b)
		if err != nil {
			return nil, fmt.Errorf("%w: entry %d: %w", export.ErrArchive, seq, err)
		}
		if e.Gone() || e.Kind != record.KindRemoval {
			continue
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err != nil {
			return nil, fmt.Errorf("%w: entry %d: %w", export.ErrArchive, seq, err)
		}
		for _, r := range p.(record.Removal).Entries {
			if out[r.Seq] == 0 {
				out[r.Seq] = seq
			}
		}
	}
	return out, nil
}

package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"sort"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/postgres"
)

// DiffersError tells that a record is no beginning of the one that was to be copied into it.
type DiffersError struct {
	Entry int64 // the first that is another
}

func (e *DiffersError) Error() string {
	return fmt.Sprintf("the two records differ from entry %d on", e.Entry)
}

// Copied is what became of a copy.
type Copied struct {
	Added int64       // entries
	Head  record.Head // of both
}

// loggedStore is a store with its sealed log, as every one of ours is.
type loggedStore interface {
	record.Store
	record.Log
}

// Copy brings the entries of one record into another, byte for byte, with what was said of its log. The other is made where there is none; where it has
// entries already they must be the first of the one that is copied (DiffersError). All is written or nothing. progress may be nil.
func Copy(ctx context.Context, from, to string, progress func(done, total int64)) (_ *Copied, err error) {
	src, err := openSource(ctx, from)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	dst, made, err := openTarget(ctx, to)
	if err != nil {
		return nil, err
	}
	c, err := copyAll(ctx, src, dst, progress)
	err = errors.Join(err, dst.Close())
	if err != nil {
		if made && !postgres.IsAddress(to) { // nothing half-made is left; a database keeps an empty record
			err = errors.Join(err, os.Remove(to))
		}
		return nil, err
	}
	return c, nil
}

// openTarget opens the record to copy into, or makes it.
func openTarget(ctx context.Context, name string) (s record.Store, made bool, err error) {
	s, err = openStore(ctx, name, nil)
	if !errors.Is(err, ErrNoRecord) {
		return s, false, err
	}
	s, err = createStore(ctx, name)
	return s, true, err
}

func copyAll(ctx context.Context, from, to record.Store, progress func(done, total int64)) (*Copied, error) {
	src, ok := from.(loggedStore)
	dst, also := to.(loggedStore)
	if !ok || !also {
		return nil, fmt.Errorf("%w: it keeps no log", record.ErrNotARecord)
	}
	have, err := dst.Head(ctx)
	if err != nil {
		return nil, err
	}
	all, err := src.Head(ctx)
	if err != nil {
		return nil, err
	}
	if err := begins(ctx, dst, have, src, all); err != nil {
		return nil, err
	}
	head, err := dst.AppendStored(ctx, have, told(src.Stored(ctx, have.Seq), all.Seq-have.Seq, progress))
	if err != nil {
		return nil, err
	}
	if head.Seq < all.Seq { // the source lost entries while it was read: no store of ours does
		return nil, fmt.Errorf("%w: %d of %d entries came", record.ErrDamaged, head.Seq, all.Seq)
	}
	seals, err := src.Seals(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range seals {
		if err := dst.AddSeal(ctx, s); err != nil {
			return nil, err
		}
	}
	return &Copied{Added: head.Seq - have.Seq, Head: head}, nil
}

// begins sees that what a record holds is the beginning of another. An id commits to all that came before it, so that one is enough.
func begins(ctx context.Context, dst record.Log, have record.Head, src record.Log, all record.Head) error {
	if have.Seq == 0 {
		return nil
	}
	var failed error
	same := func(seq int64) bool {
		a, err := storedAt(ctx, dst, seq)
		if err == nil {
			var b record.Hash
			if b, err = storedAt(ctx, src, seq); err == nil {
				return a == b
			}
		}
		failed = err
		return false
	}
	if have.Seq <= all.Seq && same(have.Seq) || failed != nil {
		return failed
	}
	first := sort.Search(int(min(have.Seq, all.Seq)), func(i int) bool { return !same(int64(i) + 1) })
	if failed != nil {
		return failed
	}
	return &DiffersError{Entry: int64(first) + 1}
}

// storedAt gives the id of the entry at a position.
func storedAt(ctx context.Context, l record.Log, seq int64) (record.Hash, error) {
	for e, err := range l.Stored(ctx, seq-1) {
		if err == nil && e.Seq != seq {
			err = fmt.Errorf("%w: entry %d is missing", record.ErrDamaged, seq)
		}
		return e.ID, err
	}
	return record.Hash{}, fmt.Errorf("%w: entry %d is missing", record.ErrDamaged, seq)
}

// toldEvery is after how many entries it is told how far a copy is.
const toldEvery = 500

func told(entries iter.Seq2[record.Stored, error], total int64, progress func(done, total int64)) iter.Seq2[record.Stored, error] {
	if progress == nil {
		return entries
	}
	return func(yield func(record.Stored, error) bool) {
		done := int64(0)
		for e, err := range entries {
			if done++; done%toldEvery == 0 {
				progress(done, total)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// backer is a store that copies itself into a file quicker than entry by entry.
type backer interface {
	Backup(ctx context.Context, path string) (record.Head, error)
}

// Backup writes the record as it stands into a new file, a record of its own, while others go on writing. fs.ErrExist: the file is there.
func Backup(ctx context.Context, name, file string, progress func(done, total int64)) (*Copied, error) {
	if err := absent(file); err != nil {
		return nil, err
	}
	src, err := openSource(ctx, name)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	if b, ok := src.(backer); ok {
		head, err := b.Backup(ctx, file)
		if err != nil {
			return nil, err
		}
		return &Copied{Added: head.Seq, Head: head}, nil
	}
	return Copy(ctx, name, file, progress)
}

// Restore makes a record of a backup, or of an export without loss (then with the files of evidence, where opts say). It takes only a place where no
// record is, or an empty one. export.ErrArchive: it is a zip, and no whole export.
func Restore(opts Options) func(ctx context.Context, file, to string, progress func(done, total int64)) (*Copied, error) {
	return func(ctx context.Context, file, to string, progress func(done, total int64)) (*Copied, error) {
		return restore(ctx, file, to, opts, progress)
	}
}

func restore(ctx context.Context, file, to string, opts Options, progress func(done, total int64)) (*Copied, error) {
	packed, err := isArchive(file)
	if err != nil {
		return nil, err
	}
	s, err := openStore(ctx, to, nil)
	switch {
	case errors.Is(err, ErrNoRecord):
	case err != nil:
		return nil, err
	default:
		head, err := s.Head(ctx)
		if err := errors.Join(err, s.Close()); err != nil {
			return nil, err
		}
		if head.Seq > 0 {
			return nil, fmt.Errorf("%s: %w", Shown(to), fs.ErrExist)
		}
	}
	if packed {
		return unpack(ctx, file, to, opts, progress)
	}
	return Copy(ctx, file, to, progress)
}

func absent(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "create", Path: path, Err: fs.ErrExist}
	}
	return nil
}

// Examine checks the whole record and reports every fault that it finds.
func (a *App) Examine(ctx context.Context, report func(record.Fault), progress func(done, total int64)) (record.Examined, error) {
	x, ok := a.lent().(record.Examiner)
	if !ok || !a.who.Single && !a.who.Whole() { // what is wrong may name what somebody may not see
		return record.Examined{}, record.ErrReadOnly
	}
	return x.Examine(ctx, report, progress)
}

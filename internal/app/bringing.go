package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"mithaq/internal/evidence/files"
	"mithaq/internal/evidence/record"
)

// errOther tells that what was brought has other bytes than before.
var errOther = errors.New("its bytes changed while it was entered")

// bringing is a record to which entries are made that name files which were brought just now. Between the bringing and the entry a removal may have
// taken a file away of which nothing stood yet. So it is looked for once more when its entry is made, in the transaction of that entry, under the lock
// that a removal needs to take a file away (settle), and brought again if it is gone: no entry is ever committed that names what is not there.
type bringing struct {
	record.Store
	files files.Store
	open  map[record.Hash]func() (io.ReadCloser, error) // those that were brought
}

// Append implements record.Store.
func (b bringing) Append(ctx context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	return b.Store.Append(ctx, expect, func(yield func(record.Draft, error) bool) {
		there := map[record.Hash]bool{} // while this transaction lasts
		for d, err := range drafts {
			if err == nil {
				err = b.keep(ctx, d.Payload, there)
			}
			if !yield(d, err) {
				return
			}
		}
	})
}

// keep sees to it that the files which an entry names, of those that were brought, are there.
func (b bringing) keep(ctx context.Context, payload any, there map[record.Hash]bool) error {
	for _, d := range record.DueOf(payload) {
		open := b.open[d.Hash]
		if d.Sort != record.DueFile || open == nil || there[d.Hash] {
			continue
		}
		_, err := b.files.Stat(ctx, d.Hash)
		if errors.Is(err, files.ErrNotFound) {
			err = b.again(ctx, d.Hash, open)
		}
		if err != nil {
			return err
		}
		there[d.Hash] = true
	}
	return nil
}

func (b bringing) again(ctx context.Context, h record.Hash, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	blob, _, err := b.files.Put(ctx, r)
	if err = errors.Join(err, r.Close()); err == nil && blob.SHA256 != h {
		err = fmt.Errorf("%s: %w", h, errOther)
	}
	return err
}

package project

import (
	"fmt"
	"iter"

	"mithaq/internal/evidence/record"
)

// Verbatim appends entries as another store holds them and gives the new head (record.Store.AppendStored).
func (a *Appender) Verbatim(entries iter.Seq2[record.Stored, error]) (record.Head, error) {
	a.verbatim, a.proj.anew = true, true
	for s, err := range entries {
		if err == nil {
			err = a.ctx.Err()
		}
		if err == nil {
			err = a.take(s)
		}
		if err != nil {
			return record.Head{}, err
		}
	}
	return a.end()
}

// take takes the next entry of the other store.
func (a *Appender) take(s record.Stored) error {
	e, err := record.DecodeStored(s.Bytes)
	if err != nil {
		return fmt.Errorf("%w: entry %d: %w", record.ErrDamaged, s.Seq, err)
	}
	e.Seq = s.Seq
	switch {
	case e.Seq != a.head.Seq+1:
		return fmt.Errorf("%w: entry %d follows entry %d", record.ErrDamaged, e.Seq, a.head.Seq)
	case e.ID != s.ID:
		return fmt.Errorf("%w: entry %d is %s by its bytes, not %s", record.ErrDamaged, e.Seq, e.ID, s.ID)
	case e.Prev != a.head.Hash:
		return fmt.Errorf("%w: entry %d follows on %s, the one before is %s", record.ErrDamaged, e.Seq, e.Prev, a.head.Hash)
	case e.Gone() != (s.Removed > e.Seq):
		return fmt.Errorf("%w: entry %d: its content is there: %t, and it is said to be removed by entry %d", record.ErrDamaged, e.Seq, !e.Gone(), s.Removed)
	case e.Gone():
		return a.add(Read{Entry: &e, Bytes: s.Bytes, Removed: s.Removed})
	}
	payload, err := record.Decode(e.Kind, e.Version, e.Payload)
	switch {
	case record.IsNewer(err):
		return fmt.Errorf("%w: entry %d, %s: copy it with that version", record.ErrNewer, e.Seq, e.Kind)
	case err != nil:
		return fmt.Errorf("%w: entry %d: %w", record.ErrDamaged, e.Seq, err)
	}
	return a.add(Read{Entry: &e, Payload: payload, Bytes: s.Bytes})
}

// still leaves of a removal the entries whose content this record has. Those that came as stubs are gone already.
func (a *Appender) still(t Removing, r record.Removal) (record.Removal, error) {
	left := r
	left.Entries = nil
	for _, named := range r.Entries {
		e, err := t.Stored(named.Seq)
		if err != nil {
			return r, err
		}
		if e == nil || e.ID != named.Entry || !e.Gone() {
			left.Entries = append(left.Entries, named) // one that is named wrongly is refused by remove
		}
	}
	return left, nil
}

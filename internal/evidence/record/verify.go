package record

import (
	"fmt"
	"iter"
)

// Verify walks a whole chain from its first entry: each ID is that of its bytes, each Prev is the ID before, positions count
// from 1, each payload that this program knows is canonical, and each entry whose content is gone is named by a later removal. It gives the head
// that the chain ends in and how many entries a newer program wrote, which are chained but not read. The first fault ends it.
func Verify(entries iter.Seq2[Entry, error]) (head Head, newer int, err error) {
	var removals Removals
	for e, err := range entries {
		if err != nil {
			return Head{}, 0, err
		}
		if e.Seq != head.Seq+1 {
			return Head{}, 0, fmt.Errorf("entry %d follows entry %d", e.Seq, head.Seq)
		}
		if e.Prev != head.Hash {
			return Head{}, 0, fmt.Errorf("entry %d does not follow on the one before: it names %s, the one before is %s", e.Seq, e.Prev, head.Hash)
		}
		if e.Gone() { // its ID is held by the next entry, which names it, and by the removal
			head = Head{Seq: e.Seq, Hash: e.ID}
			_ = removals.Take(&e, nil) // a stub is only noted
			continue
		}
		b, err := Encode(&e)
		if err != nil {
			return Head{}, 0, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		if id := IDOf(b); id != e.ID {
			return Head{}, 0, fmt.Errorf("entry %d has been changed: it says it is %s, its content is %s", e.Seq, e.ID, id)
		}
		p, err := Decode(e.Kind, e.Version, e.Payload)
		switch {
		case IsNewer(err):
			newer++
		case err != nil:
			return Head{}, 0, fmt.Errorf("entry %d: %w", e.Seq, err)
		default:
			if k, s, err := SubjectOf(p); err != nil || k != e.Kind || s != e.Subject {
				return Head{}, 0, fmt.Errorf("entry %d: its subject is %s %q, its payload speaks of %s %q", e.Seq, e.Kind, e.Subject, k, s)
			}
			if err := removals.Take(&e, p); err != nil {
				return Head{}, 0, err
			}
		}
		head = Head{Seq: e.Seq, Hash: e.ID}
	}
	if err := removals.End(); err != nil {
		return Head{}, 0, err
	}
	return head, newer, nil
}

package app

import (
	"context"
	"sync"

	"mithaq/internal/evidence/record"
)

// heads keeps, of outsiders who see the same, the head at which they were last shown what they are shown now.
type heads struct {
	mu   sync.Mutex
	last record.Head
}

func (k *heads) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = record.Head{}
}

// Head gives the head of the record as far as whoever acts sees it: what they are shown is what it was at that head. Of outsiders it moves only with what changes
// something for them, so that what was made for them stands while others work; for the rest it is the record's own. A day that turns changes what is
// shown too, and is for the caller to see.
func (a *App) Head(ctx context.Context) (record.Head, error) {
	head, err := a.store.Head(ctx)
	if err != nil || a.Insider() {
		return head, err
	}
	k := a.heads
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last == head {
		return head, nil
	}
	if k.last != (record.Head{}) && k.last.Seq < head.Seq {
		ids, whole, err := a.view.Touched(ctx, k.last.Seq, 1)
		if err != nil {
			return record.Head{}, err
		}
		if !whole && len(ids) == 0 {
			return k.last, nil
		}
	}
	k.last = head
	return head, nil
}

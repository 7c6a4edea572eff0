package app

import (
	"context"
	"errors"
	"slices"
	"sync"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
)

const (
	queueEntries   = 5000    // beyond so many new entries all incidents are compared anew
	queueIncidents = 400_000 // beyond so many, and for those who do not see all, the proposals are kept, and what they were made from (about 500 bytes of each) is not
)

// queue keeps the proposals of duplicates that a view of the record gives, until the record changes. They are made behind the back of those who ask: over a large
// record that takes some seconds, and nobody need wait for it.
type queue struct {
	ctx  context.Context // ends when the record is closed
	stop context.CancelFunc
	work sync.WaitGroup

	mu        sync.Mutex
	is        *proposals // the last that were made; nil: none. They are not changed, others take their place
	job       *preparing // on its way; nil: none
	forgotten int        // how often all was let go

	turn chan struct{} // holds one token: whoever has it may use made
	made *link.Queue   // what is was made from; nil: it is not kept
}

// proposals are what a view of the record gave.
type proposals struct {
	head  record.Head
	day   string // a view of outsiders changes with the day
	whole bool   // made from a view of all incidents
	pairs []link.Pair
	left  link.Left
}

func newQueue() *queue {
	q := &queue{turn: make(chan struct{}, 1)}
	q.ctx, q.stop = context.WithCancel(context.Background())
	return q
}

// close ends what is on its way and waits until it has ended.
func (q *queue) close() {
	q.mu.Lock()
	q.stop() // nothing begins from here on
	q.mu.Unlock()
	q.work.Wait()
}

// with lets do use what the proposals were made from, alone, until it returns.
func (q *queue) with(ctx context.Context, do func() error) error {
	select {
	case q.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-q.turn }()
	return do()
}

// forget lets go what was made of the record, once nobody reads it.
func (q *queue) forget() {
	q.mu.Lock()
	q.is = nil
	q.forgotten++
	if q.job != nil {
		q.job.cancel()
	}
	q.mu.Unlock()
	q.turn <- struct{}{}
	q.made = nil
	<-q.turn
}

// now gives the proposals if they are of the record as it is now, else nil.
func (q *queue) now(ctx context.Context, a *App) (*proposals, error) {
	head, err := a.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.is == nil || q.is.head != head || q.is.whole != a.wholly() || !q.is.whole && q.is.day != a.today() {
		return nil, nil
	}
	return q.is, nil
}

// bring makes the proposals of the record as it is now, from those before where that can be done.
func (q *queue) bring(ctx context.Context, a *App, far *preparing) (is *proposals, err error) {
	head, err := a.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	store, ok := a.Store(), false
	if is, err = q.now(ctx, a); err != nil || is != nil {
		return is, err
	}
	if was := q.last(); was != nil && q.made != nil && was.whole && a.wholly() {
		ok, err = q.update(ctx, store, was.head.Seq)
	}
	if err == nil && !ok {
		err = q.rebuild(ctx, store, far)
	}
	if err != nil {
		q.made = nil
		return nil, err
	}
	is = &proposals{head, a.today(), a.wholly(), q.made.Pairs, q.made.Left()}
	if !is.whole || q.made.Index().Len() > queueIncidents {
		q.made = nil
	}
	return is, nil
}

func (q *queue) last() *proposals {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.is
}

// index gives what the proposals are made from, from what is kept if it is of now.
func (q *queue) index(ctx context.Context, a *App) (*link.Index, error) {
	is, err := q.now(ctx, a)
	if err != nil {
		return nil, err
	}
	if is != nil && q.made != nil {
		return q.made.Index(), nil
	}
	return indexAll(ctx, a.Store(), func() {})
}

// wholly says that every incident is open to whoever acts.
func (a *App) wholly() bool { return a.who.Single || a.who.Whole() }

func (q *queue) rebuild(ctx context.Context, store record.Reader, far *preparing) error {
	q.made = nil
	page, err := store.Incidents(ctx, record.Query{Limit: 1})
	if err != nil {
		return err
	}
	far.begin(page.Total)
	x, err := indexAll(ctx, store, func() { far.read.Add(1) })
	if err == nil {
		q.made, err = link.NewQueue(ctx, x, func(done int) { far.compared.Store(int64(done)) })
	}
	return err
}

// indexAll reads all incidents; read is told of each.
func indexAll(ctx context.Context, store record.Reader, read func()) (*link.Index, error) {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	return link.NewIndex(base, func(yield func(*record.Bundle, error) bool) {
		for b, err := range store.Bundles(ctx, record.Cut{}) {
			if read(); !yield(b, err) {
				return
			}
		}
	})
}

// update takes what changed after a position; ok is false where everything is to be compared anew.
func (q *queue) update(ctx context.Context, store record.Reader, since int64) (ok bool, err error) {
	ids, ok, err := q.changed(ctx, store, since)
	if err != nil || !ok {
		return false, err
	}
	var bundles []*record.Bundle
	for at := 0; at < len(ids); at++ { // ids grows by the incidents that merges connect
		b, err := store.Bundle(ctx, ids[at])
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return false, err
		}
		if b.Stands() {
			bundles = append(bundles, b)
		}
		for _, l := range b.Links {
			for _, id := range []string{l.A, l.B} {
				if _, _, merge := l.Merged(); merge && !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	if err := q.made.Update(ctx, ids, bundles); err != nil {
		return false, err
	}
	return true, nil
}

// changed gives the incidents that entries after a position speak of or spoke of before; ok is false where there are too many, or something changed on which all rest.
func (q *queue) changed(ctx context.Context, store record.Reader, since int64) (ids []string, ok bool, err error) {
	n := 0
	for e, err := range store.Entries(ctx, since) {
		if err != nil {
			return nil, false, err
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if n++; n > queueEntries || err != nil { // removed, or a newer program's
			return nil, false, nil //nolint:nilerr // then all is read anew
		}
		kind, subject := e.Kind, e.Subject
		if w, is := p.(record.Withdrawal); is {
			kind, subject = w.Kind, w.Subject
			if kind == record.KindSource || kind == record.KindName {
				return nil, false, nil
			}
		}
		switch p := p.(type) {
		case record.Name, record.Removal:
			return nil, false, nil
		case record.Source:
			if !q.made.Knows(p) {
				return nil, false, nil
			}
		}
		ids = append(ids, record.Touches(p)...)
		switch kind {
		case record.KindAccount, record.KindAssessment, record.KindLink: // an account may have spoken of another incident
			before, err := spokeOf(ctx, store, kind, subject)
			if err != nil {
				return nil, false, err
			}
			ids = append(ids, before...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), true, nil
}

// spokeOf gives the incidents that the versions of a subject speak of.
func spokeOf(ctx context.Context, store record.Reader, kind record.Kind, subject string) (ids []string, err error) {
	entries, err := store.History(ctx, kind, subject)
	if err != nil && !errors.Is(err, record.ErrNotFound) {
		return nil, err
	}
	for _, e := range entries {
		if p, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
			ids = append(ids, record.Touches(p)...)
		}
	}
	return ids, nil
}

package app

import (
	"context"
	"errors"
	"slices"

	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
)

const (
	queueEntries   = 5000    // beyond so many new entries all incidents are compared anew
	queueIncidents = 400_000 // beyond so many, and for those who do not see all, the proposals are kept, and what they were made from (about 500 bytes of each) is not
)

// queue keeps the proposals of duplicates that a view of the record gives, until the record changes.
type queue struct {
	turn  chan struct{} // holds one token: whoever has it may use the rest
	head  record.Head
	day   string // a view of outsiders changes with the day
	whole bool   // made from a view of all incidents
	ready bool   // the rest was made
	made  *link.Queue
	pairs []link.Pair
	left  link.Left
}

func newQueue() *queue { return &queue{turn: make(chan struct{}, 1)} }

// with hands the queue to do, which may read it until it returns.
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
	q.turn <- struct{}{}
	q.ready, q.made, q.pairs = false, nil, nil
	<-q.turn
}

// bring makes the queue that of the record as it is now.
func (q *queue) bring(ctx context.Context, a *App) error {
	now, err := q.now(ctx, a)
	if err != nil || now {
		return err
	}
	head, err := a.store.Head(ctx)
	if err != nil {
		return err
	}
	store, ok := a.Store(), false
	if q.made != nil && q.whole && a.wholly() {
		ok, err = q.update(ctx, store)
	}
	if err == nil && !ok {
		err = q.rebuild(ctx, store)
	}
	if err != nil {
		q.ready, q.made, q.pairs = false, nil, nil
		return err
	}
	q.head, q.day, q.whole, q.ready = head, a.today(), a.wholly(), true
	if !q.whole || q.made.Index().Len() > queueIncidents {
		q.made = nil
	}
	return nil
}

// now says whether the queue is that of the record as it is now.
func (q *queue) now(ctx context.Context, a *App) (bool, error) {
	head, err := a.store.Head(ctx)
	return q.ready && head == q.head && q.whole == a.wholly() && (q.whole || q.day == a.today()), err
}

// index gives what the proposals are made from, from what is kept if it is of now.
func (q *queue) index(ctx context.Context, a *App) (*link.Index, error) {
	now, err := q.now(ctx, a)
	if err != nil {
		return nil, err
	}
	if now && q.made != nil {
		return q.made.Index(), nil
	}
	return indexAll(ctx, a.Store())
}

// wholly says that every incident is open to whoever acts.
func (a *App) wholly() bool { return a.who.Single || a.who.Whole() }

func (q *queue) rebuild(ctx context.Context, store record.Reader) error {
	q.made, q.pairs = nil, nil
	x, err := indexAll(ctx, store)
	if err == nil {
		q.made, err = link.NewQueue(ctx, x, func(int) {})
	}
	if err == nil {
		q.take()
	}
	return err
}

func (q *queue) take() { q.pairs, q.left = q.made.Pairs, q.made.Left() }

func indexAll(ctx context.Context, store record.Reader) (*link.Index, error) {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	return link.NewIndex(base, store.Bundles(ctx, record.Cut{}))
}

// update takes what changed since; ok is false where everything is to be compared anew.
func (q *queue) update(ctx context.Context, store record.Reader) (ok bool, err error) {
	ids, ok, err := q.changed(ctx, store)
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
	q.take()
	return true, nil
}

// changed gives the incidents that entries after the queue's head speak of or spoke of before; ok is false where there are too many, or something changed on which all rest.
func (q *queue) changed(ctx context.Context, store record.Reader) (ids []string, ok bool, err error) {
	n := 0
	for e, err := range store.Entries(ctx, q.head.Seq) {
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

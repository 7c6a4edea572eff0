// Package guard gives a record as one principal may see it (review.Principal). A view answers every question that a store answers, so that
// pages, counts, searches, statuses, histories, linked incidents and exports cannot say more than it does: what is not in the view is not
// there, with the same words as if it were in no record.
//
// There are three views besides the whole record. Whoever reads incidents whole lacks only what is kept for administrators (private). A
// recorder's desk holds what they entered and what waits for an assessment; the store filters it. An outsider (the public, an observer of a
// party) sees forms of what was published or put to them (form.go). These stand on a shelf in memory with an index of their own (shelf.go), and every
// answer is computed from the shelf, so that not even a filter can ask for what a form leaves out.
package guard

import (
	"context"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// View gives what a principal may see of a record. day gives the day as it is now, YYYY-MM-DD, by which consents end.
func View(store record.Reader, who review.Principal, day func() string) record.Reader {
	if party, is := Outside(who); is {
		return &outside{store: store, party: party, day: day}
	}
	switch {
	case who.Single:
		return store
	case who.Whole():
		return &whole{Reader: store, who: who}
	}
	return &desk{whole: whole{Reader: store, who: who}, most: heldAtMost}
}

// Outside says whether a principal is an outsider, and of which party; "" is the public. Outsiders of one party see the same, whoever they are.
func Outside(who review.Principal) (party string, is bool) {
	return who.Party, !who.Single && !who.Whole() && !who.May(review.Read, review.State{Entered: true})
}

// private are kinds that take a right of their own, even of those who read every incident.
var private = map[record.Kind]review.Action{
	record.KindSession:  review.ManageUsers,
	record.KindAccess:   review.ManageUsers,
	record.KindRequest:  review.AllowExport,
	record.KindIdentity: review.ReadIdentity,
}

// hidden says that the principal may not see entries of a kind, or withdrawals of them.
func hidden(who review.Principal, e *record.Entry) bool {
	kind := e.Kind
	if p, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
		if w, ok := p.(record.Withdrawal); ok {
			kind = w.Kind
		}
	}
	action, is := private[kind]
	return is && !who.May(action, review.State{})
}

// whole is the record without what is private.
type whole struct {
	record.Reader
	who review.Principal
}

// Entries leaves out what is private: the chain of the answer has gaps then.
func (w *whole) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return sift(w.Reader.Entries(ctx, after), func(e *record.Entry) (bool, error) { return !hidden(w.who, e), nil })
}

func (w *whole) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	if action, is := private[kind]; is && !w.who.May(action, review.State{}) {
		return nil, absent(kind, subject)
	}
	return w.Reader.History(ctx, kind, subject)
}

func (w *whole) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	if action, is := private[kind]; is && !w.who.May(action, review.State{}) {
		return record.Standing{}, absent(kind, subject)
	}
	return w.Reader.Standing(ctx, kind, subject)
}

func (w *whole) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	if action, is := private[kind]; is && !w.who.May(action, review.State{}) {
		return func(func(record.Standing, error) bool) {}
	}
	return w.Reader.Each(ctx, kind, after)
}

// sift keeps what passes; it ends with the first error.
func sift[T any](all iter.Seq2[T, error], keep func(*T) (bool, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for x, err := range all {
			ok := false
			if err == nil {
				ok, err = keep(&x)
			}
			if (err != nil || ok) && !yield(x, err) || err != nil {
				return
			}
		}
	}
}

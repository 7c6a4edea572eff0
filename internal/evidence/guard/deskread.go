package guard

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// What of the desk comes one after another is read first, as far as it may be held, and judged when the reading has ended: a store has few connections,
// and no question waits in another. What is said of an incident is read before it is asked whether it is on the desk, so that nothing newer is told than
// was on it.

// Bundles reads, where there is no cut and the desk is not large, no more than the desk.
func (d *desk) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return d.each(ctx, cut, d.Reader.Bundles)
}

// Findings reads as Bundles does.
func (d *desk) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return d.each(ctx, cut, d.Reader.Findings)
}

type bundlesAt func(context.Context, record.Cut) iter.Seq2[*record.Bundle, error]

// each gives the bundles of the desk, in the order in which all gives those of the record.
func (d *desk) each(ctx context.Context, cut record.Cut, all bundlesAt) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		var done bool
		var err error
		if cut == (record.Cut{}) {
			done, err = d.few(ctx, yield)
		}
		if err == nil && !done {
			err = d.many(ctx, cut, all, yield)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// heldAtMost is how many incidents are held in memory; those of a larger desk the record gives twice.
const heldAtMost = 10_000

// few gives the bundles that stand on the desk, ordered by ID; done: there were few enough.
func (d *desk) few(ctx context.Context, yield func(*record.Bundle, error) bool) (done bool, err error) {
	var all []*record.Bundle
	for at, err := range d.Reader.Sights(ctx, d.visible()) {
		if err != nil || len(all) == d.most {
			return false, err
		}
		all = append(all, at.Bundle)
	}
	slices.SortFunc(all, func(a, b *record.Bundle) int { return strings.Compare(a.Incident.ID, b.Incident.ID) })
	if err := d.lone(ctx, all...); err != nil {
		return false, err
	}
	for _, b := range all {
		if !yield(b, nil) {
			break
		}
	}
	return true, nil
}

// many reads the record twice, both times as it is now or was at the cut: for the names of the incidents, and for what is said of those on the desk.
func (d *desk) many(ctx context.Context, cut record.Cut, all bundlesAt, yield func(*record.Bundle, error) bool) error {
	head, err := d.Head(ctx)
	if err != nil || head.Seq == 0 {
		return err
	}
	if cut.Seq == 0 || cut.Seq > head.Seq {
		cut.Seq = head.Seq
	}
	named := map[string]bool{}
	for b, err := range all(ctx, cut) {
		if err != nil {
			return err
		}
		for _, id := range append(others(b), b.Incident.ID) {
			if !named[id] {
				named[strings.Clone(id)] = true // it may be a piece of the whole bundle, which is not to be held
			}
		}
	}
	seen, err := d.seen(ctx, slices.Collect(maps.Keys(named)))
	if err != nil {
		return err
	}
	for b, err := range all(ctx, cut) {
		if err != nil {
			return err
		}
		if !seen[b.Incident.ID] {
			continue
		}
		if limit(b, seen); !yield(b, nil) {
			return nil
		}
	}
	return nil
}

// place is where an incident comes among those that somebody sees.
type place struct {
	id    string
	first int64 // its first entry
}

// Sights holds no more than the names of what is visible, and reads what is said of it piece by piece.
func (d *desk) Sights(ctx context.Context, v record.Visible) iter.Seq2[record.Sight, error] {
	return func(yield func(record.Sight, error) bool) {
		var all []place
		for at, err := range d.Reader.Sights(ctx, v) {
			if err != nil {
				yield(record.Sight{}, err)
				return
			}
			all = append(all, place{strings.Clone(at.Bundle.Incident.ID), at.First})
		}
		for some := range slices.Chunk(all, largestPiece) {
			sights, err := d.sights(ctx, v, some)
			if err != nil {
				yield(record.Sight{}, err)
				return
			}
			for _, at := range sights {
				if !yield(at, nil) {
					return
				}
			}
		}
	}
}

// sights gives those of some incidents that stand, are visible and on the desk.
func (d *desk) sights(ctx context.Context, v record.Visible, some []place) (out []record.Sight, err error) {
	var ids []string
	for _, p := range some {
		b, err := d.Reader.Bundle(ctx, p.id)
		if errors.Is(err, record.ErrNotFound) { // removed meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		if b.Stands() {
			out, ids = append(out, record.Sight{Bundle: b, First: p.first}), append(ids, p.id)
		}
	}
	seen, err := d.Seen(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	out = kept(out, func(at *record.Sight) bool { return seen[at.Bundle.Incident.ID] })
	bundles := make([]*record.Bundle, len(out))
	for i := range out {
		bundles[i] = out[i].Bundle
	}
	return out, d.lone(ctx, bundles...)
}

func (d *desk) Entries(ctx context.Context, after int64) iter.Seq2[record.Entry, error] {
	return pieces(ctx, d, &record.Entry{Seq: after},
		func(last *record.Entry) iter.Seq2[record.Entry, error] { return d.Reader.Entries(ctx, last.Seq) },
		func(e *record.Entry) *record.Entry { return e })
}

func (d *desk) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return pieces(ctx, d, &record.Entry{Subject: after},
		func(last *record.Entry) iter.Seq2[record.Standing, error] {
			return d.Reader.Each(ctx, kind, last.Subject)
		},
		func(st *record.Standing) *record.Entry { return &st.Entry })
}

const (
	// So many entries are read at first, and then twice as many each time up to the largest piece: often only the first one is wanted.
	firstPiece   = 8
	largestPiece = 512
	// heaviestPiece ends a piece, in bytes of payloads.
	heaviestPiece = 4 << 20
)

// pieces gives what is of the desk among all that comes after an entry. from reads on from the last entry that was read.
func pieces[T any](ctx context.Context, d *desk, after *record.Entry, from func(*record.Entry) iter.Seq2[T, error], entry func(*T) *record.Entry) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		last, more := *after, true
		for most := firstPiece; more; most = min(2*most, largestPiece) {
			piece, ok, err := nextPiece(ctx, d, from(&last), most, entry)
			if err != nil {
				yield(*new(T), err)
				return
			}
			for i := range piece {
				if ok[i] && !yield(piece[i], nil) {
					return
				}
			}
			if more = len(piece) > 0; more {
				last = *entry(&piece[len(piece)-1])
			}
		}
	}
}

// nextPiece reads at most so many, and says which of them are of the desk. None: there are no more.
func nextPiece[T any](ctx context.Context, d *desk, all iter.Seq2[T, error], most int, entry func(*T) *record.Entry) (piece []T, ok []bool, err error) {
	weight := 0
	for x, err := range all {
		if err != nil {
			return nil, nil, err
		}
		piece = append(piece, x)
		if weight += len(entry(&x).Payload); len(piece) == most || weight > heaviestPiece {
			break
		}
	}
	entries := make([]*record.Entry, len(piece))
	for i := range piece {
		entries[i] = entry(&piece[i])
	}
	ok, err = d.seesEntries(ctx, entries...)
	return piece, ok, err
}

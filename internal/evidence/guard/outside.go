package guard

import (
	"context"
	"iter"
	"slices"
	"sync"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// outside is the record of outsiders: the public's, or that of an observer of a party.
type outside struct {
	store record.Reader
	who   review.Principal
	day   func() string // today: consents end

	mu   sync.Mutex // guards what follows; whoever holds it alone writes to the shelf
	head record.Head
	kept *shelf       // nil: not made yet
	said *record.Base // what is shown of Base, as of head; nil: not made yet
}

func (o *outside) Head(ctx context.Context) (record.Head, error) { return o.store.Head(ctx) }

// Entries gives none: an entry says who entered it, and more than was published.
func (o *outside) Entries(context.Context, int64) iter.Seq2[record.Entry, error] {
	return func(func(record.Entry, error) bool) {}
}

// History gives no entries, but tells what is there from what is not.
func (o *outside) History(ctx context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	_, err := o.Standing(ctx, kind, subject)
	return nil, err
}

func (o *outside) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	b, err := s.bundle(id)
	if err == nil && b == nil {
		err = absent(record.KindIncident, id)
	}
	return b, err
}

// Bundles gives, at a cut, nothing that is not shown now: what was withdrawn from the public is not to be had by asking for yesterday. At a position
// in the record it gives nothing at all: outsiders are shown no entries, and could count from position to position those that they are not shown.
func (o *outside) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		s, err := o.shelf(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		if o.now(cut) {
			for _, l := range s.lines() {
				if b, err := l.bundle(); !yield(b, err) || err != nil {
					return
				}
			}
			return
		}
		if cut.Seq > 0 { // which entry stands where would tell how many are not shown
			return
		}
		for _, l := range s.lines() {
			now, err := l.bundle()
			var f *form
			if err == nil {
				f, err = o.load(ctx, s.told, l.id, cut)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if f == nil || f.first == 0 {
				continue
			}
			if narrow(&f.bundle, now); !yield(&f.bundle, nil) {
				return
			}
		}
	}
}

// now says whether a cut leaves out nothing of the record as it is.
func (o *outside) now(cut record.Cut) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return cut.Entered == 0 && (cut.Seq == 0 || cut.Seq >= o.head.Seq)
}

// narrow takes out of what stood at a cut what is not shown now.
func narrow(then, now *record.Bundle) {
	then.Accounts = slices.DeleteFunc(then.Accounts, func(a record.Account) bool {
		return !slices.ContainsFunc(now.Accounts, func(b record.Account) bool { return a.ID == b.ID })
	})
	then.Assessments = slices.DeleteFunc(then.Assessments, func(a record.Assessment) bool {
		return !slices.ContainsFunc(now.Assessments, func(b record.Assessment) bool { return a.Assessor == b.Assessor })
	})
	then.Denials = slices.DeleteFunc(then.Denials, func(a record.Position) bool {
		return !slices.ContainsFunc(now.Denials, func(b record.Position) bool { return a.ID == b.ID })
	})
}

func (o *outside) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return o.Bundles(ctx, cut)
}

// Touched names none: whoever asks reads all again, which is not much.
func (o *outside) Touched(ctx context.Context, after int64, _ int) ([]string, bool, error) {
	head, err := o.store.Head(ctx)
	return nil, head.Seq > after, err
}

// Seen gives none, and so does Sights: by what the record holds of an incident beside its form nobody outside may choose.
func (o *outside) Seen(context.Context, record.Visible, []string) (map[string]bool, error) {
	return map[string]bool{}, nil
}

func (o *outside) Sights(context.Context, record.Visible) iter.Seq2[record.Sight, error] {
	return func(func(record.Sight, error) bool) {}
}

package guard

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"mithaq/internal/evidence/record"
)

// outside is the record of outsiders: the public's, or that of an observer of a party.
type outside struct {
	store record.Reader
	party string        // "": the public
	day   func() string // today: consents end

	mu     sync.Mutex // guards what follows; whoever holds it alone writes to the shelf
	head   record.Head
	kept   *shelf       // nil: not made yet
	came   int64        // the position of the newest entry, at most, with which something changed that is shown
	shifts []shift      // how what it shows became otherwise, the last one last
	said   *record.Base // what is shown of Base, as of head; nil: not made yet
	knowns knowns       // what was known at instants
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

func (o *outside) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	return s.several(ids)
}

// Bundles gives, at a cut, nothing that is not shown now: what was withdrawn from the public is not to be had by asking for yesterday. At a position
// in the record it gives nothing at all: outsiders are shown no entries, and could count from position to position those that they are not shown, and at
// the last one how many there are.
func (o *outside) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		s, err := o.shelf(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		if cut.Seq > 0 { // no need to look at all to tell nothing
			return
		}
		for _, l := range s.lines() {
			st, err := o.stood(ctx, s, l, cut)
			var b *record.Bundle
			if err == nil && st != nil {
				b, err = st.Bundle()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if b != nil && !yield(b, nil) {
				return
			}
		}
	}
}

// narrow takes out of what stood at a cut what is not shown now. Dates, grades and numbers are those of then; words are those of now: they alone were looked at
// before they were published, and what was mended in them was perhaps mended so that nobody reads it. A word of a role, a zone, a source or somebody held to have
// done it may name a person too: where one of then is gone, those of now stand in its place.
func narrow(then, now *record.Bundle) {
	narrowIncident(&then.Incident, &now.Incident)
	then.Accounts = joined(then.Accounts, now.Accounts, func(a *record.Account) string { return a.ID }, func(then, now *record.Account) {
		published := then.Published
		*then = *now
		then.Published = published
	})
	then.Assessments = joined(then.Assessments, now.Assessments, func(a *record.Assessment) string { return a.Assessor }, func(then, now *record.Assessment) {
		then.Why, then.Verbatim = now.Why, now.Verbatim
		if then.Scheme != now.Scheme || !standsIn(then.Attributions, now.Attributions, func(a record.Attribution) string { return a.To }) {
			then.Scheme, then.Attributions, then.OneOf, then.Exhaustive, then.Group = now.Scheme, now.Attributions, now.OneOf, now.Exhaustive, now.Group
		}
		if !standsIn(then.Degrees, now.Degrees, func(d record.Degree) string { return d.To + "\x00" + d.Person }) {
			then.Degrees = now.Degrees
		}
	})
	then.Denials = joined(then.Denials, now.Denials, func(p *record.Position) string { return p.ID }, func(then, now *record.Position) {
		then.Says, then.URL = now.Says, now.URL
	})
	then.Reviews = joined(then.Reviews, now.Reviews, func(r *record.Review) string { return r.Assessor }, func(then, now *record.Review) {
		then.Put = joined(then.Put, now.Put, func(p *record.Put) string { return p.Party }, func(then, now *record.Put) {
			if then.Answered != "" {
				then.Answer = now.Answer
			}
		})
	})
	then.Dissents = joined(then.Dissents, now.Dissents, func(d *record.Dissent) string { return d.Assessor + "\x00" + d.When + "\x00" + fmt.Sprint(d.Says) }, func(_, _ *record.Dissent) {})
}

func narrowIncident(then, now *record.Incident) {
	then.Title, then.Place.Name = now.Title, now.Place.Name
	then.Publisher, then.Key, then.Verbatim, then.Note = now.Publisher, now.Key, now.Verbatim, now.Note
	self := func(word string) string { return word }
	switch {
	case closer(&then.Place, &now.Place):
		then.Place = now.Place
	case !standsIn(then.Place.Zones, now.Place.Zones, self):
		then.Place.Zones = now.Place.Zones
	}
	then.Persons = joined(then.Persons, now.Persons, func(p *record.Involved) string { return p.Person }, func(_, _ *record.Involved) {})
	then.Related = joined(then.Related, now.Related, func(r *record.Related) string { return r.Incident }, func(_, _ *record.Related) {})
	if then.Scheme != now.Scheme { // words of another scheme than those that stand now
		then.Scheme, then.Act, then.Roles, then.Place.Zones = now.Scheme, now.Act, now.Roles, now.Place.Zones
		return
	}
	then.Roles = joined(then.Roles, now.Roles, func(w *record.Words) string { return w.Role }, func(then, now *record.Words) {
		if !standsIn(then.Words, now.Words, self) {
			*then = *now
		}
	})
}

// standsIn says whether all that stood then stands now.
func standsIn[T any](then, now []T, key func(T) string) bool {
	return !slices.ContainsFunc(then, func(x T) bool {
		return !slices.ContainsFunc(now, func(y T) bool { return key(x) == key(y) })
	})
}

// closer says whether a place was told more closely then than it is told now.
func closer(then, now *record.Place) bool {
	return then.Radius > 0 && (now.Radius == 0 || now.Radius > then.Radius) || len(then.Zones) > 0 && len(now.Zones) == 0
}

// joined keeps of what was then what is now, and lets mend take over from the latter.
func joined[T any](then, now []T, key func(*T) string, mend func(then, now *T)) (out []T) {
	for i := range then {
		at := slices.IndexFunc(now, func(x T) bool { return key(&x) == key(&then[i]) })
		if at >= 0 {
			mend(&then[i], &now[at])
			out = append(out, then[i])
		}
	}
	return out
}

func (o *outside) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return o.Bundles(ctx, cut)
}

// EnteredBy tells nothing of when something was entered: most of it they are not shown.
func (o *outside) EnteredBy(_ context.Context, instant int64) (int64, error) { return instant, nil }

// Touched names none: whoever asks reads all again, which is not much, and only where something changed that is shown. Most of what is entered is not.
func (o *outside) Touched(ctx context.Context, after int64, _ int) ([]string, bool, error) {
	if _, err := o.shelf(ctx); err != nil {
		return nil, false, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return nil, o.came > after, nil
}

// Seen gives none, and so does Sights: by what the record holds of an incident beside its form nobody outside may choose.
func (o *outside) Seen(context.Context, record.Visible, []string) (map[string]bool, error) {
	return map[string]bool{}, nil
}

func (o *outside) Sights(context.Context, record.Visible) iter.Seq2[record.Sight, error] {
	return func(func(record.Sight, error) bool) {}
}

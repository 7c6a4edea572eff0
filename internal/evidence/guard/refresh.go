package guard

import (
	"context"
	"reflect"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
)

// reread is how many new entries are looked at one by one before the shelf is made anew.
const reread = 1000

// shelf gives what the principal sees now.
func (o *outside) shelf(ctx context.Context) (*shelf, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	head, err := o.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	day := o.day()
	s := o.kept
	if s != nil && head == o.head && day == s.told.Day {
		return s, nil
	}
	telling, removed, quiet, err := o.news(ctx)
	if err != nil {
		return nil, err
	}
	var told *release.View
	if s != nil {
		told = s.told
	}
	if told == nil || telling || day != told.Day {
		if told, err = Told(ctx, o.store, day); err != nil {
			return nil, err
		}
	}
	ids, whole, err := o.store.Touched(ctx, o.head.Seq, reread)
	if err != nil {
		return nil, err
	}
	anew := s == nil || removed || !reflect.DeepEqual(told, s.told) // a consent touches no incident, and changes them all
	signs := func(s *shelf) map[string]sign {                       // of the forms that may become otherwise
		if anew || whole {
			return s.signs()
		}
		return s.signsOf(ids)
	}
	var before Shown
	var was map[string]sign
	if s != nil {
		before, was = s.sum.shown(), signs(s)
	}
	if anew {
		s = newShelf(told)
	}
	o.kept = nil // until all is well: half of it may be new
	same := false
	if anew || whole {
		err = o.all(ctx, s)
	} else {
		same, err = o.some(ctx, s, ids)
	}
	if err != nil {
		return nil, err
	}
	if !quiet || !same {
		last, err := o.store.Head(ctx) // of what came meanwhile something may be on the shelf
		if err != nil {
			return nil, err
		}
		o.came = last.Seq
	}
	if was == nil {
		o.shifts = nil // nothing is known of what was
	} else {
		o.shifted(before, s.sum.shown(), between(was, signs(s)))
	}
	o.head, o.kept, o.said = head, s, nil // entries that came meanwhile are looked at again
	return s, nil
}

// quietly are kinds of entries that change nothing that outsiders are shown but the forms of the incidents that they touch. Kinds that are not named change something.
var quietly = map[record.Kind]bool{
	record.KindIncident: true, record.KindAccount: true, record.KindAssessment: true, record.KindReview: true, record.KindDissent: true, record.KindLink: true,
	record.KindSession: true, record.KindAccess: true, record.KindRequest: true, record.KindSignature: true,
}

// news says what the entries since the shelf was made may have changed besides incidents: what is told of anything, and which content is there. quiet: nothing at all.
func (o *outside) news(ctx context.Context) (telling, removed, quiet bool, err error) {
	if o.kept == nil {
		return true, true, false, nil
	}
	n := 0
	quiet = true
	for e, err := range o.store.Entries(ctx, o.head.Seq) {
		if n++; n > reread || err != nil {
			return true, true, false, err
		}
		kind := e.Kind
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err == nil {
			switch p := p.(type) {
			case record.Withdrawal:
				kind = p.Kind
			case record.Publication:
				kind = p.Kind
			}
		}
		quiet = quiet && err == nil && quietly[kind]
		switch kind {
		case record.KindSource, record.KindConsent, record.KindPerson:
			telling = true
		case record.KindRemoval:
			telling, removed = true, true
		}
	}
	return telling, removed, quiet, nil
}

// flushed is how many forms are taken in before the index is written.
const flushed = 4096

// all looks at every incident that the store says may be seen. A form that is there already is kept where nothing came to its incident.
func (o *outside) all(ctx context.Context, s *shelf) error {
	there := map[string]bool{}
	var ripe []record.Sight // whose history decides: it is asked for when the store has told all, so that no question waits in another
	var changed []*form
	for at, err := range o.store.Sights(ctx, record.Visible{Public: true, PutTo: o.party}) {
		if err != nil {
			return err
		}
		id := at.Bundle.Incident.ID
		there[id] = true
		switch {
		case s.seq(id) == at.Bundle.Seq:
		case !settled(at.Bundle):
			ripe = append(ripe, at)
		default:
			f := o.made(s.told, at.Bundle, &at.Bundle.Publication, nil, at.First)
			f.span = span{at.Earliest, at.Latest, !at.Bundle.Merging()}
			changed = append(changed, f)
		}
		if len(changed) == flushed {
			if err := s.take(changed); err != nil {
				return err
			}
			changed = changed[:0]
		}
	}
	for i := range ripe {
		b := ripe[i].Bundle
		history, err := o.store.History(ctx, record.KindIncident, b.Incident.ID)
		if err != nil {
			return err
		}
		f := o.made(s.told, b, &b.Publication, history, ripe[i].First)
		f.span = spanOf(b, history)
		changed = append(changed, f)
	}
	for _, id := range s.ids() {
		if !there[id] {
			changed = append(changed, &form{id: id})
		}
	}
	return s.take(changed)
}

// some looks at some incidents anew. same: their forms are what they were.
func (o *outside) some(ctx context.Context, s *shelf, ids []string) (same bool, err error) {
	changed := make([]*form, 0, len(ids))
	for _, id := range ids {
		f, err := o.load(ctx, s.told, id)
		if err != nil {
			return false, err
		}
		if f == nil {
			f = &form{id: id}
		}
		if !s.holds(f) {
			changed = append(changed, f)
		}
	}
	return len(changed) == 0, s.take(changed)
}

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
	telling, removed, err := o.news(ctx)
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
	if anew {
		s = newShelf(told)
	}
	o.kept = nil // until all is well: half of it may be new
	if anew || whole {
		err = o.all(ctx, s)
	} else {
		err = o.some(ctx, s, ids)
	}
	if err != nil {
		return nil, err
	}
	o.head, o.kept, o.said = head, s, nil // entries that came meanwhile are looked at again
	return s, nil
}

// news says what the entries since the shelf was made may have changed besides incidents: what is told of anything, and which content is there.
func (o *outside) news(ctx context.Context) (telling, removed bool, err error) {
	if o.kept == nil {
		return true, true, nil
	}
	n := 0
	for e, err := range o.store.Entries(ctx, o.head.Seq) {
		if n++; n > reread || err != nil {
			return true, true, err
		}
		kind := e.Kind
		if p, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
			if w, ok := p.(record.Withdrawal); ok {
				kind = w.Kind
			}
		}
		switch kind {
		case record.KindSource, record.KindConsent, record.KindPerson:
			telling = true
		case record.KindRemoval:
			telling, removed = true, true
		}
	}
	return telling, removed, nil
}

// flushed is how many forms are taken in before the index is written.
const flushed = 4096

// all looks at every incident that the store says may be seen. A form that is there already is kept where nothing came to its incident.
func (o *outside) all(ctx context.Context, s *shelf) error {
	there := map[string]bool{}
	var ripe []record.Sight // whose history decides: it is asked for when the store has told all, so that no question waits in another
	var changed []*form
	for at, err := range o.store.Sights(ctx, record.Visible{Public: true, PutTo: o.who.Party}) {
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
			changed = append(changed, o.made(s.told, at.Bundle, &at.Bundle.Publication, nil, at.First))
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
		changed = append(changed, o.made(s.told, b, &b.Publication, history, ripe[i].First))
	}
	for _, id := range s.ids() {
		if !there[id] {
			changed = append(changed, &form{id: id})
		}
	}
	return s.take(changed)
}

// some looks at some incidents anew.
func (o *outside) some(ctx context.Context, s *shelf, ids []string) error {
	changed := make([]*form, 0, len(ids))
	for _, id := range ids {
		f, err := o.load(ctx, s.told, id, record.Cut{})
		if err != nil {
			return err
		}
		if f == nil {
			f = &form{id: id}
		}
		changed = append(changed, f)
	}
	return s.take(changed)
}

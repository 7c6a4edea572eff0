package app

import (
	"context"
	"slices"

	"mithaq/internal/base/civil"
	"mithaq/internal/bind"
	"mithaq/internal/evidence/record"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/monitor"
)

// A run on a record that has grown by entries on a few incidents is made from the run before: its machine is taken over and told what
// changed. Whatever else differs (the base, withdrawn and merged incidents, what parties say of them, another angle) is read anew.
const (
	fewEntries = 512     // more of them are read with all others
	manyLater  = 100_000 // steps after which the facts are read anew
)

// advance makes the run from the one before it; false: it must be made anew.
func (j *Judged) advance(ctx context.Context, prev *Judged, zone civil.Zone, head record.Head) (bool, error) {
	if j.In.Record != (record.Cut{}) || j.Angle.Illustration() || len(prev.held.later) > manyLater {
		return false, nil
	}
	ids, whole, err := j.store.Touched(ctx, prev.Head.Seq, fewEntries)
	if err != nil || whole {
		return false, err
	}
	d := delta{facts: *prev.Facts, unbound: map[fact.Unbound]int{}}
	d.use(prev.Facts.Unbound, 1)
	for _, id := range ids {
		was, is, err := j.versions(ctx, id, prev.Head.Seq)
		if err != nil || was.Merging() || is.Merging() {
			return false, err
		}
		one := func(b *record.Bundle) (*fact.Set, error) {
			return bind.Bind(&j.Program.Vocabulary, zone, &record.Base{Names: prev.Base.Names, Sources: prev.Base.Sources}, standing(b), bind.Options{
				Order: orderOf(prev.Base), PublishedBy: j.In.Published,
			})
		}
		before, err := one(was)
		if err != nil {
			return false, err
		}
		after, err := one(is)
		if err != nil || !d.change(before, after) {
			return false, err
		}
	}
	if now, err := j.store.Head(ctx); err != nil || now != head {
		return false, err // somebody entered something meanwhile
	}
	unbound, ok := d.words()
	if !ok {
		return false, nil
	}
	machine := prev.held.handOver()
	if machine == nil {
		return false, nil
	}
	base := *prev.Base
	base.Head = head
	d.facts.Unbound = unbound
	j.Base, j.Facts, j.Head = &base, &d.facts, head
	j.held = &holding{program: j.Program, facts: j.Facts, later: append(slices.Clip(prev.held.later), d.came...), machine: machine}
	for _, f := range d.came {
		machine.Step(monitor.Event{Fact: f})
	}
	j.say(machine)
	return true, nil
}

// versions gives an incident as it stood at a position of the record and as it stands; one that did not is empty.
func (j *Judged) versions(ctx context.Context, id string, at int64) (was, is *record.Bundle, err error) {
	if is, err = j.store.Bundle(ctx, id); err != nil {
		return nil, nil, err
	}
	entries, err := j.store.History(ctx, record.KindIncident, id)
	if err != nil {
		return nil, nil, err
	}
	was = &record.Bundle{}
	for i := range entries {
		e := &entries[i]
		if e.Seq > at {
			break
		}
		payload, err := record.Decode(e.Kind, e.Version, e.Payload)
		if record.IsNewer(err) || e.Gone() {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		was.Apply(id, e.Seq, payload)
	}
	return was, is, nil
}

// standing gives an incident if it stands, as Findings does.
func standing(b *record.Bundle) func(func(*record.Bundle, error) bool) {
	return func(yield func(*record.Bundle, error) bool) {
		if b.Incident.ID != "" && !b.Withdrawn {
			yield(b, nil)
		}
	}
}

// delta gathers what changed incidents change in a set of facts.
type delta struct {
	facts   fact.Set
	came    []*fact.Fact
	unbound map[fact.Unbound]int // uses, by word
	gone    bool                 // a word is used no more: whether something else speaks of it is not known
}

// use counts the words of one version of an incident.
func (d *delta) use(words []fact.Unbound, sign int) {
	for _, u := range words {
		n := u.Count
		u.Count = 0
		d.unbound[u] += sign * n
		d.gone = d.gone || sign < 0 && d.unbound[u] <= 0
	}
}

// change takes in one incident as it was and as it is; false: it changes more than can be told so.
func (d *delta) change(was, is *fact.Set) bool {
	if len(was.Positions)+len(is.Positions) > 0 || len(is.Facts) < len(was.Facts) {
		return false
	}
	d.use(is.Unbound, 1)
	d.use(was.Unbound, -1)
	l := &d.facts.Left
	l.Withdrawn += is.Left.Withdrawn - was.Left.Withdrawn
	l.Unpublished += is.Left.Unpublished - was.Left.Unpublished
	l.Unreported += is.Left.Unreported - was.Left.Unreported
	l.Elsewhere += is.Left.Elsewhere - was.Left.Elsewhere
	l.Unreadable += is.Left.Unreadable - was.Left.Unreadable
	for i := range is.Facts {
		d.came = append(d.came, &is.Facts[i])
	}
	return true
}

// words gives the words that are not bound; false: they must be counted anew.
func (d *delta) words() ([]fact.Unbound, bool) {
	var out fact.Set
	for u, n := range d.unbound {
		u.Count = n
		out.Unbound = append(out.Unbound, u)
	}
	out.Sort()
	return out.Unbound, !d.gone
}

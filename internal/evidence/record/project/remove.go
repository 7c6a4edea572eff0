package project

import (
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
)

// Removing is a store's tables as a removal sees them, inside its transaction.
type Removing interface {
	// Stored gives the entry at seq; nil: there is none.
	Stored(seq int64) (*record.Entry, error)
	// Touching gives the entries that concern an incident, TouchedBy the incidents that an entry concerns.
	Touching(incident string) ([]int64, error)
	TouchedBy(seq int64) ([]string, error)
	// Versions gives the entries on a subject whose content is there.
	Versions(kind record.Kind, subject string) ([]int64, error)
	// Blank puts a stub in place of an entry, or of a stub that says more; removal is the entry that names it.
	Blank(e *record.Entry, removal int64, incidents []string) error
	// Owe notes what the removed content named outside the tables, beside what is noted already.
	Owe(due []record.Due) error
	// MakeAnew empties everything that follows from the entries and makes it anew: no copy of removed content is left in it.
	MakeAnew() error
}

// remove takes away the content of the entries that the removal at seq names.
func (a *Appender) remove(seq int64, r record.Removal) error {
	t, ok := a.tables.(Removing)
	if !ok {
		return fmt.Errorf("%w: nothing can be removed from it", record.ErrReadOnly)
	}
	if err := a.proj.Flush(); err != nil { // what is held goes the way of the rest
		return err
	}
	if a.verbatim {
		left, err := a.still(t, r)
		if err != nil || len(left.Entries) == 0 {
			return err
		}
		r = left
	}
	gone := map[int64]*record.Entry{}
	var due []record.Due
	touched := map[string]bool{}
	for _, named := range r.Entries {
		e, err := find(t, seq, named)
		if err != nil {
			return err
		}
		gone[named.Seq] = e
		if p, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
			due = append(due, record.DueOf(p)...)
		}
		ids, err := t.TouchedBy(named.Seq)
		if err != nil {
			return err
		}
		for _, id := range ids {
			touched[id] = true
		}
	}
	lost, err := lostIncidents(t, touched, gone)
	if err != nil {
		return err
	}
	for _, named := range r.Entries {
		if err := blank(t, gone[named.Seq], seq, lost); err != nil {
			return err
		}
	}
	if err := forget(t, lost, gone); err != nil {
		return err
	}
	if len(due) > 0 {
		if err := t.Owe(due); err != nil {
			return err
		}
	}
	a.proj.rows = -1 // incidents may be fewer now
	return t.MakeAnew()
}

// find finds an entry that a removal names, which must be the one there.
func find(t Removing, removal int64, named record.Removed) (*record.Entry, error) {
	e, err := t.Stored(named.Seq)
	switch {
	case err != nil:
		return nil, err
	case e == nil, named.Seq >= removal, e.ID != named.Entry, e.Kind != named.Kind:
		return nil, fmt.Errorf("entry %d, %s %s: %w", named.Seq, named.Kind, named.Entry, record.ErrNotFound)
	case e.Gone():
		return nil, fmt.Errorf("entry %d: %w already", named.Seq, record.ErrRemoved)
	}
	return e, nil
}

// lostIncidents gives the incidents of which no version is left. All that speaks of them must go with them.
func lostIncidents(t Removing, touched map[string]bool, gone map[int64]*record.Entry) (map[string]bool, error) {
	lost := map[string]bool{}
	var hang []int64
	for id := range touched {
		versions, err := t.Versions(record.KindIncident, id)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(versions, func(seq int64) bool { return gone[seq] == nil }) {
			continue
		}
		lost[id] = true
		seqs, err := t.Touching(id)
		if err != nil {
			return nil, err
		}
		for _, seq := range seqs {
			if gone[seq] != nil {
				continue
			}
			e, err := t.Stored(seq)
			if err != nil {
				return nil, err
			}
			p, err := record.Decode(e.Kind, e.Version, e.Payload)
			if err == nil && slices.Contains(record.Touches(p), id) {
				hang = append(hang, seq)
			}
		}
	}
	if len(hang) > 0 {
		slices.Sort(hang)
		return nil, fmt.Errorf("%w: entries %d", record.ErrHangs, slices.Compact(hang))
	}
	return lost, nil
}

func blank(t Removing, e *record.Entry, removal int64, lost map[string]bool) error {
	ids, err := t.TouchedBy(e.Seq)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return lost[id] })
	slices.Sort(ids)
	return t.Blank(e, removal, ids)
}

// forget takes incidents of which nothing is left out of the stubs of earlier removals.
func forget(t Removing, lost map[string]bool, gone map[int64]*record.Entry) error {
	for id := range lost {
		seqs, err := t.Touching(id)
		if err != nil {
			return err
		}
		for _, seq := range seqs {
			if gone[seq] != nil {
				continue
			}
			e, err := t.Stored(seq)
			if err != nil {
				return err
			}
			if !e.Gone() {
				continue // its subject spoke of the incident once: it does not itself
			}
			left := slices.DeleteFunc(slices.Clone(e.Incidents), func(id string) bool { return lost[id] })
			if err := t.Blank(e, 0, left); err != nil {
				return err
			}
		}
	}
	return nil
}

// Take takes entries that stand in the record already into projections that are made anew. Those of a newer program are passed over.
func (p *Projector) Take(entries []record.Entry) error {
	p.anew = true
	read := make([]Read, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		if e.Gone() {
			read = append(read, Read{Entry: e})
			continue
		}
		payload, err := record.Decode(e.Kind, e.Version, e.Payload)
		if record.IsNewer(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		read = append(read, Read{Entry: e, Payload: payload})
	}
	if err := p.Expect(read); err != nil {
		return err
	}
	for _, r := range read {
		if err := p.take(r); err != nil {
			return fmt.Errorf("entry %d: %w", r.Entry.Seq, err)
		}
	}
	return p.ctx.Err()
}

func (p *Projector) take(r Read) error {
	if !r.Entry.Gone() {
		return p.Add(r.Entry, r.Payload)
	}
	for _, id := range r.Entry.Incidents {
		if err := p.stub(id, r.Entry); err != nil {
			return err
		}
	}
	return nil
}

// stub keeps the place of an entry whose content was removed: an incident may begin with one.
func (p *Projector) stub(id string, e *record.Entry) error {
	s, err := p.load(id)
	if err != nil {
		return err
	}
	if s == nil {
		if s, err = p.begin(id, e); err != nil {
			return err
		}
	}
	s.Earliest, s.Latest = min(s.Earliest, e.Entered), max(s.Latest, e.Entered)
	s.Bundle.Seq = e.Seq
	return p.tables.InsertTouch(id, s.Row, e.Seq)
}

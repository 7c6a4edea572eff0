package app

import (
	"context"
	"errors"
	"maps"

	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// spoken is what a reader is told of an incident where it decides something: on the record as the run read it, as far as whoever looks may see it.
type spoken struct {
	title   record.Text // nil: it had none
	answers []review.Answer
}

// Title gives the title that an incident had, nil where it had none.
func (j *Judged) Title(id string) record.Text { return j.of(id).title }

// Answers gives what parties answered to findings on an incident, and to whom these were put in vain.
func (j *Judged) Answers(id string) []review.Answer { return j.of(id).answers }

// Today is the day as of which silence is told from waiting: that of the record that was read.
func (j *Judged) Today() civil.Date {
	if at := j.In.Record.Entered; at != 0 {
		return civil.UTC.DateOf(at)
	}
	return j.today()
}

// of reads what is told of an incident, once.
func (j *Judged) of(id string) spoken {
	j.mu.Lock()
	t, known := j.told[id]
	j.mu.Unlock()
	if known {
		return t
	}
	t, err := j.look(context.Background(), id)
	if err != nil && !errors.Is(err, record.ErrNotFound) {
		return spoken{} // the page shows the id, and the next one asks again
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.told[id] = t
	return t
}

// Tell reads what is told of some incidents, all at once: a page of a term names hundreds. What it cannot read is read when it is asked for.
func (j *Judged) Tell(ids []string) {
	j.mu.Lock()
	var missing []string
	for _, id := range ids {
		if _, known := j.told[id]; !known {
			missing = append(missing, id)
		}
	}
	j.mu.Unlock()
	if len(missing) == 0 {
		return
	}
	ctx := context.Background()
	found, err := j.store.Several(ctx, missing)
	if err != nil {
		return
	}
	told := make(map[string]spoken, len(found))
	for id, b := range found {
		if t, err := j.toldOf(ctx, id, b); err == nil {
			told[id] = t
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	maps.Copy(j.told, told)
}

func (j *Judged) look(ctx context.Context, id string) (spoken, error) {
	b, err := j.store.Bundle(ctx, id)
	if err != nil {
		return spoken{}, err
	}
	return j.toldOf(ctx, id, b)
}

// toldOf gives what is told of an incident that is as b says now.
func (j *Judged) toldOf(ctx context.Context, id string, b *record.Bundle) (_ spoken, err error) {
	var history []record.Entry
	cut := j.In.Record
	outside, isOutside := j.store.(outsiders)
	switch {
	case isOutside: // they read no entries, and what they are shown has no place among them
		if b, err = outside.At(ctx, id, cut); err != nil {
			return spoken{}, err
		}
	case cut.Entered != 0 || b.Seq > j.Head.Seq: // as it stood then
		if b, history, err = j.then(ctx, id); err != nil {
			return spoken{}, err
		}
	}
	t := spoken{title: b.Incident.Title}
	all := []*record.Bundle{b}
	for i := range b.Merged {
		all = append(all, &b.Merged[i])
	}
	for _, one := range all {
		c := review.Case{Bundle: one, History: history}
		if len(one.Reviews) == 0 {
			continue
		}
		if history == nil {
			if c.History, err = j.store.History(ctx, record.KindIncident, one.Incident.ID); err != nil {
				return spoken{}, err
			}
		}
		t.answers = append(t.answers, c.Answers()...)
	}
	return t, nil
}

// then gives an incident as it stood on the record that was read, without what was merged into it, and its entries up to there.
func (j *Judged) then(ctx context.Context, id string) (*record.Bundle, []record.Entry, error) {
	history, err := j.store.History(ctx, record.KindIncident, id)
	if err != nil {
		return nil, nil, err
	}
	b := &record.Bundle{}
	kept := []record.Entry{}
	for i := range history {
		e := &history[i]
		if e.Seq > j.Head.Seq || j.In.Record.Entered != 0 && e.Entered > j.In.Record.Entered {
			continue
		}
		kept = append(kept, *e)
		if p, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
			b.Apply(id, e.Seq, p)
		}
	}
	return b, kept, nil
}

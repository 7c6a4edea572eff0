package intake

import (
	"context"
	"iter"
	"slices"
	"sync"

	"mithaq/internal/evidence/record"
)

// fake is a record in memory: entries, and what stands by the record's own projection.
type fake struct {
	record.Store // what intake does not use panics
	mu           sync.Mutex
	entries      []record.Entry
	listing      bool // Bundles is being ranged over
	all          bool // Bundles gives withdrawn incidents too
}

func (f *fake) Append(_ context.Context, expect *record.Head, drafts iter.Seq2[record.Draft, error]) (record.Head, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if expect != nil && expect.Seq != int64(len(f.entries)) {
		return record.Head{}, record.ErrHeadMoved
	}
	all := slices.Clone(f.entries)
	for d, err := range drafts {
		if err != nil {
			return record.Head{}, err
		}
		kind, subject, b, _, err := record.EncodePayload(d.Payload)
		if err != nil {
			return record.Head{}, err
		}
		if kind != d.Kind || subject != d.Subject {
			panic("draft " + d.Subject + " does not agree with its payload's " + subject)
		}
		all = append(all, record.Entry{
			Seq: int64(len(all)) + 1, Kind: kind, Version: record.Version(kind), Subject: subject,
			Entered: d.Entered, Actor: d.Actor, Origin: d.Origin, Payload: b,
		})
	}
	f.entries = all
	return record.Head{Seq: int64(len(all))}, nil
}

func (f *fake) Head(context.Context) (record.Head, error) {
	return record.Head{Seq: int64(len(f.entries))}, nil
}

func (f *fake) Base(context.Context, record.Cut) (*record.Base, error) {
	fold := record.NewBaseFold()
	for i := range f.entries {
		if err := fold.Apply(&f.entries[i]); err != nil {
			return nil, err
		}
	}
	return fold.Base(record.Head{Seq: int64(len(f.entries))}, 0), nil
}

func (f *fake) History(_ context.Context, kind record.Kind, subject string) ([]record.Entry, error) {
	if f.listing {
		panic("History while Bundles is open: a store with one connection would hang")
	}
	var out []record.Entry
	for _, e := range f.entries {
		if e.Kind == kind && e.Subject == subject {
			out = append(out, e)
		}
	}
	if out == nil {
		return nil, record.ErrNotFound
	}
	return out, nil
}

func (f *fake) Bundles(context.Context, record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		f.listing = true
		defer func() { f.listing = false }()
		all := map[string]*record.Bundle{}
		spoke := map[string][]string{} // of which incidents a subject spoke
		for _, e := range f.entries {
			p, err := record.Decode(e.Kind, e.Version, e.Payload)
			if err != nil {
				yield(nil, err)
				return
			}
			ids := record.Touches(p)
			if w, ok := p.(record.Withdrawal); ok && ids == nil {
				ids = spoke[record.Key(string(w.Kind), w.Subject)]
			}
			spoke[record.Key(string(e.Kind), e.Subject)] = ids
			for _, id := range ids {
				if all[id] == nil {
					all[id] = &record.Bundle{}
				}
				all[id].Apply(id, e.Seq, p)
			}
		}
		for _, id := range sortedKeys(all) {
			b := *all[id] // copied, and emptied afterwards: it is good only until the next one
			if b.Incident.ID == "" || b.Withdrawn && !f.all {
				continue
			}
			ok := yield(&b, nil)
			b.Incident.Roles, b.Accounts, b.Assessments = nil, nil, nil
			if !ok {
				return
			}
		}
	}
}

func (f *fake) Incidents(ctx context.Context, _ record.Query) (*record.Page, error) {
	page := &record.Page{}
	for b, err := range f.Bundles(ctx, record.Cut{}) {
		if err != nil {
			return nil, err
		}
		page.Rows = append(page.Rows, record.Row{Incident: b.Incident})
	}
	return page, nil
}

func (f *fake) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	for b, err := range f.Bundles(ctx, record.Cut{}) {
		if err != nil {
			return nil, err
		}
		if b.Incident.ID == id {
			c := *b
			return &c, nil
		}
	}
	return nil, record.ErrNotFound
}

package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"

	"mithaq/internal/evidence/record"
)

// supposed is a record as it would stand with some drafts more. It can be read, and nothing of it is ever stored.
type supposed struct {
	record.Store
	head    record.Head
	base    *record.Base
	bundles map[string]*record.Bundle // that the drafts touch, as they would stand
	spoken  map[string][]string       // of which incidents the drafts on a subject spoke
	added   int                       // incidents among them that do not stand now
}

// suppose reads what the drafts touch.
func suppose(ctx context.Context, store record.Store, drafts iter.Seq[record.Draft]) (*supposed, error) {
	base, err := store.Base(ctx, record.Cut{})
	if err != nil {
		return nil, err
	}
	s := &supposed{Store: store, head: base.Head, bundles: map[string]*record.Bundle{}, spoken: map[string][]string{}}
	fold := record.BaseFoldOf(base)
	stood := map[string]bool{}
	for d := range drafts {
		kind, subject, _, read, err := record.EncodePayload(d.Payload)
		if err != nil {
			return nil, err
		}
		s.head.Seq++
		s.head.Hash = sha256.Sum256(fmt.Append(s.head.Hash[:], kind, subject)) // no entry's: what is supposed has none
		fold.Take(kind, subject, s.head.Seq, read)
		ids, err := s.touched(ctx, read)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			b, err := s.bundle(ctx, id, stood)
			if err != nil {
				return nil, err
			}
			b.Apply(id, s.head.Seq, read)
		}
	}
	s.base = fold.Base(s.head, base.Newer)
	for id, b := range s.bundles {
		if stands := b.Incident.ID != "" && !b.Withdrawn; stands && !stood[id] {
			s.added++
		}
	}
	return s, nil
}

// touched gives the incidents that a payload concerns: those it speaks of, and those that its subject spoke of before.
func (s *supposed) touched(ctx context.Context, payload any) ([]string, error) {
	ids := record.Touches(payload)
	kind, subject, err := record.SubjectOf(payload)
	switch w := payload.(type) {
	case record.Account, record.Position:
	case record.Withdrawal:
		if kind, subject = w.Kind, w.Subject; kind == record.KindIncident {
			return ids, nil
		}
	default:
		return ids, err
	}
	key := record.Key(string(kind), subject)
	for _, id := range s.spoken[key] {
		ids = with(ids, id)
	}
	s.spoken[key] = ids
	entries, err := s.Store.History(ctx, kind, subject)
	if isNotFound(err) {
		return ids, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range entries {
		said, err := record.Decode(entries[i].Kind, entries[i].Version, entries[i].Payload)
		if err != nil && !record.IsNewer(err) {
			return nil, err
		}
		for _, id := range record.Touches(said) {
			ids = with(ids, id)
		}
	}
	return ids, nil
}

// bundle gives a copy of an incident to change; one that is not in the record yet begins empty.
func (s *supposed) bundle(ctx context.Context, id string, stood map[string]bool) (*record.Bundle, error) {
	if b := s.bundles[id]; b != nil {
		return b, nil
	}
	b, err := s.Store.Bundle(ctx, id)
	switch {
	case err == nil:
		stood[id] = !b.Withdrawn
	case isNotFound(err):
		b = &record.Bundle{}
	default:
		return nil, err
	}
	s.bundles[id] = b
	return b, nil
}

func (s *supposed) Head(context.Context) (record.Head, error) { return s.head, nil }

func (s *supposed) Base(context.Context, record.Cut) (*record.Base, error) {
	b := *s.base
	return &b, nil
}

func (s *supposed) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	if b := s.bundles[id]; b != nil {
		return b, nil
	}
	return s.Store.Bundle(ctx, id)
}

func (s *supposed) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	out, err := s.Store.Several(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if b := s.bundles[id]; b != nil {
			out[id] = b
		}
	}
	return out, nil
}

// Findings gives what stands: of the incidents that the drafts touch what they make of them.
func (s *supposed) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return func(yield func(*record.Bundle, error) bool) {
		for b, err := range s.Store.Findings(ctx, cut) {
			if err == nil && s.bundles[b.Incident.ID] != nil {
				continue
			}
			if !yield(b, err) {
				return
			}
		}
		ids := make([]string, 0, len(s.bundles))
		for id := range s.bundles {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			if b := s.bundles[id]; b.Stands() && !yield(b, nil) {
				return
			}
		}
	}
}

// Incidents is asked for how many there are.
func (s *supposed) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	page, err := s.Store.Incidents(ctx, q)
	if err != nil {
		return nil, err
	}
	page.Total += s.added
	return page, nil
}

func with(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}

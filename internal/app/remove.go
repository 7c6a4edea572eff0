package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/evidence/vault"
)

// Removing is what a removal takes away, and what it changes or cannot reach besides.
type Removing struct {
	Ground, Why  string
	Entries      []record.Removed // sorted by position
	Boxes        []record.Hash    // sealed identities
	Changed      []string         // incidents that stand without what is taken out of them, sorted
	Publications []string         // incidents that are published otherwise from then on, sorted
	Files        []record.Hash    // original files that go, sorted; none of their display copies is kept anywhere
	Shared       []record.Hash    // files that are named, and stay: something that stands names them as well; sorted
	Left         []record.Due     // after Remove: what could not be taken away yet
	Taken        []record.Access  // what was exported since the first of the entries: it is elsewhere

	head  record.Head // on which the plan rests
	named []any       // the payloads of the entries
	first []any       // what is entered in the same transaction, before the removal
}

// PlanRemoval finds the entries named by their positions. Errors: record.ErrNotFound.
func (a *App) PlanRemoval(ctx context.Context, seqs []int64, ground, why string) (*Removing, error) {
	if err := a.require(review.Remove); err != nil {
		return nil, err
	}
	wanted := map[int64]bool{}
	for _, s := range seqs {
		wanted[s] = true
	}
	p := &Removing{Ground: ground, Why: why}
	err := a.plan(ctx, p, func(e *record.Entry, _ any) bool {
		if wanted[e.Seq] {
			delete(wanted, e.Seq)
			return true
		}
		return false
	})
	for s := range wanted {
		err = errors.Join(err, fmt.Errorf("entry %d: %w", s, record.ErrNotFound))
	}
	return p, err
}

// plan walks the whole record once: what takes says goes.
func (a *App) plan(ctx context.Context, p *Removing, takes func(*record.Entry, any) bool) error {
	var since int64
	var taken []record.Access
	for e, err := range a.store.Entries(ctx, 0) {
		if err != nil {
			return err
		}
		p.head = record.Head{Seq: e.Seq, Hash: e.ID}
		if e.Gone() {
			continue
		}
		payload, err := record.Decode(e.Kind, e.Version, e.Payload)
		if err != nil && !record.IsNewer(err) {
			return err
		}
		if ac, ok := payload.(record.Access); ok && ac.What == "export" {
			taken = append(taken, ac)
		}
		if e.Kind == record.KindRemoval || !takes(&e, payload) {
			continue
		}
		if len(p.Entries) == 0 || e.Entered < since {
			since = e.Entered
		}
		p.take(&e, payload)
	}
	if err := a.planFiles(ctx, p); err != nil {
		return err
	}
	for _, ac := range taken {
		if len(p.Entries) > 0 && ac.When >= since {
			p.Taken = append(p.Taken, ac)
		}
	}
	return nil
}

// take takes an entry into the plan.
func (p *Removing) take(e *record.Entry, payload any) {
	r := record.Removed{Seq: e.Seq, Entry: e.ID, Kind: e.Kind}
	switch v := payload.(type) {
	case record.Identity:
		p.Boxes = append(p.Boxes, v.Box)
	case record.File:
		r.Type = v.Type
	}
	p.Entries, p.named = append(p.Entries, r), append(p.named, payload)
}

// Remove carries a plan out, for two persons: the actor and another one. What is entered and what is blanked is one transaction, which notes what
// stands outside the tables; files of evidence, sealed boxes and the traces in the store's own files go after it. ErrUnreached tells what of that
// failed: a file or a box by its hash. Those are tried again by Mend and by the next removal; the store's files are written anew when the record is opened next.
func (a *App) Remove(ctx context.Context, p *Removing, second string) (record.Head, error) {
	if err := a.require(review.Remove); err != nil {
		return record.Head{}, err
	}
	if err := a.twoPersons(ctx, second); err != nil {
		return record.Head{}, err
	}
	payloads := p.first
	if len(p.Entries) > 0 {
		payloads = append(payloads, record.Removal{
			ID: newID(), Entries: p.Entries, Ground: p.Ground, Why: p.Why, By: a.opts.Actor, Second: second, When: a.today(),
		})
	}
	head, err := a.append(ctx, &p.head, payloads...)
	if err != nil {
		return record.Head{}, err
	}
	a.forget()
	a.looks.forget()
	left, err := a.settle(ctx)
	p.Left = left
	p.Files = slices.DeleteFunc(p.Files, func(h record.Hash) bool { return slices.Contains(left, record.Due{Sort: record.DueFile, Hash: h}) })
	p.Boxes = slices.DeleteFunc(p.Boxes, func(h record.Hash) bool { return slices.Contains(left, record.Due{Sort: record.DueBox, Hash: h}) })
	errs := []error{err, a.dropShelf(ctx, OnceShelf)}
	if s, ok := a.lent().(record.Scrubber); ok {
		errs = append(errs, s.Scrub(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return head, fmt.Errorf("%w: %w", ErrUnreached, err)
	}
	return head, nil
}

// PlanWithdrawal finds what the withdrawal of a consent takes along: of a source its entries, its accounts, its positions and tallies; of a person its
// entries and every version of an incident or a finding that names it, which stand without it from then on; the sealed identity; and what was published of them.
func (a *App) PlanWithdrawal(ctx context.Context, of vault.Of, why string) (*Removing, error) {
	if err := a.require(review.Remove); err != nil {
		return nil, err
	}
	c, err := a.consent(ctx, of)
	if err != nil {
		return nil, err
	}
	p := &Removing{Ground: "consent", Why: why}
	w := &withdrawing{of: of, accounts: map[string]bool{}, incidents: map[string]bool{}}
	if err := a.plan(ctx, p, w.takes); err != nil {
		return nil, err
	}
	if len(p.Entries) == 0 && c.How == "" && !c.Record && !c.Publish && len(c.Share) == 0 {
		return nil, fmt.Errorf("%s %s: %w", of.Kind, of.Subject, record.ErrNotFound)
	}
	// What was allowed until now stays as an entry, without the words that say how: they are part of what is withdrawn.
	p.first = append(p.first, record.Consent{Kind: of.Kind, Subject: of.Subject, Withdrawn: a.today(), By: a.opts.Actor})
	for id := range w.incidents {
		if err := a.without(ctx, p, w, id); err != nil {
			return nil, err
		}
	}
	slices.Sort(p.Changed)
	slices.Sort(p.Publications)
	if s, err := a.store.Standing(ctx, record.KindPublication, record.Key(string(of.Kind), of.Subject)); err == nil {
		pub := s.Payload.(record.Publication)
		pub.Public = false
		p.first = append(p.first, pub)
	} else if !errors.Is(err, record.ErrNotFound) {
		return nil, err
	}
	return p, nil
}

// withdrawing knows what belongs to a source or a person.
type withdrawing struct {
	of        vault.Of
	accounts  map[string]bool // ids of the source's accounts
	incidents map[string]bool // that such an account or the person is part of
}

func (w *withdrawing) takes(e *record.Entry, payload any) bool {
	source, person := "", ""
	if w.of.Kind == record.KindSource {
		source = w.of.Subject
	} else {
		person = w.of.Subject
	}
	switch v := payload.(type) {
	case record.Source:
		return source != "" && v.ID == source
	case record.Account:
		if source == "" || v.Source != source {
			return false
		}
		w.accounts[v.ID], w.incidents[v.Incident] = true, true
		return true
	case record.Position:
		return source != "" && v.Source == source
	case record.Tally:
		return source != "" && v.Source == source
	case record.File:
		return source != "" && v.Source == source
	case record.Person:
		return person != "" && v.ID == person
	case record.Incident:
		if person == "" || !slices.ContainsFunc(v.Persons, func(i record.Involved) bool { return i.Person == person }) {
			return false
		}
		w.incidents[v.ID] = true
		return true
	case record.Assessment:
		if person == "" || !slices.ContainsFunc(v.Degrees, func(d record.Degree) bool { return d.Person == person }) {
			return false
		}
		w.incidents[v.Incident] = true
		return true
	case record.Consent:
		return v.Kind == w.of.Kind && v.Subject == w.of.Subject && v.Withdrawn == ""
	case record.Identity:
		return v.Kind == w.of.Kind && v.Subject == w.of.Subject
	case record.Withdrawal:
		return v.Kind == w.of.Kind && v.Subject == w.of.Subject || v.Kind == record.KindAccount && w.accounts[v.Subject]
	}
	return false
}

// without enters an incident, its findings and its publication as they stand without what is taken out of them.
func (a *App) without(ctx context.Context, p *Removing, w *withdrawing, id string) error {
	b, err := a.store.Bundle(ctx, id)
	if errors.Is(err, record.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if w.of.Kind == record.KindPerson {
		persons := slices.DeleteFunc(slices.Clone(b.Incident.Persons), func(i record.Involved) bool { return i.Person == w.of.Subject })
		in := b.Incident
		in.Persons = persons
		p.first = append(p.first, in)
		if b.Withdrawn {
			p.first = append(p.first, record.Withdrawal{Kind: record.KindIncident, Subject: id, By: a.opts.Actor})
		}
		p.Changed = append(p.Changed, id)
		for _, as := range b.Assessments {
			degrees := slices.DeleteFunc(slices.Clone(as.Degrees), func(d record.Degree) bool { return d.Person == w.of.Subject })
			if len(degrees) != len(as.Degrees) {
				as.Degrees = degrees
				p.first = append(p.first, as)
			}
		}
		return nil
	}
	if left := slices.DeleteFunc(slices.Clone(b.Publication.Accounts), func(x string) bool { return w.accounts[x] }); len(left) != len(b.Publication.Accounts) {
		pub := b.Publication
		pub.Accounts = left
		p.first = append(p.first, pub)
		p.Publications = append(p.Publications, id)
	}
	return nil
}

// Removals gives what was removed, in the order of entry.
func (a *App) Removals(ctx context.Context) ([]record.Removal, error) {
	if err := a.require(review.Remove); err != nil {
		return nil, err
	}
	var out []record.Removal
	for s, err := range a.store.Each(ctx, record.KindRemoval, "") {
		if err != nil {
			return nil, err
		}
		out = append(out, s.Payload.(record.Removal))
	}
	slices.SortStableFunc(out, func(x, y record.Removal) int {
		return cmp.Compare(x.Entries[len(x.Entries)-1].Seq, y.Entries[len(y.Entries)-1].Seq)
	})
	return out, nil
}

// OnceShelf holds the answers that programs may ask for again (front/web). They repeat what was entered, and go with any removal.
const OnceShelf = "api-once"

// dropShelf empties a shelf.
func (a *App) dropShelf(ctx context.Context, shelf string) error {
	all, err := a.Aside().AllKept(ctx, shelf, "")
	for i := range all {
		err = errors.Join(err, a.Aside().Drop(ctx, shelf, all[i].Key))
	}
	return err
}

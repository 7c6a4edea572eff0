package guard

import (
	"context"
	"iter"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

// Base gives the texts, the meanings of words, who speaks in what is shown, and of the rest what was published.
func (o *outside) Base(ctx context.Context, cut record.Cut) (*record.Base, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, err
	}
	return o.baseOf(ctx, s, cut)
}

// baseOf gives Base to go with what stands on a shelf.
func (o *outside) baseOf(ctx context.Context, s *shelf, cut record.Cut) (*record.Base, error) {
	b, err := o.store.Base(ctx, cut)
	if err != nil {
		return nil, err
	}
	if cut.Seq > 0 {
		return &record.Base{Head: b.Head}, nil
	}
	public, err := o.public(ctx)
	if err != nil {
		return nil, err
	}
	out := &record.Base{Head: b.Head, Texts: b.Texts, Names: b.Names, Newer: min(b.Newer, 1)}
	shown := func(kind record.Kind, id string) bool { return public[record.Key(string(kind), id)] }
	out.Coverage = kept(b.Coverage, func(c *record.Coverage) bool { return shown(record.KindCoverage, c.ID) })
	out.Rosters = kept(b.Rosters, func(r *record.Roster) bool { return shown(record.KindRoster, r.ID) })
	out.Positions = kept(b.Positions, func(p *record.Position) bool { return shown(record.KindPosition, p.ID) })
	out.Tallies = kept(b.Tallies, func(t *record.Tally) bool { return shown(record.KindTally, t.ID) })
	tell(out.Coverage, s.told.Coverage)
	tell(out.Rosters, s.told.Roster)
	tell(out.Positions, s.told.Position)
	tell(out.Tallies, s.told.Tally)
	speaks := s.speakers(out)
	for _, of := range b.Sources {
		of, ok := s.told.Source(of)
		if ok && (shown(record.KindSource, of.ID) || speaks[of.ID]) {
			of.Cites = slices.DeleteFunc(of.Cites, func(id string) bool { return !speaks[id] })
			out.Sources = append(out.Sources, of)
		}
	}
	slices.SortFunc(out.Sources, func(a, b record.Source) int { return strings.Compare(a.ID, b.ID) })
	out.Sources = slices.CompactFunc(out.Sources, func(a, b record.Source) bool { return a.ID == b.ID }) // witnesses are one: a witness
	return out, nil
}

// tell puts everything of a list as it goes out.
func tell[T any](list []T, as func(T) T) {
	for i := range list {
		list[i] = as(list[i])
	}
}

// public gives what was published that is no incident.
func (o *outside) public(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{}
	for _, kind := range []record.Kind{record.KindCoverage, record.KindRoster, record.KindPosition, record.KindTally, record.KindSource} {
		of := record.Key(string(kind), "")
		for st, err := range o.store.Each(ctx, record.KindPublication, of) {
			if err != nil {
				return nil, err
			}
			if !strings.HasPrefix(st.Entry.Subject, of) {
				break
			}
			if p, ok := st.Payload.(record.Publication); ok && p.Public {
				out[st.Entry.Subject] = true
			}
		}
	}
	return out, nil
}

func kept[T any](list []T, keep func(*T) bool) (out []T) {
	for i := range list {
		if keep(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// base is Base as it is now, made once for a head and a shelf, which it gives besides.
func (o *outside) base(ctx context.Context) (*shelf, *record.Base, error) {
	s, err := o.shelf(ctx)
	if err != nil {
		return nil, nil, err
	}
	o.mu.Lock()
	said, head, kept := o.said, o.head, o.kept
	o.mu.Unlock()
	if said != nil && kept == s {
		return s, said, nil
	}
	if said, err = o.baseOf(ctx, s, record.Cut{}); err != nil {
		return nil, nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.head == head && o.kept == s { // another shelf may be of another day
		o.said = said
	}
	return s, said, nil
}

// Standing looks for what is shown where it is: in the form of the incident of which the record says that it speaks, or in Base.
func (o *outside) Standing(ctx context.Context, kind record.Kind, subject string) (record.Standing, error) {
	payloads, err := o.near(ctx, kind, subject)
	if err != nil {
		return record.Standing{}, err
	}
	for _, st := range standings(kind, payloads) {
		if st.Entry.Subject == subject {
			return st, nil
		}
	}
	return record.Standing{}, absent(kind, subject)
}

// near gives payloads that are shown, among which what stands on a subject is, if it is shown.
func (o *outside) near(ctx context.Context, kind record.Kind, subject string) ([]any, error) {
	id := ""
	switch kind {
	case record.KindIncident:
		id = subject
	case record.KindAssessment, record.KindReview:
		id = record.Parts(subject)[0]
	case record.KindAccount, record.KindPosition:
		st, err := o.store.Standing(ctx, kind, subject)
		if err != nil {
			return nil, err
		}
		if of := record.Touches(st.Payload); len(of) > 0 {
			id = of[0]
		}
	}
	if id != "" {
		b, err := o.Bundle(ctx, id)
		if err != nil {
			return nil, absent(kind, subject)
		}
		return said(b), nil
	}
	_, based, err := o.based(ctx)
	return based, err
}

// Each gives what is shown of a kind, in the order of subjects. The entry says of what it speaks and nothing else.
func (o *outside) Each(ctx context.Context, kind record.Kind, after string) iter.Seq2[record.Standing, error] {
	return func(yield func(record.Standing, error) bool) {
		all, err := o.each(ctx, kind)
		if err != nil {
			yield(record.Standing{}, err)
			return
		}
		for _, st := range all {
			if st.Entry.Subject > after && !yield(st, nil) {
				return
			}
		}
	}
}

// each gives what is shown of a kind.
func (o *outside) each(ctx context.Context, kind record.Kind) ([]record.Standing, error) {
	s, payloads, err := o.based(ctx)
	if err != nil {
		return nil, err
	}
	out := standings(kind, payloads)
	switch kind {
	case record.KindIncident, record.KindAccount, record.KindAssessment, record.KindPosition, record.KindReview:
		for _, l := range s.lines() {
			b, err := l.bundle()
			if err != nil {
				return nil, err
			}
			out = append(out, standings(kind, said(b))...)
		}
	}
	slices.SortFunc(out, func(a, b record.Standing) int { return strings.Compare(a.Entry.Subject, b.Entry.Subject) })
	return out, nil
}

// based gives what is shown beside incidents, and the shelf on which those are.
func (o *outside) based(ctx context.Context) (s *shelf, out []any, err error) {
	s, b, err := o.base(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, list := range [][]any{
		anys(b.Sources), anys(b.Coverage), anys(b.Rosters), anys(b.Positions), anys(b.Tallies), anys(b.Names), anys(b.Texts),
	} {
		out = append(out, list...)
	}
	return s, out, nil
}

// said gives what a form says.
func said(b *record.Bundle) []any {
	out := []any{b.Incident}
	for _, list := range [][]any{anys(b.Accounts), anys(b.Assessments), anys(b.Denials), anys(b.Reviews)} {
		out = append(out, list...)
	}
	return out
}

// standings gives the payloads of a kind as what stands.
func standings(kind record.Kind, payloads []any) (out []record.Standing) {
	for _, p := range payloads {
		if k, subject, err := record.SubjectOf(p); err == nil && k == kind {
			out = append(out, record.Standing{Entry: record.Entry{Kind: k, Version: record.Version(k), Subject: subject}, Payload: p})
		}
	}
	return out
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}

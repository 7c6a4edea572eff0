package guard

import (
	"context"
	"errors"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/release"
	"mithaq/internal/evidence/review"
)

// form is an incident as outsiders see it.
type form struct {
	id     string
	first  int64 // its first entry: the order of entry; 0: there is no form of it
	seq    int64 // the newest entry that it rests on
	span   span
	bundle record.Bundle
}

// span is when the entries were entered on which an incident rests.
type span struct {
	first, last int64
	alone       bool // no merge connects it with others now: what was entered by an instant from last on made it what it is now
}

// spanOf gives the span of an incident by all entries on it.
func spanOf(b *record.Bundle, history []record.Entry) span {
	s := span{first: history[0].Entered, last: history[0].Entered, alone: !b.Merging()}
	for i := range history {
		s.first, s.last = min(s.first, history[i].Entered), max(s.last, history[i].Entered)
	}
	return s
}

// load makes the form of an incident; nil: it does not stand.
func (o *outside) load(ctx context.Context, told *release.View, id string) (*form, error) {
	b, err := o.store.Bundle(ctx, id)
	if errors.Is(err, record.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	history, err := o.store.History(ctx, record.KindIncident, id)
	if err != nil || len(history) == 0 || !b.Stands() {
		return nil, err
	}
	f := o.made(told, b, &b.Publication, history, history[0].Seq)
	f.span = spanOf(b, history)
	return f, nil
}

// made makes a form. history may be left out where no step is one that a change of the assessment would undo (settled).
func (o *outside) made(told *release.View, b *record.Bundle, p *record.Publication, history []record.Entry, first int64) *form {
	f := &form{id: b.Incident.ID, seq: b.Seq}
	c := review.Case{Bundle: b, History: history}
	if out := Form(&c, p, o.party); out != nil {
		f.bundle, f.first = *released(told, out, *p, o.party), first
	}
	return f
}

// settled says that the bundle alone tells how far each finding has come.
func settled(b *record.Bundle) bool {
	return !slices.ContainsFunc(b.Reviews, func(r record.Review) bool { return r.Stage != review.Allegation && r.Stage != review.Inquiry })
}

// released gives a form as package release lets it out. What was only put to a party goes by the same rules, without accounts. What was asked of that party it
// knows: by when it is to answer it reads to the day, however coarsely the public is told.
func released(told *release.View, b *record.Bundle, p record.Publication, party string) *record.Bundle {
	short := b.Publication
	if !p.Public {
		p.Public, p.Accounts, p.Files = true, nil, nil
	}
	b.Publication = p
	out, _ := told.Public(b)
	out.Publication, out.Seq = short, 0
	for i := range out.Reviews {
		for k := range out.Reviews[i].Put {
			if put, was := &out.Reviews[i].Put[k], &b.Reviews[i].Put[k]; party != "" && put.Party == party {
				put.Asked, put.Until, put.Answered = was.Asked, was.Until, was.Answered
			}
		}
	}
	return out
}

// within leaves out the entries after a cut.
func within(history []record.Entry, cut record.Cut) []record.Entry {
	return slices.DeleteFunc(slices.Clone(history), func(e record.Entry) bool {
		return cut.Seq > 0 && e.Seq > cut.Seq || cut.Entered > 0 && e.Entered > cut.Entered
	})
}

// Form gives what outsiders see of an incident: as it was published, or, to an observer of a party, as a finding on it was put to that party.
// nil: nothing. What it holds of an incident is listed here and nothing else, so that a new field is hidden until somebody adds it.
//
// Of our own assessments those are shown whose finding is published, or was put to the party; those of others are shown as theirs. Links, notes
// on sources, who entered and who decided stay inside, and so does the place of the newest entry: it moves with what is not shown, and tells how much
// came between. What of the rest goes out, how closely, and with whose consent, is for package release to say.
func Form(c *review.Case, p *record.Publication, party string) *record.Bundle {
	fs := c.Findings()
	b := c.Bundle
	own := map[string]bool{} // assessors whose finding is shown
	put := false
	for _, f := range fs {
		switch {
		case f.Imported:
			own[f.Assessor] = p.Public
		case f.Stage == review.Published:
			own[f.Assessor] = p.Public || f.Review.For(party) != nil
			put = put || f.Review.For(party) != nil
		case f.Stage == review.Put && f.Review.For(party) != nil:
			own[f.Assessor], put = true, true
		}
	}
	if !p.Public && !put {
		return nil
	}
	in := &b.Incident
	out := &record.Bundle{
		Incident: record.Incident{
			ID: in.ID, Scheme: in.Scheme, Act: in.Act, Title: in.Title, When: in.When, Zone: in.Zone, Place: in.Place, Graphic: in.Graphic, Publisher: in.Publisher,
			Persons: in.Persons,
		},
		Publication: record.Publication{Kind: p.Kind, Subject: p.Subject, Public: p.Public, Radius: p.Radius, Date: p.Date},
	}
	out.Incident.Roles = slices.Clone(in.Roles)
	if p.Public {
		out.Accounts = accounts(b, p)
		out.Denials = slices.Clone(b.Denials)
	}
	for i := range b.Assessments {
		if a := &b.Assessments[i]; own[a.Assessor] {
			out.Assessments = append(out.Assessments, *a)
		}
	}
	for _, f := range fs {
		if own[f.Assessor] && f.Review != nil && !f.Imported {
			out.Reviews = append(out.Reviews, step(f.Review, party, p.Public))
		}
	}
	for i := range b.Dissents {
		if d := &b.Dissents[i]; own[d.Assessor] && p.Public {
			out.Dissents = append(out.Dissents, record.Dissent{Incident: d.Incident, Assessor: d.Assessor, When: d.When, Says: d.Says})
		}
	}
	return out
}

// accounts gives those that were published with the incident.
func accounts(b *record.Bundle, p *record.Publication) (out []record.Account) {
	for i := range b.Accounts {
		a := &b.Accounts[i]
		if !slices.Contains(p.Accounts, a.ID) {
			continue
		}
		shown := record.Account{
			ID: a.ID, Source: a.Source, Incident: a.Incident, Published: a.Published, Lang: a.Lang, Says: a.Says, URL: a.URL, Words: a.Words,
			Translations: slices.Clone(a.Translations), Cites: a.Cites,
		}
		for j := range shown.Translations {
			shown.Translations[j].By = ""
		}
		for _, f := range a.Files {
			if slices.Contains(p.Files, f) {
				shown.Files = append(shown.Files, f)
			}
		}
		out = append(out, shown)
	}
	return out
}

// step shows where a finding stands, and what those said to whom it was put: to everybody when it is public, else to a party its own answer.
func step(r *record.Review, party string, public bool) record.Review {
	out := record.Review{Incident: r.Incident, Assessor: r.Assessor, Stage: r.Stage, When: r.When, Finding: r.Finding}
	for _, p := range r.Put {
		if public || p.Party == party {
			out.Put = append(out.Put, p)
		}
	}
	return out
}

package project

import "mithaq/internal/evidence/record"

// Much says how much of each incident is read.
type Much bool

const (
	Whole Much = false
	Lean  Much = true // what findings rest on (record.Store.Findings)
)

// Unpack fills b with a packed bundle. The lists of a lean one are used again: they must never have held a whole one, whose words would stay in them.
func (m Much) Unpack(packed string, b *record.Bundle) error {
	if m == Lean {
		return UnpackLean(packed, b)
	}
	return Unpack(packed, b)
}

// keep takes out of a bundle that was made of entries what a packed one would not have given.
func (m Much) keep(b *record.Bundle) {
	if m == Lean {
		strip(b)
	}
}

// strip takes out of b, and of those merged into it, the words and decisions that UnpackLean passes over.
func strip(b *record.Bundle) {
	i := &b.Incident
	i.Title, i.Place.Name, i.Verbatim, i.Persons, i.Related = nil, nil, nil, nil, nil
	for j := range b.Accounts {
		a := &b.Accounts[j]
		b.Accounts[j] = record.Account{
			ID: a.ID, Source: a.Source, Incident: a.Incident, Published: a.Published, Lang: a.Lang, URL: a.URL, Note: a.Note, Cites: a.Cites,
		}
	}
	for j := range b.Assessments {
		a := &b.Assessments[j]
		a.Status, a.Reliability, a.Degrees = "", "", nil
	}
	for j := range b.Denials {
		b.Denials[j].Says = nil
	}
	b.Reviews, b.Dissents, b.Links, b.Publication = nil, nil, nil, record.Publication{}
	for j := range b.Merged {
		strip(&b.Merged[j])
	}
}

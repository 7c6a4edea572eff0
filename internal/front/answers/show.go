package answers

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// merged is an incident merged into the one shown.
type merged struct {
	Incident    record.Incident     `json:"incident"`
	Accounts    []record.Account    `json:"accounts"`
	Assessments []record.Assessment `json:"assessments"`
	Denials     []record.Position   `json:"denials"`
}

type entry struct {
	Seq     int64       `json:"seq"`
	Kind    record.Kind `json:"kind"`
	Subject string      `json:"subject"`
	Entered string      `json:"entered"`
	Actor   string      `json:"actor"`
	ID      record.Hash `json:"id"`
	Payload any         `json:"payload"`
}

// Show is an incident with all that stands about it (spec/schema/show.json).
type Show struct {
	Incident    record.Incident     `json:"incident"`
	Accounts    []record.Account    `json:"accounts"`
	Assessments []record.Assessment `json:"assessments"`
	Denials     []record.Position   `json:"denials"`
	Findings    []review.Finding    `json:"findings"`
	Dissents    []record.Dissent    `json:"dissents"`
	Withdrawn   bool                `json:"withdrawn"`
	Into        string              `json:"into,omitempty"`
	Merged      []merged            `json:"merged"`
	Lineage     *record.Lineage     `json:"lineage"`
	History     []entry             `json:"history"`
}

// ShowOf makes the answer of an incident.
func ShowOf(cs *review.Case, base *record.Base) Show {
	b, history := cs.Bundle, cs.History
	out := Show{
		b.Incident, append([]record.Account{}, b.Accounts...), append([]record.Assessment{}, b.Assessments...), append([]record.Position{}, b.Denials...),
		append([]review.Finding{}, cs.Findings()...), append([]record.Dissent{}, b.Dissents...),
		b.Withdrawn, b.Into,
		[]merged{},
		record.LineageOf(b.Joined().Accounts, record.SourceIn(base.Sources)),
		[]entry{},
	}
	for i := range b.Merged {
		m := &b.Merged[i]
		out.Merged = append(out.Merged, merged{
			m.Incident, append([]record.Account{}, m.Accounts...), append([]record.Assessment{}, m.Assessments...), append([]record.Position{}, m.Denials...),
		})
	}
	for i := range history {
		out.History = append(out.History, entryOf(&history[i]))
	}
	return out
}

func entryOf(e *record.Entry) entry {
	one := entry{Seq: e.Seq, Kind: e.Kind, Subject: e.Subject, Entered: Instant(e.Entered), Actor: e.Actor, ID: e.ID}
	if payload, err := record.Decode(e.Kind, e.Version, e.Payload); err == nil {
		one.Payload = payload
	}
	return one
}

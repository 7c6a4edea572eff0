package answers

import (
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

type version struct {
	Seq     int64           `json:"seq"`
	Kind    record.Kind     `json:"kind"`
	Subject string          `json:"subject"`
	Entered string          `json:"entered"`
	Actor   string          `json:"actor"`
	ID      record.Hash     `json:"id"`
	Why     string          `json:"why,omitempty"`
	First   bool            `json:"first"`
	Changes []review.Change `json:"changes"`
}

// History is how an incident came to stand as it does (spec/schema/history.json).
type History struct {
	Incident string    `json:"incident"`
	Versions []version `json:"versions"`
}

// HistoryOf makes the answer of the versions of an incident.
func HistoryOf(incident string, versions []review.Version) History {
	out := History{incident, []version{}}
	for _, v := range versions {
		e := v.Entry
		out.Versions = append(out.Versions, version{e.Seq, e.Kind, e.Subject, Instant(e.Entered), e.Actor, e.ID, v.Why(), v.First, append([]review.Change{}, v.Changes...)})
	}
	return out
}

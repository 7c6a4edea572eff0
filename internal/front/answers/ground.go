package answers

import (
	"mithaq/internal/app"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Names are what foreign words mean (spec/schema/names.json).
type Names struct {
	Names []record.Name `json:"names"`
}

// Zones are those of the record (spec/schema/zones.json).
type Zones struct {
	Zones []Zone `json:"zones"`
}

// Zone is one of them. Its shape in coordinates is what GeoJSON gives.
type Zone struct {
	ID        string      `json:"id"`
	Name      record.Text `json:"name,omitempty"`
	Shape     string      `json:"shape"`
	Parts     int         `json:"parts"`
	Positions int         `json:"positions"`
	Box       [4]float64  `json:"box"` // west, south, east, north, in degrees
	Source    string      `json:"source,omitempty"`
	Since     string      `json:"since,omitempty"`
	Until     string      `json:"until,omitempty"`
	Note      string      `json:"note,omitempty"`
}

// ZoneOf makes the answer of a zone.
func ZoneOf(z *record.Zone) Zone {
	return Zone{z.ID, z.Name, z.Shape, len(z.Parts), z.Vertices(), boxOf(z), z.Source, z.Since, z.Until, z.Note}
}

// Reviews are the findings that wait for a step (spec/schema/reviews.json).
type Reviews struct {
	Total   int      `json:"total"`
	Next    string   `json:"next,omitempty"`
	Reviews []Review `json:"reviews"`
}

// Review is one of them.
type Review struct {
	Incident string           `json:"incident"`
	Assessor string           `json:"assessor"`
	Step     string           `json:"step"` // for which it waits
	Stage    string           `json:"stage"`
	Since    string           `json:"since"`
	Second   string           `json:"second,omitempty"` // who is waited for as the second person
	Named    []string         `json:"named"`            // parties
	Mine     bool             `json:"mine"`             // whoever asks may take the step
	Not      []review.Refusal `json:"not,omitempty"`    // why not, where it is for what they themselves entered
	At       int64            `json:"-"`                // Since, seconds UTC
}

// ReviewOf makes the answer of a finding that waits.
func ReviewOf(w *app.Work, step string, mine bool, not review.Refusals) Review {
	return Review{
		Incident: w.Incident.ID, Assessor: w.Finding.Assessor, Step: step, Stage: w.Finding.Stage, Since: Instant(w.Since), Second: w.Second,
		Named: append([]string{}, w.Finding.Named...), Mine: mine, Not: not, At: w.Since,
	}
}

// boxOf gives the part of the globe in which a zone lies.
func boxOf(z *record.Zone) [4]float64 {
	first := z.Parts[0][0]
	west, south, east, north := first[0], first[1], first[0], first[1]
	for _, part := range z.Parts {
		for _, path := range part {
			for i := 0; i < len(path); i += 2 {
				west, south, east, north = min(west, path[i]), min(south, path[i+1]), max(east, path[i]), max(north, path[i+1])
			}
		}
	}
	return [4]float64{float64(west) / 1e7, float64(south) / 1e7, float64(east) / 1e7, float64(north) / 1e7}
}

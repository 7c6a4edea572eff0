// Package answers makes the program's answers in JSON, each as its schema in
// spec/schema says. The command line prints them, the API sends them: one way
// to say a thing.
//
//	run of the judge, record ──> XOf ──> X ──> In (envelope) ──> Write
package answers

import (
	"encoding/json"
	"io"
	"time"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// Envelope is what every answer stands in (spec/cli.md, spec/schema/envelope.json).
type Envelope struct {
	Schema     string       `json:"schema"`
	Program    string       `json:"program"`
	TZData     string       `json:"tzdata"`
	Agreements []textHash   `json:"agreements,omitempty"`
	Record     *record.Head `json:"record,omitempty"`
	Cuts       *cuts        `json:"cuts,omitempty"`
	Data       any          `json:"data"`
}

type textHash struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
}

type cuts struct {
	AsOf        string `json:"as_of"`
	PublishedBy string `json:"published_by,omitempty"`
	KnownAt     string `json:"known_at,omitempty"`
}

// In puts data into the envelope of its schema. j is the run it comes from, or nil.
func In(schema string, data any, j *app.Judged) Envelope {
	env := Envelope{Schema: "mithaq/" + schema + "/1", Program: Version(), TZData: civil.TZData, Data: data}
	if j != nil {
		for i := range j.Program.Agreements {
			a := &j.Program.Agreements[i]
			env.Agreements = append(env.Agreements, textHash{a.ID, a.Hash})
		}
		env.Record = &j.Head
		env.Cuts = &cuts{AsOf: Instant(j.In.At), PublishedBy: j.Cuts.PublishedBy, KnownAt: j.Cuts.KnownAt}
	}
	return env
}

// Write writes an answer, indented by two spaces.
func (e Envelope) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(e)
}

// Instant writes an instant: RFC 3339, UTC; "" for what lies before or after all times.
func Instant(t int64) string {
	if t <= civil.Ever || t >= civil.Forever {
		return ""
	}
	return time.Unix(t, 0).UTC().Format(time.RFC3339)
}

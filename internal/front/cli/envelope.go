package cli

import (
	"encoding/json"

	"mithaq/internal/app"
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
)

// envelope is what every JSON answer stands in (spec/cli.md, spec/schema/envelope.json).
type envelope struct {
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

// json prints an answer in the envelope. j is the run it comes from, or nil.
func (c *call) json(schema string, data any, j *app.Judged) int {
	env := envelope{Schema: "mithaq/" + schema + "/1", Program: Version(), TZData: civil.TZData, Data: data}
	if j != nil {
		for i := range j.Program.Agreements {
			a := &j.Program.Agreements[i]
			env.Agreements = append(env.Agreements, textHash{a.ID, a.Hash})
		}
		env.Record = &j.Head
		env.Cuts = &cuts{AsOf: instant(j.In.At), PublishedBy: j.Cuts.PublishedBy, KnownAt: j.Cuts.KnownAt}
	}
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(env); err != nil {
		return c.fail(err)
	}
	return exitFine
}

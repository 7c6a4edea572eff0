package answers

import (
	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
)

// Duplicates is a page of pairs of incidents that may be one (spec/schema/duplicates.json).
type Duplicates struct {
	Total int       `json:"total"`
	Next  string    `json:"next,omitempty"`
	Left  link.Left `json:"left"`
	Pairs []pair    `json:"pairs"`
}

type pair struct {
	A             string      `json:"a"`
	B             string      `json:"b"`
	Score         int64       `json:"score"` // thousandths
	Signs         []link.Sign `json:"signs"`
	SamePublisher bool        `json:"same_publisher"`
	Before        string      `json:"before,omitempty"` // the decision that no longer holds
}

// DuplicatesOf makes the answer of a page of pairs.
func DuplicatesOf(d *app.Duplicates) Duplicates {
	out := Duplicates{Total: d.Total, Next: d.Next, Left: d.Left, Pairs: []pair{}}
	for _, p := range d.Pairs {
		out.Pairs = append(out.Pairs, pair{p.A, p.B, p.Score, append([]link.Sign{}, p.Signs...), p.SamePublisher, p.Before.Decision})
	}
	return out
}

package answers

import (
	"mithaq/internal/app"
	"mithaq/internal/evidence/link"
	"mithaq/internal/evidence/record"
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
	for i := range d.Pairs {
		out.Pairs = append(out.Pairs, pairOf(&d.Pairs[i]))
	}
	return out
}

func pairOf(p *link.Pair) pair {
	return pair{p.A, p.B, p.Score, append([]link.Sign{}, p.Signs...), p.SamePublisher, p.Before.Decision}
}

// Pair is two incidents that are decided on (spec/schema/pair.json).
type Pair struct {
	pair
	Seen    string   `json:"seen"`    // names both as they stand: whoever decides shows it
	Effects []Effect `json:"effects"` // statuses that would differ if they were one; null: none was looked for
}

// PairOf makes the answer of one pair.
func PairOf(p *link.Pair, both [2]*record.Bundle) Pair {
	return Pair{pair: pairOf(p), Seen: app.PairSeen(both)}
}

package web

import (
	"mithaq/internal/app"
	"mithaq/internal/front/answers"
)

// apiDecisions are the decisions on two incidents.
var apiDecisions = []string{"merge", "apart", "open"}

// apiPair tells what speaks for and against two incidents being one, what was decided of them, and what their becoming one would change.
func apiPair(q *apiRequest) (*apiAnswer, error) {
	a, b, into := q.one("a"), q.one("b"), q.one("into")
	if a == b {
		return nil, badParams{{code: "bad_value", field: "b", value: clip(b)}}
	}
	if into != "" && into != a && into != b {
		return nil, badParams{{code: "bad_value", field: "into", value: clip(into)}}
	}
	pair, both, err := q.app.Proposal(app.Impatient(q.Context(), callWaits), a, b)
	if err != nil {
		return nil, err
	}
	out := answers.PairOf(pair, both)
	if into != "" && both[0].Stands() && both[1].Stands() {
		reading, err := q.texts()
		if err != nil {
			return nil, err
		}
		from := a
		if from == into {
			from = b
		}
		list, err := q.app.MergeEffects(q.Context(), reading, from, into)
		if err != nil {
			return nil, err
		}
		out.Effects = append([]answers.Effect{}, answers.EffectsOf(list)...)
	}
	return &apiAnswer{data: out}, nil
}

// apiDecide enters what was decided of two incidents.
func apiDecide(q *apiRequest) (*apiAnswer, error) {
	var body struct {
		A        string `json:"a"`
		B        string `json:"b"`
		Decision string `json:"decision"`
		Into     string `json:"into"`
		Why      string `json:"why"`
		Seen     string `json:"seen"`
	}
	if err := q.json(&body); err != nil {
		return nil, err
	}
	var wrong bodyFaults
	wrong.must("a", body.A)
	wrong.must("b", body.B)
	wrong.must("decision", body.Decision)
	wrong.word("decision", body.Decision, apiDecisions)
	if body.A == body.B && body.A != "" {
		wrong.add("bad_value", "b", body.B, "")
	}
	if body.Decision == "merge" {
		wrong.must("into", body.Into)
	}
	switch {
	case body.Into == "":
	case body.Decision != "merge":
		wrong.add("bad_value", "into", body.Into, "")
	default:
		wrong.word("into", body.Into, []string{body.A, body.B})
	}
	if err := wrong.orNil(); err != nil {
		return nil, err
	}
	head, err := q.app.Decide(q.Context(), body.A, body.B, body.Decision, body.Into, body.Why, body.Seen)
	return q.entered(head, err)
}

package answers

import (
	"mithaq/internal/app"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/front/wording"
	"mithaq/internal/judge/status"
)

// Remark is a diagnostic with its sentence.
type Remark struct {
	diag.Diagnostic
	Text    string            `json:"text"`
	Stories []wording.RunText `json:"stories,omitempty"` // the runs in words
}

// Remarks gives diagnostics with their sentences.
func Remarks(w *wording.Words, ds []diag.Diagnostic) []Remark {
	out := []Remark{}
	w = w.Bare()
	for _, d := range ds {
		text := w.Diagnostic(d)
		out = append(out, Remark{d, text.Title, text.Runs})
	}
	return out
}

// Plan is what entering something does, and what became of it (spec/schema/import.json).
type Plan struct {
	*intake.Plan
	Diagnostics []Remark     `json:"diagnostics"` // in place of the plan's own: with their sentences
	Effects     []Effect     `json:"effects"`     // statuses of the record's own texts that differ after it; null: none was looked for
	Entered     *record.Head `json:"entered"`     // null: nothing was written
}

// PlanOf makes the answer of a plan: entered is where the record stands after it, nil where nothing was to be written.
func PlanOf(w *wording.Words, p *intake.Plan, effects []Effect, entered *record.Head) Plan {
	return Plan{p, Remarks(w, p.Diagnostics), effects, entered}
}

// Effect is one status that an import changes (spec/schema/import.json).
type Effect struct {
	Agreement string         `json:"agreement"`
	Norm      string         `json:"norm,omitempty"`
	Claim     string         `json:"claim,omitempty"`
	Standards []effectStates `json:"standards"` // those at which it differs
	Members   int            `json:"members"`   // of a family: how many stand otherwise
}

type effectStates struct {
	Standard string   `json:"standard"`
	Before   []string `json:"before"`
	After    []string `json:"after"`
}

// EffectsOf makes the list of the statuses that a plan changes.
func EffectsOf(list []app.Effect) (out []Effect) {
	for i := range list {
		out = append(out, effectOf(&list[i]))
	}
	return out
}

func effectOf(e *app.Effect) Effect {
	out := Effect{Agreement: e.Agreement, Members: e.Members, Standards: []effectStates{}}
	add := func(lane int, was, is status.Set) {
		if was != is {
			out.Standards = append(out.Standards, effectStates{grade.Standards[lane].String(), stateNames(was), stateNames(is)})
		}
	}
	if e.After == nil {
		out.Claim = e.Is.Key.Norm
		for l := range e.Is.Lanes {
			add(l, e.Was.Lanes[l].States, e.Is.Lanes[l].States)
		}
		return out
	}
	out.Norm = e.After.Key.Norm
	for l := range e.After.Lanes {
		add(l, e.Before.Lanes[l].States, e.After.Lanes[l].States)
	}
	return out
}

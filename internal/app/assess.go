package app

import (
	"cmp"
	"context"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

// Assess enters a new assessment of an incident, from the assessment columns of the incidents layout. It changes
// nothing else of the incident. A refused plan says what is wrong; then nothing was entered.
func (a *App) Assess(ctx context.Context, incident string, fields []Field) (record.Head, *intake.Plan, error) {
	b, err := a.store.Bundle(ctx, incident)
	if err != nil {
		return record.Head{}, nil, err
	}
	fields = append([]Field{{"incident", incident}, {"act", b.Incident.Act}, {"when", cmp.Or(b.Incident.When, "2000")}}, fields...)
	plan, err := a.PlanFields(ctx, intake.LayoutIncidents, fields)
	if err != nil || plan.Refused {
		return record.Head{}, plan, err
	}
	// The row repeats of the incident only what the layout asks for (any date where none is known). Of what it would enter, the assessment alone is meant.
	head, err := a.store.Append(ctx, nil, func(yield func(record.Draft, error) bool) {
		for d := range plan.Drafts() {
			if d.Kind == record.KindAssessment && !yield(d, nil) {
				return
			}
		}
	})
	return head, plan, err
}

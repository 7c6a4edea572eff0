package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// Assess enters a new assessment of an incident, from the assessment columns of the incidents layout. It changes
// nothing else of the incident. A refused plan says what is wrong; then nothing was entered.
func (a *App) Assess(ctx context.Context, incident string, fields []Field) (record.Head, *intake.Plan, error) {
	return a.AssessOver(ctx, incident, fields, record.Hash{})
}

// AssessOver is Assess of whoever has looked at an assessment: it is entered only if that entry (zero: any) still is the one that it replaces. Else
// somebody changed it meanwhile, and that is a refusal "changed".
func (a *App) AssessOver(ctx context.Context, incident string, fields []Field, seen record.Hash) (record.Head, *intake.Plan, error) {
	return a.assess(ctx, func() ([]*record.Bundle, error) {
		b, err := a.view.Bundle(ctx, incident)
		return []*record.Bundle{b}, err
	}, fields, seen)
}

// AssessAt plans an assessment of whoever looked at an incident as it stood at an entry (LastEntry), and enters it if that is what is wanted. Errors: ErrChanged;
// record.ErrNotFound; review.Refusals.
func (a *App) AssessAt(ctx context.Context, incident string, fields []Field, last int64, enter bool) (record.Head, *intake.Plan, error) {
	return a.assessThen(ctx, func() ([]*record.Bundle, error) {
		c, err := a.Case(ctx, incident)
		if err != nil {
			return nil, err
		}
		if LastEntry(c) != last {
			return nil, ErrChanged
		}
		return []*record.Bundle{c.Bundle}, nil
	}, fields, record.Hash{}, enter)
}

// AssessorOf gives under whose name whoever acts assesses an incident: their own, or that of the only one of us who did.
func (a *App) AssessorOf(c *review.Case) string { return a.assessorOf(c, "") }

// AssessAll enters the same assessment of every incident that a query finds, of all of them or of none. The error lists each incident that may not
// be assessed by whoever acts.
func (a *App) AssessAll(ctx context.Context, q record.Query, fields []Field) (record.Head, *intake.Plan, error) {
	return a.assess(ctx, func() (out []*record.Bundle, err error) {
		q.Limit, q.After = 500, ""
		for {
			page, err := a.view.Incidents(ctx, q)
			if err != nil {
				return nil, err
			}
			for i := range page.Rows {
				b, err := a.view.Bundle(ctx, page.Rows[i].Incident.ID)
				if err != nil {
					return nil, err
				}
				out = append(out, b)
			}
			if q.After = page.Next; q.After == "" {
				break
			}
		}
		if len(out) == 0 {
			return nil, review.Refusals{{Code: "nothing_matches"}}
		}
		return out, nil
	}, fields, record.Hash{})
}

func (a *App) assess(ctx context.Context, which func() ([]*record.Bundle, error), fields []Field, seen record.Hash) (record.Head, *intake.Plan, error) {
	return a.assessThen(ctx, which, fields, seen, true)
}

// assessThen plans one row for each incident and enters the assessments, if that is what is wanted. When somebody wrote meanwhile, all is looked at again.
func (a *App) assessThen(ctx context.Context, which func() ([]*record.Bundle, error), fields []Field, seen record.Hash, enter bool) (head record.Head, plan *intake.Plan, err error) {
	for range tries {
		var list []*record.Bundle
		was, err := a.store.Head(ctx) // before anything is looked at: what is entered stands on this head or not at all
		if err != nil {
			return record.Head{}, nil, err
		}
		if list, err = which(); err != nil {
			return record.Head{}, nil, err
		}
		if err = a.mayAssess(ctx, list, fieldOf(fields, "assessor"), seen); err != nil {
			return record.Head{}, nil, err
		}
		if plan, err = a.planAssessments(ctx, list, fields); err != nil || plan.Refused || !enter {
			return record.Head{}, plan, err
		}
		if plan.Head() != was {
			continue
		}
		// The row repeats of the incident only what the layout asks for (any date where none is known). Of what it would enter, the assessment alone is meant.
		head, err = plan.Only(record.KindAssessment).Apply(ctx, a.store)
		if !errors.Is(err, record.ErrHeadMoved) {
			return head, plan, err
		}
	}
	return record.Head{}, plan, record.ErrHeadMoved
}

// mayAssess lists every incident on which whoever acts may not pass, with the reason.
func (a *App) mayAssess(ctx context.Context, list []*record.Bundle, assessor string, seen record.Hash) error {
	var refused review.Refusals
	for _, b := range list {
		for _, r := range a.who.Require(review.Assess, review.State{}) {
			r.Args = append(r.Args, diagArgs("incident", b.Incident.ID)...)
			refused = append(refused, r)
		}
		if seen == (record.Hash{}) {
			continue
		}
		c, err := a.Case(ctx, b.Incident.ID)
		if err != nil {
			return err
		}
		if f := c.Finding(a.assessorOf(c, assessor)); f.Assessment != seen {
			refused = append(refused, review.Refusal{Code: "changed", Args: diagArgs("entry", entryNumber(f.Entry), "by", f.By)})
		}
	}
	return refused.OrNil()
}

func (a *App) planAssessments(ctx context.Context, list []*record.Bundle, fields []Field) (*intake.Plan, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	header := []string{"incident", "act", "when"}
	for _, f := range fields {
		header = append(header, f.Name)
	}
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for _, b := range list {
		row := []string{b.Incident.ID, b.Incident.Act, cmp.Or(b.Incident.When, "2000")}
		for _, f := range fields {
			row = append(row, f.Value)
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	if w.Flush(); w.Error() != nil {
		return nil, w.Error()
	}
	return a.read(ctx, out.Bytes(), intake.Options{As: intake.LayoutIncidents, Delimiter: ',', Strict: true})
}

func fieldOf(fields []Field, name string) string {
	for _, f := range fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

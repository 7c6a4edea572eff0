package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"mithaq/internal/base/diag"
	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
)

// IncidentEntry is an incident with its accounts as somebody types it.
type IncidentEntry struct {
	Incident string
	Fields   []Field   // columns of the incidents layout that speak of the incident
	Accounts [][]Field // those of each account; the column "account" is its id
	New      bool      // no incident of this id stands yet
	Seen     int64     // not New: the last entry on the incident that was looked at (LastEntry)
}

// ErrTaken tells that an incident of this id stands already.
var ErrTaken = errors.New("an incident of this id stands already")

// ErrChanged tells that somebody entered something on the incident since it was looked at.
var ErrChanged = errors.New("the incident was changed meanwhile")

// EntryPlan is what entering would do.
type EntryPlan struct {
	*intake.Plan
	starts []int // line on which each row begins
}

// RowOf gives the row that a diagnostic speaks of: 0 is the incident with its first account.
func (p *EntryPlan) RowOf(d *diag.Diagnostic) int {
	row, _ := slices.BinarySearch(p.starts, d.Span.Start.Line+1)
	return max(0, row-1)
}

// LastEntry gives the number of the last entry on an incident.
func LastEntry(c *review.Case) (last int64) {
	for i := range c.History {
		last = max(last, c.History[i].Seq)
	}
	return last
}

// PlanIncident says what entering would do; the plan may be refused. Errors: ErrTaken, ErrChanged; record.ErrNotFound; review.Refusals.
func (a *App) PlanIncident(ctx context.Context, e IncidentEntry) (*EntryPlan, error) {
	if err := a.require(review.Enter); err != nil {
		return nil, err
	}
	unseen, err := a.unseen(ctx, e.Incident)
	if err != nil {
		return nil, err
	}
	if e.New && unseen {
		return nil, review.Refusals{{Code: "unseen", Args: diagArgs("incident", e.Incident)}}
	}
	switch c, err := a.Case(ctx, e.Incident); {
	case e.New && err == nil:
		return nil, ErrTaken
	case e.New && !errors.Is(err, record.ErrNotFound), !e.New && err != nil:
		return nil, err
	case !e.New && LastEntry(c) != e.Seen:
		return nil, ErrChanged
	}
	rows, starts := e.rows()
	p, err := a.planRows(ctx, intake.LayoutIncidents, rows)
	if err != nil {
		return nil, err
	}
	return &EntryPlan{p, starts}, nil
}

// Stands says that an incident that was to be entered as new stands already just as it was typed: it was sent again, since the answer was lost.
func (a *App) Stands(ctx context.Context, e IncidentEntry) (bool, error) {
	c, err := a.Case(ctx, e.Incident)
	if err != nil {
		return false, err
	}
	e.New, e.Seen = false, LastEntry(c)
	plan, err := a.PlanIncident(ctx, e)
	return err == nil && !plan.Refused && plan.Empty() && plan.Same > 0, err
}

// EnterIncident enters what PlanIncident plans, whole or not at all. When another wrote something else meanwhile, all is looked at again.
func (a *App) EnterIncident(ctx context.Context, e IncidentEntry) (head record.Head, plan *EntryPlan, err error) {
	for range tries {
		was, err := a.store.Head(ctx) // before anything is looked at: what is entered stands on this head or not at all
		if err != nil {
			return record.Head{}, nil, err
		}
		if plan, err = a.PlanIncident(ctx, e); err != nil || plan.Refused {
			return record.Head{}, plan, err
		}
		if plan.Head() != was {
			continue
		}
		head, err = a.Apply(ctx, plan.Plan)
		if !errors.Is(err, record.ErrHeadMoved) {
			return head, plan, err
		}
	}
	return record.Head{}, plan, record.ErrHeadMoved
}

// rows makes the table: a header, and a row for each account. What is said of the incident stands on the first.
func (e *IncidentEntry) rows() (rows [][]string, starts []int) {
	columns := []string{"incident"}
	add := func(fields []Field) {
		for _, f := range fields {
			if !slices.Contains(columns, f.Name) {
				columns = append(columns, f.Name)
			}
		}
	}
	add(e.Fields)
	for _, account := range e.Accounts {
		add(account)
	}
	rows = append(rows, columns)
	line := 2
	for i := range max(1, len(e.Accounts)) {
		row := make([]string, len(columns))
		put := func(fields []Field) {
			for _, f := range fields {
				row[slices.Index(columns, f.Name)] = unixLines(f.Value)
			}
		}
		if i == 0 {
			put(e.Fields)
		}
		if i < len(e.Accounts) {
			put(e.Accounts[i])
		}
		row[0] = e.Incident // last: no field names another than the one that was looked at
		starts = append(starts, line)
		line += 1 + linesWithin(row)
		rows = append(rows, row)
	}
	return rows, starts
}

// unixLines gives a text with the ends of its lines as a file of ours has them.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// linesWithin counts how many lines the values of a row take beside the first.
func linesWithin(row []string) (n int) {
	for _, v := range row {
		n += strings.Count(v, "\n")
	}
	return n
}

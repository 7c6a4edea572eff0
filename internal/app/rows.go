package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"mithaq/internal/evidence/intake"
	"mithaq/internal/evidence/record"
)

// RowsPlan is what entering rows would do.
type RowsPlan struct {
	*intake.Plan
	starts []int // line on which each row begins
}

// Row gives the row that a line belongs to, from 1; 0: the names of the columns.
func (p *RowsPlan) Row(line int) int {
	i, found := slices.BinarySearch(p.starts, line)
	if found {
		i++
	}
	return i
}

// PlanRows plans rows of a layout, each by the names of its columns, as if they stood in a file.
func (a *App) PlanRows(ctx context.Context, layout string, rows []map[string]string) (*RowsPlan, error) {
	var columns []string
	for _, row := range rows {
		for _, name := range slices.Sorted(maps.Keys(row)) {
			if !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	table, starts, line := [][]string{columns}, make([]int, 0, len(rows)), 2
	for _, row := range rows {
		values := make([]string, len(columns))
		for i, name := range columns {
			values[i] = unixLines(row[name])
		}
		starts = append(starts, line)
		line += 1 + linesWithin(values)
		table = append(table, values)
	}
	p, err := a.planRows(ctx, layout, table)
	if err != nil {
		return nil, err
	}
	return &RowsPlan{p, starts}, nil
}

// EnterRows enters what PlanRows plans, whole or not at all. When another wrote something else meanwhile, all is looked at again.
func (a *App) EnterRows(ctx context.Context, layout string, rows []map[string]string) (head record.Head, plan *RowsPlan, err error) {
	for range tries {
		if plan, err = a.PlanRows(ctx, layout, rows); err != nil || plan.Refused {
			return record.Head{}, plan, err
		}
		head, err = a.Apply(ctx, plan.Plan)
		if !errors.Is(err, record.ErrHeadMoved) {
			return head, plan, err
		}
	}
	return record.Head{}, plan, record.ErrHeadMoved
}

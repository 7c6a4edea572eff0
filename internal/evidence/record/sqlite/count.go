package sqlite

import (
	"context"
	"fmt"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	// No best number where an incident of the group has none, no upper limit where one has none: a sum of the known ones would pass for the sum of all.
	countGroups = `SELECT %s count(*), sum(i.killed_lo),
	CASE WHEN min(i.killed_best) < 0 THEN -1 ELSE sum(i.killed_best) END,
	CASE WHEN min(i.killed_hi) < 0 THEN -1 ELSE sum(i.killed_hi) END
	FROM incident i WHERE %s`
	selectCounted = `SELECT i.n, %s i.killed_lo, i.killed_best, i.killed_hi FROM incident i WHERE i.n BETWEEN ? AND ?`
	selectNamed   = `SELECT n, id FROM incident WHERE n BETWEEN ? AND ?`
)

func (f finder) Groups(ctx context.Context, columns []string, c *project.Conditions) ([]record.Group, error) {
	tail := " HAVING count(*) > 0"
	if len(columns) > 0 {
		tail = " GROUP BY i." + strings.Join(columns, ", i.")
	}
	w := whereOf(c)
	rows, err := f.tx.QueryContext(ctx, fmt.Sprintf(countGroups, selected(columns), w.sql.String())+tail, w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []record.Group
	for rows.Next() {
		g := record.Group{Values: make([]string, len(columns))}
		if err := rows.Scan(append(pointers(g.Values), &g.N, &g.Killed.Lo, &g.Killed.Best, &g.Killed.Hi)...); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

func (f finder) Counted(ctx context.Context, columns []string, first, last int64, each func(n int64, values []string, killed record.Range)) error {
	rows, err := f.tx.QueryContext(ctx, fmt.Sprintf(selectCounted, selected(columns)), first, last)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, n, killed := make([]string, len(columns)), int64(0), record.Range{}
	dest := append(append([]any{&n}, pointers(values)...), &killed.Lo, &killed.Best, &killed.Hi)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		each(n, values, killed)
	}
	return rows.Err()
}

func (f finder) Named(ctx context.Context, first, last int64, each func(n int64, id string)) error {
	rows, err := f.tx.QueryContext(ctx, selectNamed, first, last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var id string
		if err := rows.Scan(&n, &id); err != nil {
			return err
		}
		each(n, id)
	}
	return rows.Err()
}

// selected gives the columns of the dimensions, with a comma after each.
func selected(columns []string) string {
	var out strings.Builder
	for _, c := range columns {
		out.WriteString("i." + c + ", ")
	}
	return out.String()
}

func pointers(values []string) []any {
	out := make([]any, len(values))
	for i := range values {
		out[i] = &values[i]
	}
	return out
}

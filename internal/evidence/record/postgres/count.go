package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	// No best number where an incident of the group has none, no upper limit where one has none: a sum of the known ones would pass for the sum of all.
	countGroups = `SELECT %s count(*), sum(i.killed_lo)::bigint,
	CASE WHEN min(i.killed_best) < 0 THEN -1 ELSE sum(i.killed_best)::bigint END,
	CASE WHEN min(i.killed_hi) < 0 THEN -1 ELSE sum(i.killed_hi)::bigint END
	FROM incident i WHERE %s`
	selectCounted = `SELECT i.n, %s i.killed_lo, i.killed_best, i.killed_hi FROM incident i WHERE i.n BETWEEN $1 AND $2`
	selectNamed   = `SELECT n, id FROM bundle WHERE n BETWEEN $1 AND $2`
)

func (f finder) Groups(ctx context.Context, columns []string, c *project.Conditions) ([]record.Group, error) {
	tail := " HAVING count(*) > 0"
	if len(columns) > 0 {
		tail = " GROUP BY i." + strings.Join(columns, ", i.")
	}
	w := whereOf(c)
	rows, err := f.tx.Query(ctx, fmt.Sprintf(countGroups, selected(columns), w.sql.String())+tail, w.args...)
	if err != nil {
		return nil, err
	}
	var none []record.Group // as where the index counts
	return pgx.AppendRows(none, rows, func(row pgx.CollectableRow) (record.Group, error) {
		g := record.Group{Values: make([]string, len(columns))}
		err := row.Scan(append(pointers(g.Values), &g.N, &g.Killed.Lo, &g.Killed.Best, &g.Killed.Hi)...)
		readBack(g.Values)
		return g, err
	})
}

func (f finder) Counted(ctx context.Context, columns []string, first, last int64, each func(n int64, values []string, killed record.Range)) error {
	rows, err := f.tx.Query(ctx, fmt.Sprintf(selectCounted, selected(columns)), first, last)
	if err != nil {
		return err
	}
	values, n, killed := make([]string, len(columns)), int64(0), record.Range{}
	dest := append(append([]any{&n}, pointers(values)...), &killed.Lo, &killed.Best, &killed.Hi)
	_, err = pgx.ForEachRow(rows, dest, func() error {
		readBack(values)
		each(n, values, killed)
		return nil
	})
	return err
}

func (f finder) Named(ctx context.Context, first, last int64, each func(n int64, id string)) error {
	rows, err := f.tx.Query(ctx, selectNamed, first, last)
	if err != nil {
		return err
	}
	var n int64
	values := make([]string, 1)
	_, err = pgx.ForEachRow(rows, []any{&n, &values[0]}, func() error {
		readBack(values)
		each(n, values[0])
		return nil
	})
	return err
}

// selected gives the columns of the dimensions as texts, with a comma after each.
func selected(columns []string) string {
	var out strings.Builder
	for _, c := range columns {
		out.WriteString("i." + c + "::text, ")
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

func readBack(values []string) {
	for i, v := range values {
		values[i] = textBack(v)
	}
}

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
)

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) (out []record.Group, err error) {
	c, err := project.ConditionsOf(&q)
	if err != nil {
		return nil, err
	}
	columns, err := project.Dimensions(by)
	if err != nil {
		return nil, err
	}
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		if c.InColumns() {
			out, err = countAll(ctx, tx, columns, c)
		} else {
			out, err = countFound(ctx, tx, columns, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	project.SortGroups(by, out)
	return out, nil
}

// countAll leaves the counting to the database.
func countAll(ctx context.Context, tx pgx.Tx, columns []string, c *project.Conditions) ([]record.Group, error) {
	tail := " HAVING count(*) > 0"
	if len(columns) > 0 {
		tail = " GROUP BY i." + strings.Join(columns, ", i.")
	}
	w := whereOf(c)
	rows, err := tx.Query(ctx, fmt.Sprintf(countGroups, selected(columns), w.sql.String())+tail, w.args...)
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

// countFound counts the incidents that the index finds, chunk by chunk.
func countFound(ctx context.Context, tx pgx.Tx, columns []string, c *project.Conditions) ([]record.Group, error) {
	found, err := project.Find(ctx, finder{tx}, c)
	if err != nil {
		return nil, err
	}
	query := fmt.Sprintf(selectCounted, selected(columns))
	groups := project.Groups{}
	for first, last := range found.Chunks() {
		rows, err := tx.Query(ctx, query, first, last)
		if err != nil {
			return nil, err
		}
		values, n, killed := make([]string, len(columns)), int64(0), record.Range{}
		dest := append(append([]any{&n}, pointers(values)...), &killed.Lo, &killed.Best, &killed.Hi)
		_, err = pgx.ForEachRow(rows, dest, func() error {
			if found.Has(n) {
				readBack(values)
				groups.Add(values, killed)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return groups.List(), nil
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

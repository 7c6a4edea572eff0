package sqlite

import (
	"context"
	"database/sql"
	"errors"
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
)

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	c, err := project.ConditionsOf(&q)
	if err != nil {
		return nil, err
	}
	columns, err := project.Dimensions(by)
	if err != nil {
		return nil, err
	}
	list := ""
	if len(by) > 0 {
		list = "i." + strings.Join(columns, ", i.")
	}
	var out []record.Group
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		if c.InColumns() {
			out, err = countAll(ctx, tx, len(by), list, c)
		} else {
			out, err = countFound(ctx, tx, len(by), list, c)
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
func countAll(ctx context.Context, tx *sql.Tx, dimensions int, list string, c *project.Conditions) ([]record.Group, error) {
	selected, tail := "", " HAVING count(*) > 0"
	if list != "" {
		selected, tail = list+",", " GROUP BY "+list
	}
	w := whereOf(c)
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(countGroups, selected, w.sql.String())+tail, w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []record.Group
	for rows.Next() {
		g := record.Group{Values: make([]string, dimensions)}
		if err := rows.Scan(append(pointers(g.Values), &g.N, &g.Killed.Lo, &g.Killed.Best, &g.Killed.Hi)...); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

// countFound counts the incidents that the index finds, chunk by chunk.
func countFound(ctx context.Context, tx *sql.Tx, dimensions int, list string, c *project.Conditions) ([]record.Group, error) {
	found, err := project.Find(ctx, finder{tx}, c)
	if err != nil {
		return nil, err
	}
	if list != "" {
		list += ","
	}
	st, err := tx.PrepareContext(ctx, fmt.Sprintf(selectCounted, list))
	if err != nil {
		return nil, err
	}
	defer st.Close()
	groups := project.Groups{}
	for first, last := range found.Chunks() {
		rows, err := st.QueryContext(ctx, first, last)
		if err != nil {
			return nil, err
		}
		values, n, killed := make([]string, dimensions), int64(0), record.Range{}
		dest := append(append([]any{&n}, pointers(values)...), &killed.Lo, &killed.Best, &killed.Hi)
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			if found.Has(n) {
				groups.Add(values, killed)
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return groups.List(), nil
}

func pointers(values []string) []any {
	out := make([]any, len(values))
	for i := range values {
		out[i] = &values[i]
	}
	return out
}

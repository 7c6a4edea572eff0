package sqlite

import (
	"context"
	"fmt"
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// No best number where an incident of the group has none, no upper limit where one has none: a sum of the known ones would pass for the sum of all.
const countGroups = `SELECT %s count(*), sum(i.killed_lo),
	CASE WHEN min(i.killed_best) < 0 THEN -1 ELSE sum(i.killed_best) END,
	CASE WHEN min(i.killed_hi) < 0 THEN -1 ELSE sum(i.killed_hi) END
	FROM incident i WHERE %s`

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	w, err := whereOf(&q)
	if err != nil {
		return nil, err
	}
	columns, err := project.Dimensions(by)
	if err != nil {
		return nil, err
	}
	selected, tail := "", " HAVING count(*) > 0"
	if len(by) > 0 {
		list := "i." + strings.Join(columns, ", i.")
		selected, tail = list+",", " GROUP BY "+list
	}
	rows, err := s.read.QueryContext(ctx, fmt.Sprintf(countGroups, selected, w.sql.String())+tail, w.args...)
	if err != nil {
		return nil, named(err)
	}
	defer rows.Close()
	var out []record.Group
	for rows.Next() {
		g := record.Group{Values: make([]string, len(by))}
		dest := make([]any, 0, len(by)+4)
		for i := range by {
			dest = append(dest, &g.Values[i])
		}
		if err := rows.Scan(append(dest, &g.N, &g.Killed.Lo, &g.Killed.Best, &g.Killed.Hi)...); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	if err := rows.Err(); err != nil {
		return nil, named(err)
	}
	project.SortGroups(by, out)
	return out, nil
}

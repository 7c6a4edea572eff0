package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

const (
	// No best number where an incident of the group has none, no upper limit where one has none: a sum of the known ones would pass for the sum of all.
	countGroups = `SELECT %s count(*), sum(i.killed_lo),
		CASE WHEN min(i.killed_best) < 0 THEN -1 ELSE sum(i.killed_best) END,
		CASE WHEN min(i.killed_hi) < 0 THEN -1 ELSE sum(i.killed_hi) END
		FROM incident i WHERE %s`
	groupBy = ` GROUP BY `
)

var dimensions = map[record.CountBy]string{
	record.ByGrade:       "i.grade",
	record.ByMonth:       "i.month",
	record.ByYear:        "i.year",
	record.ByAttribution: "i.parties",
	record.ByAct:         "i.act",
	record.ByPublisher:   "i.publisher",
}

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	w, err := whereOf(&q)
	if err != nil {
		return nil, err
	}
	columns := make([]string, len(by))
	for i, b := range by {
		c, ok := dimensions[b]
		if !ok {
			return nil, fmt.Errorf("nothing is counted by %q: want grade, month, year, attribution, act or publisher", b)
		}
		columns[i] = c
	}
	selected, tail := "", " HAVING count(*) > 0"
	if len(by) > 0 {
		selected, tail = strings.Join(columns, ", ")+",", groupBy+strings.Join(columns, ", ")
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
	slices.SortFunc(out, func(a, b record.Group) int { return slices.Compare(a.Values, b.Values) })
	for i := range out {
		for j, b := range by {
			if b == record.ByGrade {
				out[i].Values[j] = gradeWord(out[i].Values[j])
			}
		}
	}
	return out, nil
}

// gradeWord turns the column's number into the field's word; "" where no assessment stands.
func gradeWord(column string) string {
	n, err := strconv.Atoi(column)
	if err != nil || n < 0 {
		return ""
	}
	return grade.Grade(n).String()
}

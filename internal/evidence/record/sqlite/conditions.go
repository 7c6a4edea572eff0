package sqlite

import (
	"strings"

	"mithaq/internal/evidence/record/project"
)

// Queries are put together of these constants alone; values are always arguments.
const (
	whereState = `i.withdrawn = ?`
	whereFrom  = ` AND i.date_hi >= ?`
	whereTo    = ` AND i.date_lo <= ?`
	whereAct   = ` AND i.act = ?`
	wherePub   = ` AND i.publisher = ?`
	whereGrade = ` AND i.grade = ?`
	whereWait  = ` AND i.waiting = 1`
)

// where is the condition of a query.
type where struct {
	sql  strings.Builder
	args []any
}

func (w *where) add(sql string, args ...any) {
	w.sql.WriteString(sql)
	w.args = append(w.args, args...)
}

// whereOf gives the conditions that the table incident can answer by itself.
func whereOf(c *project.Conditions) *where {
	w := &where{}
	w.add(whereState, c.State)
	if c.From != nil {
		w.add(whereFrom, *c.From)
	}
	if c.To != nil {
		w.add(whereTo, *c.To)
	}
	if c.Act != "" {
		w.add(whereAct, c.Act)
	}
	if c.Publisher != "" {
		w.add(wherePub, c.Publisher)
	}
	if c.Grade != nil {
		w.add(whereGrade, int(*c.Grade))
	}
	if c.Waiting {
		w.add(whereWait)
	}
	return w
}

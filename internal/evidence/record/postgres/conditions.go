package postgres

import (
	"strconv"
	"strings"

	"mithaq/internal/evidence/record/project"
)

// Queries are put together of these constants alone, in which ? stands for the next argument; values are always arguments.
const (
	whereState = `i.state = ?`
	whereFrom  = ` AND i.date_hi >= ?`
	whereTo    = ` AND i.date_lo <= ?`
	whereAct   = ` AND i.act = ?`
	wherePub   = ` AND i.publisher = ?`
	whereGrade = ` AND i.grade = ?`
	whereWait  = ` AND i.waiting`
)

// where is the condition of a query.
type where struct {
	sql  strings.Builder
	args []any
}

func (w *where) add(sql string, args ...any) {
	for _, arg := range args {
		w.args = append(w.args, arg)
		sql = strings.Replace(sql, "?", "$"+strconv.Itoa(len(w.args)), 1)
	}
	w.sql.WriteString(sql)
}

// whereOf gives the conditions that the table incident can answer by itself.
func whereOf(c *project.Conditions) *where {
	w := &where{}
	w.add(whereState, int16(c.State))
	if c.From != nil {
		w.add(whereFrom, *c.From)
	}
	if c.To != nil {
		w.add(whereTo, *c.To)
	}
	if c.Act != "" {
		w.add(whereAct, text(c.Act))
	}
	if c.Publisher != "" {
		w.add(wherePub, text(c.Publisher))
	}
	if c.Grade != nil {
		w.add(whereGrade, int32(*c.Grade))
	}
	if c.Waiting {
		w.add(whereWait)
	}
	return w
}

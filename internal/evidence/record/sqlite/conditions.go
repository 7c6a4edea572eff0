package sqlite

import (
	"strings"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Queries are put together of these constants alone; values are always arguments.
const (
	whereStands = `i.withdrawn = ?`
	whereFrom   = ` AND +i.date_hi >= ?` // + keeps it from choosing the index: few dates are spans, so the other end selects and sorts
	whereTo     = ` AND i.date_lo <= ?`
	whereAct    = ` AND i.act = ?`
	wherePub    = ` AND i.publisher = ?`
	whereGrade  = ` AND i.grade = ?`
	whereWait   = ` AND i.waiting = 1`
	whereParty  = ` AND i.n IN (SELECT n FROM party WHERE word = ?)`
	whereSource = ` AND i.n IN (SELECT n FROM said WHERE source = ?)`
	whereWords  = ` AND i.n IN (SELECT n FROM words WHERE 1`                                                             // one walk through the words, however many are asked for
	whereEntry  = ` AND i.n IN (SELECT seq FROM entry WHERE kind = 'incident' AND entered BETWEEN ? AND ? AND seq <= ?)` // i.n is the first entry
	whereSeen   = ` AND (0`
	orWaiting   = ` OR i.waiting = 1`
	orEnterer   = ` OR i.enterer = ?`
	orSeen      = ` OR i.n IN (SELECT n FROM seen WHERE who = ?)`
	bodyHas     = ` AND instr(body, ?) > 0`
	placeHas    = ` AND instr(place, ?) > 0`
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

func whereOf(q *record.Query) (*where, error) {
	c, err := project.ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	w := &where{}
	w.add(whereStands, c.Withdrawn)
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
	if c.Party != "" {
		w.add(whereParty, c.Party)
	}
	if c.Source != "" {
		w.add(whereSource, c.Source)
	}
	if c.Visible != nil {
		w.visible(c.Visible)
	}
	if r := c.Received; r != nil {
		w.add(whereEntry, r.From, r.To, r.UpTo)
	}
	if c.Place == "" && len(c.Words) == 0 {
		return w, nil
	}
	w.add(whereWords)
	if c.Place != "" {
		w.add(placeHas, c.Place)
	}
	for _, word := range c.Words {
		w.add(bodyHas, word)
	}
	w.add(`)`)
	return w, nil
}

// visible keeps what is seen for at least one of the reasons.
func (w *where) visible(v *record.Visible) {
	w.add(whereSeen)
	if v.Public {
		w.add(orSeen, seenPublic)
	}
	if v.PutTo != "" {
		w.add(orSeen, seenPut+v.PutTo)
	}
	if v.Enterer != "" {
		w.add(orEnterer, v.Enterer)
	}
	if v.Waiting {
		w.add(orWaiting)
	}
	w.add(`)`)
}

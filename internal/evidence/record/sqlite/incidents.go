package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"mithaq/internal/base/civil"
	"mithaq/internal/base/fold"
	"mithaq/internal/base/grade"
	"mithaq/internal/evidence/record"
)

// Pages hold this many rows.
const (
	defaultLimit = 50
	maxLimit     = 500
)

// Queries are put together of these constants alone; values are always arguments.
const (
	// The rows are chosen and sorted first: a bundle is read only for those that the page shows.
	selectPage = `SELECT p.n, p.key, p.grade, p.parties, p.killed_lo, p.killed_best, p.killed_hi, b.packed
		FROM (SELECT i.n, i.id, %s AS key, i.grade, i.parties, i.killed_lo, i.killed_best, i.killed_hi
			FROM incident i WHERE %s ORDER BY %s LIMIT ?) p JOIN bundle b ON b.id = p.id ORDER BY %s`
	countPage   = `SELECT count(*) FROM incident i WHERE %s`
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
	bodyHas     = ` AND instr(body, ?) > 0`
	placeHas    = ` AND instr(place, ?) > 0`
	whereStands = `i.withdrawn = ?`
)

// order is one way to sort a page: its column, its order, the condition that the page begins after a row, and the order of the rows chosen.
type order struct{ column, by, after, rows string }

// The row number makes each order total. It is the first entry's position, so that it is itself the order of entry.
var orders = map[string]order{
	"date":     {"i.date_lo", "i.date_lo, i.n", " AND (i.date_lo, i.n) > (?, ?)", "p.key, p.n"},
	"-date":    {"i.date_hi", "i.date_hi DESC, i.n DESC", " AND (i.date_hi, i.n) < (?, ?)", "p.key DESC, p.n DESC"},
	"killed":   {"i.killed_lo", "i.killed_lo, i.n", " AND (i.killed_lo, i.n) > (?, ?)", "p.key, p.n"},
	"-killed":  {"i.killed_lo", "i.killed_lo DESC, i.n DESC", " AND (i.killed_lo, i.n) < (?, ?)", "p.key DESC, p.n DESC"},
	"entered":  {"i.n", "i.n", " AND (i.n, i.n) > (?, ?)", "p.key, p.n"},
	"-entered": {"i.n", "i.n DESC", " AND (i.n, i.n) < (?, ?)", "p.key DESC, p.n DESC"},
}

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
	w := &where{}
	w.add(whereStands, q.Withdrawn)
	for _, end := range []struct{ day, sql string }{{q.From, whereFrom}, {q.To, whereTo}} {
		if end.day == "" {
			continue
		}
		d, err := civil.ParseDate(end.day)
		if err != nil {
			return nil, err
		}
		w.add(end.sql, day(d))
	}
	if q.Act != "" {
		w.add(whereAct, q.Act)
	}
	if q.Publisher != "" {
		w.add(wherePub, q.Publisher)
	}
	if q.Grade != nil {
		w.add(whereGrade, int(*q.Grade))
	}
	if q.Waiting {
		w.add(whereWait)
	}
	if q.Party != "" {
		w.add(whereParty, q.Party)
	}
	if q.Source != "" {
		w.add(whereSource, q.Source)
	}
	if r := q.Received; r != (record.Span{}) {
		w.add(whereEntry, r.From, orForever(r.To), orForever(r.UpTo))
	}
	place, words := fold.Text(q.Place), strings.Fields(fold.Text(q.Text))
	if place == "" && len(words) == 0 {
		return w, nil
	}
	w.add(whereWords)
	if place != "" {
		w.add(placeHas, place)
	}
	for _, word := range words {
		w.add(bodyHas, word)
	}
	w.add(`)`)
	return w, nil
}

// orForever gives the end of a span, where a zero stands for none.
func orForever(end int64) int64 {
	if end == 0 {
		return civil.Forever
	}
	return end
}

// Incidents implements record.Store.
func (s *Store) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	if q.Sort == "" {
		q.Sort = "date"
	}
	o, ok := orders[q.Sort]
	if !ok {
		return nil, fmt.Errorf("unknown order %q: want date, entered or killed, or one of them with - before it", q.Sort)
	}
	if q.Limit < 0 || q.Limit > maxLimit {
		return nil, fmt.Errorf("a page of %d rows: at most %d", q.Limit, maxLimit)
	}
	if q.Limit == 0 {
		q.Limit = defaultLimit
	}
	w, err := whereOf(&q)
	if err != nil {
		return nil, err
	}
	page := &record.Page{}
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		if page.Total, err = s.totals.count(ctx, tx, w); err != nil {
			return err
		}
		if page.Total == 0 && q.After == "" {
			return nil // nothing is looked for twice
		}
		if q.After != "" {
			key, n, err := parseCursor(q.Sort, q.After)
			if err != nil {
				return err
			}
			w.add(o.after, key, n)
		}
		return readPage(ctx, tx, page, &q, o, w)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func readPage(ctx context.Context, tx *sql.Tx, page *record.Page, q *record.Query, o order, w *where) error {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(selectPage, o.column, w.sql.String(), o.by, o.rows), append(w.args, q.Limit+1)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var last string
	for rows.Next() {
		if len(page.Rows) == q.Limit { // there is a row more
			page.Next = last
			return nil
		}
		var n, key int64
		var g int
		var parties, packed string
		var r record.Row
		if err := rows.Scan(&n, &key, &g, &parties, &r.Killed.Lo, &r.Killed.Best, &r.Killed.Hi, &packed); err != nil {
			return err
		}
		var b record.Bundle
		if err := unpack(packed, &b); err != nil {
			return err
		}
		r.Incident, r.Seq, r.Assessed = b.Incident, b.Seq, g >= 0
		if g > 0 {
			r.Grade = grade.Grade(g)
		}
		if parties != "" {
			r.Parties = partiesOf(&b)
		}
		page.Rows = append(page.Rows, r)
		last = cursor(q.Sort, key, n)
	}
	return rows.Err()
}

// A cursor names the last row of a page by its place in the order: "-date.20151130.17".
func cursor(sort string, key, n int64) string { return fmt.Sprintf("%s.%d.%d", sort, key, n) }

func parseCursor(sort, s string) (key, n int64, err error) {
	rest, ok := strings.CutPrefix(s, sort+".")
	a, b, two := strings.Cut(rest, ".")
	if ok && two {
		if key, err = strconv.ParseInt(a, 10, 64); err == nil {
			if n, err = strconv.ParseInt(b, 10, 64); err == nil {
				return key, n, nil
			}
		}
	}
	return 0, 0, fmt.Errorf("%w: %q is not where a page in the order %q ended", record.ErrCursor, s, sort)
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	// The rows are chosen and sorted first: a bundle is read only for those that the page shows.
	selectPage = `SELECT p.n, p.key, p.grade, p.killed_lo, p.killed_best, p.killed_hi, b.packed
		FROM (SELECT i.n, i.id, i.%[1]s AS key, i.grade, i.killed_lo, i.killed_best, i.killed_hi
			FROM incident i WHERE %[2]s ORDER BY %[3]s LIMIT ?) p JOIN bundle b ON b.id = p.id ORDER BY %[4]s`
	countPage = `SELECT count(*) FROM incident i WHERE %s`
	afterRow  = ` AND (i.%[1]s, i.n) %[2]s (?, ?)`
)

// orderSQL gives the order of the rows that are chosen, the order of the page, and the condition that it begins after a row.
func orderSQL(o project.Order) (chosen, page, after string) {
	way, beyond := "", ">"
	if o.Down {
		way, beyond = " DESC", "<"
	}
	chosen = "i." + o.Column + way + ", i.n" + way
	if o.Column == "n" {
		chosen = "i.n" + way
	}
	return chosen, "p.key" + way + ", p.n" + way, fmt.Sprintf(afterRow, o.Column, beyond)
}

// Incidents implements record.Store.
func (s *Store) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	paging, err := project.PagingOf(&q)
	if err != nil {
		return nil, err
	}
	w, err := whereOf(&q)
	if err != nil {
		return nil, err
	}
	page := &record.Page{}
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		if page.Total, err = s.total(ctx, tx, w); err != nil {
			return err
		}
		if page.Total == 0 {
			return nil // nothing is looked for twice
		}
		return readPage(ctx, tx, page, paging, w)
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func (s *Store) total(ctx context.Context, q queryer, w *where) (int, error) {
	head, err := headOf(ctx, q)
	if err != nil {
		return 0, err
	}
	return s.totals.Count(head, fmt.Sprintf("%s %#v", w.sql.String(), w.args), func() (n int, err error) {
		err = q.QueryRowContext(ctx, fmt.Sprintf(countPage, w.sql.String()), w.args...).Scan(&n)
		return n, err
	})
}

func readPage(ctx context.Context, tx *sql.Tx, page *record.Page, p *project.Paging, w *where) error {
	chosen, order, after := orderSQL(p.Order)
	if p.After != nil {
		w.add(after, p.After.Key, p.After.N)
	}
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(selectPage, p.Order.Column, w.sql.String(), chosen, order), append(w.args, p.Limit+1)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var last project.Place
	for rows.Next() {
		if len(page.Rows) == p.Limit { // there is a row more
			page.Next = p.Cursor(last)
			return nil
		}
		var g int
		var killed record.Range
		var packed string
		if err := rows.Scan(&last.N, &last.Key, &g, &killed.Lo, &killed.Best, &killed.Hi, &packed); err != nil {
			return err
		}
		var b record.Bundle
		if err := project.Unpack(packed, &b); err != nil {
			return err
		}
		page.Rows = append(page.Rows, project.RowOf(&b, g, killed))
	}
	return rows.Err()
}

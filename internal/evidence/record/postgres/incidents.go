package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
)

const selectRows = `SELECT i.grade, i.killed_lo, i.killed_best, i.killed_hi, b.packed
	FROM unnest($1::bigint[]) WITH ORDINALITY AS a (n, at) JOIN incident i ON i.n = a.n JOIN bundle b ON b.n = a.n ORDER BY a.at`

// Incidents implements record.Store.
func (s *Store) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	paging, err := project.PagingOf(&q)
	if err != nil {
		return nil, err
	}
	c, err := project.ConditionsOf(&q)
	if err != nil {
		return nil, err
	}
	page := &record.Page{}
	err = s.snapshot(ctx, func(tx pgx.Tx) error {
		var places []index.Place
		page.Total, places, err = project.FindPage(ctx, finder{tx}, c, paging)
		if err != nil {
			return err
		}
		if len(places) > paging.Limit { // there is a row more
			places = places[:paging.Limit]
			page.Next = paging.Cursor(places[paging.Limit-1])
		}
		page.Rows, err = readRows(ctx, tx, places)
		return err
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

func readRows(ctx context.Context, tx pgx.Tx, places []index.Place) ([]record.Row, error) {
	if len(places) == 0 {
		return nil, nil
	}
	ns := make([]int64, len(places))
	for i, at := range places {
		ns[i] = at.N
	}
	rows, err := tx.Query(ctx, selectRows, ns)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRow)
}

func scanRow(row pgx.CollectableRow) (record.Row, error) {
	var g int
	var killed record.Range
	var packed pgtype.DriverBytes
	if err := row.Scan(&g, &killed.Lo, &killed.Best, &killed.Hi, &packed); err != nil {
		return record.Row{}, err
	}
	var b record.Bundle
	if err := project.Unpack(string(packed), &b); err != nil {
		return record.Row{}, err
	}
	return project.RowOf(&b, g, killed), nil
}

package sqlite

import (
	"context"
	"database/sql"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
)

const selectRow = `SELECT i.grade, i.killed_lo, i.killed_best, i.killed_hi, b.packed FROM incident i JOIN bundle b ON b.n = i.n WHERE i.n = ?`

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
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
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

func readRows(ctx context.Context, tx *sql.Tx, places []index.Place) ([]record.Row, error) {
	st, err := tx.PrepareContext(ctx, selectRow)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var out []record.Row
	for _, at := range places {
		var g int
		var killed record.Range
		var packed string
		if err := st.QueryRowContext(ctx, at.N).Scan(&g, &killed.Lo, &killed.Best, &killed.Hi, &packed); err != nil {
			return nil, err
		}
		var b record.Bundle
		if err := project.Unpack(packed, &b); err != nil {
			return nil, err
		}
		out = append(out, project.RowOf(&b, g, killed))
	}
	return out, nil
}

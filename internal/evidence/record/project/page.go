package project

import (
	"context"

	"mithaq/internal/evidence/record"
)

// Listed is what a list says of an incident.
type Listed struct {
	Grade  int // as in Columns
	Killed record.Range
	Packed string // valid until the next one
}

// Incidents is record.Store.Incidents.
func Incidents(ctx context.Context, store Snapshot, q *record.Query) (*record.Page, error) {
	paging, err := PagingOf(q)
	if err != nil {
		return nil, err
	}
	c, err := ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	out := &record.Page{}
	err = store(ctx, func(f Finder) error {
		found, err := findPage(ctx, f, c, paging)
		if err != nil {
			return err
		}
		out.Total, out.AtMost = found.total, found.atMost
		if len(found.places) > paging.Limit { // there is a row more
			found.places = found.places[:paging.Limit]
			out.Next = paging.Cursor(found.places[paging.Limit-1])
		}
		rows := make([]int64, len(found.places))
		for i, at := range found.places {
			rows[i] = at.N
		}
		if len(rows) == 0 {
			return nil
		}
		return f.Listed(ctx, rows, func(l *Listed) error {
			var b record.Bundle
			if err := Unpack(l.Packed, &b); err != nil {
				return err
			}
			out.Rows = append(out.Rows, RowOf(&b, l.Grade, l.Killed))
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Count is record.Store.Count.
func Count(ctx context.Context, store Snapshot, by []record.CountBy, q *record.Query) (out []record.Group, err error) {
	c, err := ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	columns, err := Dimensions(by)
	if err != nil {
		return nil, err
	}
	err = store(ctx, func(f Finder) error {
		held, err := f.Held(ctx)
		switch {
		case err != nil:
		case !c.InColumns():
			out, err = countFound(ctx, f, held, columns, c)
		case held != nil:
			out = countMeeting(held, columns, c)
		default:
			out, err = f.(Filed).Groups(ctx, columns, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	SortGroups(by, out)
	return out, nil
}

// countFound counts the incidents that the index finds: by their lines, or chunk by chunk.
func countFound(ctx context.Context, f Finder, held Holding, columns []string, c *Conditions) ([]record.Group, error) {
	h, err := hitsOf(ctx, f, c)
	if err != nil {
		return nil, err
	}
	if err := h.settle(ctx, f, c); err != nil {
		return nil, err
	}
	if held != nil {
		counts := newCounts(held, columns)
		for n := range h.Rows(false) {
			counts.add(held.Line(n))
		}
		return counts.list(), nil
	}
	groups := groups{}
	for first, last := range h.Chunks() {
		err := f.(Filed).Counted(ctx, columns, first, last, func(n int64, values []string, killed record.Range) {
			if h.Has(n) {
				groups.add(values, killed)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return groups.list(), nil
}

// Matching is record.Store.Matching.
func Matching(ctx context.Context, store Snapshot, q *record.Query) (ids []string, err error) {
	c, err := ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	err = store(ctx, func(f Finder) error {
		h, err := hitsOf(ctx, f, c)
		if err != nil {
			return err
		}
		if err := h.settle(ctx, f, c); err != nil {
			return err
		}
		held, err := f.Held(ctx)
		if err != nil {
			return err
		}
		if held != nil {
			for n := range h.Rows(false) {
				ids = append(ids, held.Line(n).ID)
			}
			return nil
		}
		for first, last := range h.Stretches() {
			err := f.(Filed).Named(ctx, first, last, func(n int64, id string) {
				if h.Has(n) {
					ids = append(ids, id)
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

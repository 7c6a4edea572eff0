package project

import (
	"context"
	"iter"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
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
		return named(ctx, f, h.Set, func(_ int64, id string) { ids = append(ids, id) })
	})
	return ids, err
}

// named tells the ids of rows.
func named(ctx context.Context, f Finder, rows *index.Set, tell func(n int64, id string)) error {
	held, err := f.Held(ctx)
	if err != nil {
		return err
	}
	if held != nil {
		for n := range rows.Rows(false) {
			tell(n, held.Line(n).ID)
		}
		return nil
	}
	for first, last := range rows.Stretches() {
		err := f.(Filed).Named(ctx, first, last, func(n int64, id string) {
			if rows.Has(n) {
				tell(n, id)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Telling is record.Store.Telling. The keys of all sources are gone through once.
func Telling(ctx context.Context, store Snapshot, sources []string, q *record.Query) (map[string][]string, error) {
	wanted := make(map[string]string, len(sources)) // by key
	for _, id := range sources {
		wanted[keySource+id] = id
	}
	c, err := ConditionsOf(q)
	if err != nil {
		return nil, err
	}
	told := map[string][]string{}
	err = store(ctx, func(f Finder) error {
		h, err := hitsOf(ctx, f, c)
		if err != nil {
			return err
		}
		if err := h.settle(ctx, f, c); err != nil {
			return err
		}
		ids := make(map[int64]string, h.Len())
		if err := named(ctx, f, h.Set, func(n int64, id string) { ids[n] = id }); err != nil {
			return err
		}
		run := index.Beginning(keySource)
		run.Only = func(key string) bool { _, is := wanted[key]; return is }
		return index.Each(ctx, f, run, h.Set, func(key string, rows iter.Seq[int64]) {
			of := wanted[key]
			for n := range rows {
				told[of] = append(told[of], ids[n])
			}
		})
	})
	return told, err
}

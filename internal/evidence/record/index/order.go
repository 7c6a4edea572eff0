package index

import (
	"context"
	"strings"
)

// Place is a row's place in an order: by a number, then by the row number, both rising or both falling.
type Place struct{ Key, N int64 }

// Page gives the places of the first rows of a set, at most limit of them, in the order of the tree's number: those after a place, where one is given.
// What a number is written as counts: one too great for the tree comes as the greatest.
func (t *Tree) Page(ctx context.Context, r Reader, rows *Set, down bool, after *Place, limit int) ([]Place, error) {
	w := &walk{tree: t, r: r, down: down, after: after, limit: limit}
	if after != nil {
		w.edge = t.digits(after.Key)
	}
	if err := w.level(ctx, 0, "", rows); err != nil {
		return nil, err
	}
	return w.found, nil
}

// Page gives the places of the first rows of a set in the order of their numbers.
func (s *Set) Page(down bool, after *Place, limit int) []Place {
	var found []Place
	for n := range s.Rows(down) {
		if len(found) == limit {
			break
		}
		if after == nil || (n < after.N) == down && n != after.N {
			found = append(found, Place{n, n})
		}
	}
	return found
}

// walk goes down the levels of a tree, along the keys that have rows of the set.
type walk struct {
	tree  *Tree
	r     Reader
	down  bool
	after *Place
	edge  string // the digits of after; "": none
	limit int
	found []Place
}

// part is the rows of the set that have one key.
type part struct {
	digits string
	rows   *Set
}

// level goes through the keys of a level that begin with some digits. As many are read as surely have the rows that are wanted; how many are
// after the place, of those that have its digits, is seen at the next levels only.
func (w *walk) level(ctx context.Context, level int, digits string, rows *Set) error {
	parts, err := w.parts(ctx, level, digits, rows)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if len(w.found) == w.limit {
			return nil
		}
		if level == len(w.tree.Levels)-1 {
			w.take(p)
		} else if err := w.level(ctx, level+1, p.digits, p.rows); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) parts(ctx context.Context, level int, digits string, rows *Set) ([]part, error) {
	run := Beginning(w.tree.key(level, digits))
	edge := ""
	if n := w.tree.Levels[level]; strings.HasPrefix(w.edge, digits) && w.edge != "" {
		edge = w.edge[:n]
		if w.down {
			run.To = Exactly(w.tree.key(level, edge)).To
		} else {
			run.From = w.tree.key(level, edge)
		}
	}
	var parts []part
	sure := 0
	at := "" // the key that is being read
	err := w.r.Pieces(ctx, run.From, run.To, w.down, func(key string, chunk int64, docs []byte) (bool, error) {
		if key != at && sure >= w.limit-len(w.found) {
			return false, nil
		}
		at = key
		of := rows.chunks[chunk]
		if of == nil {
			return true, nil
		}
		var b bitmap
		if err := b.or(docs); err != nil {
			return false, err
		}
		if !b.and(of) {
			return true, nil
		}
		d := strings.Clone(key[2:])
		if len(parts) == 0 || parts[len(parts)-1].digits != d {
			parts = append(parts, part{d, NewSet()})
		}
		parts[len(parts)-1].rows.chunks[chunk] = &b
		if d != edge {
			sure += b.len()
		}
		return true, nil
	})
	return parts, err
}

// take takes the rows of one number.
func (w *walk) take(p part) {
	key := int64(number(p.digits))
	var after *Place
	if p.digits == w.edge {
		after = w.after
	}
	for _, at := range p.rows.Page(w.down, after, w.limit-len(w.found)) {
		w.found = append(w.found, Place{key, at.N})
	}
}

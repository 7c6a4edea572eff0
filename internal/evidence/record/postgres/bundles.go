package postgres

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectStanding = `SELECT packed FROM bundle WHERE state = 0`
	selectPacked   = `SELECT packed FROM bundle WHERE left(id, 400) = left($1, 400) AND id = $1`
	selectSeveral  = `SELECT b.id, b.packed FROM unnest($1::text[]) AS a (id) JOIN bundle b ON left(b.id, 400) = left(a.id, 400) AND b.id = a.id`
	// A bundle whose entries all lie within the cut stands as it is packed; one that is wholly after it is passed over.
	selectCut = `SELECT id, seq <= $1 AND latest <= $2, CASE WHEN seq <= $1 AND latest <= $2 THEN packed ELSE '' END
		FROM bundle WHERE first <= $1 AND earliest <= $2`
	byID         = ` ORDER BY left(id, 400), id` // the first is indexed
	selectWithin = `SELECT b.id, e.seq, e.bytes FROM unnest($1::text[]) AS a (id)
		JOIN bundle b ON left(b.id, 400) = left(a.id, 400) AND b.id = a.id JOIN touch t ON t.n = b.n JOIN entry e ON e.seq = t.seq
		WHERE t.seq <= $2 AND e.entered <= $3 ORDER BY t.n, t.seq`
)

// Bundles implements record.Store.
func (s *Store) Bundles(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return project.OneByOne(ctx, s.reading(cut, project.Whole, byID))
}

// Findings implements record.Store.
func (s *Store) Findings(ctx context.Context, cut record.Cut) iter.Seq2[*record.Bundle, error] {
	return project.Ahead(ctx, s.reading(cut, project.Lean, ""))
}

// reading reads every incident that stands at the cut, on one state of the record.
func (s *Store) reading(cut record.Cut, much project.Much, order string) project.ReadBundles {
	return func(ctx context.Context, next func() *record.Bundle, done func() error) error {
		return s.snapshot(ctx, func(tx pgx.Tx) error {
			if cut == (record.Cut{}) {
				return allBundles(ctx, tx, much, order, next, done)
			}
			return cutBundles(ctx, tx, cut, much, order, next, done)
		})
	}
}

// cursorName tells questions of another order apart.
func cursorName(base, order string) string {
	if order == "" {
		return base
	}
	return base + "_by_id"
}

func allBundles(ctx context.Context, tx pgx.Tx, much project.Much, order string, next func() *record.Bundle, done func() error) error {
	scan := func(row pgx.CollectableRow) (string, error) {
		var packed pgtype.DriverBytes
		err := row.Scan(&packed)
		return string(packed), err
	}
	return cursor(ctx, tx, cursorName("standing", order), selectStanding+order, nil, scan, each(func(packed *string) error {
		if err := much.Unpack(*packed, next()); err != nil {
			return err
		}
		return done()
	}))
}

// at is an incident that may stand at a cut.
type at struct {
	id     string
	whole  bool // packed is what stood then
	packed string
}

func scanAt(row pgx.CollectableRow) (a at, err error) {
	var packed pgtype.DriverBytes
	err = row.Scan(&a.id, &a.whole, &packed)
	a.id, a.packed = textBack(a.id), string(packed)
	return a, err
}

// cutBundles packs out what has not changed since the cut, and makes the rest anew from its entries.
func cutBundles(ctx context.Context, tx pgx.Tx, cut record.Cut, much project.Much, order string, next func() *record.Bundle, done func() error) error {
	w := &within{ctx: ctx, tx: tx}
	w.seq, w.entered = project.Bounds(cut)
	past := project.Past{Much: much, Own: w.own}
	return cursor(ctx, tx, cursorName("at_cut", order), selectCut+order, []any{w.seq, w.entered}, scanAt, func(piece []at) error {
		if err := w.expect(piece); err != nil {
			return err
		}
		for i := range piece {
			p := &piece[i]
			stood, err := past.Take(p.id, p.whole, p.packed, next())
			if err != nil {
				return fmt.Errorf("incident %s: %w", p.id, err)
			}
			if !stood {
				continue
			}
			if err := done(); err != nil {
				return err
			}
		}
		return nil
	})
}

// within makes incidents of their entries within a cut.
type within struct {
	ctx          context.Context
	tx           pgx.Tx
	seq, entered int64
	made         map[string]*record.Bundle // those of a piece that are not whole, each given once: its lists belong to whoever took it
}

func (w *within) expect(piece []at) error {
	var ids []string
	for i := range piece {
		if !piece[i].whole {
			ids = append(ids, piece[i].id)
		}
	}
	var err error
	w.made, err = w.read(ids)
	return err
}

// own gives an incident as its own entries have it.
func (w *within) own(id string, b *record.Bundle) error {
	made := w.made[id]
	delete(w.made, id)
	if made == nil {
		all, err := w.read([]string{id})
		if err != nil {
			return err
		}
		made = all[id]
	}
	*b = *made
	return nil
}

func (w *within) read(ids []string) (map[string]*record.Bundle, error) {
	made := make(map[string]*record.Bundle, len(ids))
	if len(ids) == 0 {
		return made, nil
	}
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i], made[id] = text(id), &record.Bundle{}
	}
	rows, err := w.tx.Query(w.ctx, selectWithin, keys, w.seq, w.entered)
	if err != nil {
		return nil, err
	}
	var id string
	var at int64
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &at, &raw}, func() error {
		id := textBack(id)
		if err := project.ApplyBytes(made[id], id, at, raw); err != nil {
			return fmt.Errorf("incident %s: %w", id, err)
		}
		return nil
	})
	return made, err
}

// Bundle implements record.Store.
func (s *Store) Bundle(ctx context.Context, id string) (*record.Bundle, error) {
	var packed []byte
	err := s.snapshot(ctx, func(tx pgx.Tx) error { return tx.QueryRow(ctx, selectPacked, text(id)).Scan(&packed) })
	if noRows(err) {
		return nil, fmt.Errorf("incident %s: %w", id, record.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	b := new(record.Bundle)
	if err := project.Unpack(string(packed), b); err != nil {
		return nil, fmt.Errorf("incident %s: %w", id, err)
	}
	return b, nil
}

// Several implements record.Store.
func (s *Store) Several(ctx context.Context, ids []string) (map[string]*record.Bundle, error) {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = text(id)
	}
	out := make(map[string]*record.Bundle, len(ids))
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectSeveral, keys)
		if err != nil {
			return err
		}
		var id string
		var packed []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &packed}, func() error {
			b := new(record.Bundle)
			if err := project.Unpack(string(packed), b); err != nil {
				return fmt.Errorf("incident %s: %w", textBack(id), err)
			}
			out[textBack(id)] = b
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
)

const (
	insertEntry  = `INSERT INTO entry (seq, id, kind, version, subject, entered, incident, based, removed, bytes) VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, nullif(?, 0), ?)`
	insertLayout = `INSERT OR IGNORE INTO layout (kind, version) VALUES (?, ?)`
	insertTouch  = `INSERT INTO touch (incident, seq) VALUES (?, ?)`
	// What a subject spoke of before, from the oldest on.
	selectSpoken  = `SELECT incident FROM entry WHERE kind = ? AND subject = ? AND seq < ? AND incident IS NOT NULL GROUP BY incident ORDER BY min(seq)`
	selectSubject = `SELECT EXISTS (SELECT 1 FROM entry WHERE kind = ? AND subject = ? AND seq < ?)`
	countRows     = `SELECT coalesce(max(n), 0) FROM incident`
	selectBundle  = `SELECT n, first, earliest, latest, packed FROM bundle WHERE id = ?`
	upsertBundle  = `INSERT INTO bundle (id, n, first, seq, earliest, latest, withdrawn, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET seq = excluded.seq, earliest = excluded.earliest, latest = excluded.latest,
		withdrawn = excluded.withdrawn, packed = excluded.packed`
	upsertIncident = `INSERT INTO incident (n, id, first, withdrawn, date_lo, date_hi, month, year, act, publisher, grade, waiting,
		killed_lo, killed_best, killed_hi, parties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET withdrawn = excluded.withdrawn, date_lo = excluded.date_lo, date_hi = excluded.date_hi,
		month = excluded.month, year = excluded.year, act = excluded.act, publisher = excluded.publisher, grade = excluded.grade,
		waiting = excluded.waiting, killed_lo = excluded.killed_lo, killed_best = excluded.killed_best, killed_hi = excluded.killed_hi,
		parties = excluded.parties`
	selectPiece = `SELECT docs FROM piece WHERE key = ? AND chunk = ?`
	upsertPiece = `INSERT INTO piece (key, chunk, docs) VALUES (?, ?, ?) ON CONFLICT (key, chunk) DO UPDATE SET docs = excluded.docs`
	deletePiece = `DELETE FROM piece WHERE key = ? AND chunk = ?`
)

// tables are the tables inside a transaction. It implements project.Tables and project.Tiles.
type tables struct {
	ctx     context.Context // of the transaction
	stmts   *stmts
	conn    preparer
	layouts map[project.Layout]bool // kept already
	buf     []byte
}

func newTables(ctx context.Context, conn preparer) *tables {
	return &tables{ctx: ctx, stmts: newStmts(ctx, conn), conn: conn, layouts: map[project.Layout]bool{}}
}

func (t *tables) close() { t.stmts.close() }

func (t *tables) InsertEntry(e *project.Row) error {
	if l := (project.Layout{Kind: e.Kind, Version: e.Version}); !t.layouts[l] {
		if err := t.stmts.exec(insertLayout, string(l.Kind), l.Version); err != nil {
			return err
		}
		t.layouts[l] = true
	}
	return t.stmts.exec(insertEntry, e.Seq, e.ID[:], string(e.Kind), e.Version, e.Subject, e.Entered, e.Incident, e.Based, e.Removed, e.Bytes)
}

func (t *tables) InsertTouch(incident string, _, seq int64) error {
	return t.stmts.exec(insertTouch, incident, seq)
}

func (t *tables) Spoken(s project.Subject, before int64) (ids []string, err error) {
	err = t.stmts.each(selectSpoken, []any{string(s.Kind), s.Key, before}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

func (t *tables) Exists(s project.Subject, before int64) (exists bool, err error) {
	err = t.stmts.get(selectSubject, []any{string(s.Kind), s.Key, before}, &exists)
	return exists, err
}

func (t *tables) Rows() (n int64, err error) {
	err = t.stmts.get(countRows, nil, &n)
	return n, err
}

// Expect has nothing to do: a question to a file costs no round trip.
func (t *tables) Expect([]project.Subject, []string) error { return nil }

func (t *tables) LoadBundle(id string) (*project.Standing, error) {
	s := &project.Standing{}
	err := t.stmts.get(selectBundle, []any{id}, &s.Row, &s.First, &s.Earliest, &s.Latest, &s.Packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// WriteBundles writes each table in the order of its key.
func (t *tables) WriteBundles(ids []string, held map[string]*project.Standing) error {
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(held[a].Row, held[b].Row) })
	for _, id := range ids {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		s := held[id]
		t.buf = project.Pack(t.buf[:0], &s.Bundle)
		if err := t.stmts.exec(upsertBundle, id, s.Row, s.First, s.Bundle.Seq, s.Earliest, s.Latest, project.StateOf(&s.Bundle), t.buf); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := t.writeColumns(id, held[id]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tables) writeColumns(id string, s *project.Standing) error {
	c := project.ColumnsOf(&s.Bundle)
	i := &s.Bundle.Incident
	return t.stmts.exec(upsertIncident, s.Row, id, s.First, project.StateOf(&s.Bundle), c.Lo, c.Hi, c.Month, c.Year, i.Act, i.Publisher, c.Grade, c.Waiting,
		c.Killed.Lo, c.Killed.Best, c.Killed.Hi, strings.Join(c.Parties, project.PartySeparator))
}

func (t *tables) LoadPieces(ids []index.ID) ([][]byte, error) {
	docs := make([][]byte, len(ids))
	for i, id := range ids {
		if err := t.stmts.get(selectPiece, []any{[]byte(id.Key), id.Chunk}, &docs[i]); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	return docs, nil
}

func (t *tables) WritePieces(pieces []index.Piece) error {
	for _, p := range pieces {
		var err error
		if len(p.Docs) == 0 {
			err = t.stmts.exec(deletePiece, []byte(p.Key), p.Chunk)
		} else {
			err = t.stmts.exec(upsertPiece, []byte(p.Key), p.Chunk, p.Docs)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

// Rows are written many at a time, one array for each column. Statements that do not need one another's answers go in one round trip.
const (
	insertEntries = `INSERT INTO entry (seq, id, kind, version, subject, entered, incident, based, removed, bytes)
		SELECT seq, id, kind, version, subject, entered, nullif(incident, ''), based, nullif(removed, 0), bytes
		FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::integer[], $5::text[], $6::bigint[], $7::text[], $8::boolean[], $9::bigint[], $10::bytea[])
		AS t (seq, id, kind, version, subject, entered, incident, based, removed, bytes)`
	insertLayouts = `INSERT INTO layout (kind, version) SELECT * FROM unnest($1::text[], $2::integer[]) ON CONFLICT DO NOTHING`
	insertTouches = `INSERT INTO touch (n, seq) SELECT * FROM unnest($1::bigint[], $2::bigint[])`

	// What the subjects spoke of, from the oldest entry on; a row without an incident says only that there is one.
	selectSubjects = `SELECT a.i, coalesce(e.incident, ''), min(e.seq)
		FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (kind, subject, i)
		JOIN LATERAL (SELECT incident, seq FROM entry WHERE kind = a.kind AND left(subject, 400) = left(a.subject, 400) AND subject = a.subject OFFSET 0) e ON true
		GROUP BY 1, 2 ORDER BY 3`
	selectBundles = `SELECT a.i, b.n, b.first, b.earliest, b.latest, b.packed FROM unnest($1::text[]) WITH ORDINALITY AS a (id, i)
		JOIN LATERAL (SELECT * FROM bundle WHERE left(id, 400) = left(a.id, 400) AND id = a.id OFFSET 0) b ON true`
)

// tables are the tables inside a transaction. It implements project.Tables and project.Tiles. What is inserted is held back until something is read or the
// transaction is finished.
type tables struct {
	ctx context.Context // of the transaction
	tx  pgx.Tx

	entries entryColumns
	touches touchColumns
	tiles   tileColumns
	layouts map[project.Layout]bool // kept already

	subjects map[project.Subject]*spoken  // asked for and not yet forgotten
	bundles  map[string]*project.Standing // likewise; nil: there is none
}

// spoken is what entries on a subject speak of.
type spoken struct {
	first     int64 // its first entry; 0: none
	incidents []spokenOf
}

type spokenOf struct {
	incident string
	seq      int64 // the first that speaks of it
}

type entryColumns struct {
	seq, entered, removed []int64
	version               []int32
	kind, subject         []string
	incident              []string // "": none
	based                 []bool
	id, bytes             [][]byte
	newKinds              []string // layouts that were not kept yet
	newVersions           []int32
}

type touchColumns struct{ n, seq []int64 }

func newTables(ctx context.Context, tx pgx.Tx) *tables {
	return &tables{ctx: ctx, tx: tx, layouts: map[project.Layout]bool{}}
}

func (t *tables) InsertEntry(e *project.Row) error {
	c := &t.entries
	if l := (project.Layout{Kind: e.Kind, Version: e.Version}); !t.layouts[l] {
		t.layouts[l] = true
		c.newKinds, c.newVersions = append(c.newKinds, text(string(l.Kind))), append(c.newVersions, int32(l.Version))
	}
	c.seq, c.entered, c.version = append(c.seq, e.Seq), append(c.entered, e.Entered), append(c.version, int32(e.Version))
	c.kind, c.subject, c.incident = append(c.kind, text(string(e.Kind))), append(c.subject, text(e.Subject)), append(c.incident, text(e.Incident))
	c.based, c.id, c.removed, c.bytes = append(c.based, e.Based), append(c.id, e.ID[:]), append(c.removed, e.Removed), append(c.bytes, e.Bytes)
	if s := t.subjects[project.Subject{Kind: e.Kind, Key: e.Subject}]; s != nil {
		s.add(e.Incident, e.Seq)
	}
	return nil
}

func (s *spoken) add(incident string, seq int64) {
	if s.first == 0 {
		s.first = seq
	}
	if incident == "" {
		return
	}
	for _, o := range s.incidents {
		if o.incident == incident {
			return
		}
	}
	s.incidents = append(s.incidents, spokenOf{incident, seq})
}

func (t *tables) InsertTouch(_ string, row, seq int64) error {
	t.touches.n, t.touches.seq = append(t.touches.n, row), append(t.touches.seq, seq)
	return nil
}

// Expect reads what the next entries will ask for, and forgets what was read for those before.
func (t *tables) Expect(subjects []project.Subject, incidents []string) error {
	if err := t.flush(nil); err != nil {
		return err
	}
	t.subjects, t.bundles = make(map[project.Subject]*spoken, len(subjects)), make(map[string]*project.Standing, len(incidents))
	if err := t.readSubjects(subjects); err != nil {
		return err
	}
	for _, s := range t.subjects { // accounts that come to speak of another incident change the one they spoke of
		for _, o := range s.incidents {
			incidents = append(incidents, o.incident)
		}
	}
	return t.readBundles(incidents)
}

func (t *tables) readSubjects(subjects []project.Subject) error {
	var asked []project.Subject
	var kinds, keys []string
	for _, s := range subjects {
		if t.subjects[s] == nil {
			t.subjects[s] = &spoken{}
			asked, kinds, keys = append(asked, s), append(kinds, text(string(s.Kind))), append(keys, text(s.Key))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := t.tx.Query(t.ctx, selectSubjects, kinds, keys)
	if err != nil {
		return err
	}
	var i, seq int64
	var incident string
	_, err = pgx.ForEachRow(rows, []any{&i, &incident, &seq}, func() error {
		t.subjects[asked[i-1]].add(textBack(incident), seq)
		return nil
	})
	return err
}

func (t *tables) readBundles(ids []string) error {
	var asked, keys []string
	for _, id := range ids {
		if _, known := t.bundles[id]; !known {
			t.bundles[id] = nil
			asked, keys = append(asked, id), append(keys, text(id))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := t.tx.Query(t.ctx, selectBundles, keys)
	if err != nil {
		return err
	}
	var i int64
	var s project.Standing
	var packed pgtype.DriverBytes
	_, err = pgx.ForEachRow(rows, []any{&i, &s.Row, &s.First, &s.Earliest, &s.Latest, &packed}, func() error {
		stands := s
		stands.Packed = string(packed)
		t.bundles[asked[i-1]] = &stands
		return nil
	})
	return err
}

// subject gives what is known of a subject, and reads it where it was not expected.
func (t *tables) subject(s project.Subject) (*spoken, error) {
	if known := t.subjects[s]; known != nil {
		return known, nil
	}
	if err := t.flush(nil); err != nil {
		return nil, err
	}
	if t.subjects == nil {
		t.subjects = map[project.Subject]*spoken{}
	}
	if err := t.readSubjects([]project.Subject{s}); err != nil {
		return nil, err
	}
	return t.subjects[s], nil
}

func (t *tables) Spoken(s project.Subject, before int64) (ids []string, err error) {
	known, err := t.subject(s)
	if err != nil {
		return nil, err
	}
	for _, o := range known.incidents {
		if o.seq < before {
			ids = append(ids, o.incident)
		}
	}
	return ids, nil
}

func (t *tables) Exists(s project.Subject, before int64) (bool, error) {
	known, err := t.subject(s)
	return err == nil && known.first > 0 && known.first < before, err
}

// LoadBundle gives what was read once; from then on the projector holds it, and writes it before it asks again.
func (t *tables) LoadBundle(id string) (*project.Standing, error) {
	s, known := t.bundles[id]
	if !known {
		if t.bundles == nil {
			t.bundles = map[string]*project.Standing{}
		}
		if err := t.readBundles([]string{id}); err != nil {
			return nil, err
		}
		s = t.bundles[id]
	}
	delete(t.bundles, id)
	return s, nil
}

// Rows counts the incidents that are stored.
func (t *tables) Rows() (n int64, err error) {
	err = t.tx.QueryRow(t.ctx, `SELECT coalesce(max(n), 0) FROM incident`).Scan(&n)
	return n, err
}

// flush writes what is held back, and more with it.
func (t *tables) flush(more *pgx.Batch) error {
	b := more
	if b == nil {
		b = &pgx.Batch{}
	}
	if c := &t.entries; len(c.newKinds) > 0 {
		b.Queue(insertLayouts, c.newKinds, c.newVersions)
	}
	if c := &t.entries; len(c.seq) > 0 {
		b.Queue(insertEntries, c.seq, c.id, c.kind, c.version, c.subject, c.entered, c.incident, c.based, c.removed, c.bytes)
	}
	if c := &t.touches; len(c.n) > 0 {
		b.Queue(insertTouches, c.n, c.seq)
	}
	if c := &t.tiles; len(c.n) > 0 {
		b.Queue(upsertTiles, c.level, c.n, c.hashes)
	}
	if b.Len() == 0 {
		return nil
	}
	if err := t.tx.SendBatch(t.ctx, b).Close(); err != nil {
		return err
	}
	t.entries, t.touches, t.tiles = entryColumns{}, touchColumns{}, tileColumns{}
	return nil
}

// finish writes what is left and moves the head.
func (t *tables) finish(was, now record.Head) error {
	if err := t.flush(nil); err != nil {
		return err
	}
	return compareAndSwap(t.ctx, t.tx, was, now)
}

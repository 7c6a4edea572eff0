package postgres

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
	"mithaq/internal/evidence/record/project"
)

const (
	selectPieces     = `SELECT key, chunk, docs FROM piece WHERE key >= $1 AND key < $2 AND (key, chunk) > ($3, $4) ORDER BY key, chunk LIMIT $5`
	selectPiecesDown = `SELECT key, chunk, docs FROM piece WHERE key >= $1 AND key < $2 AND (key, chunk) < ($3, $4) ORDER BY key DESC, chunk DESC LIMIT $5`
	selectNumbers    = `SELECT a.at, i.%s FROM unnest($1::bigint[]) WITH ORDINALITY AS a (n, at) JOIN incident i ON i.n = a.n`
	selectPackedOf   = `SELECT n, packed FROM bundle WHERE n = ANY($1)`
	selectListed     = `SELECT i.grade, i.killed_lo, i.killed_best, i.killed_hi, b.packed
		FROM unnest($1::bigint[]) WITH ORDINALITY AS a (n, at) JOIN incident i ON i.n = a.n JOIN bundle b ON b.n = a.n ORDER BY a.at`
	selectRowsUpTo = `SELECT n FROM bundle WHERE first <= $1 ORDER BY first DESC LIMIT 1`

	// Pieces that are there or not, in the order in which they are asked for.
	selectTheseDocs = `SELECT a.i, p.docs FROM unnest($1::bytea[], $2::bigint[]) WITH ORDINALITY AS a (key, chunk, i)
		JOIN LATERAL (SELECT docs FROM piece WHERE key = a.key AND chunk = a.chunk OFFSET 0) p ON true`
	upsertPieces = `INSERT INTO piece (key, chunk, docs) SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[])
		ON CONFLICT (key, chunk) DO UPDATE SET docs = excluded.docs`
	deletePieces = `DELETE FROM piece p USING unnest($1::bytea[], $2::bigint[]) AS a (key, chunk) WHERE p.key = a.key AND p.chunk = a.chunk`
)

// piecesAtOnce is how many pieces come in one round trip. Who asks may have enough after any of them.
const piecesAtOnce = 256

// A b-tree of PostgreSQL holds nothing longer than 2,704 bytes. Of a key that is longer than longKey the beginning is kept, and a hash of the whole. The byte
// between them occurs in no key, so that no key passes for a shortened one.
const (
	longKey   = 1000
	beginning = 900
)

func short(key string) []byte {
	if len(key) <= longKey {
		return []byte(key)
	}
	hash := sha256.Sum256([]byte(key))
	return append(append([]byte(key[:beginning]), 0xff), hash[:]...)
}

// shortRun gives the run of stored keys for a run of keys. Where a run is that of all the keys that begin with more than is kept of a long one, it has others too:
// a search for a word of a thousand letters finds those that differ from it after the nine hundredth.
func shortRun(from, to string) (_, _ []byte) {
	if len(from) < beginning {
		return []byte(from), []byte(to)
	}
	if run := index.Exactly(from); run.To == to {
		key := short(from)
		return key, append(key[:len(key):len(key)], 0)
	}
	run := index.Beginning(from[:beginning-1])
	return []byte(run.From), []byte(run.To)
}

// finder reads the index inside a transaction. It implements project.Filed.
type finder struct {
	tx   pgx.Tx
	keep *project.Keeper // of the store's lines
}

var _ project.Filed = finder{}

// find implements project.Snapshot.
func (s *Store) find(ctx context.Context, fn func(project.Finder) error) error {
	return s.snapshot(ctx, func(tx pgx.Tx) error { return fn(finder{tx, &s.lines}) })
}

// Incidents implements record.Store.
func (s *Store) Incidents(ctx context.Context, q record.Query) (*record.Page, error) {
	return project.Incidents(ctx, s.find, &q)
}

// Count implements record.Store. Groups are sorted by their values; with no dimension there is one group of all.
func (s *Store) Count(ctx context.Context, by []record.CountBy, q record.Query) ([]record.Group, error) {
	return project.Count(ctx, s.find, by, &q)
}

// Matching implements record.Store.
func (s *Store) Matching(ctx context.Context, q record.Query) ([]string, error) {
	return project.Matching(ctx, s.find, &q)
}

// Telling implements record.Store.
func (s *Store) Telling(ctx context.Context, sources []string, q record.Query) (map[string][]string, error) {
	return project.Telling(ctx, s.find, sources, &q)
}

// stored is a row of piece.
type stored struct {
	key   string
	chunk int64
	docs  []byte
}

func scanStored(row pgx.CollectableRow) (p stored, err error) {
	var key pgtype.DriverBytes
	err = row.Scan(&key, &p.chunk, &p.docs)
	p.key = string(key)
	return p, err
}

func (f finder) Pieces(ctx context.Context, from, to string, down bool, each func(key string, chunk int64, docs []byte) (bool, error)) error {
	least, most := shortRun(from, to)
	query, after, chunk := selectPieces, least, int64(-1) // where the page before ended
	if down {
		query, after = selectPiecesDown, most
	}
	for {
		rows, err := f.tx.Query(ctx, query, least, most, after, chunk, piecesAtOnce)
		if err != nil {
			return err
		}
		page, err := pgx.CollectRows(rows, scanStored)
		if err != nil {
			return err
		}
		for i := range page {
			if more, err := each(page[i].key, page[i].chunk, page[i].docs); err != nil || !more {
				return err
			}
		}
		if len(page) < piecesAtOnce {
			return nil
		}
		last := &page[len(page)-1]
		after, chunk = []byte(last.key), last.chunk
	}
}

func (f finder) Numbers(ctx context.Context, column string, rows []int64) ([]int64, error) {
	found, err := f.tx.Query(ctx, fmt.Sprintf(selectNumbers, column), rows)
	if err != nil {
		return nil, err
	}
	out := make([]int64, len(rows))
	var at, n int64
	_, err = pgx.ForEachRow(found, []any{&at, &n}, func() error {
		out[at-1] = n
		return nil
	})
	return out, err
}

func (f finder) Packed(ctx context.Context, rows []int64, each func(n int64, packed string) error) error {
	found, err := f.tx.Query(ctx, selectPackedOf, rows)
	if err != nil {
		return err
	}
	var n int64
	var packed pgtype.DriverBytes
	_, err = pgx.ForEachRow(found, []any{&n, &packed}, func() error { return each(n, string(packed)) })
	return err
}

func (f finder) Listed(ctx context.Context, rows []int64, each func(l *project.Listed) error) error {
	found, err := f.tx.Query(ctx, selectListed, rows)
	if err != nil {
		return err
	}
	var l project.Listed
	var packed pgtype.DriverBytes
	_, err = pgx.ForEachRow(found, []any{&l.Grade, &l.Killed.Lo, &l.Killed.Best, &l.Killed.Hi, &packed}, func() error {
		l.Packed = string(packed)
		return each(&l)
	})
	return err
}

func (f finder) RowsUpTo(ctx context.Context, seq int64) (n int64, err error) {
	err = f.tx.QueryRow(ctx, selectRowsUpTo, seq).Scan(&n)
	if noRows(err) {
		return 0, nil
	}
	return n, err
}

func (t *tables) LoadPieces(ids []index.ID) ([][]byte, error) {
	keys, chunks := make([][]byte, len(ids)), make([]int64, len(ids))
	for i, id := range ids {
		keys[i], chunks[i] = short(id.Key), id.Chunk
	}
	rows, err := t.tx.Query(t.ctx, selectTheseDocs, keys, chunks)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(ids))
	var i int64
	var docs []byte
	_, err = pgx.ForEachRow(rows, []any{&i, &docs}, func() error {
		out[i-1] = docs
		return nil
	})
	return out, err
}

func (t *tables) WritePieces(pieces []index.Piece) error {
	var keys, docs, goneKeys [][]byte
	var chunks, goneChunks []int64
	for _, p := range pieces {
		if len(p.Docs) == 0 {
			goneKeys, goneChunks = append(goneKeys, short(p.Key)), append(goneChunks, p.Chunk)
		} else {
			keys, chunks, docs = append(keys, short(p.Key)), append(chunks, p.Chunk), append(docs, p.Docs)
		}
	}
	b := &pgx.Batch{}
	if len(goneKeys) > 0 {
		b.Queue(deletePieces, goneKeys, goneChunks)
	}
	if len(keys) > 0 {
		b.Queue(upsertPieces, keys, chunks, docs)
	}
	return t.flush(b)
}

package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/project"
)

const (
	selectChunk   = `SELECT seq, bytes FROM entry WHERE seq > ? ORDER BY seq LIMIT 4096`
	setProjection = `UPDATE head SET projection = ?`
	// The columns of entry say nothing that its bytes do not say.
	selectColumns = `SELECT seq, id, kind, version, subject, entered, incident, based, removed, bytes FROM entry ORDER BY seq`
)

// projections are the tables that follow from the entries, with the order in which their rows are compared.
var projections = []struct{ clear, rows string }{
	{`DELETE FROM touch`, `SELECT incident, seq FROM touch ORDER BY incident, seq`},
	{`DELETE FROM bundle`, `SELECT id, n, first, seq, earliest, latest, withdrawn, packed FROM bundle ORDER BY n`},
	{`DELETE FROM incident`, `SELECT * FROM incident ORDER BY n`},
	{`DELETE FROM piece`, `SELECT key, chunk, docs FROM piece ORDER BY key, chunk`},
}

// Rebuild makes the projections anew from the entries.
func (s *Store) Rebuild(ctx context.Context) error {
	if s.write == nil {
		return fmt.Errorf("%s: %w", s.path, record.ErrReadOnly)
	}
	return withTx(ctx, s.write, func(conn *sql.Conn) error { return rebuild(ctx, conn) })
}

func rebuild(ctx context.Context, conn preparer) error {
	for _, t := range projections {
		if _, err := conn.ExecContext(ctx, t.clear); err != nil {
			return err
		}
	}
	tables := newTables(ctx, conn)
	defer tables.close()
	p := project.NewProjector(ctx, tables)
	for last, more := int64(0), true; more; {
		more = false
		var chunk []record.Entry
		err := eachEntry(ctx, conn, selectChunk, []any{last}, func(e *record.Entry) error {
			chunk, last, more = append(chunk, *e), e.Seq, true
			return nil
		})
		if err != nil {
			return err
		}
		if err := p.Take(chunk); err != nil {
			return err
		}
	}
	if err := p.Flush(); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, setProjection, project.Form)
	return err
}

// Check verifies the whole file: the chain of entries, the columns beside them, the head, and that the projections are what the entries give. It
// writes nothing, but makes writers wait. It gives how many entries a newer program wrote.
func (s *Store) Check(ctx context.Context) (newer int, err error) {
	head, newer, err := record.Verify(s.Entries(ctx, 0))
	if err != nil {
		return 0, err
	}
	if err := s.checkColumns(ctx); err != nil {
		return 0, err
	}
	now, err := s.Head(ctx)
	if err != nil {
		return 0, err
	}
	if now.Seq == head.Seq && now != head || now.Seq < head.Seq { // further on: somebody appended meanwhile
		return 0, fmt.Errorf("the head is said to be entry %d, %s; the entries end in %d, %s", now.Seq, now.Hash, head.Seq, head.Hash)
	}
	if s.write == nil || newer > 0 { // what a newer program projected cannot be made anew here
		return newer, nil
	}
	return newer, s.checkProjections(ctx)
}

// errUndo ends a transaction that was only to try something.
var errUndo = errors.New("undo")

func (s *Store) checkProjections(ctx context.Context) error {
	err := withTx(ctx, s.write, func(conn *sql.Conn) error {
		before, err := digests(ctx, conn)
		if err != nil {
			return err
		}
		if err := rebuild(ctx, conn); err != nil {
			return err
		}
		after, err := digests(ctx, conn)
		if err != nil {
			return err
		}
		for i := range projections {
			if !bytes.Equal(before[i], after[i]) {
				return fmt.Errorf("a projection differs from what the entries give: %s", projections[i].rows)
			}
		}
		return errUndo
	})
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}

// digests hashes the rows of each projection.
func digests(ctx context.Context, q queryer) ([][]byte, error) {
	var out [][]byte
	for _, t := range projections {
		h := sha256.New()
		err := eachRow(ctx, q, t.rows, func(row []any) error {
			for _, v := range row {
				fmt.Fprintf(h, "%T %v\n", v, v)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		out = append(out, h.Sum(nil))
	}
	return out, nil
}

func eachRow(ctx context.Context, q queryer, query string, fn func([]any) error) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	row, dest := make([]any, len(cols)), make([]any, len(cols))
	for i := range row {
		dest[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) checkColumns(ctx context.Context) error {
	return eachRow(ctx, s.read, selectColumns, func(row []any) error {
		b, ok := row[9].([]byte)
		if !ok {
			return fmt.Errorf("entry %v: its bytes are no blob", row[0])
		}
		e, err := record.DecodeStored(b)
		if err != nil {
			return fmt.Errorf("entry %v: %w", row[0], err)
		}
		if e.Gone() == (row[8] == nil) {
			return fmt.Errorf("entry %v: its content is there: %t, its column says that it was removed by %v", row[0], !e.Gone(), row[8])
		}
		p, err := record.Decode(e.Kind, e.Version, e.Payload)
		if record.IsNewer(err) {
			return nil
		}
		if err != nil && !e.Gone() {
			return fmt.Errorf("entry %v: %w", row[0], err)
		}
		want := []any{row[0], e.ID[:], string(e.Kind), int64(e.Version), e.Subject, e.Entered, orNull(project.Spoken(p)), boolColumn(project.Based(p))}
		for i, w := range want {
			if fmt.Sprintf("%T %v", row[i], row[i]) != fmt.Sprintf("%T %v", w, w) {
				return fmt.Errorf("entry %v: column %d is %v, its bytes say %v", row[0], i, row[i], w)
			}
		}
		return nil
	})
}

func boolColumn(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

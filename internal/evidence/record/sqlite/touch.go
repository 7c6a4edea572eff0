package sqlite

import (
	"database/sql"
	"fmt"

	"mithaq/internal/evidence/record"
)

const (
	insertTouch = `INSERT INTO touch (incident, seq) VALUES (?, ?)`
	// What a subject spoke of before, from the oldest on.
	selectTouched = `SELECT DISTINCT incident FROM entry WHERE kind = ? AND subject = ? AND seq < ? AND incident IS NOT NULL`
	selectSubject = `SELECT EXISTS (SELECT 1 FROM entry WHERE kind = ? AND subject = ? AND seq < ?)`
)

// add takes an entry into the projections.
func (p *projector) add(e *record.Entry, read any) error {
	touched, err := p.touched(e, read)
	if err != nil {
		return err
	}
	for _, id := range touched {
		if err := p.stmts.exec(insertTouch, id, e.Seq); err != nil {
			return err
		}
		if err := p.apply(id, e, read); err != nil {
			return err
		}
	}
	return nil
}

// touched gives the incidents that an entry concerns: the one it speaks of, and those that its subject spoke of before. All of them must
// know of it, so that a later cut finds everything about an incident beside it, whichever entries the cut leaves out.
func (p *projector) touched(e *record.Entry, read any) ([]string, error) {
	kind, subject := e.Kind, e.Subject
	var ids []string
	if id := record.Touches(read); id != "" {
		ids = append(ids, id)
	}
	switch w := read.(type) {
	case record.Account, record.Position:
	case record.Withdrawal:
		if kind, subject = w.Kind, w.Subject; kind == record.KindIncident {
			return ids, nil // that it exists is seen when it is applied
		}
		var exists bool
		if err := p.stmts.get(selectSubject, []any{string(kind), subject, e.Seq}, &exists); err != nil {
			return nil, err
		}
		if !exists {
			return nil, fmt.Errorf("withdrawal of %s %s: %w", kind, subject, record.ErrNotFound)
		}
	default:
		return ids, nil
	}
	err := p.stmts.each(selectTouched, []any{string(kind), subject, e.Seq}, func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if len(ids) == 0 || ids[0] != id {
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

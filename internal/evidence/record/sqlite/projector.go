package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mithaq/internal/evidence/record"
)

const (
	selectBundle = `SELECT first, earliest, latest, packed FROM bundle WHERE id = ?`
	upsertBundle = `INSERT INTO bundle (id, first, seq, earliest, latest, withdrawn, packed) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, earliest = excluded.earliest, latest = excluded.latest,
		withdrawn = excluded.withdrawn, packed = excluded.packed`
	upsertIncident = `INSERT INTO incident (n, id, withdrawn, date_lo, date_hi, month, year, act, publisher, grade, waiting,
		killed_lo, killed_best, killed_hi, parties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET withdrawn = excluded.withdrawn, date_lo = excluded.date_lo, date_hi = excluded.date_hi,
		month = excluded.month, year = excluded.year, act = excluded.act, publisher = excluded.publisher, grade = excluded.grade,
		waiting = excluded.waiting, killed_lo = excluded.killed_lo, killed_best = excluded.killed_best, killed_hi = excluded.killed_hi,
		parties = excluded.parties`
	upsertWords = `INSERT INTO words (n, place, body) VALUES (?, ?, ?)
		ON CONFLICT (n) DO UPDATE SET place = excluded.place, body = excluded.body`
	deleteParty = `DELETE FROM party WHERE n = ?`
	insertParty = `INSERT INTO party (word, n) VALUES (?, ?)`
	deleteSaid  = `DELETE FROM said WHERE n = ?`
	insertSaid  = `INSERT INTO said (source, n) VALUES (?, ?)`
)

// heldBundles is how many changed bundles are held before they are written: an import's incidents, then accounts, then assessments
// of some thousands come close together. About 2 kB each.
const heldBundles = 16384

// partySeparator joins words of attributions, in the file and in Count.
const partySeparator = "; "

// projector keeps the projection tables in step with the entries, inside a transaction.
type projector struct {
	ctx   context.Context // of the transaction
	stmts *stmts
	held  map[string]*standing
	buf   []byte
}

// standing is an incident with what its row in bundle says besides.
type standing struct {
	bundle           record.Bundle
	first            int64
	earliest, latest int64
	stored           bool
}

func newProjector(ctx context.Context, st *stmts) *projector {
	return &projector{ctx: ctx, stmts: st, held: map[string]*standing{}}
}

// apply takes an entry that touches an incident into what stands.
func (p *projector) apply(id string, e *record.Entry, payload any) error {
	s, err := p.load(id)
	if err != nil {
		return err
	}
	if s == nil {
		if e.Kind != record.KindIncident {
			return fmt.Errorf("%s %s speaks of the incident %s: %w", e.Kind, e.Subject, id, record.ErrNotFound)
		}
		if len(p.held) >= heldBundles {
			if err := p.flush(); err != nil {
				return err
			}
		}
		s = &standing{first: e.Seq, earliest: e.Entered, latest: e.Entered}
		p.held[id] = s
	}
	s.earliest, s.latest = min(s.earliest, e.Entered), max(s.latest, e.Entered)
	s.bundle.Apply(id, e.Seq, payload)
	return nil
}

// load gives an incident as it stands; nil: there is none.
func (p *projector) load(id string) (*standing, error) {
	if s, ok := p.held[id]; ok {
		return s, nil
	}
	s := &standing{stored: true}
	var packed string
	err := p.stmts.get(selectBundle, []any{id}, &s.first, &s.earliest, &s.latest, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := unpack(packed, &s.bundle); err != nil {
		return nil, fmt.Errorf("incident %s: %w", id, err)
	}
	if len(p.held) >= heldBundles {
		if err := p.flush(); err != nil {
			return nil, err
		}
	}
	p.held[id] = s
	return s, nil
}

// flush writes what is held, in the order of the tables.
func (p *projector) flush() error {
	ids := make([]string, 0, len(p.held))
	for id := range p.held {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		s := p.held[id]
		p.buf = pack(p.buf[:0], &s.bundle)
		if err := p.stmts.exec(upsertBundle, id, s.first, s.bundle.Seq, s.earliest, s.latest, s.bundle.Withdrawn, p.buf); err != nil {
			return err
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return int(p.held[a].first - p.held[b].first) })
	for _, id := range ids {
		if err := p.writeColumns(id, p.held[id]); err != nil {
			return err
		}
	}
	clear(p.held)
	return nil
}

func (p *projector) writeColumns(id string, s *standing) error {
	c := columnsOf(&s.bundle)
	i := &s.bundle.Incident
	if err := p.stmts.exec(upsertIncident, s.first, id, s.bundle.Withdrawn, c.lo, c.hi, c.month, c.year, i.Act, i.Publisher, c.grade, c.waiting,
		c.killed.Lo, c.killed.Best, c.killed.Hi, strings.Join(c.parties, partySeparator)); err != nil {
		return err
	}
	if err := p.stmts.exec(upsertWords, s.first, c.place, c.body); err != nil {
		return err
	}
	if s.stored {
		if err := p.stmts.exec(deleteParty, s.first); err != nil {
			return err
		}
		if err := p.stmts.exec(deleteSaid, s.first); err != nil {
			return err
		}
	}
	for _, w := range c.parties {
		if err := p.stmts.exec(insertParty, w, s.first); err != nil {
			return err
		}
	}
	for _, id := range sourcesOf(&s.bundle) {
		if err := p.stmts.exec(insertSaid, id, s.first); err != nil {
			return err
		}
	}
	return nil
}

package project

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"mithaq/internal/evidence/record"
)

// heldBundles is how many changed bundles are held before they are written: an import's incidents, then accounts, then assessments
// of some thousands come close together. About 2 kB each.
const heldBundles = 16384

// Tables is a store's tables as an append sees them, inside its transaction.
type Tables interface {
	// InsertEntry keeps an entry; spoken is the incident that it speaks of ("": none), bytes are its canonical ones.
	InsertEntry(e *record.Entry, spoken string, based bool, bytes []byte) error
	// InsertTouch keeps that the entry at seq concerns an incident.
	InsertTouch(incident string, seq int64) error
	// Spoken gives the incidents of which entries on a subject before seq speak, each once, from the oldest on or in any other fixed order.
	Spoken(kind record.Kind, subject string, before int64) ([]string, error)
	// Exists says whether there is an entry on a subject before seq.
	Exists(kind record.Kind, subject string, before int64) (bool, error)
	// LoadBundle gives an incident as it is stored; nil: it is not.
	LoadBundle(id string) (*Standing, error)
	// WriteBundles stores changed incidents, sorted by ID; each replaces what was stored of it.
	WriteBundles(ids []string, held map[string]*Standing) error
}

// Standing is an incident as it stands, with what its row in bundle says besides.
type Standing struct {
	Bundle           record.Bundle
	First            int64  // its first entry
	Earliest, Latest int64  // the least and the greatest "entered" of its entries
	Stored           bool   // the tables have a row of it already
	Enterer          string // the actor of its first entry; only while it is not stored
}

// Projector keeps the projections in step with the entries, inside a transaction.
type Projector struct {
	ctx    context.Context // of the transaction
	tables Tables
	held   map[string]*Standing
	anew   bool // the entries stand in the record already: what they hang on may have been removed since
}

// NewProjector begins with what the tables hold.
func NewProjector(ctx context.Context, tables Tables) *Projector {
	return &Projector{ctx: ctx, tables: tables, held: map[string]*Standing{}}
}

// Add takes an entry, whose payload is read, into the projections. Flush writes what it holds.
func (p *Projector) Add(e *record.Entry, read any) error {
	touched, err := Touched(p.tables, e, read)
	if p.anew && errors.Is(err, record.ErrNotFound) { // a withdrawal of what was removed
		err = nil
	}
	if err != nil {
		return err
	}
	for _, id := range touched {
		if err := p.tables.InsertTouch(id, e.Seq); err != nil {
			return err
		}
		if err := p.apply(id, e, read); err != nil {
			return err
		}
	}
	return nil
}

// apply takes an entry that touches an incident into what stands.
func (p *Projector) apply(id string, e *record.Entry, payload any) error {
	s, err := p.load(id)
	if err != nil {
		return err
	}
	if s == nil {
		if e.Kind != record.KindIncident {
			return fmt.Errorf("%s %s speaks of the incident %s: %w", e.Kind, e.Subject, id, record.ErrNotFound)
		}
		s = &Standing{First: e.Seq, Earliest: e.Entered, Latest: e.Entered, Enterer: e.Actor}
		if err := p.hold(id, s); err != nil {
			return err
		}
	}
	s.Earliest, s.Latest = min(s.Earliest, e.Entered), max(s.Latest, e.Entered)
	s.Bundle.Apply(id, e.Seq, payload)
	return nil
}

// load gives an incident as it stands; nil: there is none.
func (p *Projector) load(id string) (*Standing, error) {
	if s, ok := p.held[id]; ok {
		return s, nil
	}
	s, err := p.tables.LoadBundle(id)
	if err != nil || s == nil {
		return nil, err
	}
	s.Stored = true
	return s, p.hold(id, s)
}

func (p *Projector) hold(id string, s *Standing) error {
	if len(p.held) >= heldBundles {
		if err := p.Flush(); err != nil {
			return err
		}
	}
	p.held[id] = s
	return nil
}

// Flush writes what is held.
func (p *Projector) Flush() error {
	if len(p.held) == 0 {
		return nil
	}
	if err := p.ctx.Err(); err != nil {
		return err
	}
	ids := make([]string, 0, len(p.held))
	for id := range p.held {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if err := p.tables.WriteBundles(ids, p.held); err != nil {
		return err
	}
	clear(p.held)
	return nil
}

package project

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/record/index"
)

// heldBundles is how many changed bundles are held before they are written: an import's incidents, then accounts, then assessments
// of some thousands come close together. About 2 kB each.
const heldBundles = 16384

// Tables is a store's tables as an append sees them, inside its transaction.
type Tables interface {
	Tiles
	// InsertEntry keeps an entry. It is told besides what the columns beside the bytes say.
	InsertEntry(e *Row) error
	// InsertTouch keeps that the entry at seq concerns an incident of a row number.
	InsertTouch(incident string, row, seq int64) error
	Subjects
	// Expect tells which subjects and incidents the next entries are going to ask for, so that they can be read in one go. Others may be
	// asked for all the same.
	Expect(subjects []Subject, incidents []string) error
	// Rows counts the incidents that are stored: the greatest row number.
	Rows() (int64, error)
	bundles
	// WriteBundles stores changed incidents, sorted by ID; each replaces what was stored of it. StateOf says in which state.
	WriteBundles(ids []string, held map[string]*Standing) error
	index.Tables
}

// bundles is what merges ask of the tables.
type bundles interface {
	// LoadBundle gives an incident as it is stored, with Row, First, Earliest, Latest and Packed; nil: it is not.
	LoadBundle(id string) (*Standing, error)
}

// Tiles keeps the tiles of the sealed log (package seal/tree).
type Tiles interface {
	// Tile gives a tile; nil: there is none.
	Tile(level int, n int64) ([]byte, error)
	// PutTile keeps a tile in place of the narrower one that it grew from.
	PutTile(level int, n int64, hashes []byte) error
}

// Standing is an incident as it stands, with what its row in bundle says besides.
type Standing struct {
	Bundle           record.Bundle
	Row              int64  // its number, from 1 in the order of first entries
	First            int64  // its first entry
	Earliest, Latest int64  // the least and the greatest "entered" of its entries
	Packed           string // as it is stored; "": it is not
	received         int64  // "entered" of its first entry, and its actor: only while it is not stored
	enterer          string
}

// Stored says that the tables have a row of it already.
func (s *Standing) Stored() bool { return s.Packed != "" }

// Projector keeps the projections in step with the entries, inside a transaction.
type Projector struct {
	ctx    context.Context // of the transaction
	tables Tables
	held   map[string]*Standing // each as its own entries have it: merges come in when it is written
	anew   bool                 // the entries stand in the record already: what they hang on may have been removed since
	rows   int64                // incidents, those held among them; -1: not counted yet
	fresh  int64                // the first row number that is not stored
	index  index.Writer
}

// NewProjector begins with what the tables hold.
func NewProjector(ctx context.Context, tables Tables) *Projector {
	return &Projector{ctx: ctx, tables: tables, held: map[string]*Standing{}, rows: -1}
}

// Expect prepares for entries that are added next; reads are their payloads.
func (p *Projector) Expect(entries []Read) error {
	var subjects []Subject
	var incidents []string
	for _, r := range entries {
		if s, ok := askedOf(r.Entry, r.Payload); ok {
			subjects = append(subjects, s)
		}
		for _, id := range append(record.Touches(r.Payload), r.Entry.Incidents...) {
			if _, held := p.held[id]; !held {
				incidents = append(incidents, id)
			}
		}
	}
	if len(subjects) == 0 && len(incidents) == 0 {
		return nil
	}
	return p.tables.Expect(subjects, incidents)
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
		if s, err = p.begin(id, e); err != nil {
			return err
		}
	}
	s.Earliest, s.Latest = min(s.Earliest, e.Entered), max(s.Latest, e.Entered)
	s.Bundle.Apply(id, e.Seq, payload)
	return p.tables.InsertTouch(id, s.Row, e.Seq)
}

// load gives an incident as it stands; nil: there is none.
func (p *Projector) load(id string) (*Standing, error) {
	if s, ok := p.held[id]; ok {
		return s, nil
	}
	s, err := loadOwn(p.tables, id)
	if err != nil || s == nil {
		return nil, err
	}
	return s, p.hold(id, s)
}

// loadOwn gives what is stored of an incident, without what merges make of it; nil: nothing is.
func loadOwn(t bundles, id string) (*Standing, error) {
	s, err := t.LoadBundle(id)
	if err != nil || s == nil {
		return nil, err
	}
	if err := Unpack(s.Packed, &s.Bundle); err != nil {
		return nil, fmt.Errorf("incident %s: %w", id, err)
	}
	s.Bundle.Into, s.Bundle.Merged = "", nil
	return s, nil
}

// begin holds a new incident, whose first entry this is, and gives it its row number.
func (p *Projector) begin(id string, e *record.Entry) (*Standing, error) {
	if p.rows < 0 {
		n, err := p.tables.Rows()
		if err != nil {
			return nil, err
		}
		p.rows, p.fresh = n, n+1
	}
	if len(p.held) >= index.Span && (p.rows+1)%index.Span == 0 { // a chunk of the index is full: its pieces are written once
		if err := p.Flush(); err != nil {
			return nil, err
		}
	}
	s := &Standing{First: e.Seq, Earliest: e.Entered, Latest: e.Entered, received: e.Entered, enterer: e.Actor}
	if err := p.hold(id, s); err != nil {
		return nil, err
	}
	p.rows++
	s.Row = p.rows
	return s, nil
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
	settled, err := p.settled()
	if err != nil {
		return err
	}
	if err := p.tables.WriteBundles(slices.Sorted(maps.Keys(settled)), settled); err != nil {
		return err
	}
	if err := p.flushIndex(settled); err != nil {
		return err
	}
	clear(p.held)
	return nil
}

// flushIndex takes what is written into the index, and what was stored of it before out.
func (p *Projector) flushIndex(settled map[string]*Standing) error {
	for _, s := range settled {
		if !s.Stored() {
			receivedAt.Keys(s.received, func(key string) { p.index.Put(key, s.Row) })
			p.index.Put(keyEnterer+s.enterer, s.Row)
			KeysOf(&s.Bundle, func(key string) { p.index.Put(key, s.Row) })
			continue
		}
		var before record.Bundle
		if err := Unpack(s.Packed, &before); err != nil {
			return err
		}
		was := map[string]bool{}
		KeysOf(&before, func(key string) { was[key] = true })
		KeysOf(&s.Bundle, func(key string) {
			if !was[key] {
				p.index.Put(key, s.Row)
			}
			was[key] = false
		})
		for key, gone := range was {
			if gone {
				p.index.Drop(key, s.Row)
			}
		}
	}
	fresh := p.fresh
	if p.rows < 0 { // nothing new came
		fresh = math.MaxInt64
	}
	p.fresh = p.rows + 1
	return p.index.Flush(p.tables, fresh)
}

// settled gives what is held, and what merges connect with it, as it stands now that all the entries are in.
func (p *Projector) settled() (map[string]*Standing, error) {
	out := make(map[string]*Standing, len(p.held))
	for _, id := range slices.Sorted(maps.Keys(p.held)) {
		s := p.held[id]
		switch {
		case out[id] != nil:
			continue
		case !s.Bundle.Merging() || s.Bundle.Incident.ID == "": // all versions of it were removed, and what hangs on it waits to be
			out[id] = s
			continue
		}
		own, err := record.Connected(&s.Bundle, p.own)
		if err != nil {
			return nil, err
		}
		settled, _ := record.Settle(own)
		for id, b := range settled {
			whole := *p.held[id]
			whole.Bundle = *b
			out[id] = &whole
		}
	}
	return out, nil
}

// own gives an incident as its own entries have it. It writes nothing of what is held.
func (p *Projector) own(id string) (*record.Bundle, error) {
	s, ok := p.held[id]
	if !ok {
		var err error
		if s, err = loadOwn(p.tables, id); err != nil || s == nil {
			return nil, err
		}
		p.held[id] = s
	}
	return &s.Bundle, nil
}

// counts refuses a merge that does not count beside those that stand.
func (p *Projector) counts(l record.Link) error {
	from, into, merge := l.Merged()
	if !merge {
		return nil
	}
	b, err := p.own(from)
	if err != nil {
		return err
	}
	own, err := record.Connected(b, p.own)
	if err != nil {
		return err
	}
	if _, idle := record.Settle(own); len(idle) > 0 {
		return fmt.Errorf("%s into %s: %w", from, into, record.ErrMerge)
	}
	return nil
}

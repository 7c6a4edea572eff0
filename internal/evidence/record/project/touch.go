package project

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"mithaq/internal/evidence/record"
)

// Subject is what entries speak of.
type Subject struct {
	Kind record.Kind
	Key  string // Entry.Subject
}

// Subjects is what Touched asks of the tables.
type Subjects interface {
	// Spoken gives the incidents of which entries on a subject before the position speak, each once, in the order of their entries.
	Spoken(s Subject, before int64) ([]string, error)
	// Exists says whether there is an entry on a subject before the position.
	Exists(s Subject, before int64) (bool, error)
	bundles
}

// askedOf gives the subject of which earlier entries matter to an entry.
func askedOf(e *record.Entry, read any) (Subject, bool) {
	switch w := read.(type) {
	case record.Account, record.Position:
		return Subject{e.Kind, e.Subject}, true
	case record.Withdrawal:
		return Subject{w.Kind, w.Subject}, w.Kind != record.KindIncident // whether an incident exists is seen when it is applied
	}
	return Subject{}, false
}

// connected adds to incidents those that merges connect with them now.
func connected(t bundles, ids []string) ([]string, error) {
	var out []string
	own := func(id string) (*record.Bundle, error) {
		s, err := loadOwn(t, id)
		if err != nil || s == nil {
			return nil, err
		}
		return &s.Bundle, nil
	}
	for _, id := range ids {
		b, err := own(id)
		if err != nil {
			return nil, err
		}
		if b == nil || !b.Merging() {
			out = append(out, id)
			continue
		}
		all, err := record.Connected(b, own)
		if err != nil {
			return nil, err
		}
		out = slices.AppendSeq(out, maps.Keys(all))
	}
	return out, nil
}

// Touched gives the incidents that an entry concerns: the one it speaks of, and those that its subject spoke of before. All of them must
// know of it, so that a later cut finds everything about an incident beside it, whichever entries the cut leaves out.
func Touched(t Subjects, e *record.Entry, read any) ([]string, error) {
	ids := record.Touches(read)
	s, asked := askedOf(e, read)
	if !asked {
		return ids, nil
	}
	if _, is := read.(record.Withdrawal); is {
		exists, err := t.Exists(s, e.Seq)
		if err != nil {
			return nil, err
		}
		if !exists {
			return nil, fmt.Errorf("withdrawal of %s %s: %w", s.Kind, s.Key, record.ErrNotFound)
		}
	}
	spoken, err := t.Spoken(s, e.Seq)
	for _, id := range spoken {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// Based says whether Base reads the entry. Positions may come to hang on an incident, or cease to: Base reads them all.
func Based(payload any) bool {
	switch p := payload.(type) {
	case record.Source, record.Coverage, record.Roster, record.Position, record.Tally, record.Name, record.AgreementText, record.Mapping, record.Import,
		record.Removal:
		return true
	case record.Withdrawal:
		switch p.Kind {
		case record.KindSource, record.KindCoverage, record.KindRoster, record.KindPosition, record.KindTally, record.KindName, record.KindText,
			record.KindMapping, record.KindImport, record.KindWithdrawal:
			return true
		}
	}
	return false
}

// Spoken gives the incident that the column beside an entry names: the one it speaks of, of a link the first; "": none.
func Spoken(payload any) string {
	if ids := record.Touches(payload); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// Rereads gives the incidents that entries after a position concern (record.Store.Touched): those taken are gathered until one changes more
// than incidents, or there are too many.
type Rereads struct {
	Most  int  // that many entries are told one by one
	Lines bool // only what lists say of incidents matters: of what else Base reads no more than removals
	Whole bool // all is to be read again
	IDs   []string
	n     int
}

// Take takes the next entry, and says whether to go on.
func (r *Rereads) Take(t Subjects, e *record.Entry) (more bool, err error) {
	read, err := record.Decode(e.Kind, e.Version, e.Payload)
	if errors.Is(err, record.ErrRemoved) { // the removal comes later, and changes all
		return true, nil
	}
	_, removal := read.(record.Removal)
	if r.n++; r.n > r.Most || record.IsNewer(err) || err == nil && Based(read) && (!r.Lines || removal) {
		r.Whole, r.IDs = true, nil
		return false, nil
	}
	if err != nil {
		return false, err
	}
	touched, err := Touched(t, e, read)
	if err == nil {
		touched, err = connected(t, touched)
	}
	r.IDs = append(r.IDs, touched...)
	return true, err
}

package record

import (
	"cmp"
	"slices"
)

// BaseFold gathers a Base from entries in their order. What hangs on incidents passes through it without effect.
type BaseFold struct {
	standing map[string]stands // by kind and subject
}

type stands struct {
	subject string
	seq     int64
	payload any
}

// NewBaseFold starts from nothing.
func NewBaseFold() *BaseFold { return &BaseFold{standing: map[string]stands{}} }

// Apply takes the next entry.
func (f *BaseFold) Apply(e *Entry) error {
	p, err := Decode(e.Kind, e.Version, e.Payload)
	if IsNewer(err) || e.Gone() {
		return nil // the store counts them, also those that hang on incidents
	}
	if err != nil {
		return err
	}
	f.Take(e.Kind, e.Subject, e.Seq, p)
	return nil
}

// Take takes the next entry by what it states; payload is what Decode gives.
func (f *BaseFold) Take(kind Kind, subject string, seq int64, payload any) {
	switch w := payload.(type) {
	case Withdrawal:
		delete(f.standing, Key(string(w.Kind), w.Subject))
	case Position:
		if w.About != "" { // it hangs on an incident now, whatever it did before
			delete(f.standing, Key(string(kind), subject))
			return
		}
		f.standing[Key(string(kind), subject)] = stands{subject, seq, payload}
	case Source, Coverage, Roster, Tally, Name, AgreementText, Mapping, Import:
		f.standing[Key(string(kind), subject)] = stands{subject, seq, payload}
	}
}

// BaseFoldOf starts from what stands.
func BaseFoldOf(b *Base) *BaseFold {
	f, n := NewBaseFold(), int64(0)
	put := func(payload any) {
		n++ // the order of entry, as far as a Base tells it
		if kind, subject, err := SubjectOf(payload); err == nil {
			f.Take(kind, subject, n, payload)
		}
	}
	putAll(put, b.Sources)
	putAll(put, b.Coverage)
	putAll(put, b.Rosters)
	putAll(put, b.Positions)
	putAll(put, b.Tallies)
	putAll(put, b.Names)
	putAll(put, b.Mappings)
	putAll(put, b.Texts)
	putAll(put, b.Imports)
	return f
}

func putAll[T any](put func(any), list []T) {
	for _, p := range list {
		put(p)
	}
}

// Base gives what stands, each list in its order. Newer is how many entries a newer program wrote.
func (f *BaseFold) Base(head Head, newer int) *Base {
	all := make([]stands, 0, len(f.standing))
	for _, s := range f.standing {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b stands) int { return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.seq, b.seq)) })
	b := &Base{Head: head, Newer: newer}
	for _, s := range all {
		switch p := s.payload.(type) {
		case Source:
			b.Sources = append(b.Sources, p)
		case Coverage:
			b.Coverage = append(b.Coverage, p)
		case Roster:
			b.Rosters = append(b.Rosters, p)
		case Position:
			b.Positions = append(b.Positions, p)
		case Tally:
			b.Tallies = append(b.Tallies, p)
		case Name:
			b.Names = append(b.Names, p)
		case Mapping:
			b.Mappings = append(b.Mappings, p)
		}
	}
	slices.SortFunc(all, func(a, b stands) int { return cmp.Compare(a.seq, b.seq) })
	for _, s := range all {
		switch p := s.payload.(type) {
		case AgreementText:
			b.Texts = append(b.Texts, p)
		case Import:
			b.Imports = append(b.Imports, p)
		}
	}
	return b
}

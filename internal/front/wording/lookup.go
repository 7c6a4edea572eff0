package wording

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// Lookup gives things that are known by their ids the names that a reader knows, in one language.
type Lookup struct {
	Program  *norms.Program
	Incident func(id string) string // the title of an incident; nil or "": the id is shown
	Coverage func(id string) string // what a coverage entry says in a few words; nil or "": the id is shown

	lang locale.Lang
}

// In gives the lookup for sentences of these words.
func (l Lookup) In(w *Words) Lookup {
	l.lang = w.lang
	return l
}

// Name picks the name in the language: as given, else English, else the first of any other language, else the id.
func Name(lang locale.Lang, names norms.Names, id string) string {
	for _, code := range []string{string(lang), "en"} {
		if s := names[code]; s != "" {
			return s
		}
	}
	codes := make([]string, 0, len(names))
	for code, s := range names {
		if s != "" {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return id
	}
	return names[slices.Min(codes)]
}

// find picks the name of the item with the id.
func find[T any](l Lookup, list []T, id string, get func(*T) (string, norms.Names)) string {
	for i := range list {
		if key, names := get(&list[i]); key == id {
			return Name(l.lang, names, id)
		}
	}
	return id
}

// Party gives a party's name.
func (l Lookup) Party(id string) string {
	return find(l, l.Program.Vocabulary.Parties, id, func(p *norms.Party) (string, norms.Names) { return p.ID, p.Names })
}

// Parties gives the names of parties.
func (l Lookup) Parties(ids []string) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = l.Party(id)
	}
	return names
}

// Act gives an act's name.
func (l Lookup) Act(id string) string {
	return find(l, l.Program.Vocabulary.Acts, id, func(a *norms.Act) (string, norms.Names) { return a.ID, a.Names })
}

// State gives a state's name.
func (l Lookup) State(id string) string {
	return find(l, l.Program.Vocabulary.States, id, func(s *norms.State) (string, norms.Names) { return s.ID, s.Names })
}

// Roster gives a roster's name.
func (l Lookup) Roster(id string) string {
	return find(l, l.Program.Vocabulary.Rosters, id, func(r *norms.RosterDecl) (string, norms.Names) { return r.ID, r.Names })
}

// Mark gives a mark's name; marks of different agreements with one id are one to the reader.
func (l Lookup) Mark(id string) string {
	for i := range l.Program.Agreements {
		if name := find(l, l.Program.Agreements[i].Marks, id, func(m *norms.Mark) (string, norms.Names) { return m.ID, m.Names }); name != id {
			return name
		}
	}
	return id
}

// agreement gives an agreement's title.
func (l Lookup) agreement(id string) string {
	return find(l, l.Program.Agreements, id, func(a *norms.Agreement) (string, norms.Names) { return a.ID, a.Names })
}

// Value gives the name of a constant of the vocabulary: a kind, party, zone or mark; a person or a text stands for itself.
func (l Lookup) Value(id string) string {
	v := &l.Program.Vocabulary
	for _, name := range []string{
		find(l, v.Kinds, id, func(k *norms.Kind) (string, norms.Names) { return k.ID, k.Names }),
		l.Party(id),
		find(l, v.Zones, id, func(z *norms.Zone) (string, norms.Names) { return z.ID, z.Names }),
		l.Mark(id),
	} {
		if name != id {
			return name
		}
	}
	return id
}

// Norm gives the norm and the agreement of a full name; nil, nil where there is none.
func (l Lookup) Norm(full string) (*norms.Norm, *norms.Agreement) {
	for i := range l.Program.Agreements {
		a := &l.Program.Agreements[i]
		for j := range a.Norms {
			if a.Norms[j].Name() == full {
				return &a.Norms[j], a
			}
		}
	}
	return nil, nil
}

// Claim gives the claim and the agreement of a full name, "khatib.hospitals"; nil, nil where there is none.
func (l Lookup) Claim(full string) (*norms.Claim, *norms.Agreement) {
	for i := range l.Program.Agreements {
		a := &l.Program.Agreements[i]
		for j := range a.Claims {
			if a.ID+"."+a.Claims[j].ID == full {
				return &a.Claims[j], a
			}
		}
	}
	return nil, nil
}

// zone gives the time zone in which the dates of a norm are told.
func (l Lookup) zone(full string) civil.Zone {
	if _, a := l.Norm(full); a != nil {
		return a.Zone
	}
	if _, a := l.Claim(full); a != nil {
		return a.Zone
	}
	return civil.UTC
}

// incident gives the title of an incident, or its id.
func (l Lookup) incident(id string) string { return call(l.Incident, id) }

// coverage gives what a coverage entry says, or its id.
func (l Lookup) coverage(id string) string { return call(l.Coverage, id) }

func call(f func(string) string, id string) string {
	if f != nil {
		if s := f(id); s != "" {
			return s
		}
	}
	return id
}

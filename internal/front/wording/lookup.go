package wording

import (
	"cmp"
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/locale"
)

// Lookup gives things that are known by their ids the names that a reader knows, in one language.
type Lookup struct {
	Program  *norms.Program
	Incident func(id string) string   // the title of an incident; nil or "": the id is shown
	Beside   func(id string) []string // what else is told of an incident where it decides; nil: nothing
	Coverage func(id string) string   // what a coverage entry says in a few words; nil or "": the id is shown

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

// Party gives a party's name.
func (l Lookup) Party(id string) string {
	if p := l.Program.Party(id); p != nil {
		return Name(l.lang, p.Names, id)
	}
	return id
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
	a := l.Program.Act(id)
	if a == nil {
		return id
	}
	name := Name(l.lang, a.Names, cmp.Or(a.Of, id))
	switch a.Phase {
	case norms.Begin:
		return For(l.lang).Bare().Text("phase.begin", "act", name)
	case norms.Finish:
		return For(l.lang).Bare().Text("phase.finish", "act", name)
	case norms.Whole:
	}
	return name
}

// State gives a state's name.
func (l Lookup) State(id string) string {
	if s := l.Program.State(id); s != nil {
		return Name(l.lang, s.Names, id)
	}
	return id
}

// Roster gives a roster's name.
func (l Lookup) Roster(id string) string {
	if r := l.Program.Roster(id); r != nil {
		return Name(l.lang, r.Names, id)
	}
	return id
}

// Mark gives a mark's name; marks of different agreements with one id are one to the reader.
func (l Lookup) Mark(id string) string {
	for i := range l.Program.Agreements {
		if m := l.Program.Agreements[i].Mark(id); m != nil {
			return Name(l.lang, m.Names, id)
		}
	}
	return id
}

// agreement gives an agreement's title.
func (l Lookup) agreement(id string) string {
	if a := l.Program.Agreement(id); a != nil {
		return Name(l.lang, a.Names, id)
	}
	return id
}

// Value gives the name of a constant of the vocabulary: a kind, party, zone or mark; a person or a text stands for itself.
func (l Lookup) Value(id string) string {
	if k := l.Program.Kind(id); k != nil {
		return Name(l.lang, k.Names, id)
	}
	if z := l.Program.Zone(id); z != nil {
		return Name(l.lang, z.Names, id)
	}
	if name := l.Party(id); name != id {
		return name
	}
	return l.Mark(id)
}

// Norm gives the norm and the agreement of a full name; nil, nil where there is none.
func (l Lookup) Norm(full string) (*norms.Norm, *norms.Agreement) {
	n := l.Program.Norm(full)
	if n == nil {
		return nil, nil
	}
	return n, l.Program.Agreement(n.Agree)
}

// Claim gives the claim and the agreement of a full name, "khatib.hospitals"; nil, nil where there is none.
func (l Lookup) Claim(full string) (*norms.Claim, *norms.Agreement) {
	for i := range l.Program.Agreements {
		a := &l.Program.Agreements[i]
		id, ok := strings.CutPrefix(full, a.ID+".")
		if !ok {
			continue
		}
		for j := range a.Claims {
			if a.Claims[j].ID == id {
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

// beside gives what else is told of an incident where it decides.
func (l Lookup) beside(id string) []string {
	if l.Beside == nil {
		return nil
	}
	return l.Beside(id)
}

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

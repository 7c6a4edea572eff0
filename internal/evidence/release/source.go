package release

import (
	"slices"

	"mithaq/internal/evidence/record"
)

// Speakers are sorts of sources that speak in public, under a name that is no person's: what they published themselves needs no consent,
// unless they said otherwise. Every other sort (a witness, a relative, one that is not stated) is somebody: without their consent nothing of it
// goes out, and with it, not their name.
var Speakers = []string{
	"agency", "authority", "broadcaster", "court", "dataset", "government", "institution", "monitor", "newsroom", "ngo", "official", "organisation",
	"party", "research", "un", "website",
}

// Unnamed stands for a source whose name is not told and whose sort is not known.
const Unnamed = "unnamed"

// Persons are sorts of sources that are named by the sort alone.
var Persons = []string{"anonymous", "colleague", "lawyer", "medical", "neighbour", "relative", "reporter", "victim", "witness", Unnamed}

// source says whether what a source says may be told, and under which name: its id, or its sort.
func (v *View) source(id string) (name string, ok bool) {
	s, known := v.Sources[id]
	if !known { // a name by the sort has been given already
		return id, slices.Contains(Persons, id)
	}
	if slices.Contains(Speakers, s.Sort) {
		c, said := v.Consents[record.Key(string(record.KindSource), id)]
		return id, !said || v.Body == "" && c.MayPublish(v.Day) || v.Body != "" && c.MayShare(v.Body, v.Day)
	}
	return anonymous(s.Sort), v.allows(record.KindSource, id)
}

func anonymous(sort string) string {
	if slices.Contains(Persons, sort) {
		return sort
	}
	return Unnamed
}

// Source gives what is told of a source: of one that speaks in public its name and where it stands, of any other the sort. ok: it may be told at all.
func (v *View) Source(s record.Source) (out record.Source, ok bool) {
	name, ok := v.source(s.ID)
	if !ok {
		return record.Source{}, false
	}
	if name != s.ID {
		return record.Source{ID: name, Sort: name}, true
	}
	out = record.Source{ID: s.ID, Name: s.Name, Sort: s.Sort, URL: s.URL, Party: s.Party, Reliability: s.Reliability}
	for _, c := range s.Cites {
		if n, ok := v.source(c); ok && n == c {
			out.Cites = append(out.Cites, c)
		}
	}
	return out, true
}

// Person gives what is told of a person: nothing without consent.
func (v *View) Person(p record.Person) (record.Person, bool) {
	if !v.allows(record.KindPerson, p.ID) {
		return record.Person{}, false
	}
	return record.Person{ID: p.ID, Name: p.Name, Pseudo: p.Pseudo, Sex: p.Sex, Age: p.Age, Civil: p.Civil}, true
}

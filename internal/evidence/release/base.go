package release

import (
	"strings"

	"mithaq/internal/evidence/record"
)

// What stands beside incidents goes out by these functions: as it was published, without notes, without names that no text may say, and with who speaks
// named as sources are.

// Coverage gives who could look where as it goes out.
func (v *View) Coverage(c record.Coverage) record.Coverage {
	return record.Coverage{
		ID: c.ID, Observer: v.named(c.Observer), Zone: c.Zone, From: c.From, To: c.To, Acts: c.Acts, Means: c.Means, Denied: c.Denied, DeniedBy: c.DeniedBy,
		LagDays: c.LagDays, Source: v.named(c.Source),
	}
}

// Roster gives a list of members as it goes out.
func (v *View) Roster(r record.Roster) record.Roster {
	out := record.Roster{ID: r.ID, Complete: r.Complete, Declared: r.Declared, By: v.named(r.By), Source: v.named(r.Source)}
	for _, m := range r.Members {
		out.Members = append(out.Members, record.Member{ID: m.ID, Roles: v.roles(m.Roles, &tally{}), Since: m.Since, Grade: m.Grade})
	}
	return out
}

// Position gives what a party says as it goes out.
func (v *View) Position(p record.Position) record.Position {
	out := record.Position{
		ID: p.ID, Party: p.Party, Stance: p.Stance, Agree: p.Agree, Term: p.Term, About: p.About, When: p.When, Says: v.text(p.Says, &tally{}), Source: v.named(p.Source), URL: p.URL,
	}
	if out.Source != p.Source {
		out.URL = ""
	}
	return out
}

// Tally gives a total that a source states as it goes out.
func (v *View) Tally(t record.Tally) record.Tally {
	out := record.Tally{
		ID: t.ID, Source: v.named(t.Source), Act: t.Act, Roles: v.roles(t.Roles, &tally{}), Doers: t.Doers, What: t.What, Number: t.Number, From: t.From, To: t.To,
		Grade: t.Grade, By: v.named(t.By), When: t.When, Says: v.text(t.Says, &tally{}), URL: t.URL,
	}
	if out.Source != t.Source {
		out.URL = ""
	}
	return out
}

// named gives the name under which a source is told of, its sort where it is somebody; what is no source of the record stays as it is.
func (v *View) named(id string) string {
	if _, known := v.Sources[id]; !known {
		return id
	}
	name, _ := v.source(id)
	return name
}

// place leaves names out of the name of a place: that of a house is often that of who lives there.
func (v *View) place(p record.Place, t *tally) record.Place {
	if p.Name == nil {
		return p
	}
	name := record.Text{}
	for lang, s := range p.Name {
		out, n := v.Names.Without(s)
		t.add("name", "consent", n)
		name[lang] = out
	}
	p.Name = name
	return p
}

// roles leaves names out of the words of roles. A word that is written as an identifier is one of a vocabulary, where no persons stand.
func (v *View) roles(list []record.Words, t *tally) []record.Words {
	if list == nil {
		return nil
	}
	out := make([]record.Words, len(list))
	for i, w := range list {
		out[i] = record.Words{Role: w.Role, OneOf: w.OneOf}
		for _, word := range w.Words {
			if !identifier(word) {
				told, n := v.Names.Without(word)
				t.add("name", "consent", n)
				word = told
			}
			out[i].Words = append(out[i].Words, word)
		}
	}
	return out
}

// identifier says whether a word is written as the vocabularies of texts write theirs.
func identifier(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

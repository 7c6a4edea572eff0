// Package release says what of a record may leave it, and in which form (DESIGN 7).
//
// Everything is restricted until it is published. What is published goes out as its publication allows: places and dates no closer than it
// says, roles it hides left out. Who did not agree is not told: no account of a source, no name of a person goes out without their consent. The
// functions are pure and list what they let through, so that a field added to the record stays inside until somebody adds it here.
package release

import (
	"slices"

	"mithaq/internal/evidence/record"
)

// View is who is told, and what decides.
type View struct {
	Day      string // YYYY-MM-DD: consents end
	Body     string // the body that is given it; "": the public
	Sources  map[string]record.Source
	Consents map[string]record.Consent // by record.Key of kind and id
	Names    *Names                    // that no text may say; nil: none

	Look func(text string, spots []Spot) // is told every text that goes out, as it was before; nil: nobody looks
}

// Withheld is something that stays inside, and why. It names nothing.
type Withheld struct {
	What string // incident, account, person, source, role, place, date, file, name
	Why  string // restricted, consent, publication
	N    int
}

// tally counts what is withheld.
type tally []Withheld

func (t *tally) add(what, why string, n int) {
	if n == 0 {
		return
	}
	for i := range *t {
		if w := &(*t)[i]; w.What == what && w.Why == why {
			w.N += n
			return
		}
	}
	*t = append(*t, Withheld{what, why, n})
}

// Public gives an incident as the public is told of it; nil: not at all. Given what it gave it gives the same. What stands on findings (which
// assessments are ready to be told) is not decided here: the caller leaves out those that are not.
func (v *View) Public(b *record.Bundle) (*record.Bundle, []Withheld) {
	var t tally
	p := &b.Publication
	if b.Withdrawn || !p.Public {
		t.add("incident", "restricted", 1)
		return nil, t
	}
	out := v.told(b, &t)
	in := &out.Incident
	n := len(in.Roles)
	in.Roles = slices.DeleteFunc(in.Roles, func(w record.Words) bool { return slices.Contains(p.Hide, w.Role) })
	t.add("role", "publication", n-len(in.Roles))
	for _, what := range p.Hide {
		switch what {
		case "title":
			in.Title = nil
		case "place":
			in.Place = record.Place{}
		case "persons":
			t.add("person", "publication", len(in.Persons))
			in.Persons = nil
		}
	}
	coarse := slices.Contains(p.Hide, "title") || slices.Contains(p.Hide, "place")
	if place := Place(in.Place, p.Radius); !samePlace(place, in.Place) {
		t.add("place", "publication", 1)
		in.Place, coarse = place, true
	}
	coarse = v.dates(out, p.Date, &t) || coarse || p.Radius > 0 || p.Date != ""
	if (p.Radius > 0 || p.Date != "" || slices.Contains(p.Hide, "place")) && in.Title != nil { // a title says where and when it was, in words that nothing coarsens
		t.add("title", "publication", 1)
		in.Title = nil
	}
	for i := range out.Assessments {
		a := &out.Assessments[i]
		a.Amounts = slices.DeleteFunc(a.Amounts, func(m record.Amount) bool { return slices.Contains(p.Hide, m.Role) })
	}
	n = len(out.Accounts)
	out.Accounts = slices.DeleteFunc(out.Accounts, func(a record.Account) bool { return !slices.Contains(p.Accounts, a.ID) })
	t.add("account", "restricted", n-len(out.Accounts))
	for i := range out.Accounts {
		a := &out.Accounts[i]
		n := len(a.Files)
		a.Files = slices.DeleteFunc(a.Files, func(f record.Hash) bool { return !slices.Contains(p.Files, f) })
		t.add("file", "restricted", n-len(a.Files))
		if coarse { // an address tells where and when it was
			a.URL = ""
		}
	}
	if coarse {
		for i := range out.Denials {
			out.Denials[i].URL = ""
		}
	}
	out.Publication = record.Publication{
		Kind: p.Kind, Subject: p.Subject, Public: true, Accounts: ids(out.Accounts), Files: files(out.Accounts),
		Radius: p.Radius, Date: p.Date, Hide: slices.Clone(p.Hide),
	}
	return out, t
}

// Shared gives an incident as the body of the view is told of it, on an approved request: whole, but for what those concerned do not allow.
func (v *View) Shared(b *record.Bundle) (*record.Bundle, []Withheld) {
	var t tally
	out := v.told(b, &t)
	out.Withdrawn = b.Withdrawn
	return out, t
}

// told copies what may go out at all, without what those concerned do not allow.
func (v *View) told(b *record.Bundle, t *tally) *record.Bundle {
	in := &b.Incident
	out := &record.Bundle{
		Incident: record.Incident{
			ID: in.ID, Scheme: in.Scheme, Act: in.Act, Title: v.text(in.Title, t), When: in.When, Zone: in.Zone, Place: v.place(in.Place, t),
			Roles: v.roles(in.Roles, t), Publisher: in.Publisher, Graphic: in.Graphic,
		},
		Seq: b.Seq,
	}
	for _, i := range in.Persons {
		if v.allows(record.KindPerson, i.Person) {
			out.Incident.Persons = append(out.Incident.Persons, i)
		} else {
			t.add("person", "consent", 1)
		}
	}
	for i := range b.Accounts {
		if a, ok := v.account(&b.Accounts[i], t); ok {
			out.Accounts = append(out.Accounts, a)
		} else {
			t.add("account", "consent", 1)
		}
	}
	for i := range b.Assessments {
		out.Assessments = append(out.Assessments, v.assessment(&b.Assessments[i], t))
	}
	for _, d := range b.Denials {
		d.Says = v.text(d.Says, t)
		if s, _ := v.source(d.Source); s != d.Source {
			d.Source, d.URL = s, ""
		}
		out.Denials = append(out.Denials, d)
	}
	for _, r := range b.Reviews {
		put := slices.Clone(r.Put)
		for i := range put {
			put[i].Answer = v.text(put[i].Answer, t)
		}
		out.Reviews = append(out.Reviews, record.Review{Incident: r.Incident, Assessor: r.Assessor, Stage: r.Stage, Finding: r.Finding, When: r.When, Put: put})
	}
	for _, d := range b.Dissents {
		out.Dissents = append(out.Dissents, record.Dissent{Incident: d.Incident, Assessor: d.Assessor, When: d.When, Says: v.text(d.Says, t)})
	}
	return out
}

// account gives an account whose source allows it.
func (v *View) account(a *record.Account, t *tally) (record.Account, bool) {
	source, ok := v.source(a.Source)
	if !ok {
		return record.Account{}, false
	}
	out := record.Account{
		ID: a.ID, Source: source, Incident: a.Incident, Published: a.Published, Lang: a.Lang, Says: v.text(a.Says, t), Words: v.words(a.Words, t),
		Files: slices.Clone(a.Files),
	}
	if source == a.Source { // the address of an account without a name is the name
		out.URL = a.URL
	} else {
		t.add("source", "consent", 1)
	}
	for _, c := range a.Cites {
		if s, ok := v.source(c); ok && s == c {
			out.Cites = append(out.Cites, c)
		}
	}
	for _, tr := range a.Translations {
		out.Translations = append(out.Translations, record.Translation{Lang: tr.Lang, Text: v.words(tr.Text, t), Machine: tr.Machine})
	}
	return out, true
}

// assessment leaves out who took part as a person.
func (v *View) assessment(a *record.Assessment, t *tally) record.Assessment {
	out := *a
	out.Why = v.words(a.Why, t)
	out.Amounts, out.Degrees = slices.Clone(a.Amounts), nil
	for _, d := range a.Degrees {
		if d.Person == "" {
			out.Degrees = append(out.Degrees, d)
		}
	}
	return out
}

// allows says whether a consent lets it out.
func (v *View) allows(kind record.Kind, id string) bool {
	c, ok := v.Consents[record.Key(string(kind), id)]
	if !ok {
		return false
	}
	if v.Body == "" {
		return c.MayPublish(v.Day)
	}
	return c.MayShare(v.Body, v.Day)
}

func ids(accounts []record.Account) (out []string) {
	for i := range accounts {
		out = append(out, accounts[i].ID)
	}
	return out
}

func files(accounts []record.Account) (out []record.Hash) {
	for i := range accounts {
		out = append(out, accounts[i].Files...)
	}
	slices.SortFunc(out, func(a, b record.Hash) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out)
}

package export

import (
	"encoding/json"
	"io"
	"net/url"

	"mithaq/internal/evidence/record"
)

// Context says what the words of the JSON-LD form mean. It stands in the file itself: nothing has to be fetched to read it.
var Context = map[string]any{
	"@vocab":       "https://schema.org/",
	"prov":         "http://www.w3.org/ns/prov#",
	"mithaq":       "urn:mithaq:",
	"edtf":         "http://id.loc.gov/datatypes/edtf/",
	"attributedTo": "mithaq:attributedTo",
	"grade":        "mithaq:grade",
	"low":          "mithaq:low",
	"best":         "mithaq:best",
	"high":         "mithaq:high",
	"role":         "mithaq:role",
	"amounts":      "mithaq:amounts",
	"act":          "mithaq:act",
	"assessments":  "mithaq:assessments",
	"denials":      "mithaq:denials",
	"answers":      "mithaq:answers",
	"asked":        map[string]any{"@id": "mithaq:asked", "@type": "edtf:EDTF"},
	"until":        map[string]any{"@id": "mithaq:until", "@type": "edtf:EDTF"},
	"answered":     map[string]any{"@id": "mithaq:answered", "@type": "edtf:EDTF"},
	"stance":       "mithaq:stance",
	"party":        "mithaq:party",
	"date":         map[string]any{"@id": "mithaq:date", "@type": "edtf:EDTF"},
	"program":      "mithaq:program",
	"made":         "dateCreated",
	"view":         "mithaq:view",
	"record":       "mithaq:record",
	"seq":          "mithaq:seq",
	"hash":         "mithaq:hash",
}

type node = map[string]any

// JSONLD writes a graph in the words of schema.org and PROV: incidents as events, accounts as works that are attributed to sources.
func JSONLD(w io.Writer, about *About, incidents Incidents) error {
	head := node{"@context": Context}
	for k, v := range aboutJSON(about) {
		head[k] = v
	}
	told := map[string]bool{}
	return list(w, head, "@graph", func(add func(any) error) error {
		for b, err := range incidents {
			if err != nil {
				return err
			}
			if err := add(event(b)); err != nil {
				return err
			}
			for i := range b.Accounts {
				id := b.Accounts[i].Source
				if told[id] {
					continue
				}
				told[id] = true
				if err := add(source(id, about.Sources)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func iri(kind, id string) string { return "mithaq:" + kind + "/" + url.PathEscape(clean(id)) }

func source(id string, all map[string]record.Source) node {
	n := node{"@id": iri("source", id), "@type": []string{"Organization", "prov:Agent"}, "identifier": clean(id)}
	s, ok := all[id]
	if !ok {
		n["@type"] = []string{"prov:Agent"}
		return n
	}
	if names := words(s.Name); len(names) > 0 {
		n["name"] = names
	}
	if s.URL != "" {
		n["url"] = clean(s.URL)
	}
	return n
}

// words writes a text as JSON-LD values with their languages.
func words(t record.Text) (out []node) {
	for _, lang := range languages(t) {
		out = append(out, node{"@value": clean(t[lang]), "@language": clean(lang)})
	}
	return out
}

func event(b *record.Bundle) node {
	r := rowOf(b)
	n := node{"@id": iri("incident", b.Incident.ID), "@type": []string{"Event", "prov:Activity"}, "identifier": r.ID, "act": r.Act}
	set(n, "name", words(b.Incident.Title))
	if r.Date != "" {
		n["date"] = r.Date
	}
	if r.From != "" {
		n["startDate"] = r.From
	}
	if r.To != "" {
		n["endDate"] = r.To
	}
	if p := place(b, r); p != nil {
		n["location"] = p
	}
	var accounts, assessments, denials []node
	for i := range b.Accounts {
		accounts = append(accounts, account(&b.Accounts[i]))
	}
	for i := range b.Assessments {
		one := assessment(&b.Assessments[i])
		set(one, "answers", answers(b, b.Assessments[i].Assessor))
		assessments = append(assessments, one)
	}
	for i := range b.Denials {
		d := &b.Denials[i]
		one := node{"@type": "prov:Entity", "party": clean(d.Party), "stance": clean(d.Stance), "date": clean(d.When)}
		set(one, "text", words(d.Says))
		denials = append(denials, one)
	}
	set(n, "subjectOf", accounts)
	set(n, "assessments", assessments)
	set(n, "denials", denials)
	return n
}

// answers are what parties said when this finding was put to them.
func answers(b *record.Bundle, assessor string) (out []node) {
	for _, a := range answersOf(b, assessor) {
		n := node{"party": a.Party, "asked": a.Asked}
		for key, v := range map[string]string{"until": a.Until, "answered": a.Answered, "stance": a.Stance} {
			if v != "" {
				n[key] = v
			}
		}
		set(n, "text", words(a.Says))
		out = append(out, n)
	}
	return out
}

func set(n node, key string, list []node) {
	if len(list) > 0 {
		n[key] = list
	}
}

func place(b *record.Bundle, r *row) node {
	p := node{"@type": "Place"}
	set(p, "name", words(b.Incident.Place.Name))
	if r.Radius > 0 {
		p["geo"] = node{
			"@type":       "GeoCircle",
			"geoMidpoint": node{"@type": "GeoCoordinates", "latitude": json.Number(degrees(r.Lat)), "longitude": json.Number(degrees(r.Lon))},
			"geoRadius":   r.Radius,
		}
	}
	if len(p) == 1 {
		return nil
	}
	return p
}

func account(a *record.Account) node {
	n := node{
		"@id": iri("account", a.ID), "@type": []string{"CreativeWork", "prov:Entity"}, "prov:wasAttributedTo": node{"@id": iri("source", a.Source)},
	}
	for key, v := range map[string]string{"datePublished": a.Published, "url": a.URL} {
		if v != "" {
			n[key] = clean(v)
		}
	}
	texts := words(a.Says)
	if a.Words != "" {
		one := node{"@value": clean(a.Words)}
		if a.Lang != "" {
			one["@language"] = clean(a.Lang)
		}
		texts = append(texts, one)
	}
	set(n, "text", texts)
	return n
}

func assessment(a *record.Assessment) node {
	n := node{"@type": []string{"Review", "prov:Entity"}, "author": clean(a.Assessor), "grade": a.Grade.String()}
	var to, amounts []node
	for _, t := range a.Attributions {
		to = append(to, node{"party": clean(t.To), "grade": t.Grade.String()})
	}
	for _, m := range a.Amounts {
		if m.Total() {
			one := node{"role": clean(m.Role), "low": m.Range.Lo}
			if m.Range.Best >= 0 {
				one["best"] = m.Range.Best
			}
			if m.Range.Hi >= 0 {
				one["high"] = m.Range.Hi
			}
			amounts = append(amounts, one)
		}
	}
	set(n, "attributedTo", to)
	set(n, "amounts", amounts)
	return n
}

package board

import (
	"mithaq/internal/base/civil"
	"mithaq/internal/evidence/record"
	"mithaq/internal/evidence/review"
	"mithaq/internal/front/wording"
)

// FindingView tells how far what one assessor holds has come, in lines: where it stands, by whom it was taken there, what those answered to whom
// it was put, who disagrees. They are printed beside the assessment wherever it is shown.
type FindingView struct {
	Stage    string
	SentBack string // "": it was not
	Imported string // whose it is, where it is none of ours
	By       string
	Why      string
	Put      []string
	Dissents []string
}

// Finding makes the lines. party names a word of the assessment's scheme; today tells silence from waiting.
func (rd Reader) Finding(c *review.Case, assessor string, party func(string) string, today civil.Date) *FindingView {
	f := c.Finding(assessor)
	v := &FindingView{Stage: rd.W.Stage(f.Stage)}
	if f.Imported {
		v.Imported = rd.W.Text("review.imported", "assessor", assessor)
	}
	switch {
	case f.SentBack() && f.Entry > 0:
		v.SentBack = rd.W.Text("review.sent_back", "stage", wording.Phrase(rd.W.Stage(f.Reached)), "by", f.By, "entry", f.Entry)
	case f.SentBack():
		v.SentBack = rd.W.Text("review.gone", "stage", wording.Phrase(rd.W.Stage(f.Reached)))
	}
	if f.Review != nil {
		if len(f.Persons) > 0 {
			v.By = rd.W.Text("review.by", "persons", wording.Phrase(rd.W.Persons(f.Persons)), "date", wording.Phrase(rd.When(f.Review.When)))
		}
		if f.Review.Why != "" {
			v.Why = rd.W.Text("review.why", "why", f.Review.Why)
		}
		for i := range f.Review.Put {
			p := &f.Review.Put[i]
			v.Put = append(v.Put, rd.W.Put(p, party(p.Party), today, rd.When))
		}
	}
	for i := range c.Bundle.Dissents {
		if d := &c.Bundle.Dissents[i]; d.Assessor == assessor {
			v.Dissents = append(v.Dissents, rd.dissent(d))
		}
	}
	return v
}

func (rd Reader) dissent(d *record.Dissent) string {
	key := "review.dissent"
	if d.By == "" { // to the public persons are not named
		key = "review.dissent_unnamed"
	}
	return rd.W.Text(key, "who", d.By, "date", wording.Phrase(rd.When(d.When)), "says", wording.Phrase(rd.W.Foreign(rd.titleOf(d.Says, ""))))
}

// Words tells an account's own words and each translation, with its translator.
func (rd Reader) Words(a *record.Account) (out []string) {
	lang := func(code string) wording.Phrase {
		if rd.W.Has("lang." + code) {
			return wording.Phrase(rd.W.Text("lang." + code))
		}
		return wording.Phrase(rd.W.Foreign(code))
	}
	switch {
	case a.Words != "" && a.Lang == "":
		out = append(out, rd.W.Text("review.original.plain", "text", a.Words))
	case a.Words != "":
		out = append(out, rd.W.Text("review.original", "lang", lang(a.Lang), "text", a.Words))
	}
	for _, t := range a.Translations {
		key := "review.translated"
		if t.Machine {
			key = "review.translated_machine"
		}
		by := t.By
		if by == "" {
			by = "–"
		}
		out = append(out, rd.W.Text(key, "lang", lang(t.Lang), "by", by, "text", t.Text))
	}
	return out
}

// Claims tells what an account asserts in figures and names: its source's own, whatever was found. "": nothing.
func (rd Reader) Claims(c *record.Claim, party func(string) string) string {
	var parts []string
	for _, by := range c.By {
		parts = append(parts, rd.W.Foreign(party(by)))
	}
	if c.When != "" {
		parts = append(parts, rd.When(c.When))
	}
	for _, n := range rd.W.Counts(c.Amounts, rd.Range) {
		parts = append(parts, n.Role+": "+n.Text)
	}
	if len(parts) == 0 {
		return ""
	}
	return rd.W.Text("review.claims", "what", wording.Phrase(rd.W.Series(parts)))
}

// Degrees tells how far each party or person took part, as an assessor finds. person names a person by id.
func (rd Reader) Degrees(a *record.Assessment, party, person func(string) string) (out []string) {
	for _, d := range a.Degrees {
		who := party(d.To)
		if d.Person != "" {
			who = person(d.Person)
		}
		out = append(out, rd.W.Text("review.degree", "who", who, "how", wording.Phrase(rd.W.Involvement(d.How)), "grade", wording.Phrase(rd.W.Grade(d.Grade).Word)))
	}
	return out
}

// Involved tells who suffered or saw an incident, and to which others it is tied.
func (rd Reader) Involved(in *record.Incident, person func(string) string) (out []string) {
	for _, p := range in.Persons {
		out = append(out, rd.W.Text("review.person", "name", person(p.Person), "as", wording.Phrase(rd.W.Involvement(p.As))))
	}
	for _, r := range in.Related {
		out = append(out, rd.W.Text("review.related", "how", wording.Phrase(rd.W.Chain(r.How)), "incident", r.Incident))
	}
	return out
}

// Persons names persons by id: by their name or pseudonym, else the id.
func (rd Reader) Persons(of func(id string) *record.Person) func(id string) string {
	return func(id string) string {
		if p := of(id); p != nil {
			return rd.titleOf(p.Name, id)
		}
		return id
	}
}

package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/locale"
)

// ClaimText reads a claim back: its title as a quotation of its author, its form that can be checked, what would support it.
func (w *Words) ClaimText(l Lookup, c *norms.Claim) []string {
	r := w.readerOf(l, c.Agree)
	if c.RedLine {
		return w.redLine(r, c)
	}
	list := []string{w.Text("claim.title", "by", r.parties(c.By), "title", Name(w.lang, c.Title, c.ID))}
	if !c.Number {
		act := r.during(r.actOnly(c.Figure.Pattern, ""), c.Figure.From, c.Figure.Until)
		return append(list, w.Text("claim.act", "act", Phrase(act)), w.Text("claim.act.supported"))
	}
	list = append(list,
		w.Text("claim.number", "figure", Phrase(r.figure(c.Figure)), "relation", Phrase(w.relation(c.Op, c.N))),
		w.Text("claim.supported"))
	for _, want := range c.Figure.Pattern.Roles {
		if want.Role == r.doer(c.Figure.Pattern.Act) {
			list = append(list, w.Text("claim.in_part"))
		}
	}
	if c.Op == norms.AtMost || c.Op == norms.LessThan || c.Op == norms.Equal {
		list = append(list, w.Text("claim.contradicted"))
	}
	return list
}

// redLine reads a red line back: a quotation of its author, and what would cross it.
func (w *Words) redLine(r reader, c *norms.Claim) []string {
	list := []string{w.Text("redline.title", "by", r.parties(c.By), "title", Name(w.lang, c.Title, c.ID))}
	if !c.Number {
		act := r.during(r.actOnly(c.Figure.Pattern, ""), c.Figure.From, c.Figure.Until)
		return append(list, w.Text("redline.act", "act", Phrase(act)))
	}
	return append(list, w.Text("redline.number", "figure", Phrase(r.figure(c.Figure)), "relation", Phrase(w.relation(c.Op, c.N))))
}

// ConcernText reads a concern back, with the terms that answer it.
func (w *Words) ConcernText(l Lookup, c *norms.Concern) []string {
	r := w.readerOf(l, "")
	list := []string{w.Text("concern.title", "of", r.parties([]string{c.Of}), "title", Name(w.lang, c.Title, c.ID))}
	if len(c.AnsweredBy) == 0 {
		return append(list, w.Text("concern.unanswered"))
	}
	return append(list, w.Plural("concern.answered", int64(len(c.AnsweredBy)), "terms", w.names("list.and", c.AnsweredBy)))
}

var stances = [...]string{"accept", "reject", "reserve"}

// PositionText reads back a position that the text itself states.
func (w *Words) PositionText(l Lookup, p *norms.Position) []string {
	args := []any{
		"party", l.In(w).Party(p.Party), "stance", Phrase(w.Stance(stances[p.Stance])),
		"date", Phrase(locale.Date(w.lang, p.Date)), "term", p.Term,
	}
	key := "position.term"
	if p.Term == "" {
		key = "position.text"
	}
	list := []string{w.Text(key, args...)}
	if said := Name(w.lang, p.Said, ""); said != "" {
		list = append(list, w.Text("position.said", "said", said))
	}
	return list
}

func (w *Words) readerOf(l Lookup, agree string) reader {
	l = l.In(w)
	for i := range l.Program.Agreements {
		if a := &l.Program.Agreements[i]; a.ID == agree {
			return reader{w: w, l: l, a: a}
		}
	}
	return reader{w: w, l: l, a: &norms.Agreement{ID: agree}}
}

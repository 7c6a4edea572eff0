package wording

import (
	"strings"

	"mithaq/internal/agreement/norms"
)

// AgreementText reads back what the head of a text says of its entry into force, of what held when it started, of other
// texts, of disputes, of what counts as what, and of readings.
func (w *Words) AgreementText(l Lookup, a *norms.Agreement) (list []string) {
	r := w.readerOf(l, a.ID)
	say := func(key string, args ...any) { list = append(list, w.Text(key, args...)) }
	if a.Entry != nil {
		say("agreement.entry", "cond", Phrase(r.cond(a.Entry)))
	}
	for _, p := range a.Initially {
		say("agreement.initially", "state", Phrase(r.state(p)))
	}
	if len(a.Includes) > 0 {
		say("agreement.includes", "texts", r.texts(a.Includes))
	}
	if len(a.Supersedes) > 0 {
		say("agreement.supersedes", "texts", r.texts(a.Supersedes))
	}
	if len(a.Disputes) > 0 {
		say("agreement.disputes", "bodies", r.parties(a.Disputes))
	}
	for i := range a.Counts {
		list = append(list, r.countsAs(&a.Counts[i]))
	}
	for i := range a.Readings {
		x := &a.Readings[i]
		labels := make([]string, len(x.Norms))
		for j := range x.Norms {
			labels[j] = x.Norms[j].ID
		}
		say("agreement.reading", "title", Name(w.lang, x.Names, x.ID), "by", r.parties(x.By), "norms", w.names("list.and", labels))
	}
	return list
}

// countsAs reads a constitutive rule back.
func (r reader) countsAs(c *norms.CountsAs) string {
	key := "agreement.counts"
	if len(c.For) > 0 {
		key += ".for"
	}
	return r.w.Text(key, "from", Phrase(r.actOnly(c.From, "")), "to", Phrase(r.actOnly(c.To, "")), "parties", r.parties(c.For))
}

// cutTerm takes apart the name of a term among all agreements.
func cutTerm(id string) (agreement, term string, ok bool) { return strings.Cut(id, " term ") }

// texts names other texts, and terms of them.
func (r reader) texts(ids []string) Phrase {
	list := make([]string, len(ids))
	for i, id := range ids {
		text, term, ok := cutTerm(id)
		list[i] = r.w.Text("text.whole", "agreement", r.l.agreement(text))
		if ok {
			list[i] = r.w.Text("text.term", "agreement", r.l.agreement(text), "term", term)
		}
	}
	return Phrase(r.w.And(list))
}

// TermText reads back what a term says besides its norms: its track, wording that is deliberately no norm, what counts as what.
func (w *Words) TermText(l Lookup, a *norms.Agreement, t *norms.Term) (list []string) {
	for i := range a.Tracks {
		if x := &a.Tracks[i]; x.ID == t.Track {
			list = append(list, w.Text("term.track", "track", Name(w.lang, x.Names, x.ID)))
		}
	}
	for i := range t.Only {
		o := &t.Only[i]
		key, args := "term.text_only", []any{"text", Name(w.lang, o.Text, "")}
		if o.Norm != "" {
			key, args = key+".norm", append(args, "norm", o.Norm)
		}
		list = append(list, w.Text(key, args...))
	}
	r := w.readerOf(l, a.ID)
	for i := range a.Counts {
		if a.Counts[i].Term == t.ID {
			list = append(list, r.countsAs(&a.Counts[i]))
		}
	}
	return list
}

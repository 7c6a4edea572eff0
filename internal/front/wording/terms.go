package wording

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/status"
)

// TermText is a word with what it means.
type TermText struct{ Word, Long string }

func (w *Words) explained(key string) TermText {
	return TermText{w.Text(key), w.Text(key + ".long")}
}

// Grade gives the word of a standard of evidence.
func (w *Words) Grade(g grade.Grade) TermText { return w.explained("grade." + g.String()) }

var forces = [...]string{"demand", "offer", "agreement", "resolution"}

// Force gives the word of an instrument's force.
func (w *Words) Force(f norms.Force) TermText { return w.explained("force." + forces[f]) }

var natures = [...]string{"normative", "recital", "belief", "warning", "offer", "unseen"}

// Nature gives the word of a term's nature.
func (w *Words) Nature(n norms.Nature) TermText {
	if n == norms.Normative {
		return TermText{Word: w.Text("nature.normative")}
	}
	return w.explained("nature." + natures[n])
}

var bonds = [...]string{"none", "author", "accepted", "imposed", "unnamed"}

// Bond tells how the bearers of a norm are bound, on whose word and since when. Dates are told in the zone.
func (w *Words) Bond(l Lookup, n *status.Norm, z civil.Zone) TermText {
	l = l.In(w)
	key := "bond." + bonds[n.Bond.Sort]
	return TermText{w.Text(key), w.Text(key+".long",
		"bearers", w.names("list.and", l.Parties(n.Bearers)),
		"since", Phrase(w.Day(n.Bond.Since, z)), "body", l.Party(n.Bond.Body))}
}

// Stance gives the word of a position's stance, of a text or of the record; an unknown one stands for itself.
func (w *Words) Stance(stance string) string { return w.orItself("stance.", stance) }

// Means gives the words for how an observer could see; an unknown one is quoted.
func (w *Words) Means(means string) string {
	if key := "means." + means; means != "other" && w.Has(key) {
		return w.Text(key)
	}
	return w.Text("means.other", "means", means)
}

func (w *Words) orItself(prefix, code string) string {
	if w.Has(prefix + code) {
		return w.Text(prefix + code)
	}
	return w.name(code)
}

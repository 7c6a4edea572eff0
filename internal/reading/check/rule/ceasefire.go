package rule

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/agreement/terms"
)

// Ceasefire is an agreement that forbids one and the same act to two parties or more. What the UN asks of such a text as
// a minimum is looked for in it (DPPA, Guidance on Mediation of Ceasefires, 2022, chapter 1).
type Ceasefire struct {
	Agreement *terms.Agreement
	Bans      []*terms.Norm // on the acts that are forbidden to several
}

// Ceasefires gives those of the texts that are seen whole: in a part that is not seen, anything may stand.
func (t *Text) Ceasefires() (all []Ceasefire) {
	for _, a := range t.Book.Agreements {
		if a.Force != syntax.Agreed || !Seen(a) {
			continue
		}
		of := map[*terms.Act]map[*terms.Party]bool{}
		for n := range a.AllNorms {
			if n.Modality == syntax.MustNot && n.Act.Act != nil {
				if of[n.Act.Act] == nil {
					of[n.Act.Act] = map[*terms.Party]bool{}
				}
				for _, p := range n.Bearers {
					of[n.Act.Act][p] = true
				}
			}
		}
		c := Ceasefire{Agreement: a}
		for n := range a.AllNorms {
			if n.Modality == syntax.MustNot && n.Act.Act != nil && len(of[n.Act.Act]) > 1 {
				c.Bans = append(c.Bans, n)
			}
		}
		if c.Bans != nil {
			all = append(all, c)
		}
	}
	return all
}

// Seen says whether all terms of a text are known.
func Seen(a *terms.Agreement) bool {
	for _, t := range a.Terms {
		if t.Nature == terms.Unseen {
			return false
		}
	}
	return !a.Partial
}

package proofcheck

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
)

// stance is what a party said of a text or a term.
type stance struct {
	party   string
	accepts bool
	when    civil.Interval
	text    string
}

// stances gives the acceptances and rejections of a text as a whole and, of one term, those of the term.
func (c *Checker) stances(text *norms.Agreement, term string) (out []stance) {
	meant := func(agree, of string) bool { return agree == text.ID && (of == "" || of == term) }
	for i := range c.set.Positions {
		if p := &c.set.Positions[i]; p.Fact == "" && meant(p.Agree, p.Term) && (p.Stance == "accept" || p.Stance == "reject") {
			out = append(out, stance{p.Party, p.Stance == "accept", p.When, text.ID})
		}
	}
	for i := range c.prog.Agreements {
		for _, p := range c.prog.Agreements[i].Positions {
			if meant(p.Agree, p.Term) && p.Stance != norms.Reserves {
				out = append(out, stance{p.Party, p.Stance == norms.Accepts, text.Zone.Day(p.Date), text.ID})
			}
		}
	}
	return out
}

// bondAt says whether all who bear a norm were bound to it at t (section 9).
func (c *Checker) bondAt(n *norms.Norm, bearers []string, t int64) bool {
	return len(bearers) > 0 && !slices.ContainsFunc(bearers, func(p string) bool { return !c.partyBound(n, p, t, 0) })
}

func (c *Checker) partyBound(n *norms.Norm, party string, t int64, depth int) bool {
	if depth > 17 {
		return false
	}
	ag := c.agreement(n)
	texts := c.includers(ag)
	if t >= ag.Starts && (ag.Force == norms.Resolution && len(ag.By) > 0 || ag.Force != norms.Resolution && slices.Contains(ag.By, party)) {
		return true
	}
	var said []stance
	for i, text := range texts {
		if i > 0 && text.Force == norms.Accord && t >= text.Starts && slices.Contains(text.By, party) {
			return true
		}
		term := ""
		if i == 0 {
			term = n.Term
		}
		for _, x := range c.stances(text, term) {
			if x.party == party {
				said = append(said, x)
			}
		}
	}
	for _, x := range said {
		if x.accepts && x.when.Hi < t && !slices.ContainsFunc(said, func(y stance) bool {
			return !y.accepts && (y.text == x.text || y.text == ag.ID) && y.when.Lo < t && y.when.Hi > x.when.Lo
		}) {
			return true
		}
	}
	p := c.prog.Party(party)
	return p != nil && slices.ContainsFunc(p.In, func(m norms.Membership) bool {
		return m.Dates.Lo <= t && t <= m.Dates.Hi && c.partyBound(n, m.In, t, depth+1)
	})
}

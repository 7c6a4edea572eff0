package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
)

// bondAt says how those who bear a norm are bound at t (spec/norms.md, section 9). Of several bearers the weakest counts.
func (m *Machine) bondAt(ref *normRef, bearers []string, t int64) status.Bond {
	if len(bearers) == 0 {
		return status.Bond{Sort: status.NoBearers}
	}
	weakest := status.Bond{}
	for i, p := range bearers {
		b := m.partyBond(ref, p, t, 0)
		if i == 0 || strength(b.Sort) < strength(weakest.Sort) || b.Sort == weakest.Sort && b.Since > weakest.Since {
			weakest = b
		}
	}
	return weakest
}

// strength orders bonds from none.
func strength(s status.BondSort) int {
	return map[status.BondSort]int{status.NoBond: 0, status.ByAuthor: 1, status.ByAccept: 2, status.ByBody: 3}[s]
}

func (m *Machine) partyBond(ref *normRef, party string, t int64, depth int) status.Bond {
	if b := m.ownBond(ref, party, t); b.Sort != status.NoBond || depth > 16 {
		return b
	}
	if p := m.vocab.parties[party]; p != nil {
		for _, in := range p.In {
			if in.Dates.Lo > t || t > in.Dates.Hi {
				continue
			}
			if b := m.partyBond(ref, in.In, t, depth+1); b.Sort != status.NoBond {
				b.Since = max(b.Since, in.Dates.Lo)
				return b
			}
		}
	}
	return status.Bond{}
}

func (m *Machine) ownBond(ref *normRef, party string, t int64) status.Bond {
	ag := ref.ag
	author := slices.Contains(ag.By, party)
	if t >= ag.Starts {
		switch {
		case ag.Force == norms.Resolution && len(ag.By) > 0:
			return status.Bond{Sort: status.ByBody, Since: ag.Starts, Ref: ag.ID, Body: ag.By[0]}
		case ag.Force == norms.Accord && author:
			return status.Bond{Sort: status.ByAccept, Since: ag.Starts, Ref: ag.ID}
		case (ag.Force == norms.Demand || ag.Force == norms.Offer) && author:
			return status.Bond{Sort: status.ByAuthor, Since: ag.Starts, Ref: ag.ID}
		}
	}
	for _, text := range m.includers(ag)[1:] {
		if text.Force == norms.Accord && t >= text.Starts && slices.Contains(text.By, party) {
			return status.Bond{Sort: status.ByAccept, Since: text.Starts, Ref: text.ID}
		}
	}
	stances := m.stances(ref, party)
	for _, p := range stances {
		if p.accept && p.when.Hi < t && !p.rejected(ref, stances, t) {
			return status.Bond{Sort: status.ByAccept, Since: p.when.Hi + 1, Ref: p.ref}
		}
	}
	return status.Bond{}
}

// stance is an acceptance or a rejection of the text, of the term, or of a text that includes this one.
type stance struct {
	accept bool
	when   civil.Interval
	ref    string
	text   string
}

// stances gives what a party said of the text, of the norm's term or of a text that includes this one: in the record, then in
// the texts.
func (m *Machine) stances(ref *normRef, party string) (out []stance) {
	for i, text := range m.includers(ref.ag) {
		meant := func(agree, term string) bool {
			return agree == text.ID && (term == "" || i == 0 && term == ref.n.Term)
		}
		for i := range m.set.Positions {
			p := &m.set.Positions[i]
			if p.Party == party && p.Fact == "" && meant(p.Agree, p.Term) && (p.Stance == "accept" || p.Stance == "reject") {
				out = append(out, stance{p.Stance == "accept", p.When, p.ID, text.ID})
			}
		}
		for i := range m.prog.Agreements {
			ag := &m.prog.Agreements[i]
			for _, p := range ag.Positions {
				if p.Party == party && meant(p.Agree, p.Term) && p.Stance != norms.Reserves {
					out = append(out, stance{p.Stance == norms.Accepts, text.Zone.Day(p.Date), ag.ID, text.ID})
				}
			}
		}
	}
	return out
}

// rejected says whether a later rejection, of what was accepted or of the norm's own text, may stand before t.
func (s *stance) rejected(ref *normRef, all []stance, t int64) bool {
	return slices.ContainsFunc(all, func(x stance) bool {
		return !x.accept && (x.text == s.text || x.text == ref.ag.ID) && x.when.Lo < t && x.when.Hi > s.when.Lo
	})
}

// boundCourse says at which instants the bearers are bound. It is asked for each deciding fact, so it is made once.
func (m *Machine) boundCourse(ref *normRef, bearers []string) course[bool] {
	var at []int64
	for _, text := range m.includers(ref.ag) {
		at = append(at, text.Starts)
	}
	seen := map[string]bool{}
	var gather func(party string)
	gather = func(party string) {
		if seen[party] {
			return
		}
		seen[party] = true
		for _, s := range m.stances(ref, party) {
			at = append(at, s.when.Lo+1, s.when.Hi+1)
		}
		if p := m.vocab.parties[party]; p != nil {
			for _, in := range p.In {
				at = append(at, in.Dates.Lo, in.Dates.Hi+1)
				gather(in.In)
			}
		}
	}
	for _, b := range bearers {
		gather(b)
	}
	return build(at, func(t int64) bool { return len(bearers) > 0 && m.bondAt(ref, bearers, t).Sort != status.NoBond })
}

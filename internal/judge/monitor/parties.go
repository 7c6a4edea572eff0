package monitor

import (
	"maps"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
	"mithaq/internal/judge/status"
)

// partyMembers gives the members of a family over parties.
func (m *Machine) partyMembers(ref *normRef) (out []binding) {
	f := ref.n.ForEach
	if f.Source == norms.FromBearers {
		for _, p := range f.Members {
			out = append(out, partyMember(p, civil.At(civil.Ever), fact.Role{Name: "party", Values: []string{p}}))
		}
		return out
	}
	since := m.accepted(ref.ag)
	parties := slices.Sorted(maps.Keys(since))
	for _, p := range parties {
		if f.Source == norms.FromParties {
			out = append(out, partyMember(p, since[p], fact.Role{Name: "party", Values: []string{p}}))
			continue
		}
		for _, q := range parties {
			if p != q {
				when := civil.Interval{Lo: max(since[p].Lo, since[q].Lo), Hi: max(since[p].Hi, since[q].Hi)}
				out = append(out, partyMember(p+"/"+q, when, fact.Role{Name: "one", Values: []string{p}}, fact.Role{Name: "other", Values: []string{q}}))
			}
		}
	}
	return out
}

// partyMember makes a member of parties: certain, from when it is one.
func partyMember(key string, when civil.Interval, roles ...fact.Role) binding {
	types := make([]norms.Role, len(roles))
	for i := range roles {
		types[i] = norms.Role{Name: roles[i].Name, Type: norms.PartyRole}
	}
	return binding{
		member: &fact.Member{ID: key, Roles: roles, Grade: grade.Verified, When: when}, types: types, when: when, in: grade.True, exact: true,
	}
}

// accepted gives the parties that accepted a text, each from when it first did (spec/norms.md, section 6, Families): of the
// text itself or of one that includes it.
func (m *Machine) accepted(ag *norms.Agreement) map[string]civil.Interval {
	since := map[string]civil.Interval{}
	put := func(party string, when civil.Interval) {
		if old, known := since[party]; known {
			when = civil.Interval{Lo: min(old.Lo, when.Lo), Hi: min(old.Hi, when.Hi)}
		}
		since[party] = when
	}
	for _, text := range m.includers(ag) {
		if text.Force == norms.Accord {
			for _, p := range text.By {
				put(p, civil.At(text.Starts))
			}
		}
		for i := range m.set.Positions {
			if p := &m.set.Positions[i]; p.Agree == text.ID && p.Term == "" && p.Fact == "" && p.Stance == "accept" {
				put(p.Party, p.When)
			}
		}
		for i := range m.prog.Agreements {
			for _, p := range m.prog.Agreements[i].Positions {
				if p.Agree == text.ID && p.Term == "" && p.Stance == norms.Accepts {
					put(p.Party, text.Zone.Day(p.Date))
				}
			}
		}
	}
	return since
}

// includers gives a text and those that include it, through others too, in the order of the program.
func (m *Machine) includers(ag *norms.Agreement) []*norms.Agreement {
	out := []*norms.Agreement{ag}
	for i := 0; i < len(out); i++ {
		for j := range m.prog.Agreements {
			if x := &m.prog.Agreements[j]; slices.Contains(x.Includes, out[i].ID) && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// scope gives the scope of an instance.
func (ref *normRef) scope(b *binding) *scope {
	bearers, _ := bearersOf(ref, b)
	return &scope{ag: ref.ag, bearers: bearers, bind: b}
}

// allBearers gives everybody who bears a norm, or an instance of it.
func (m *Machine) allBearers(ref *normRef) []string {
	if ref.n.BearerVar == nil || ref.n.ForEach == nil {
		return ref.n.Bearers
	}
	var all []string
	for _, b := range m.members(ref) {
		one, _ := bearersOf(ref, &b)
		all = append(all, one...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// isBound says whether all who bear a norm are bound as of the last tick.
func (m *Machine) isBound(ref *normRef) bool {
	bearers := m.allBearers(ref)
	return len(bearers) > 0 && m.bondAt(ref, bearers, m.at).Sort > status.NoBond
}

// bearersOf gives who bears an instance, and at which standards that is certain. Who it is must be known at the text's
// own standard; otherwise nobody is named.
func bearersOf(ref *normRef, b *binding) (parties []string, sure grade.Mask) {
	v := ref.n.BearerVar
	if v == nil || b == nil {
		return ref.n.Bearers, grade.AllStandards
	}
	vals, unknown := b.values(v.Role)
	if unknown {
		return nil, 0
	}
	sure = grade.AllStandards
	for _, val := range vals {
		if grade.Mask(val.must).Has(headlineLane(ref.ag)) {
			parties = append(parties, val.id)
			sure &= grade.Mask(val.must)
		}
	}
	return parties, sure
}

package judgetest

import (
	"slices"
	"strings"

	"mithaq/internal/agreement/norms"
)

// free lists the roles of an act that a pattern may ask for, but for the doer and those that belong to the act.
var freeRoles = map[string][]string{
	"free": {"person", "people"}, "seize": {"person", "people"}, "strike": {"object", "harmed", "at", "killed"},
	"talk": {"with", "at"}, "held": {"person", "people", "by"}, "bring": {"at", "trucks"}, "shell": {"calibre", "harmed", "at"},
	"leave": {"people", "at"}, "leave.begin": {"people", "at"}, "leave.finish": {"people", "at"},
}

// pattern asks for an act (or a state) by the bearers, mostly with one or two more wishes.
func (m *maker) pattern(act string, bearers []string, of *norms.Family) norms.Pattern {
	p := norms.Pattern{Act: act}
	if bearers != nil {
		p.Roles = append(p.Roles, wantOf(doers(act), bearers...))
	}
	for _, role := range freeRoles[act] {
		if role == doers(act) && bearers != nil || !m.chance(35) && !(role == "at" && m.theme == "near") {
			continue
		}
		p.Roles = append(p.Roles, m.want(act, role, of))
	}
	switch act {
	case "fix":
		p.Roles = append(p.Roles, wantOf("what", "peace"))
	case "find":
		p.Roles = append(p.Roles, wantOf("of", pick(m, leaves["of"]...)), wantOf("result", pick(m, leaves["result"]...)))
	}
	return m.note(p)
}

// note sorts a pattern's wishes and remembers it: facts aim at it.
func (m *maker) note(p norms.Pattern) norms.Pattern {
	slices.SortStableFunc(p.Roles, func(a, b norms.Want) int { return strings.Compare(a.Role, b.Role) })
	if p.Act != "held" {
		m.pats = append(m.pats, p)
	}
	if strings.HasPrefix(p.Act, "leave") {
		m.tag("phase %q", strings.TrimPrefix(p.Act, "leave"))
	}
	return p
}

func wantOf(role string, ids ...string) norms.Want {
	w := norms.Want{Role: role}
	for _, id := range ids {
		w.Values = append(w.Values, norms.Value{ID: id})
	}
	return w
}

// want draws a wish for a role.
func (m *maker) want(act, role string, of *norms.Family) norms.Want {
	if measures[role] != nil {
		m.tag("want amount")
		return norms.Want{Role: role, Amount: &norms.Amount{Op: norms.Op(m.IntN(5)), N: pick(m, measures[role]...)}}
	}
	if v, ok := m.variable(role, of); ok {
		return norms.Want{Role: role, Values: []norms.Value{v}}
	}
	switch {
	case role == "at" && m.likely("near", 40):
		m.tag("want near")
		m.near = true
		return norms.Want{Role: role, Values: []norms.Value{{ID: pick(m, "z1", "y", "l"), Near: pick[int64](m, 2000, 6000)}}}
	case role != "at" && act != "held" && role != "person" && m.chance(25):
		m.tag("want all")
		w := wantOf(role, leaves[role][0], leaves[role][1])
		w.All = true
		return w
	case m.chance(50) && coarse[role] != nil:
		return wantOf(role, pick(m, coarse[role]...))
	}
	return wantOf(role, pick(m, leaves[role]...))
}

// variable draws a role of the family's member, or of the act under test, that fits the role.
func (m *maker) variable(role string, of *norms.Family) (norms.Value, bool) {
	party := role == "by" || role == "with"
	if m.this != "" && m.chance(60) {
		v := norms.Value{Var: norms.This, Role: role}
		if party {
			v.Role = "doer"
		}
		if v.Role == "doer" || role != "at" && slices.Contains(freeRoles[m.this], role) {
			m.tag("var this")
			return v, true
		}
	}
	if of == nil || !m.chance(70) {
		return norms.Value{}, false
	}
	v := norms.Value{Var: of.Var, Role: role}
	switch of.Source {
	case norms.FromBearers, norms.FromParties:
		v.Role = "party"
	case norms.FromPairs:
		v.Role = pick(m, "one", "other")
	case norms.FromAct:
		if party {
			v.Role = "doer"
		}
		party = party || role == "person" || role == "people"
	default:
		if role == "with" {
			v.Role = "by"
		}
		party = party || role == "person" || role == "people"
	}
	if !party {
		return v, false
	}
	m.tag("var")
	return v, true
}

func (m *maker) bearers() []string {
	return pick(m, nil, []string{"a"}, []string{"a"}, []string{"a1"}, []string{"b"}, []string{"c"}, []string{"a", "c"}, []string{"o"})
}

func (m *maker) anyAct() string {
	if m.theme == "phase" {
		return pick(m, "leave", "leave.begin", "leave.finish")
	}
	return pick(m, "fix", "free", "seize", "strike", "strike", "talk", "talk", "bring", "shell", "leave", "leave.begin", "leave.finish")
}

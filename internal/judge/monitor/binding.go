package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// binding is one value of a variable: an act, or a member of a roster, or parties (a member with their roles).
type binding struct {
	name   string
	fact   *fact.Fact // nil: a member
	act    *norms.Act
	rule   *countsRule // by which the fact is read so; nil: it is as it is
	ways   []asWay     // the fact as each way of matching reads it, where there are several
	exact  bool        // its values are those meant, not known up to a sub-kind
	member *fact.Member
	types  []norms.Role // of the member's roles, where its roster is of a state
	when   civil.Interval
	in     grade.Truth // at which standards it is known, at which it may be
	flags  uint8
	index  int32       // of the fact
	link   *norms.Link // a beginning of a state: how the act's roles fill the state's
}

// key gives the member's name.
func (b *binding) key() string {
	if b.fact != nil {
		return b.fact.ID
	}
	return b.member.ID
}

// varValue is a value that the variable has in a role, with the standards at which that is so.
type varValue struct {
	id        string
	must, may uint8
	exact     bool // that very value: nothing below it is meant
}

// values gives what the variable has in a role; unknown: any.
func (b *binding) values(role string) (vals []varValue, unknown bool) {
	if b.link != nil {
		i := slices.IndexFunc(b.link.Roles, func(l norms.RoleLink) bool { return l.State == role })
		if i < 0 {
			return nil, true
		}
		role = b.link.Roles[i].Act
	}
	if b.ways != nil {
		return b.waysValues(role)
	}
	var r *fact.Role
	if b.member != nil {
		r = b.member.Role(role)
	} else {
		if role == b.act.Doer() && role != "" {
			return doerValues(&b.fact.Attribution)
		}
		r = b.fact.Role(role)
		if p := placeRole(b.act); r == nil && p >= 0 && b.act.Roles[p].Name == role {
			for _, z := range b.fact.Place.Zones {
				vals = append(vals, varValue{z, allLanes, allLanes, false})
			}
			return vals, len(vals) == 0
		}
	}
	if r == nil || len(r.Values) == 0 {
		return nil, true
	}
	for _, v := range r.Values {
		val := varValue{v, allLanes, allLanes, b.exact || b.rule.gives(role)}
		if r.OneOf && len(r.Values) > 1 {
			val.must = 0
		}
		vals = append(vals, val)
	}
	return vals, false
}

// waysValues joins what the variable has in a role by each way of matching.
func (b *binding) waysValues(role string) (vals []varValue, unknown bool) {
	for _, w := range b.ways {
		one := binding{fact: w.fact, act: w.act, rule: w.rule}
		got, unknown := one.values(role)
		if unknown {
			return nil, true
		}
		for _, v := range got {
			v.must, v.may = v.must&w.must, v.may&w.may
			vals = append(vals, v)
		}
	}
	return vals, false
}

// bindHit gives a hit as the value of a variable.
func (m *Machine) bindHit(name string, p *pattern, h hit, s *scope) binding {
	b := binding{
		name: name, fact: m.facts[h.fact], act: p.act, when: m.facts[h.fact].When,
		in: grade.Truth{Must: grade.Mask(h.must), May: grade.Mask(h.may)}, flags: h.flags, index: h.fact,
	}
	switch ways := m.ways(p, h, s); {
	case len(ways) == 1:
		b.fact, b.rule = ways[0].fact, ways[0].rule
	case len(ways) > 1:
		b.ways = ways
	}
	return b
}

func doerValues(a *fact.Attribution) (vals []varValue, unknown bool) {
	for i := range a.To {
		if to := &a.To[i]; to.Grade != grade.Discounted {
			vals = append(vals, varValue{to.Party, uint8(to.Grade.Certain()), allLanes, false})
		}
	}
	if a.OneOf {
		for i := range vals {
			switch {
			case len(vals) > 1:
				vals[i].must = 0
			case a.Exhaustive:
				vals[i].must = uint8(a.Group.Certain())
			}
		}
	}
	return vals, len(vals) == 0
}

package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// binding is one value of a family's variable: an act or a member of a roster.
type binding struct {
	name   string
	fact   *fact.Fact // nil: a roster's member
	act    *norms.Act
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
				vals = append(vals, varValue{z, allLanes, allLanes})
			}
			return vals, len(vals) == 0
		}
	}
	if r == nil || len(r.Values) == 0 {
		return nil, true
	}
	for _, v := range r.Values {
		val := varValue{v, allLanes, allLanes}
		if r.OneOf && len(r.Values) > 1 {
			val.must = 0
		}
		vals = append(vals, val)
	}
	return vals, false
}

func doerValues(a *fact.Attribution) (vals []varValue, unknown bool) {
	for i := range a.To {
		if to := &a.To[i]; to.Grade != grade.Discounted {
			vals = append(vals, varValue{to.Party, uint8(to.Grade.Certain()), allLanes})
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

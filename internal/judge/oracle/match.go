package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// below says whether value v is at or below w for a role of this type; parties are compared at instant t (section 2).
func (ev *evaluator) below(typ norms.RoleType, v, w string, t int64) bool {
	if v == w {
		return true
	}
	switch typ {
	case norms.PartyRole:
		for _, p := range ev.prog.Vocabulary.Parties {
			if p.ID != v {
				continue
			}
			for _, m := range p.In {
				if m.Dates.Lo <= t && t <= m.Dates.Hi && ev.below(typ, m.In, w, t) {
					return true
				}
			}
		}
	case norms.KindRole:
		for _, k := range ev.prog.Vocabulary.Kinds {
			if k.ID == v && k.Parent != "" {
				return ev.below(typ, k.Parent, w, t)
			}
		}
	case norms.PlaceRole:
		for _, z := range ev.prog.Vocabulary.Zones {
			if z.ID == v && z.In != "" {
				return ev.below(typ, z.In, w, t)
			}
		}
	}
	return false
}

// everBelow says whether party v is w or in it at any time.
func (ev *evaluator) everBelow(v, w string) bool {
	if v == w {
		return true
	}
	for _, p := range ev.prog.Vocabulary.Parties {
		for _, m := range p.In {
			if p.ID == v && ev.everBelow(m.In, w) {
				return true
			}
		}
	}
	return false
}

func (ev *evaluator) act(id string) *norms.Act {
	for i := range ev.prog.Vocabulary.Acts {
		if ev.prog.Vocabulary.Acts[i].ID == id {
			return &ev.prog.Vocabulary.Acts[i]
		}
	}
	return nil
}

func (ev *evaluator) state(id string) *norms.State {
	for i := range ev.prog.Vocabulary.States {
		if ev.prog.Vocabulary.States[i].ID == id {
			return &ev.prog.Vocabulary.States[i]
		}
	}
	return nil
}

func roleType(roles []norms.Role, name string) norms.RoleType {
	for _, r := range roles {
		if r.Name == name {
			return r.Type
		}
	}
	return norms.TextRole
}

// wanted gives the values that a Want names, those of a variable written out.
func wanted(w norms.Want, sc *scope) (values []norms.Value) {
	for _, v := range w.Values {
		if v.Var == "" {
			values = append(values, v)
			continue
		}
		s := sc.variable(v.Var)
		if s == nil {
			continue
		}
		ids, listed := s.roles[v.Role]
		if !listed {
			ids = s.zones
		}
		for _, id := range ids {
			values = append(values, norms.Value{ID: id, Near: v.Near})
		}
	}
	return values
}

// fulfils says whether what is wanted of a role is there; one tests a single wanted value.
func fulfils(w norms.Want, sc *scope, one func(norms.Value) bool) bool {
	values := wanted(w, sc)
	if w.All {
		return len(values) > 0 && !slices.ContainsFunc(values, func(v norms.Value) bool { return !one(v) })
	}
	return slices.ContainsFunc(values, one)
}

// sameAct says whether facts of the act are matched by patterns on the other (section 3, phases).
func (ev *evaluator) sameAct(id, asked string) bool {
	if id == asked {
		return true
	}
	done, want := ev.act(id), ev.act(asked)
	switch want.Phase {
	case norms.Whole: // by the finish too
		return done.Phase == norms.Finish && done.Of == asked
	default: // by the whole act too
		return done.Phase == norms.Whole && want.Of == id
	}
}

// direct is section 3 for an act as it is.
func (ev *evaluator) direct(a *Act, p norms.Pattern, sc *scope) bool {
	if !ev.sameAct(a.Act, p.Act) {
		return false
	}
	decl := ev.act(a.Act)
	for _, w := range p.Roles {
		typ := roleType(decl.Roles, w.Role)
		var fits bool
		switch {
		case w.Amount != nil:
			fits = holdsFor(a.Amount[w.Role], w.Amount.Op, w.Amount.N)
		case typ == norms.PlaceRole:
			fits = fulfils(w, sc, func(want norms.Value) bool { return ev.placed(a, want) })
		default:
			fits = fulfils(w, sc, func(want norms.Value) bool {
				return slices.ContainsFunc(a.Roles[w.Role], func(v string) bool { return ev.below(typ, v, want.ID, a.At) })
			})
		}
		if !fits {
			return false
		}
	}
	return true
}

// as gives the act as it matches the pattern: as it is, or as what it counts as; nil when it does not match.
func (ev *evaluator) as(a *Act, p norms.Pattern, sc *scope) *Act {
	if ev.direct(a, p, sc) {
		return a
	}
	if sc.ag == nil {
		return nil
	}
	for i := range sc.ag.Counts {
		rule := &sc.ag.Counts[i]
		if !ev.applies(rule, sc) || !ev.direct(a, rule.From, sc) {
			continue
		}
		if b := ev.counted(a, rule); ev.direct(b, p, sc) {
			return b
		}
	}
	return nil
}

func (ev *evaluator) matches(a *Act, p norms.Pattern, sc *scope) bool { return ev.as(a, p, sc) != nil }

// applies: a rule For some parties is only for norms that have one of these, or a party in it, among their bearers.
func (ev *evaluator) applies(rule *norms.CountsAs, sc *scope) bool {
	return len(rule.For) == 0 || slices.ContainsFunc(sc.bearers(), func(b string) bool {
		return slices.ContainsFunc(rule.For, func(p string) bool { return ev.everBelow(b, p) })
	})
}

// counted gives the act that the rule makes of an act that matches its From.
func (ev *evaluator) counted(a *Act, rule *norms.CountsAs) *Act {
	from, to := ev.act(a.Act), ev.act(rule.To.Act)
	b := &Act{ID: a.ID, Act: rule.To.Act, At: a.At, N: a.N, Roles: map[string][]string{}, Amount: map[string]int64{}}
	for _, role := range to.Roles {
		carried := slices.ContainsFunc(from.Roles, func(r norms.Role) bool {
			return r.Name == role.Name && r.Type == role.Type && r.Kind == role.Kind
		})
		var given []string
		for _, w := range rule.To.Roles {
			if w.Role != role.Name {
				continue
			}
			for _, v := range w.Values {
				given = append(given, v.ID)
			}
			if w.Amount != nil { // only "= N" gives one number
				b.Amount[role.Name], carried = w.Amount.N, false
			}
		}
		switch {
		case role.Name == to.Doer():
			b.Roles[role.Name] = a.Roles[from.Doer()]
		case role.Type == norms.CountRole:
			if carried {
				b.Amount[role.Name] = a.Amount[role.Name]
			}
		case role.Type == norms.PlaceRole:
			switch {
			case given != nil:
				b.Zones = given
			case carried:
				b.Zones, b.Point, b.Near = a.Zones, a.Point, a.Near
			default:
				b.Zones = []string{"?"}
			}
		case given != nil:
			b.Roles[role.Name] = given
		case carried:
			b.Roles[role.Name] = a.Roles[role.Name]
		default:
			b.Roles[role.Name] = []string{"?"}
		}
	}
	return b
}

// fits is section 3 for the values of a state's roles or of a roster's member, since instant t.
func (ev *evaluator) fits(roles map[string][]string, decl []norms.Role, p norms.Pattern, sc *scope, t int64) bool {
	for _, w := range p.Roles {
		typ := roleType(decl, w.Role)
		if !fulfils(w, sc, func(want norms.Value) bool {
			return slices.ContainsFunc(roles[w.Role], func(v string) bool { return ev.below(typ, v, want.ID, t) })
		}) {
			return false
		}
	}
	return true
}

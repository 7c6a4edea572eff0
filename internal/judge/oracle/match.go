package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
)

// subject is a member of a family: what the variable of the norm stands for.
type subject struct {
	id    string
	at    int64
	roles map[string][]string
	zones []string // of its place, whatever the role is called
}

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

// within says whether the act's place lies in the zone: bound to it or to a zone inside it by name, or by its
// coordinates in the zone or in a zone inside it.
func (ev *evaluator) within(a *Act, zone string) bool {
	for _, z := range a.Zones {
		if ev.below(norms.PlaceRole, z, zone, 0) {
			return true
		}
	}
	if a.Point == nil {
		return false
	}
	for _, z := range ev.prog.Vocabulary.Zones {
		if z.Area != nil && inArea(*z.Area, *a.Point) && ev.below(norms.PlaceRole, z.ID, zone, 0) {
			return true
		}
	}
	return false
}

// inArea is the even-odd rule in whole numbers. Points on an edge are avoided by those who use it to compare.
func inArea(area geo.Area, p geo.Point) bool {
	in := false
	for _, polygon := range area.Polygons {
		for _, ring := range polygon {
			for i := range ring {
				a, b := ring[i], ring[(i+1)%len(ring)]
				if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
					continue
				}
				// p is left of the edge at its latitude
				cross := (p.Lon-a.Lon)*(b.Lat-a.Lat) - (b.Lon-a.Lon)*(p.Lat-a.Lat)
				if (cross < 0) == (b.Lat > a.Lat) {
					in = !in
				}
			}
		}
	}
	return in
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

// wanted gives the values that a Want names, those of the variable written out.
func wanted(w norms.Want, who *subject) []string {
	var ids []string
	for _, v := range w.Values {
		switch {
		case v.Var == "":
			ids = append(ids, v.ID)
		case who != nil:
			values, listed := who.roles[v.Role]
			if !listed {
				values = who.zones
			}
			ids = append(ids, values...)
		}
	}
	return ids
}

// matches is section 3 for an act.
func (ev *evaluator) matches(a *Act, p norms.Pattern, who *subject) bool {
	if a.Act != p.Act {
		return false
	}
	decl := ev.act(a.Act)
	for _, w := range p.Roles {
		typ := roleType(decl.Roles, w.Role)
		fits := slices.ContainsFunc(wanted(w, who), func(want string) bool {
			if typ == norms.PlaceRole {
				return ev.within(a, want)
			}
			return slices.ContainsFunc(a.Roles[w.Role], func(v string) bool { return ev.below(typ, v, want, a.At) })
		})
		if !fits {
			return false
		}
	}
	return true
}

// fits is section 3 for the values of a state's roles or of a roster's member, since instant t.
func (ev *evaluator) fits(roles map[string][]string, decl []norms.Role, p norms.Pattern, who *subject, t int64) bool {
	for _, w := range p.Roles {
		typ := roleType(decl, w.Role)
		ok := slices.ContainsFunc(wanted(w, who), func(want string) bool {
			return slices.ContainsFunc(roles[w.Role], func(v string) bool { return ev.below(typ, v, want, t) })
		})
		if !ok {
			return false
		}
	}
	return true
}

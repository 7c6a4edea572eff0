package oracle

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/geo"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// roles chooses the values of every role but the doer's, the place and the amounts.
func (c *completer) roles(decl []norms.Role, doer string, known []fact.Role, t int64, id string, choose func(int) int) map[string][]string {
	roles := map[string][]string{}
	for _, role := range decl {
		if role.Name == doer || role.Type == norms.PlaceRole || role.Type == norms.CountRole {
			continue
		}
		listed := slices.IndexFunc(known, func(k fact.Role) bool { return k.Name == role.Name })
		switch {
		case listed < 0:
			roles[role.Name] = []string{c.anything(role, t, id, choose)}
		case known[listed].OneOf:
			v := known[listed].Values
			roles[role.Name] = []string{c.finer(role.Type, v[choose(len(v))], t, choose)}
		default:
			for _, v := range known[listed].Values {
				roles[role.Name] = append(roles[role.Name], c.finer(role.Type, v, t, choose))
			}
		}
	}
	return roles
}

// finer chooses a value at or below v.
func (c *completer) finer(typ norms.RoleType, v string, t int64, choose func(int) int) string {
	ev := evaluator{prog: c.prog}
	options := []string{v}
	for _, w := range c.vocabulary(typ, "") {
		if w != v && ev.below(typ, w, v, t) {
			options = append(options, w)
		}
	}
	return options[choose(len(options))]
}

// anything chooses a value for an unknown role: one of the vocabulary or of the record, a value outside that other
// facts may share ("?"), or one that is this fact's alone.
func (c *completer) anything(role norms.Role, t int64, id string, choose func(int) int) string {
	options := append(c.vocabulary(role.Type, role.Kind), "?", "?"+id)
	return options[choose(len(options))]
}

// vocabulary gives the values that a role of the type may have, kinds below root only ("": any).
func (c *completer) vocabulary(typ norms.RoleType, root string) (ids []string) {
	ev := evaluator{prog: c.prog}
	switch typ {
	case norms.PartyRole:
		for _, p := range c.prog.Vocabulary.Parties {
			ids = append(ids, p.ID)
		}
	case norms.KindRole:
		for _, k := range c.prog.Vocabulary.Kinds {
			if root == "" || ev.below(norms.KindRole, k.ID, root, 0) {
				ids = append(ids, k.ID)
			}
		}
	case norms.PlaceRole:
		for _, z := range c.prog.Vocabulary.Zones {
			ids = append(ids, z.ID)
		}
	default: // marks, days, persons, texts: what the record and the texts speak of
		for _, ag := range c.prog.Agreements {
			for _, m := range ag.Marks {
				if typ == norms.MarkRole {
					ids = append(ids, m.ID)
				}
			}
		}
		for _, f := range c.set.Facts {
			for _, role := range (&evaluator{prog: c.prog}).act(f.Act).Roles {
				for _, k := range f.Roles {
					if k.Name == role.Name && role.Type == typ {
						ids = append(ids, k.Values...)
					}
				}
			}
		}
		for _, ro := range c.set.Rosters {
			st := ev.state(ev.rosterOf(ro.ID))
			for _, m := range ro.Members {
				for _, k := range m.Roles {
					if st != nil && roleType(st.Roles, k.Name) == typ {
						ids = append(ids, k.Values...)
					}
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// doers chooses who did it; "?" stands for somebody whom nobody names.
func (c *completer) doers(at *fact.Attribution, t int64, id string, choose func(int) int) []string {
	ev := evaluator{prog: c.prog}
	var named, out []string
	for _, a := range at.To {
		if a.Grade == grade.Discounted {
			out = append(out, a.Party)
		} else {
			named = append(named, a.Party)
		}
	}
	cleared := func(p string) bool {
		return slices.ContainsFunc(out, func(o string) bool { return ev.below(norms.PartyRole, p, o, t) })
	}
	somebody := []string{"?", "?" + id}
	finer := func(p string) string {
		options := []string{p}
		for _, w := range c.vocabulary(norms.PartyRole, "") {
			if w != p && ev.below(norms.PartyRole, w, p, t) && !cleared(w) {
				options = append(options, w)
			}
		}
		return options[choose(len(options))]
	}
	switch {
	case len(named) == 0: // any party that is not cleared, or somebody else
		options := somebody
		for _, p := range c.vocabulary(norms.PartyRole, "") {
			if !cleared(p) {
				options = append(options, p)
			}
		}
		return []string{options[choose(len(options))]}
	case at.OneOf:
		single := len(named) == 1 && !at.Exhaustive && slices.ContainsFunc(at.To, func(a fact.Attributed) bool {
			return a.Party == named[0] && a.Grade >= c.s
		})
		if !single && !(at.Exhaustive && at.Group >= c.s) && choose(len(named)+1) == 0 {
			return []string{somebody[choose(2)]}
		}
		return []string{finer(named[choose(len(named))])}
	}
	var doers []string
	for _, a := range at.To {
		if a.Grade != grade.Discounted && (a.Grade >= c.s || choose(2) == 0) {
			doers = append(doers, finer(a.Party))
		}
	}
	if doers == nil {
		doers = []string{somebody[choose(2)]}
	}
	return doers
}

// place chooses where it happened: a point within the radius; each named zone or one inside it; anywhere, if neither is
// known; without a point, whether it is near to each place that is asked for.
func (c *completer) place(p *fact.Place, a *Act, choose func(int) int) {
	if p.Point != nil {
		a.Point = c.spot(p, choose)
	} else {
		a.Near = map[Near]bool{}
		ev := evaluator{prog: c.prog}
		for _, n := range c.near {
			named := slices.ContainsFunc(p.Zones, func(z string) bool { return ev.below(norms.PlaceRole, z, n.Zone, 0) })
			a.Near[n] = named || choose(2) == 1
		}
	}
	for _, z := range p.Zones {
		a.Zones = append(a.Zones, c.inside(z, a.Point, choose))
	}
	if len(p.Zones) == 0 && p.Point == nil {
		a.Zones = []string{c.anything(norms.Role{Type: norms.PlaceRole}, 0, a.ID, choose)}
	}
}

// spot chooses a point within the radius that leaves none of the named zones which hold its centre.
func (c *completer) spot(p *fact.Place, choose func(int) int) *geo.Point {
	options := []geo.Point{*p.Point}
	if d := p.Radius * 88; d > 0 { // 1e-7 degrees of latitude, rounded down; as many of longitude are never longer
		for _, m := range [...][2]int64{{d, 0}, {-d, 0}, {0, d}, {0, -d}, {d / 2, d / 2}, {-d / 2, d / 2}} {
			q := geo.Point{Lat: p.Point.Lat + m[0], Lon: p.Point.Lon + m[1]}
			if !slices.ContainsFunc(p.Zones, func(z string) bool { return c.in(z, *p.Point) && !c.in(z, q) }) {
				options = append(options, q)
			}
		}
	}
	return &options[choose(len(options))]
}

// inside chooses the zone, or one inside it that may hold the point (nil: not known).
func (c *completer) inside(z string, point *geo.Point, choose func(int) int) string {
	ev := evaluator{prog: c.prog}
	options := []string{z}
	for i := range c.prog.Vocabulary.Zones {
		w := &c.prog.Vocabulary.Zones[i]
		if w.ID != z && ev.below(norms.PlaceRole, w.ID, z, 0) && (point == nil || w.Area == nil || inArea(*w.Area, *point)) {
			options = append(options, w.ID)
		}
	}
	return options[choose(len(options))]
}

// in says whether the zone's own area holds the point.
func (c *completer) in(zone string, p geo.Point) bool {
	return slices.ContainsFunc(c.prog.Vocabulary.Zones, func(z norms.Zone) bool {
		return z.ID == zone && z.Area != nil && inArea(*z.Area, p)
	})
}

package norms

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/civil"
)

func lowerVocabulary(out *Vocabulary, v *terms.Vocabulary) {
	for _, x := range v.Parties {
		p := Party{ID: x.ID, Names: Names(x.Titles), Sort: PartySort(x.Sort), Span: x.Span}
		for _, m := range x.In {
			p.In = append(p.In, Membership{In: m.In.ID, Dates: dates(m)})
		}
		out.Parties = append(out.Parties, p)
	}
	for _, x := range v.Kinds {
		k := Kind{ID: x.ID, Names: Names(x.Titles), Span: x.Span}
		if x.Parent != nil {
			k.Parent = x.Parent.ID
		}
		out.Kinds = append(out.Kinds, k)
	}
	for _, x := range v.Acts {
		whole := Act{ID: x.ID, Names: Names(x.Titles), Roles: lowerRoles(x.Roles), Span: x.Span}
		out.Acts = append(out.Acts, whole)
		if x.Phases {
			for _, phase := range []Phase{Begin, Finish} {
				part := whole
				part.ID, part.Of, part.Phase = phaseID(x.ID, phase), x.ID, phase
				out.Acts = append(out.Acts, part)
			}
		}
	}
	for _, x := range v.States {
		out.States = append(out.States, State{
			ID: x.ID, Names: Names(x.Titles), Roles: lowerRoles(x.Roles),
			Begins: lowerLinks(x.Begins), Ends: lowerLinks(x.Ends), Span: x.Span,
		})
	}
	for _, x := range v.Zones {
		z := Zone{ID: x.ID, Names: Names(x.Titles), Area: x.Area, Line: x.Points, Span: x.Span}
		if x.In != nil {
			z.In = x.In.ID
		}
		out.Zones = append(out.Zones, z)
	}
	for _, x := range v.Rosters {
		r := RosterDecl{ID: x.ID, Names: Names(x.Titles), Span: x.Span}
		if x.Of != nil {
			r.Of = x.Of.ID
		}
		out.Rosters = append(out.Rosters, r)
	}
}

// phaseID names a phase of an act. No name of a text holds a dot.
func phaseID(act string, phase Phase) string {
	return act + [...]string{"", ".begin", ".finish"}[phase]
}

// dates gives a membership's time. A vocabulary has no time zone of its own: its days are counted in UTC.
func dates(m terms.Membership) civil.Interval {
	i := civil.Interval{Lo: civil.Ever, Hi: civil.Forever}
	if m.From != nil {
		i.Lo = m.From.In(civil.UTC)
	}
	if m.Until != nil {
		i.Hi = m.Until.In(civil.UTC)
		if !m.Until.Clock {
			i.Hi = civil.UTC.End(m.Until.Date) - 1
		}
	}
	return i
}

func lowerRoles(roles []*terms.Role) []Role {
	out := make([]Role, 0, len(roles))
	for _, r := range roles {
		role := Role{Name: r.Name, Type: RoleType(r.Type), Many: r.Many, Unit: r.Unit}
		if r.Kind != nil {
			role.Kind = r.Kind.ID
		}
		out = append(out, role)
	}
	return out
}

func lowerLinks(links []terms.Link) []Link {
	out := make([]Link, 0, len(links))
	for i := range links {
		l := Link{Filter: lowerPattern(&links[i].Filter)}
		for _, pair := range links[i].Roles {
			l.Roles = append(l.Roles, RoleLink{Act: pair.Act.Name, State: pair.State.Name})
		}
		slices.SortFunc(l.Roles, func(a, b RoleLink) int { return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(a.Act, b.Act)) })
		out = append(out, l)
	}
	return out
}

func sortVocabulary(v *Vocabulary) {
	slices.SortFunc(v.Parties, func(a, b Party) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Kinds, func(a, b Kind) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Acts, func(a, b Act) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.States, func(a, b State) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Zones, func(a, b Zone) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(v.Rosters, func(a, b RosterDecl) int { return cmp.Compare(a.ID, b.ID) })
}

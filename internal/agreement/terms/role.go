package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// roleTypes are the types that the language knows; any other type is a kind.
var roleTypes = map[syntax.TypeWord]Role{
	syntax.TypeParty: {Type: PartyRole}, syntax.TypeParties: {Type: PartyRole, Many: true}, syntax.TypePlace: {Type: PlaceRole},
	syntax.TypePerson: {Type: PersonRole}, syntax.TypeCount: {Type: CountRole}, syntax.TypeMeasure: {Type: CountRole, Measure: true},
	syntax.TypeDate: {Type: DateRole}, syntax.TypeMark: {Type: MarkRole}, syntax.TypeText: {Type: TextRole},
}

// TypeName gives a role's type as its text writes it.
func (r *Role) TypeName() string { return r.word }

// roles resolves declared roles; holes says that one is missing from the result.
func (r *resolver) roles(v *vocabulary, of string, list []syntax.Role, broken bool) (roles []*Role, holes bool) {
	holes = broken
	for i := range list {
		s := &list[i]
		if s.Name.Missing() {
			holes = true
			continue
		}
		if first := roleNamed(roles, s.Name.Text); first != nil {
			r.fail(codeRoleTwice, s.Name.Span, diag.Args("name", s.Name.Text, "of", of), diag.Related{Key: "first", Span: first.Span})
			continue
		}
		role := &Role{Name: s.Name.Text, Span: s.Name.Span}
		if !r.roleType(v, role, s) {
			holes = true
			continue
		}
		roles = append(roles, role)
	}
	return roles, holes
}

// roleType fills in the type of a role.
func (r *resolver) roleType(v *vocabulary, role *Role, s *syntax.Role) bool {
	written := s.Name // no type: the role's name is its type
	if s.Type != nil {
		written = *s.Type
	}
	if written.Missing() {
		return false
	}
	role.word = written.Text
	if s.Unit != nil {
		if s.Word != syntax.TypeMeasure {
			r.fail(codeUnit, s.Unit.Span, diag.Args("name", role.Name, "type", role.word), diag.Related{Key: "role", Span: role.Span})
			return false
		}
		role.Unit = s.Unit.Text
	}
	if t, ok := roleTypes[s.Word]; ok {
		role.Type, role.Many, role.Measure = t.Type, t.Many, t.Measure
		return true
	}
	if k, ok := v.scope.kinds[written.Text]; ok {
		role.Type, role.Kind = KindRole, k
		return true
	}
	r.unknown(v.scope.open, codeType, written, append(names(v.scope.kinds), v.file.Table.Types()...), nil)
	return false
}

func roleNamed(roles []*Role, name string) *Role {
	for _, r := range roles {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// fits says whether values of role a can stand in role b.
func fits(a, b *Role) bool {
	if a.Type != b.Type {
		return false
	}
	return a.Type != KindRole || a.Kind.Below(b.Kind) || b.Kind.Below(a.Kind)
}

// stateLinks resolves the acts that begin or end a state.
func (r *resolver) stateLinks(v *vocabulary, st *State, list []syntax.Link) (links []Link) {
	for i := range list {
		s := &list[i]
		act, ok := r.act(v.scope, s.Act)
		if !ok {
			continue
		}
		link := Link{Filter: Pattern{Act: act, Phase: s.Phase, Span: s.Span}}
		c := &context{r: r, scope: v.scope}
		if !c.phased(&link.Filter, s.Act) {
			continue
		}
		given := map[string]syntax.Name{}
		for j := range s.Args {
			arg := &s.Args[j]
			role, ok := c.role(&link.Filter, arg.Role)
			if !ok {
				continue
			}
			if first, twice := given[role.Name]; twice {
				r.fail(codeGivenTwice, arg.Role.Span, diag.Args("name", role.Name), diag.Related{Key: "first", Span: first.Span})
				continue
			}
			given[role.Name] = arg.Role
			if name, ok := stateRole(st, arg); ok {
				r.pair(&link, st, role, name)
				continue
			}
			if want, ok := c.want(role, &syntax.Arg{Node: arg.Node, Role: arg.Role, Values: arg.Values}); ok {
				link.Filter.Wants = append(link.Filter.Wants, want)
			}
		}
		links = append(links, link)
	}
	return links
}

// stateRole gives the state's role that a link's argument names: its own name, or one plain name that is a role of the state.
func stateRole(st *State, arg *syntax.LinkArg) (syntax.Name, bool) {
	if len(arg.Values) == 0 {
		return arg.Role, true
	}
	if v := &arg.Values[0]; len(arg.Values) == 1 && v.Sort == syntax.ValueName && roleNamed(st.Roles, v.Ref.Name.Text) != nil {
		return v.Ref.Name, true
	}
	return syntax.Name{}, false
}

// pair lets a role of the act fill a role of the state.
func (r *resolver) pair(link *Link, st *State, act *Role, name syntax.Name) {
	role := roleNamed(st.Roles, name.Text)
	switch {
	case role == nil:
		r.unknown(st.holes, codeRole, name, roleNames(st.Roles), diag.Args("of", st.ID), diag.Related{Key: "def", Span: st.Span})
	case !fits(act, role):
		r.fail(codeLinkTypes, name.Span, diag.Args("act", act.Name, "state", role.Name, "from", act.TypeName(), "to", role.TypeName()),
			diag.Related{Key: "act", Span: act.Span}, diag.Related{Key: "state", Span: role.Span})
	default:
		link.Roles = append(link.Roles, RolePair{Act: act, State: role})
	}
}

func roleNames(roles []*Role) (list []string) {
	for _, r := range roles {
		list = append(list, r.Name)
	}
	return list
}

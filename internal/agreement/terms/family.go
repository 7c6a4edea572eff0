package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/source"
)

// forEach resolves the head of a family.
func (c *context) forEach(s *syntax.Family) (*Family, bool) {
	f := &Family{Var: s.Var.Text, Word: s.Word, Span: s.Var.Span}
	ok := !s.Broken && !s.Var.Missing()
	switch s.Word {
	case syntax.EachParty:
		f.roles = partyRoles(s.Var.Span, "party")
		return f, ok
	case syntax.EachPair:
		f.roles = partyRoles(s.Var.Span, "one", "other")
		return f, ok
	case syntax.EachPattern:
		var fine bool
		f.Pattern, fine = c.pattern(s.Pattern, askEither)
		return f, ok && fine
	case syntax.EachMember:
	}
	if s.Roster == nil {
		return f, false
	}
	roster, fine := lookup(c.r, c.scope, codeRoster, c.scope.rosters, c.r.all.rosters, *s.Roster)
	if !fine {
		return f, false
	}
	f.Roster = roster
	f.Pattern = Pattern{State: roster.Of, Span: s.Span}
	if roster.Of == nil {
		f.Pattern.list = roster
	}
	f.Pattern.Wants, fine = c.wants(&f.Pattern, s.Args)
	return f, ok && fine
}

// partyRoles makes the roles of a family over the parties that accepted the text.
func partyRoles(span source.Span, names ...string) (roles []*Role) {
	for _, n := range names {
		roles = append(roles, &Role{Name: n, Type: PartyRole, Span: span, word: names[0]})
	}
	return roles
}

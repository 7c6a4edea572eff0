package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
)

// norm resolves a norm into its place; false when anything in it failed. above is the norm directly above it.
func (r *resolver) norm(at *context, n *Norm, s *syntax.Norm, above *Norm) bool {
	c := &context{r: r, scope: at.scope, draft: at.draft, reading: at.reading}
	n.Modality, n.Share, n.Deed = s.Modality, s.Share, s.Deed
	ok := !s.Broken
	if s.Otherwise {
		ok = r.otherwise(n, s, above) && ok
	}
	var fine bool
	if s.ForEach != nil {
		n.ForEach, fine = c.forEach(s.ForEach)
		ok = ok && fine
		c.family = n.ForEach
	}
	ok = c.bearers(n, s) && ok
	ok = c.deed(n, s) && ok
	if n.Act.Act != nil {
		ok = r.doer(n, s) && ok
	}
	return c.clauses(n, s) && ok
}

// otherwise ties a norm to the one above it, which must be one that can be breached.
func (r *resolver) otherwise(n *Norm, s *syntax.Norm, above *Norm) bool {
	if above == nil || above.Modality == syntax.Can || above.Modality == syntax.May && !above.OnlyOnce {
		var def diag.Related
		if above != nil {
			def = diag.Related{Key: "above", Span: above.Label}
		}
		r.fail(codeOtherwise, s.Label.Span, nil, def)
		return false
	}
	n.Otherwise = above
	return true
}

// bearers resolves who bears the norm.
func (c *context) bearers(n *Norm, s *syntax.Norm) bool {
	if s.Bearer != nil {
		return c.bearer(n, s.Bearer)
	}
	var ok bool
	n.Bearers, ok = c.r.partyList(c.scope, s.Bearers)
	if len(s.Bearers) == 0 {
		return ok
	}
	whole := s.Bearers[0].Span
	whole.End = s.Bearers[len(s.Bearers)-1].Span.End
	switch {
	case ok && n.Share != syntax.Together && n.Share != syntax.EachOf && len(n.Bearers) < 2:
		c.r.fail(codeAlone, whole, nil)
		return false
	case n.Share == syntax.Either && s.Modality == syntax.MustNot:
		c.r.fail(codeEither, whole, nil)
		return false
	case n.Share == syntax.EachOf && s.ForEach != nil:
		c.r.fail(codeTwoFamilies, whole, nil, diag.Related{Key: "first", Span: s.ForEach.Span})
		return false
	}
	return ok
}

// bearer resolves "p.party": the role of the family's variable that bears the norm.
func (c *context) bearer(n *Norm, s *syntax.Ref) bool {
	of := s.Of
	if of == nil || of.Missing() || s.Name.Missing() {
		return false
	}
	if c.family == nil || c.family.Var != of.Text {
		var candidates []string
		if c.family != nil {
			candidates = []string{c.family.Var}
		}
		c.r.unknown(false, codeVariable, *of, candidates, nil)
		return false
	}
	role := roleNamed(c.family.Roles(), s.Name.Text)
	switch {
	case role == nil && c.family.Roles() == nil:
		return false // the family could not be resolved, which was told
	case role == nil:
		c.r.unknown(c.family.Pattern.holes(), codeRole, s.Name, roleNames(c.family.Roles()), diag.Args("of", of.Text),
			diag.Related{Key: "def", Span: c.family.Span})
		return false
	case role.Type != PartyRole:
		c.r.fail(codeBearerRole, s.Span, diag.Args("name", role.Name, "of", of.Text), diag.Related{Key: "role", Span: role.Span})
		return false
	}
	n.Bearer = &Value{Var: of.Text, Role: role}
	return true
}

// doer sees that whoever acts can fill the act's doer role, and that nothing else does.
func (r *resolver) doer(n *Norm, s *syntax.Norm) bool {
	var who diag.Related
	switch {
	case len(s.Actors) > 0:
		who = diag.Related{Key: "bearer", Span: s.Actors[0].Span}
	case s.Bearer != nil:
		who = diag.Related{Key: "bearer", Span: s.Bearer.Span}
	case len(s.Bearers) > 0:
		who = diag.Related{Key: "bearer", Span: s.Bearers[0].Span}
	default:
		return true
	}
	act := n.Act.Act
	doer := act.Doer()
	if doer == nil {
		if !act.holes {
			r.fail(codeNoDoer, s.Act.Name.Span, diag.Args("name", act.ID), diag.Related{Key: "def", Span: act.Span})
		}
		return false
	}
	for _, w := range n.Act.Wants {
		if w.Role == doer {
			r.fail(codeDoerGiven, w.Span, diag.Args("name", doer.Name), who)
			return false
		}
	}
	return true
}

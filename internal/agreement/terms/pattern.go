package terms

import (
	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// context is where a pattern, a condition or a point stands: it says what names mean there.
type context struct {
	r       *resolver
	scope   *scope
	draft   *draft        // nil in a vocabulary: no marks, terms, norms
	reading *readingDraft // nil: the text as written
	family  *Family       // nil: no variable
	this    *Act          // the act under test, inside "unless"; nil elsewhere
}

// asked says what a pattern may be of.
type asked uint8

const (
	askAct asked = iota
	askState
	askEither
)

func (r *resolver) act(s *scope, n syntax.Name) (*Act, bool) {
	if st, isState := s.states[n.Text]; isState {
		r.fail(codeWantsAct, n.Span, diag.Args("name", st.ID), diag.Related{Key: "def", Span: st.Span})
		return nil, false
	}
	return lookup(r, s, codeAct, s.acts, r.all.acts, n)
}

func (r *resolver) state(s *scope, n syntax.Name) (*State, bool) {
	if a, isAct := s.acts[n.Text]; isAct {
		r.fail(codeWantsState, n.Span, diag.Args("name", a.ID), diag.Related{Key: "def", Span: a.Span})
		return nil, false
	}
	return lookup(r, s, codeState, s.states, r.all.states, n)
}

// pattern resolves a pattern; ok is false when anything in it failed.
func (c *context) pattern(s *syntax.Pattern, ask asked) (p Pattern, ok bool) {
	if s == nil || s.Name.Missing() {
		return p, false
	}
	p.Span = s.Span
	switch ask {
	case askAct:
		p.Act, ok = c.r.act(c.scope, s.Name)
	case askState:
		p.State, ok = c.r.state(c.scope, s.Name)
	case askEither:
		if p.State = c.scope.states[s.Name.Text]; p.State != nil {
			ok = true
		} else if p.Act = c.scope.acts[s.Name.Text]; p.Act != nil {
			ok = true
		} else {
			c.unknownPattern(s.Name)
		}
	}
	if !ok {
		return p, false
	}
	p.Phase = s.Phase
	if !c.phased(&p, s.Name) {
		return p, false
	}
	p.Wants, ok = c.wants(&p, s.Args)
	return p, ok && !s.Broken
}

// phased sees that the act of a pattern on a phase has phases.
func (c *context) phased(p *Pattern, at syntax.Name) bool {
	if p.Phase == syntax.Whole || p.Act != nil && p.Act.Phases {
		return true
	}
	def := source.Span{}
	if p.Act != nil {
		def = p.Act.Span
	} else if p.State != nil {
		def = p.State.Span
	}
	c.r.fail(codePhases, at.Span, diag.Args("name", at.Text), diag.Related{Key: "def", Span: def})
	return false
}

func (c *context) unknownPattern(n syntax.Name) {
	var related []diag.Related
	if x, ok := c.r.all.acts[n.Text]; ok {
		related = append(related, diag.Related{Key: "elsewhere", Span: x.Span})
	} else if x, ok := c.r.all.states[n.Text]; ok {
		related = append(related, diag.Related{Key: "elsewhere", Span: x.Span})
	}
	c.r.unknown(c.scope.open, codePattern, n, append(names(c.scope.acts), names(c.scope.states)...), nil, related...)
}

// wants resolves the arguments of a pattern.
func (c *context) wants(p *Pattern, args []syntax.Arg) (wants []Want, ok bool) {
	ok = true
	given := map[*Role]source.Span{}
	for i := range args {
		arg := &args[i]
		role, found := c.role(p, arg.Role)
		if !found {
			ok = false
			continue
		}
		if first, twice := given[role]; twice {
			c.r.fail(codeGivenTwice, arg.Role.Span, diag.Args("name", role.Name), diag.Related{Key: "first", Span: first})
			ok = false
			continue
		}
		given[role] = arg.Role.Span
		want, fine := c.want(role, arg)
		if !fine {
			ok = false
			continue
		}
		wants = append(wants, want)
	}
	return wants, ok
}

// role finds a role of the pattern's act or state.
func (c *context) role(p *Pattern, n syntax.Name) (*Role, bool) {
	if n.Missing() {
		return nil, false
	}
	if role := roleNamed(p.Roles(), n.Text); role != nil {
		return role, true
	}
	of, def := p.ID(), source.Span{}
	switch {
	case p.Act != nil:
		def = p.Act.Span
	case p.State != nil:
		def = p.State.Span
	case p.list != nil:
		of, def = p.list.ID, p.list.Span
	}
	c.r.unknown(p.holes(), codeRole, n, roleNames(p.Roles()), diag.Args("of", of), diag.Related{Key: "def", Span: def})
	return nil, false
}

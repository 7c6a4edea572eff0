package terms

import (
	"strconv"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// context is where a pattern, a condition or a point stands: it says what names mean there.
type context struct {
	r      *resolver
	scope  *scope
	draft  *draft  // nil in a vocabulary: no marks, terms, norms
	family *Family // nil: no variable
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
		p.State, ok = lookup(c.r, c.scope, codeState, c.scope.states, c.r.all.states, s.Name)
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
	p.Wants, ok = c.wants(&p, s.Args)
	return p, ok && !s.Broken
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
		want, fine := c.want(role, arg.Role, arg.Values)
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

// want resolves what a role's value must be.
func (c *context) want(role *Role, at syntax.Name, values []syntax.Value) (w Want, ok bool) {
	if role.Type == CountRole || role.Type == DateRole {
		c.r.fail(codeNotAsked, at.Span, diag.Args("name", role.Name, "type", role.TypeName()), diag.Related{Key: "role", Span: role.Span})
		return w, false
	}
	w = Want{Role: role, Span: at.Span}
	ok = len(values) > 0
	for i := range values {
		v, fine := c.value(role, &values[i])
		if !fine {
			ok = false
			continue
		}
		w.Values = append(w.Values, v)
	}
	return w, ok
}

// value resolves one value for a role.
func (c *context) value(role *Role, s *syntax.Value) (Value, bool) {
	switch s.Sort {
	case syntax.ValueOf:
		return c.valueOf(role, s)
	case syntax.ValueText:
		if role.Type == TextRole || role.Type == PersonRole {
			return Value{Text: s.Text}, true
		}
		c.wrongType(role, strconv.Quote(s.Text), s.Span, nil)
	case syntax.ValueNumber:
		c.wrongType(role, strconv.Itoa(s.Number), s.Span, nil)
	case syntax.ValueName:
		return c.named(role, s.Ref.Name)
	}
	return Value{}, false
}

// named resolves a plain name as a value.
func (c *context) named(role *Role, n syntax.Name) (v Value, ok bool) {
	if n.Missing() {
		return v, false
	}
	switch role.Type {
	case PartyRole:
		v.Party, ok = c.scope.parties[n.Text]
	case KindRole:
		v.Kind, ok = c.scope.kinds[n.Text]
	case PlaceRole:
		v.Zone, ok = c.scope.zones[n.Text]
	case MarkRole:
		v.Mark, ok = c.mark(n.Text)
	case PersonRole:
		if p, is := c.scope.parties[n.Text]; is && p.Sort == Person {
			return Value{Text: p.ID}, true
		}
	}
	switch {
	case ok && v.Kind != nil && !v.Kind.Below(role.Kind):
		c.r.fail(codeWrongKind, n.Span, diag.Args("name", n.Text, "role", role.Name, "kind", role.Kind.ID),
			diag.Related{Key: "value", Span: v.Kind.Span}, diag.Related{Key: "role", Span: role.Span})
		return Value{}, false
	case ok:
		return v, true
	}
	c.noValue(role, n)
	return Value{}, false
}

// noValue says why a plain name is no value for a role.
func (c *context) noValue(role *Role, n syntax.Name) {
	if c.family != nil && n.Text == c.family.Var {
		c.wrongType(role, n.Text, n.Span, &c.family.Span, c.memberFixes(role, n)...)
		return
	}
	if found := c.scope.find(n.Text); found != nil {
		at := found.declaredAt()
		c.wrongType(role, n.Text, n.Span, &at)
		return
	}
	if role.Type == PersonRole || role.Type == TextRole {
		c.wrongType(role, n.Text, n.Span, nil, diag.Fix{Key: "quote", Edits: []diag.Edit{{Span: n.Span, Text: strconv.Quote(n.Text)}}})
		return
	}
	switch role.Type {
	case PartyRole:
		c.r.party(c.scope, n)
	case KindRole:
		var fitting []string
		for id, k := range c.scope.kinds {
			if k.Below(role.Kind) {
				fitting = append(fitting, id)
			}
		}
		c.r.unknown(c.scope.open, codeKind, n, fitting, nil, diag.Related{Key: "role", Span: role.Span})
	case PlaceRole:
		lookup(c.r, c.scope, codeZone, c.scope.zones, c.r.all.zones, n)
	case MarkRole:
		c.unknownMark(n)
	}
}

// memberFixes offers the roles of the family's variable that fit.
func (c *context) memberFixes(role *Role, n syntax.Name) (fixes []diag.Fix) {
	for _, vr := range c.family.Roles() {
		if fits(vr, role) {
			text := n.Text + "." + vr.Name
			fixes = append(fixes, diag.Fix{Key: "member", Args: diag.Args("text", text), Edits: []diag.Edit{{Span: n.Span, Text: text}}})
		}
	}
	return fixes
}

// wrongType says that a value is of another type than the role.
func (c *context) wrongType(role *Role, value string, at source.Span, def *source.Span, fixes ...diag.Fix) {
	related := []diag.Related{{Key: "role", Span: role.Span}}
	if def != nil {
		related = append(related, diag.Related{Key: "value", Span: *def})
	}
	c.r.say(diag.Diagnostic{
		Code: codeWrongType, Severity: diag.Error, Span: at,
		Args:    diag.Args("name", value, "role", role.Name, "type", role.TypeName()),
		Related: known(related), Fixes: fixes,
	})
}

// valueOf resolves "g.party": a role of the family's variable.
func (c *context) valueOf(role *Role, s *syntax.Value) (Value, bool) {
	of := s.Ref.Of
	if of == nil || of.Missing() || s.Ref.Name.Missing() {
		return Value{}, false
	}
	if c.family == nil || of.Text != c.family.Var {
		var candidates []string
		if c.family != nil {
			candidates = []string{c.family.Var}
		}
		c.r.unknown(false, codeVariable, *of, candidates, nil)
		return Value{}, false
	}
	if c.family.Roster == nil && c.family.Pattern.ID() == "" {
		return Value{}, false // the family could not be resolved, which was told
	}
	vr := roleNamed(c.family.Roles(), s.Ref.Name.Text)
	if vr == nil {
		c.r.unknown(c.family.Pattern.holes(), codeRole, s.Ref.Name, roleNames(c.family.Roles()), diag.Args("of", of.Text),
			diag.Related{Key: "def", Span: c.family.Span})
		return Value{}, false
	}
	if !fits(vr, role) {
		c.wrongType(role, of.Text+"."+vr.Name, s.Span, &vr.Span)
		return Value{}, false
	}
	return Value{Var: c.family.Var, Role: vr}, true
}

func (c *context) mark(name string) (*Mark, bool) {
	if c.draft == nil {
		return nil, false
	}
	m, ok := c.draft.marks[name]
	return m, ok
}

func (c *context) unknownMark(n syntax.Name) {
	var candidates []string
	if c.draft != nil {
		candidates = names(c.draft.marks)
	}
	c.r.unknown(c.draft != nil && c.draft.open, codeMark, n, candidates, nil)
}

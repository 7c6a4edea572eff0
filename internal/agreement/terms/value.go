package terms

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// want resolves what a role's value must be.
func (c *context) want(role *Role, s *syntax.Arg) (w Want, ok bool) {
	w = Want{Role: role, All: s.All, Span: s.Role.Span}
	asked := diag.Args("name", role.Name, "type", role.TypeName())
	if s.Amount != nil {
		if role.Type != CountRole {
			c.r.fail(codeAmount, s.Role.Span, asked, diag.Related{Key: "role", Span: role.Span})
			return w, false
		}
		w.Amount = &Relation{Op: s.Amount.Op, N: int64(s.Amount.N.Value)}
		return w, true
	}
	if role.Type == CountRole || role.Type == DateRole {
		c.r.fail(codeNotAsked, s.Role.Span, asked, diag.Related{Key: "role", Span: role.Span})
		return w, false
	}
	ok = len(s.Values) > 0
	for i := range s.Values {
		v, fine := c.value(role, &s.Values[i])
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
	if s.Near != nil && role.Type != PlaceRole {
		c.r.fail(codeNear, s.Near.Span, diag.Args("name", role.Name, "type", role.TypeName()), diag.Related{Key: "role", Span: role.Span})
		return Value{}, false
	}
	switch s.Sort {
	case syntax.ValueOf:
		return c.valueOf(role, s)
	case syntax.ValueThis:
		return c.valueOfThis(role, s)
	case syntax.ValueText:
		if role.Type == TextRole || role.Type == PersonRole {
			return Value{Text: s.Text}, true
		}
		c.wrongType(role, strconv.Quote(s.Text), s.Span, nil)
	case syntax.ValueNumber:
		c.wrongType(role, strconv.Itoa(s.Number), s.Span, nil)
	case syntax.ValueName:
		v, ok := c.named(role, s.Ref.Name)
		if ok && s.Near != nil {
			v.Near, ok = c.r.metres(s.Near)
			return v, ok
		}
		if ok && v.Zone != nil && v.Zone.Line {
			c.r.lineAlone(v.Zone, s.Span)
			return v, false
		}
		return v, ok
	}
	return Value{}, false
}

// lineAlone refuses a line where a place is asked: nothing lies in a line.
func (r *resolver) lineAlone(z *Zone, at source.Span) {
	r.fail(codeLineAlone, at, diag.Args("name", z.ID), diag.Related{Key: "def", Span: z.Span})
}

// farthest is the longest distance that a text may name, in metres: half the girth of the earth.
const farthest = 20_037_508

// metres gives a distance in metres.
func (r *resolver) metres(s *syntax.Distance) (int64, bool) {
	n := int64(s.N.Value)
	if s.Km {
		n *= 1000
	}
	if n > farthest {
		r.fail(codeFar, s.Span, diag.Args("limit", strconv.Itoa(farthest/1000)))
		return 0, false
	}
	return n, !s.Broken
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
		c.wrongKind(role, v.Kind, n)
		return Value{}, false
	case ok:
		return v, true
	}
	c.noValue(role, n)
	return Value{}, false
}

// wrongKind says that a kind is not what a role takes, and what is.
func (c *context) wrongKind(role *Role, k *Kind, n syntax.Name) {
	var takes []string
	for _, name := range slices.Sorted(maps.Keys(c.scope.kinds)) {
		if c.scope.kinds[name].Below(role.Kind) {
			takes = append(takes, name)
		}
	}
	d := diag.Diagnostic{
		Code: codeWrongKind, Severity: diag.Error, Span: n.Span, Args: diag.Args("name", n.Text, "role", role.Name, "kind", role.Kind.ID),
		Related: []diag.Related{{Key: "value", Span: k.Span}, {Key: "role", Span: role.Span}},
	}
	if len(takes) <= shortList {
		d.Fixes = []diag.Fix{{Key: "known", Args: diag.Args("known", strings.Join(takes, ", "))}}
	}
	c.r.say(d)
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
	if c.family.Roles() == nil && c.family.Pattern.ID() == "" {
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

// valueOfThis resolves "this.target": a role of the act under test.
func (c *context) valueOfThis(role *Role, s *syntax.Value) (Value, bool) {
	if c.this == nil {
		c.r.fail(codeThis, s.Span, nil)
		return Value{}, false
	}
	if s.Ref.Name.Missing() {
		return Value{}, false
	}
	of := Pattern{Act: c.this}
	own, ok := c.role(&of, s.Ref.Name)
	if !ok {
		return Value{}, false
	}
	if !fits(own, role) {
		c.wrongType(role, This+"."+own.Name, s.Span, &own.Span)
		return Value{}, false
	}
	return Value{Var: This, Role: own}, true
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

package oracle

import "mithaq/internal/agreement/norms"

// subject is what a variable stands for: a member of a family, or the act under test.
type subject struct {
	id    string
	at    int64
	roles map[string][]string
	zones []string // of its place, whatever the role is called
}

// scope is where a pattern, a condition or a bound stands.
type scope struct {
	ag    *norms.Agreement // nil: no text's rules apply
	n     *norms.Norm      // whose clause it is; nil: no norm's
	who   *subject         // the family's member; nil: none
	this  *subject         // the act under test; nil: none
	entry *int64           // when the text entered into force, where that is chosen already
}

// variable gives what a variable stands for, nil for nothing.
func (sc *scope) variable(name string) *subject {
	if name == norms.This {
		return sc.this
	}
	return sc.who
}

// bearers gives who bears the norm in whose clause this stands.
func (sc *scope) bearers() []string {
	switch {
	case sc.n == nil:
		return nil
	case sc.n.BearerVar != nil && sc.who != nil:
		return sc.who.roles[sc.n.BearerVar.Role]
	}
	return sc.n.Bearers
}

// member gives the key of the family's member, "" for none.
func (sc *scope) member() string {
	if sc.who == nil {
		return ""
	}
	return sc.who.id
}

// within gives the scope of a norm's clauses for one member.
func within(ag *norms.Agreement, n *norms.Norm, who *subject) *scope {
	return &scope{ag: ag, n: n, who: who}
}

// about gives the scope in which the act is under test.
func (sc *scope) about(a *Act) *scope {
	with := *sc
	with.this = &subject{a.ID, a.At, a.Roles, a.Zones}
	return &with
}

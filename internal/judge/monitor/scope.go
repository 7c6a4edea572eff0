package monitor

import "mithaq/internal/agreement/norms"

// Scope is what a condition is asked for: a text, who bears the norm, and the values of the variables.
type Scope = scope

type scope struct {
	ag      *norms.Agreement
	bearers []string // of the norm, or of the instance where a family gives its bearer; nil: of no norm
	bind    *binding // the member of the family; nil: no family
	this    *binding // the act under test, in Unless; nil: none
}

// variable gives the value of a variable; nil: it has none here.
func (s *scope) variable(name string) *binding {
	switch {
	case s.this != nil && name == norms.This:
		return s.this
	case s.bind != nil && s.bind.name == name:
		return s.bind
	}
	return nil
}

// values gives what a value of a pattern that names a variable stands for; unknown: any.
func (s *scope) values(v norms.Value) (vals []varValue, unknown bool) {
	b := s.variable(v.Var)
	if b == nil {
		return nil, true
	}
	return b.values(v.Role)
}

package monitor

import "mithaq/internal/agreement/norms"

// Scope is what a condition is asked for: a text, and the values of the variables.
type Scope = scope

type scope struct {
	ag   *norms.Agreement
	bind *binding // the member of the family; nil: no family
	this *binding // the act under test, in Unless; nil: none
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

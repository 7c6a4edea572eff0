package norms

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/terms"
	"mithaq/internal/base/fold"
)

func lowerPattern(x *terms.Pattern) Pattern {
	p := Pattern{Act: phaseID(x.ID(), Phase(x.Phase)), Span: x.Span}
	for _, w := range x.Wants {
		want := Want{Role: w.Role.Name, All: w.All && len(w.Values) > 1}
		if w.Amount != nil {
			want.Amount = &Amount{Op: Op(w.Amount.Op), N: w.Amount.N}
		}
		for _, v := range w.Values {
			want.Values = append(want.Values, lowerValue(w.Role, v))
		}
		sortValues(want.Values)
		want.Values = slices.Compact(want.Values)
		p.Roles = append(p.Roles, want)
	}
	sortWants(p.Roles)
	return p
}

func lowerValue(role *terms.Role, v terms.Value) Value {
	switch {
	case v.Role != nil:
		return Value{Var: v.Var, Role: v.Role.Name}
	case v.Party != nil:
		return Value{ID: v.Party.ID}
	case v.Kind != nil:
		return Value{ID: v.Kind.ID}
	case v.Zone != nil:
		return Value{ID: v.Zone.ID, Near: v.Near}
	case v.Mark != nil:
		return Value{ID: v.Mark.ID}
	case role.Type == terms.TextRole:
		return folded(v.Text)
	}
	return Value{ID: v.Text} // a person's id stands as it is
}

// folded is a text in the form in which texts are compared.
func folded(text string) Value { return Value{ID: fold.Text(text)} }

func sortWants(list []Want) {
	slices.SortStableFunc(list, func(a, b Want) int { return cmp.Compare(a.Role, b.Role) })
}

func sortValues(list []Value) {
	slices.SortFunc(list, func(a, b Value) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Var, b.Var), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Near, b.Near))
	})
}

package run

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/fact"
)

// bound gives the values that variables have, by variable and role.
type bound map[[2]string][]string

// wanted chooses, among the values that a role may have, the one of that number, counted round; all, where all are wanted.
func wanted(w *norms.Want, vars bound, choice int) (values []string) {
	var all []string
	for _, v := range w.Values {
		if v.Var == "" {
			all = append(all, v.ID)
		} else {
			all = append(all, vars[[2]string{v.Var, v.Role}]...)
		}
	}
	if len(all) == 0 {
		return nil
	}
	if w.All {
		return all
	}
	return []string{all[choice%len(all)]}
}

// number gives the least number that stands in the relation.
func number(a *norms.Amount) int64 {
	switch a.Op {
	case norms.MoreThan:
		return a.N + 1
	case norms.LessThan, norms.AtMost:
		return 0
	}
	return a.N
}

// fill makes an act that matches the pattern and none of the exceptions; false where it finds none. Of several values it
// takes that of the number choice; a mark is set to the day.
func fill(prog *norms.Program, p *norms.Pattern, except []norms.Pattern, vars bound, choice int, day civil.Date) (Act, bool) {
	decl := prog.Act(p.Act)
	if decl == nil {
		return Act{}, false
	}
	act := Act{Act: p.Act, N: 1}
	doer, marks := decl.Doer(), false
	for i := range p.Roles {
		w := &p.Roles[i]
		role := decl.Role(w.Role)
		if role == nil {
			return Act{}, false
		}
		if w.Amount != nil {
			act.Amounts = append(act.Amounts, Amount{role.Name, number(w.Amount)})
			continue
		}
		values := wanted(w, vars, choice)
		if values == nil {
			continue // nobody knows the value; it stays outside the vocabulary
		}
		switch {
		case role.Type == norms.PlaceRole:
			act.Zones = join(act.Zones, values)
		case role.Name == doer:
			act.Doers = join(act.Doers, values)
		default:
			act.give(role.Name, values)
		}
		marks = marks || role.Type == norms.MarkRole
	}
	if marks && !day.IsZero() {
		for _, role := range decl.Roles {
			if role.Type == norms.DateRole && act.role(role.Name) == nil {
				act.give(role.Name, []string{day.String()})
			}
		}
	}
	for i := range except {
		if matches(prog, &act, decl, &except[i], vars) {
			return Act{}, false
		}
	}
	act.sort()
	return act, true
}

func (a *Act) role(name string) *fact.Role {
	for i := range a.Roles {
		if a.Roles[i].Name == name {
			return &a.Roles[i]
		}
	}
	return nil
}

// give adds values to a role.
func (a *Act) give(role string, values []string) {
	if r := a.role(role); r != nil {
		r.Values = join(r.Values, values)
		return
	}
	a.Roles = append(a.Roles, fact.Role{Name: role, Values: slices.Clone(values)})
}

func (a *Act) sort() {
	slices.SortFunc(a.Roles, func(x, y fact.Role) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(a.Amounts, func(x, y Amount) int { return cmp.Compare(x.Role, y.Role) })
}

// join adds values to a sorted list.
func join(list, values []string) []string {
	list = append(slices.Clone(list), values...)
	slices.Sort(list)
	return slices.Compact(list)
}

// matches says whether an act matches a pattern (spec/norms.md, section 3). It guides the search and decides nothing.
func matches(prog *norms.Program, a *Act, decl *norms.Act, p *norms.Pattern, vars bound) bool {
	if whole(prog, p.Act) != whole(prog, a.Act) {
		return false
	}
	doer := decl.Doer()
	for i := range p.Roles {
		w := &p.Roles[i]
		role := decl.Role(w.Role)
		if role == nil {
			return false
		}
		if w.Amount != nil {
			if !compares(a.amount(w.Role), w.Amount) {
				return false
			}
			continue
		}
		have := a.zones()
		if role.Type != norms.PlaceRole {
			have = a.values(role, doer)
		}
		fits := func(v string) bool {
			return slices.ContainsFunc(have, func(h string) bool { return prog.Vocabulary.Below(tree(role.Type), h, v, a.At) })
		}
		all := *w
		all.All = true
		want := wanted(&all, vars, 0)
		if w.All && slices.ContainsFunc(want, func(v string) bool { return !fits(v) }) || !w.All && !slices.ContainsFunc(want, fits) {
			return false
		}
	}
	return true
}

func tree(t norms.RoleType) norms.Tree {
	switch t {
	case norms.KindRole:
		return norms.KindTree
	case norms.PlaceRole:
		return norms.ZoneTree
	}
	return norms.PartyTree
}

// whole gives the act of which another is a phase.
func whole(prog *norms.Program, id string) string {
	if a := prog.Act(id); a != nil && a.Of != "" {
		return a.Of
	}
	return id
}

func compares(n int64, a *norms.Amount) bool {
	switch a.Op {
	case norms.AtLeast:
		return n >= a.N
	case norms.AtMost:
		return n <= a.N
	case norms.MoreThan:
		return n > a.N
	case norms.LessThan:
		return n < a.N
	}
	return n == a.N
}

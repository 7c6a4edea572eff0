package norms

import "sort"

// index holds what is looked up often; it is made once, from the plain data.
type index struct {
	agreements map[string]*Agreement
	norms      map[string]*Norm
	terms      map[string]*Term // "AGREEMENT.TERM"
}

// Index makes the tables of lookups. Lower calls it; a Program made by hand works without it, only slower.
// It must be called before the Program is shared, and again after its data changed.
func (p *Program) Index() {
	x := &index{map[string]*Agreement{}, map[string]*Norm{}, map[string]*Term{}}
	for i := range p.Agreements {
		a := &p.Agreements[i]
		x.agreements[a.ID] = a
		for j := range a.Norms {
			x.norms[a.Norms[j].Name()] = &a.Norms[j]
		}
		for j := range a.Terms {
			x.terms[a.ID+"."+a.Terms[j].ID] = &a.Terms[j]
		}
	}
	p.index = x
	p.Vocabulary.reach = newReach(&p.Vocabulary)
}

// Agreement gives an agreement by its ID; nil when there is none, as with all lookups.
func (p *Program) Agreement(id string) *Agreement {
	if p.index != nil {
		return p.index.agreements[id]
	}
	for i := range p.Agreements {
		if p.Agreements[i].ID == id {
			return &p.Agreements[i]
		}
	}
	return nil
}

// Norm gives a norm by its full name ("khatib.11a").
func (p *Program) Norm(name string) *Norm {
	if p.index != nil {
		return p.index.norms[name]
	}
	for i := range p.Agreements {
		for j := range p.Agreements[i].Norms {
			if n := &p.Agreements[i].Norms[j]; n.Name() == name {
				return n
			}
		}
	}
	return nil
}

// Term gives a term of an agreement.
func (p *Program) Term(agreement, id string) *Term {
	if p.index != nil {
		return p.index.terms[agreement+"."+id]
	}
	if a := p.Agreement(agreement); a != nil {
		return a.Term(id)
	}
	return nil
}

// Term gives a term by its label.
func (a *Agreement) Term(id string) *Term {
	for i := range a.Terms {
		if a.Terms[i].ID == id {
			return &a.Terms[i]
		}
	}
	return nil
}

// Norm gives a norm by its label.
func (a *Agreement) Norm(id string) *Norm {
	for i := range a.Norms {
		if a.Norms[i].ID == id {
			return &a.Norms[i]
		}
	}
	return nil
}

// Mark gives a mark.
func (a *Agreement) Mark(id string) *Mark {
	for i := range a.Marks {
		if a.Marks[i].ID == id {
			return &a.Marks[i]
		}
	}
	return nil
}

// Party gives a party.
func (p *Program) Party(id string) *Party {
	return find(p.Vocabulary.Parties, id, func(x *Party) string { return x.ID })
}

// Kind gives a kind.
func (p *Program) Kind(id string) *Kind {
	return find(p.Vocabulary.Kinds, id, func(x *Kind) string { return x.ID })
}

// Act gives a sort of act.
func (p *Program) Act(id string) *Act {
	return find(p.Vocabulary.Acts, id, func(x *Act) string { return x.ID })
}

// State gives a state.
func (p *Program) State(id string) *State {
	return find(p.Vocabulary.States, id, func(x *State) string { return x.ID })
}

// Zone gives a zone.
func (p *Program) Zone(id string) *Zone {
	return find(p.Vocabulary.Zones, id, func(x *Zone) string { return x.ID })
}

// Roster gives a roster's declaration.
func (p *Program) Roster(id string) *RosterDecl {
	return find(p.Vocabulary.Rosters, id, func(x *RosterDecl) string { return x.ID })
}

// Role gives a role of an act.
func (a *Act) Role(name string) *Role { return role(a.Roles, name) }

// Role gives a role of a state.
func (s *State) Role(name string) *Role { return role(s.Roles, name) }

func role(roles []Role, name string) *Role {
	for i := range roles {
		if roles[i].Name == name {
			return &roles[i]
		}
	}
	return nil
}

// find searches a list that is sorted by ID. It copies none of what it looks at.
func find[T any](list []T, id string, of func(*T) string) *T {
	i := sort.Search(len(list), func(i int) bool { return of(&list[i]) >= id })
	if i == len(list) || of(&list[i]) != id {
		return nil
	}
	return &list[i]
}

package run

import (
	"cmp"
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/base/grade"
	"mithaq/internal/judge/fact"
)

// Setting is what a run takes as given before its first act.
type Setting struct {
	From      int64 // the first instant at which anybody acts
	Rosters   []fact.Roster
	Positions []fact.Position
}

// Suppose gives the usual setting of a program: whoever a demand, an offer or a resolution addresses accepts it, as do those whose
// acceptance the text itself tells; every list has members enough, one of each sort that a norm speaks of, and is
// complete; nobody acts before the last of the texts starts, unless an earlier one asks for something before.
func Suppose(prog *norms.Program) *Setting {
	s := &Setting{From: civil.Forever}
	for i := range prog.Agreements {
		s.From = min(s.From, prog.Agreements[i].Starts)
	}
	for i := range prog.Agreements {
		s.accept(&prog.Agreements[i])
	}
	s.lists(prog)
	return s
}

// accept lets those accept whom a text that is no agreement addresses, and those of whom the text says so.
func (s *Setting) accept(a *norms.Agreement) {
	add := func(party, agree, term string, at int64) {
		id := party + " " + agree + " " + term
		if slices.ContainsFunc(s.Positions, func(p fact.Position) bool { return p.ID == id }) {
			return
		}
		s.Positions = append(s.Positions, fact.Position{
			ID: id, Party: party, Stance: "accept", Agree: agree, Term: term, When: civil.At(at), Source: party,
		})
	}
	for _, p := range a.Positions {
		if p.Stance == norms.Accepts {
			add(p.Party, p.Agree, p.Term, a.Zone.Start(p.Date))
		}
	}
	if a.Force != norms.Accord {
		for _, p := range a.To {
			add(p, a.ID, "", a.Starts)
		}
	}
	slices.SortFunc(s.Positions, func(x, y fact.Position) int {
		return cmp.Or(cmp.Compare(x.When.Lo, y.When.Lo), cmp.Compare(x.ID, y.ID))
	})
}

// lists fills every list that a norm ranges over, or whose state a text speaks of.
func (s *Setting) lists(prog *norms.Program) {
	for i := range prog.Vocabulary.Rosters {
		d := &prog.Vocabulary.Rosters[i]
		r := fact.Roster{ID: d.ID, Complete: true, Declared: s.From - 1}
		for j := range prog.Agreements {
			for n := range prog.Agreements[j].AllNorms {
				f := n.ForEach
				if f == nil {
					continue
				}
				mine := f.Source == norms.FromRoster && f.Roster == d.ID ||
					f.Source == norms.FromState && d.Of != "" && f.Pattern.Act == d.Of
				if !mine {
					continue
				}
				m := member(prog, d, n, s.From-1)
				m.ID = d.ID + "#" + string(rune('1'+len(r.Members)))
				for k := range m.Roles {
					if m.Roles[k].Values[0] == Elsewhere+"self" {
						m.Roles[k].Values[0] = m.ID
					}
				}
				if !slices.ContainsFunc(r.Members, func(o fact.Member) bool { return alike(&o, &m) }) && len(r.Members) < 9 {
					r.Members = append(r.Members, m)
				}
			}
		}
		s.Rosters = append(s.Rosters, r)
	}
}

// alike says that two members differ in nothing but their name.
func alike(a, b *fact.Member) bool {
	for i := range a.Roles {
		x, y := a.Roles[i].Values, b.Roles[i].Values
		if !slices.Equal(x, y) && (x[0] != a.ID || y[0] != b.ID) {
			return false
		}
	}
	return true
}

// member makes a member of a list over which a norm ranges: it matches the norm's pattern, and has every role of which the norm speaks.
func member(prog *norms.Program, d *norms.RosterDecl, n *norms.Norm, since int64) fact.Member {
	m := fact.Member{Grade: grade.Verified, When: civil.At(since)}
	p := &n.ForEach.Pattern
	var roles []norms.Role
	if st := prog.State(d.Of); st != nil {
		roles = st.Roles
	}
	given := func(name string) []string {
		if n.BearerVar != nil && n.BearerVar.Role == name {
			if a := prog.Agreement(n.Agree); len(a.By) > 0 {
				return []string{leaf(prog, a.By[0], since)}
			}
		}
		for _, w := range p.Roles {
			if w.Role == name {
				return wanted(&w, nil, 0)
			}
		}
		return nil
	}
	for i := range roles {
		role := &roles[i]
		values := given(role.Name)
		if values == nil && role.Type == norms.PersonRole {
			values = []string{Elsewhere + "self"}
		}
		if values == nil {
			values = []string{Elsewhere}
		}
		m.Roles = append(m.Roles, fact.Role{Name: role.Name, Values: values})
	}
	if roles == nil { // a list of anything: its members have the roles of which norms speak
		names := spoken(n)
		for _, w := range p.Roles {
			names = append(names, w.Role)
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			values := given(name)
			if values == nil {
				values = []string{Elsewhere + "self"}
			}
			m.Roles = append(m.Roles, fact.Role{Name: name, Values: values})
		}
	}
	slices.SortFunc(m.Roles, func(a, b fact.Role) int { return cmp.Compare(a.Name, b.Name) })
	return m
}

// leaf gives the party itself or, where others are in it, the first of these that nobody is in: a value that stands for others too would
// leave open who of them is meant.
func leaf(prog *norms.Program, party string, at int64) string {
	for i := range prog.Vocabulary.Parties {
		if p := prog.Vocabulary.Parties[i].ID; p != party && prog.Vocabulary.Below(norms.PartyTree, p, party, at) {
			return leaf(prog, p, at)
		}
	}
	return party
}

// spoken lists the roles of its variable of which a norm speaks.
func spoken(n *norms.Norm) (names []string) {
	ask := func(p *norms.Pattern) {
		for _, w := range p.Roles {
			for _, v := range w.Values {
				if v.Var == n.ForEach.Var {
					names = append(names, v.Role)
				}
			}
		}
	}
	one := norms.Agreement{Norms: []norms.Norm{*n}}
	patterns(&one, ask)
	if n.BearerVar != nil {
		names = append(names, n.BearerVar.Role)
	}
	return names
}

// Begin gives the run with nothing done yet.
func (s *Setting) Begin() *Run {
	return &Run{Rosters: s.Rosters, Positions: s.Positions, End: s.From}
}

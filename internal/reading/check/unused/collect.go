package unused

import "mithaq/internal/agreement/terms"

// uses is what a book speaks of. A kind is used with its whole tree: its root stands for it.
type uses struct {
	parties map[*terms.Party]bool
	kinds   map[*terms.Kind]bool
	acts    map[*terms.Act]bool
}

// collect walks everything in a book that can name an act, a kind or a party.
func collect(book *terms.Book) *uses {
	u := &uses{map[*terms.Party]bool{}, map[*terms.Kind]bool{}, map[*terms.Act]bool{}}
	for _, v := range book.Vocabularies {
		for _, a := range v.Acts {
			u.roles(a.Roles)
		}
		for _, s := range v.States {
			u.roles(s.Roles)
			for _, links := range [][]terms.Link{s.Begins, s.Ends} {
				for i := range links {
					u.pattern(&links[i].Filter)
				}
			}
		}
	}
	for _, a := range book.Agreements {
		u.agreement(a)
	}
	u.members(book)
	return u
}

// members counts the members of each party that is spoken of, for what is said of it is said of them; then those that have
// members, for they are named with these.
func (u *uses) members(book *terms.Book) {
	for again := true; again; {
		again = false
		u.memberships(book, func(p, in *terms.Party) {
			if u.parties[in] && !u.parties[p] {
				u.parties[p], again = true, true
			}
		})
	}
	u.memberships(book, func(_, in *terms.Party) { u.party(in) })
}

func (u *uses) memberships(book *terms.Book, f func(p, in *terms.Party)) {
	for _, v := range book.Vocabularies {
		for _, p := range v.Parties {
			for _, m := range p.In {
				f(p, m.In)
			}
		}
	}
}

func (u *uses) agreement(a *terms.Agreement) {
	u.party(a.By...)
	u.party(a.To...)
	u.observed(a.Observed)
	u.party(a.Disputes...)
	u.walk().Condition(a.Entry, true)
	for i := range a.AtStart {
		u.pattern(&a.AtStart[i])
	}
	for _, c := range a.Counts {
		u.pattern(&c.From)
		u.pattern(&c.To)
		u.party(c.For...)
	}
	for _, r := range a.Readings {
		u.party(r.By...)
	}
	for n := range a.AllNorms {
		u.norm(n)
	}
	for _, c := range a.Claims {
		u.party(c.By...)
		u.walk().Figure(&c.Figure)
	}
	for _, c := range a.Concerns {
		u.party(c.Of)
	}
	for _, p := range a.Positions {
		u.party(p.Party)
	}
}

// norm collects what a norm uses: its parties, and everything that its patterns name.
func (u *uses) norm(n *terms.Norm) {
	u.party(n.Bearers...)
	u.party(n.Actors...)
	u.party(n.Taking...)
	u.observed(n.Observed)
	if c := n.Consent; c != nil {
		u.party(c.Of...)
		u.acts[c.Act] = true
	}
	if j := n.Judged; j != nil {
		u.party(j.By...)
		u.acts[j.Finding.Act] = true
	}
	if e := n.Effect; e != nil && e.Party != nil {
		u.party(e.Party)
	}
	u.walk().Norm(n)
}

// walk collects what patterns name.
func (u *uses) walk() terms.Walk { return terms.Walk{Pattern: u.pattern} }

func (u *uses) pattern(p *terms.Pattern) {
	if p.Act != nil {
		u.acts[p.Act] = true
	}
	for _, w := range p.Wants {
		for _, v := range w.Values {
			if v.Party != nil {
				u.party(v.Party)
			}
			if v.Kind != nil {
				u.kinds[v.Kind.Root()] = true
			}
		}
	}
}

func (u *uses) roles(roles []*terms.Role) {
	for _, r := range roles {
		if r.Kind != nil {
			u.kinds[r.Kind.Root()] = true
		}
	}
}

func (u *uses) observed(o *terms.Observed) {
	if o != nil {
		u.party(o.By...)
	}
}

func (u *uses) party(list ...*terms.Party) {
	for _, p := range list {
		u.parties[p] = true
	}
}

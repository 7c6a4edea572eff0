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
		for _, p := range v.Parties {
			for _, m := range p.In {
				u.party(m.In)
			}
		}
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
	return u
}

func (u *uses) agreement(a *terms.Agreement) {
	u.party(a.By...)
	u.party(a.To...)
	u.observed(a.Observed)
	for _, t := range a.Terms {
		for _, n := range t.Norms {
			u.norm(n)
		}
	}
	for _, c := range a.Claims {
		u.party(c.By...)
		u.figure(&c.Figure)
	}
	for _, c := range a.Concerns {
		u.party(c.Of)
	}
	for _, p := range a.Positions {
		u.party(p.Party)
	}
}

func (u *uses) norm(n *terms.Norm) {
	u.party(n.Bearers...)
	u.observed(n.Observed)
	u.pattern(&n.Act)
	if n.ForEach != nil {
		u.pattern(&n.ForEach.Pattern)
	}
	for i := range n.Bounds {
		u.point(&n.Bounds[i].Point)
	}
	for _, c := range []terms.Cond{n.If, n.Once, n.While, n.Until, n.Unless} {
		terms.Walk(c, u.cond)
	}
}

func (u *uses) cond(c terms.Cond) {
	switch c := c.(type) {
	case *terms.Seen:
		u.pattern(&c.Pattern)
		u.point(c.From)
		u.point(c.Until)
	case *terms.Holds:
		u.pattern(&c.Pattern)
	case *terms.After:
		u.point(&c.Point)
	case *terms.Compare:
		u.figure(&c.Figure)
	}
}

func (u *uses) figure(f *terms.Figure) {
	u.pattern(&f.Pattern)
	u.point(f.From)
	u.point(f.Until)
}

func (u *uses) point(p *terms.Point) {
	if p != nil && p.Act != nil {
		u.pattern(p.Act)
	}
}

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

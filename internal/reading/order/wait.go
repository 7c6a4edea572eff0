package order

import (
	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/source"
)

// asker reads conditions on the supposition that acts come only from norms that have come into force, or are nobody's to do:
// nobody does what another norm will ask for before it asks.
type asker struct {
	g       *graph
	reached []bool
	blocked []edge // when not nil: what stands in the way is noted
	note    bool
	sure    bool // alternatives are not noted
}

// edge is one thing that stands in the way.
type edge struct {
	to   int
	span source.Span
}

// norm says whether everything that the norm waits on can come about.
func (k *asker) norm(i int) bool {
	n := k.g.norms[i]
	ok := k.cond(n.Once)
	ok = k.cond(n.While) && ok
	ok = k.bound(n.Window.Start) && ok
	if !ahead(n) {
		ok = k.bound(n.Window.End) && ok
	}
	if a := k.g.prog.Agreement(n.Agree); a != nil {
		ok = k.cond(a.Entry) && ok
	}
	for _, b := range k.g.after[i] {
		ok = k.all([]int{b.norm}, b.span) && ok
	}
	return ok
}

// any says whether one of the norms has come into force. Where there is none the thing is nobody's to do: somebody may.
func (k *asker) any(list []int, span source.Span) bool {
	if len(list) == 0 {
		return true
	}
	for _, i := range list {
		if k.reached[i] {
			return true
		}
	}
	if k.sure && len(list) > 1 {
		return false
	}
	return k.all(list, span)
}

// all says whether all of the norms have come into force.
func (k *asker) all(list []int, span source.Span) bool {
	ok := true
	for _, i := range list {
		if !k.reached[i] {
			ok = false
			if k.note {
				k.blocked = append(k.blocked, edge{i, span})
			}
		}
	}
	return ok
}

func (k *asker) named(name string, span source.Span) bool {
	if i, ok := k.g.index[name]; ok {
		return k.all([]int{i}, span)
	}
	return true
}

// cond says whether a condition may come true.
func (k *asker) cond(c norms.Cond) bool {
	switch c := c.(type) {
	case norms.And:
		ok := true
		for _, x := range c.Conds {
			ok = k.cond(x) && ok
		}
		return ok
	case norms.Or:
		noted := len(k.blocked)
		ok := len(c.Conds) == 0
		for _, x := range c.Conds {
			ok = k.cond(x) || ok
		}
		if ok || k.sure && len(c.Conds) > 1 {
			k.blocked = k.blocked[:noted]
		}
		return ok
	case norms.Not:
		if h, is := c.Cond.(norms.Holds); is {
			return k.ended(&h.Pattern)
		}
	case norms.NoneHolds:
		return k.ended(&c.Pattern)
	case norms.Seen:
		return k.any(k.g.suppliers(&c.Pattern), c.Pattern.Span)
	case norms.Holds:
		return k.begun(&c.Pattern)
	case norms.NormIs:
		if c.Word != norms.IsBreached {
			return k.named(c.Norm, c.Span)
		}
	case norms.InEffect:
		return k.named(c.Power, source.Span{})
	case norms.MarkSet:
		return k.any(k.g.setting(c.Mark), source.Span{})
	case norms.Reached:
		return k.bound(&c.Bound)
	case norms.Compare:
		if c.With == nil && (c.Op == norms.AtLeast || c.Op == norms.MoreThan || c.Op == norms.Equal) && c.N > 0 {
			return k.any(k.g.suppliers(&c.Figure.Pattern), c.Figure.Pattern.Span)
		}
	}
	return true
}

// bound says whether a bound may come.
func (k *asker) bound(b *norms.Bound) bool {
	if b == nil {
		return true
	}
	switch b.At.Sort {
	case norms.AtAct:
		return k.any(k.g.suppliers(&b.At.Act), b.Span)
	case norms.AtNorm:
		return b.At.Breach || k.named(b.At.Norm, b.Span)
	case norms.AtMark:
		return k.any(k.g.setting(b.At.Mark), b.Span)
	}
	return true
}

// setting lists the norms whose act sets a mark.
func (g *graph) setting(mark string) (list []int) {
	if known, ok := g.set[mark]; ok {
		return known
	}
	defer func() { g.set[mark] = list }()
	for i := range g.prog.Vocabulary.Acts {
		a := &g.prog.Vocabulary.Acts[i]
		day := false
		for _, r := range a.Roles {
			day = day || r.Type == norms.DateRole
		}
		for _, r := range a.Roles {
			if r.Type == norms.MarkRole && day {
				list = append(list, g.suppliers(&norms.Pattern{Act: a.ID, Roles: []norms.Want{{Role: r.Name, Values: []norms.Value{{ID: mark}}}}})...)
			}
		}
	}
	return list
}

// begun says whether a state may begin to hold, or held from the start.
func (k *asker) begun(p *norms.Pattern) bool {
	st := k.g.prog.State(p.Act)
	if st == nil || k.g.heldFrom(st.ID) {
		return true
	}
	return k.links(st.Begins, p)
}

// ended says whether a state may come to an end, or holds of nothing at the start.
func (k *asker) ended(p *norms.Pattern) bool {
	st := k.g.prog.State(p.Act)
	if st == nil || !k.g.heldFrom(st.ID) {
		return true
	}
	return k.links(st.Ends, p)
}

// heldFrom says whether the state may hold from the start: a list of its holders, or the text, may say so.
func (g *graph) heldFrom(state string) bool {
	for _, r := range g.prog.Vocabulary.Rosters {
		if r.Of == state {
			return true
		}
	}
	for i := range g.prog.Agreements {
		for _, p := range g.prog.Agreements[i].Initially {
			if p.Act == state {
				return true
			}
		}
	}
	return false
}

func (k *asker) links(links []norms.Link, p *norms.Pattern) bool {
	var list []int
	for i := range links {
		q := links[i].Filter
		for _, r := range links[i].Roles {
			for _, w := range p.Roles {
				if w.Role == r.State {
					w.Role = r.Act
					q.Roles = append(q.Roles[:len(q.Roles):len(q.Roles)], w)
				}
			}
		}
		found := k.g.suppliers(&q)
		if len(found) == 0 {
			return true // nobody is asked to: somebody may
		}
		list = append(list, found...)
	}
	return k.any(list, p.Span)
}

// settle gives the norms that can come into force without anybody going ahead of what is asked, and what stands in the way of the others.
func (g *graph) settle() (reached []bool, edges [][]edge) {
	k := &asker{g: g, reached: make([]bool, len(g.norms))}
	for again := true; again; {
		again = false
		for i := range g.norms {
			if !k.reached[i] && k.norm(i) {
				k.reached[i], again = true, true
			}
		}
	}
	edges = make([][]edge, len(g.norms))
	k.note = true
	for i := range g.norms {
		if k.reached[i] {
			continue
		}
		k.blocked = nil
		k.norm(i)
		edges[i] = k.blocked
	}
	return k.reached, edges
}

// Waits gives what waits on what, as the text writes it: each norm with those that have to be done, or to come into force, before it. Where one of
// several would do, all of them are given.
func Waits(prog *norms.Program) (links []Link) {
	g := newGraph(prog)
	for i := range g.norms {
		k := &asker{g: g, reached: make([]bool, len(g.norms)), note: true}
		k.norm(i)
		known := map[int]bool{i: true}
		for _, e := range k.blocked {
			if !known[e.to] {
				known[e.to] = true
				links = append(links, Link{g.norms[i].Name(), g.norms[e.to].Name(), e.span})
			}
		}
	}
	return links
}

package compare

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// cell answers for one norm of the terms; nil while that norm is being answered already.
func (x *pair) cell(t side) *Cell {
	name := t.n.Name()
	if c, ok := x.cells[name]; ok {
		return c
	}
	x.cells[name] = nil
	c := &Cell{Program: x.prog, Norm: name, Initiative: x.init[0].ID}
	x.certify(c, t)
	x.cells[name] = c
	return c
}

// certify looks for a certificate; without one it says which norm comes nearest.
func (x *pair) certify(c *Cell, t side) {
	parts := x.parts(t)
	vacuo := 0
	for _, p := range parts {
		if why, ok := x.inVacuo(p.side); ok {
			c.Because = why
			vacuo++
		}
	}
	if len(parts) > 0 && vacuo == len(parts) {
		c.Answer = MetInVacuo
		return
	}
	c.Because = Reason{}
	links, rests, met := x.meets(parts)
	c.Links, c.Rests = links, rests
	if met {
		c.Answer = Met
		x.performance(c, t)
		return
	}
	if x.speaksOf(t) && x.free(t) {
		c.Answer, c.Links, c.Because = Met, nil, Reason{Code: "free"}
		return
	}
	for _, p := range parts {
		for _, i := range x.initiative() {
			for _, q := range x.parts(i) {
				if steps, rests, ok := x.contradicts(p.side, q.side); ok {
					c.Answer = Contradicted
					c.Links = []Link{{Norm: i.n.Name(), Case: caseOf(p, q), Span: i.n.Span, Steps: steps}}
					c.Rests = unique(rests, c.Links)
					return
				}
			}
		}
	}
	if !x.speaksOf(t) {
		c.Links = nil
		c.Answer = Missing
		if x.partial() {
			c.Answer = NotSeen
		}
		return
	}
	for _, l := range c.Links {
		for _, s := range l.Steps {
			if s.Relation == Weaker {
				c.Add = append(c.Add, s)
			}
		}
	}
	x.amend(c, t)
}

// meets looks for a certificate of all parts, and of a part for each of its cases. Without one it gives the nearest norm of the
// first part that has none.
func (x *pair) meets(parts []part) (links []Link, rests []string, met bool) {
	for _, p := range parts {
		whole, more, ok := x.link(p)
		if ok {
			links, rests = append(links, whole), append(rests, more...)
			continue
		}
		cases := x.cases(p)
		var some []Link
		for _, q := range cases {
			l, more, ok := x.link(q)
			if !ok {
				break
			}
			some, rests = append(some, l), append(rests, more...)
		}
		if len(cases) < 2 || len(some) < len(cases) {
			if whole.Norm == "" {
				return nil, nil, false
			}
			return []Link{whole}, nil, false
		}
		links = append(links, some...)
	}
	return links, unique(rests, links), true
}

// link finds a norm of the initiative that refines the part; of several the one that is most like it; without any, the one
// that comes nearest to it.
func (x *pair) link(p part) (best Link, rests []string, ok bool) {
	least := -1
	for _, i := range x.initiative() {
		for _, q := range x.parts(i) {
			if !x.speaks(&p.n.Act, &q.n.Act) && p.n.Act.Act != "" && q.n.Act.Act != "" {
				continue
			}
			r := x.refine(p.side, q.side)
			if rank := r.rank(); least < 0 || rank < least {
				least, ok = rank, r.holds()
				best = Link{Norm: i.n.Name(), Case: caseOf(p, q), Span: i.n.Span, Steps: r.steps}
				rests = r.rests
			}
		}
	}
	return best, rests, ok
}

// rank orders refinements: those that hold first, then by how many dimensions fall short, then by how much is alike.
func (r *refinement) rank() (rank int) {
	for _, s := range r.steps {
		switch {
		case s.Relation == Weaker && s.Dimension == Deed:
			rank += 100000
		case s.Relation == Weaker:
			rank += 1000
		case s.Forced:
			rank += 10
		case s.Relation == Stronger:
			rank++
		}
	}
	return rank
}

func caseOf(p, q part) string {
	switch {
	case p.what != "":
		return p.what
	case p.who != "":
		return p.who
	}
	return q.who
}

// unique drops doubles, and names that the links have already.
func unique(names []string, links []Link) (out []string) {
	for _, n := range names {
		if !slices.Contains(out, n) && !some(links, func(l Link) bool { return l.Norm == n }) {
			out = append(out, n)
		}
	}
	return out
}

// performance says on whose acts a certificate rests. What forbids rests on those who could do the act, what demands on those
// who have to; a permission on nobody.
func (x *pair) performance(c *Cell, t side) {
	if t.n.Modality == norms.Permission && !t.n.OnlyOnce || t.n.Modality == norms.Power {
		return
	}
	var names []string
	for _, l := range c.Links {
		names = append(names, l.Norm)
	}
	for _, name := range append(names, c.Rests...) {
		for _, who := range bearers(x.find(name).n) {
			if !slices.Contains(c.Parties, who) {
				c.Parties = append(c.Parties, who)
			}
		}
	}
	slices.Sort(c.Parties)
	own := bearers(t.n)
	alone := each(c.Parties, func(p string) bool {
		return p != "" && some(own, func(o string) bool { return o == p || len(x.prog.Vocabulary.Within(p, o)) > 0 })
	})
	if slices.Equal(own, []string{""}) {
		alone = len(c.Parties) == 1 && c.Parties[0] != ""
	}
	c.By = IfAll
	if alone {
		c.By = ByBearer
	}
}

// bearers lists who bears a norm; "" where the text names nobody, or a family gives the bearer.
func bearers(n *norms.Norm) []string {
	switch {
	case n == nil:
		return nil
	case n.ForEach != nil && n.ForEach.Source == norms.FromBearers:
		return n.ForEach.Members
	case len(n.Bearers) == 0:
		return []string{""}
	}
	return n.Bearers
}

// partial says that some of the initiative is not known.
func (x *pair) partial() bool {
	return some(x.init, func(a *norms.Agreement) bool { return a.Partial })
}

// speaksOf says whether anything in the initiative speaks of what the norm is about: its acts, whoever does them, and the
// acts and states of the condition that it asks to keep or to bring about.
func (x *pair) speaksOf(t side) bool {
	mine := x.subjects(t.n)
	for _, i := range x.initiative() {
		for _, p := range x.subjects(i.n) {
			if some(mine, func(q norms.Pattern) bool { return x.akin(&q, &p) }) {
				return true
			}
		}
	}
	for _, a := range x.init {
		for _, c := range a.Counts {
			if some(mine, func(q norms.Pattern) bool { return x.akin(&q, &c.From) || x.akin(&q, &c.To) }) {
				return true
			}
		}
	}
	return false
}

// akin says whether a pattern of the initiative, of acts or of states, speaks of what one of the terms is about.
func (x *pair) akin(terms, initiative *norms.Pattern) bool {
	if x.prog.State(terms.Act) != nil || x.prog.State(initiative.Act) != nil {
		return terms.Act == initiative.Act
	}
	return x.speaks(terms, initiative)
}

// subjects lists what a norm asks, forbids or allows: its act, or what its goal speaks of, with the acts that begin and end a
// state of it.
func (x *pair) subjects(n *norms.Norm) (list []norms.Pattern) {
	if n.Goal == nil {
		return []norms.Pattern{n.Act}
	}
	norms.Walk(n.Goal, func(c norms.Cond) {
		switch c := c.(type) {
		case norms.Seen:
			list = append(list, c.Pattern)
		case norms.Compare:
			list = append(list, c.Figure.Pattern)
		case norms.Holds:
			list = append(list, x.state(c.Pattern)...)
		case norms.NoneHolds:
			list = append(list, x.state(c.Pattern)...)
		case norms.NormIs:
			if other := x.find(c.Norm); other.n != nil && other.n.Goal == nil {
				list = append(list, other.n.Act)
			}
		}
	})
	return list
}

func (x *pair) state(p norms.Pattern) []norms.Pattern {
	list := []norms.Pattern{p}
	if st := x.prog.State(p.Act); st != nil {
		for _, l := range append(slices.Clone(st.Begins), st.Ends...) {
			list = append(list, l.Filter)
		}
	}
	return list
}

// free says that nothing in the initiative forbids anything that a permission allows: it has no prohibition of such an act, nor
// a permission that forbids it before its time. Powers are not free: nobody has one that no text gives.
func (x *pair) free(t side) bool {
	return t.n.Modality == norms.Permission && !t.n.OnlyOnce && len(t.ag.Counts) == 0 && each(x.initiative(), func(i side) bool {
		return i.n.Modality != norms.Prohibition && !i.n.OnlyOnce || len(i.ag.Counts) == 0 && x.apart(&t.n.Act, &i.n.Act)
	})
}

package terms

import (
	"slices"

	"mithaq/internal/agreement/syntax"
	"mithaq/internal/base/diag"
	"mithaq/internal/base/source"
)

// whole looks at all agreements together: circles among them and among norms, and powers that have nothing to work on.
func (r *resolver) whole() {
	r.agreementCircles(codeSuperCircle, func(a *Agreement) (to []*Agreement, at []source.Span) {
		for _, s := range a.Supersedes {
			to = append(to, s.Agreement)
		}
		return to, r.superseding[a]
	})
	r.agreementCircles(codeInclCircle, func(a *Agreement) (to []*Agreement, at []source.Span) { return a.Includes, r.including[a] })
	p := newPowers(r.book)
	for _, a := range r.book.Agreements {
		for n := range a.AllNorms {
			r.idle(p, n)
		}
	}
	r.normCircles(p, "")
	told := map[string]bool{}
	for _, a := range r.book.Agreements {
		for _, reading := range a.Readings {
			if !told[reading.ID] {
				told[reading.ID] = true
				r.normCircles(p, reading.ID)
			}
		}
	}
}

// agreementCircles refuses agreements that lead back to themselves.
func (r *resolver) agreementCircles(code diag.Code, next func(*Agreement) ([]*Agreement, []source.Span)) {
	number := map[*Agreement]int{}
	for i, a := range r.book.Agreements {
		number[a] = i
	}
	graph := make([][]link, len(r.book.Agreements))
	for i, a := range r.book.Agreements {
		to, at := next(a)
		for j := range to {
			graph[i] = append(graph[i], link{number[to[j]], at[j], true})
		}
	}
	r.tellCircles(code, graph, func(i int) string { return r.book.Agreements[i].ID })
}

// powers holds which norms each power touches, and which powers touch each norm.
type powers struct {
	touches map[*Norm][]*Norm
	on      map[*Norm][]*Norm // by the norm touched, in the order of the text
	movers  map[*Mark][]*Norm
}

func newPowers(book *Book) *powers {
	p := &powers{map[*Norm][]*Norm{}, map[*Norm][]*Norm{}, map[*Mark][]*Norm{}}
	for _, a := range book.Agreements {
		for n := range a.AllNorms {
			if n.Effect == nil {
				continue
			}
			p.touches[n] = n.Touches()
			for _, x := range p.touches[n] {
				p.on[x] = append(p.on[x], n)
			}
			if m := n.Effect.Mark; m != nil {
				p.movers[m] = append(p.movers[m], n)
			}
		}
	}
	return p
}

// Touches lists the norms that a power works on (spec/norms.md, section 11): those that it names; of a term or a text that it
// names, those that are no powers; of these too, those that the party in whose place it puts the bearer bears alone. A power
// of a reading touches the norms of the text and of its own reading.
func (n *Norm) Touches() []*Norm {
	e := n.Effect
	if e == nil {
		return nil
	}
	list := slices.Clone(e.Norms)
	for x := range n.Agreement.AllNorms {
		whole := e.Text || slices.Contains(e.Terms, x.Term)
		alone := n.Deed == syntax.Succeed && len(x.Bearers) == 1 && x.Bearers[0] == e.Party
		if n.Reading != nil && x.Reading != nil && x.Reading != n.Reading || slices.Contains(list, x) {
			continue
		}
		if (whole || alone) && x.Modality != syntax.Can {
			list = append(list, x)
		}
	}
	return list
}

// idle tells powers that cannot do what they say.
func (r *resolver) idle(p *powers, n *Norm) {
	for _, x := range p.touches[n] {
		related := diag.Related{Key: "def", Span: x.Label}
		switch {
		case n.Deed == syntax.Extend && !x.ended():
			r.fail(codeNoEnd, n.Effect.Span, diag.Args("name", x.ID), related)
		case n.Deed == syntax.Resume && !slices.ContainsFunc(p.on[x], func(by *Norm) bool { return by.Deed == syntax.Suspend }):
			r.fail(codeResume, n.Effect.Span, diag.Args("name", x.ID), related)
		}
	}
	if n.Deed == syntax.Succeed && (len(n.Bearers) == 0 || n.Share == syntax.EachOf || n.Share == syntax.Either) {
		r.fail(codeNoSuccessor, n.Effect.Span, nil)
	}
	if n.Deed == syntax.Succeed && n.Effect.Party != nil && len(p.touches[n]) == 0 {
		r.fail(codeSucceeds, n.Effect.Span, diag.Args("name", n.Effect.Party.ID), diag.Related{Key: "def", Span: n.Effect.Party.Span})
	}
	suspended := n.While != nil || n.Agreement.Applies.While != nil || n.Term.Applies.While != nil ||
		slices.ContainsFunc(p.on[n], func(by *Norm) bool { return by.Deed == syntax.Suspend })
	if n.Clock != nil && n.ended() && !suspended {
		r.say(diag.Diagnostic{Code: codeClock, Severity: diag.Error, Span: n.Clock.Span, Fixes: []diag.Fix{{Key: "no_while"}}})
	}
}

// ended says whether the norm's window has an end.
func (n *Norm) ended() bool {
	return n.Lasts != nil || slices.ContainsFunc(n.Bounds, func(b Bound) bool { return b.Ends() })
}

// normCircles refuses norms whose states depend on each other, but for circles through "once" alone (spec/norms.md,
// section 5), where the text is read as the reading says ("": as written). Nodes are the norms, then for each agreement
// the time when it enters into force.
func (r *resolver) normCircles(p *powers, reading string) {
	g := &references{powers: p, norms: map[*Norm]int{}, starts: map[*Agreement]int{}}
	for _, a := range r.book.Agreements {
		g.read(a, reading)
	}
	for i, a := range r.book.Agreements {
		g.starts[a] = len(g.list) + i
	}
	g.graph = make([][]link, len(g.list)+len(r.book.Agreements))
	for _, n := range g.list {
		g.norm(n)
	}
	for _, a := range r.book.Agreements {
		from := g.starts[a]
		g.walk(from, a).Condition(a.Entry, true)
		for i, s := range a.Supersedes {
			g.superseded(s, a, r.superseding[a][i])
		}
	}
	several := len(r.book.Agreements) > 1
	r.tellCircles(codeCondCircle, g.graph, func(i int) string {
		switch {
		case i >= len(g.list):
			return r.book.Agreements[i-len(g.list)].ID
		case several:
			return g.list[i].Name()
		}
		return g.list[i].ID
	})
}

// references is the graph of what depends on what.
type references struct {
	*powers
	list   []*Norm
	norms  map[*Norm]int
	starts map[*Agreement]int
	graph  [][]link
}

// read enters the norms of an agreement as a reading has them: its own stand in the place of those with the same label.
func (g *references) read(a *Agreement, reading string) {
	own := map[string]int{}
	for _, x := range a.Readings {
		if x.ID != reading {
			continue
		}
		for _, n := range x.Norms {
			own[n.ID] = len(g.list)
			g.norms[n] = len(g.list)
			g.list = append(g.list, n)
		}
	}
	for _, t := range a.Terms {
		for _, n := range t.Norms {
			if i, replaced := own[n.ID]; replaced {
				g.norms[n] = i
				continue
			}
			g.norms[n] = len(g.list)
			g.list = append(g.list, n)
		}
	}
}

// to adds a link to a norm; one with an error was left out of the book.
func (g *references) to(from int, n *Norm, at source.Span, strict bool) {
	if i, there := g.norms[n]; there {
		g.graph[from] = append(g.graph[from], link{i, at, strict})
	}
}

// start adds a link to the time when an agreement enters into force, where that depends on anything.
func (g *references) start(from int, a *Agreement, at source.Span) {
	if a.Entry != nil {
		g.graph[from] = append(g.graph[from], link{g.starts[a], at, true})
	}
}

// walk gives the walk that adds what conditions and points of the agreement refer to.
func (g *references) walk(from int, a *Agreement) Walk {
	return Walk{
		Cond: func(c Cond, strict bool) {
			if is, ok := c.(*NormIs); ok {
				g.to(from, is.Norm, is.Span, strict)
			}
		},
		Point: func(p *Point, strict bool) {
			switch {
			case p.Norm != nil:
				g.to(from, p.Norm, p.Span, strict)
			case p.Mark != nil:
				for _, by := range g.movers[p.Mark] {
					g.to(from, by, p.Span, true)
				}
			case p.isStart():
				g.start(from, a, p.Span)
			}
		},
	}
}

// norm adds what a norm refers to: what its clauses say, what its powers do to it, the norm above it, the start of its text.
func (g *references) norm(n *Norm) {
	from := g.norms[n]
	g.start(from, n.Agreement, n.Label)
	g.walk(from, n.Agreement).Norm(n)
	if n.Otherwise != nil {
		g.to(from, n.Otherwise, n.Label, false)
	}
	for _, by := range g.on[n] {
		g.to(from, by, by.Effect.Span, true)
	}
}

// superseded adds that the norms of a text end when another enters into force.
func (g *references) superseded(s Superseded, by *Agreement, at source.Span) {
	if !by.Replaces() {
		return
	}
	for n := range s.Agreement.AllNorms {
		if i, there := g.norms[n]; there && (s.Term == nil || n.Term == s.Term) {
			g.start(i, by, at)
		}
	}
}

// Replaces says whether what the agreement supersedes ends when it starts: a demand or an offer ends nothing.
func (a *Agreement) Replaces() bool { return a.Force == syntax.Agreed || a.Force == syntax.Resolution }

// isStart says whether the point is the start of the agreement.
func (p *Point) isStart() bool {
	return p.Moment == nil && p.Mark == nil && p.Norm == nil && p.Act == nil && p.Var == ""
}

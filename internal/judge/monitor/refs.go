package monitor

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// refs gives the norms that a norm refers to: in its bounds and conditions, by the powers that touch it, and in what its
// text's entry into force asks.
func (m *Machine) refs(ref *normRef) []string {
	g := gatherer{prog: m.prog, ag: ref.ag}
	n := ref.n
	g.bound(n.Window.Start)
	g.bound(n.Window.End)
	for _, c := range conditions(n) {
		g.cond(c)
	}
	for _, x := range n.Extends {
		g.out = append(g.out, x.Power)
	}
	g.start(ref.ag)
	slices.Sort(g.out)
	return slices.Compact(g.out)
}

// conditions gives all conditions of a norm; some are nil.
func conditions(n *norms.Norm) []norms.Cond {
	out := []norms.Cond{n.If, n.Once, n.While, n.Until, n.Unless, n.Goal}
	if n.Window.Renew != nil {
		out = append(out, n.Window.Renew.Unless)
	}
	return out
}

// gatherer gathers the names of norms.
type gatherer struct {
	prog   *norms.Program
	ag     *norms.Agreement
	out    []string
	starts []*norms.Agreement // whose start was asked for
}

// start gathers what the start of a text asks.
func (g *gatherer) start(ag *norms.Agreement) {
	if ag == nil || ag.Entry == nil || slices.Contains(g.starts, ag) {
		return
	}
	g.starts = append(g.starts, ag)
	own := g.ag
	g.ag = ag
	g.cond(ag.Entry)
	g.ag = own
}

func (g *gatherer) bound(b *norms.Bound) {
	if b == nil {
		return
	}
	switch b.At.Sort {
	case norms.AtNorm:
		g.out = append(g.out, b.At.Norm)
	case norms.AtStart:
		if b.At.Agree != "" {
			g.start(g.prog.Agreement(b.At.Agree))
		}
	case norms.AtMark:
		for i := range g.ag.Marks {
			if g.ag.Marks[i].ID == b.At.Mark {
				g.out = append(g.out, g.ag.Marks[i].Movers...)
			}
		}
	}
}

func (g *gatherer) figure(f *norms.Figure) {
	g.bound(f.From)
	g.bound(f.Until)
}

func (g *gatherer) cond(c norms.Cond) {
	norms.Walk(c, func(c norms.Cond) {
		switch x := c.(type) {
		case norms.Seen:
			g.bound(x.From)
			g.bound(x.Until)
		case norms.NormIs:
			g.out = append(g.out, x.Norm)
		case norms.InEffect:
			g.out = append(append(g.out, x.Power), x.Undo...)
		case norms.Reached:
			g.bound(&x.Bound)
		case norms.Compare:
			g.figure(&x.Figure)
			if x.With != nil {
				g.figure(x.With)
			}
		}
	})
}

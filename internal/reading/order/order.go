// Package order asks in which order the steps of a text can come: whether some wait for each other in a circle, whether
// some can never come, and whether two sides may read the order otherwise.
//
// What waits on what is read off the norms: conditions, and bounds counted from acts and norms. That gives candidates, cheaply,
// for a text of any length. A finding is made only of a candidate for which a run is found that both judges confirm: what the
// structure suggests and no run shows is not told.
package order

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/source"
)

// Link is one step of waiting: From waits on To, and the text says so at Span.
type Link struct {
	From, To string // full names
	Span     source.Span
}

// graph holds what each norm waits on.
type graph struct {
	prog  *norms.Program
	norms []*norms.Norm
	index map[string]int
	byAct map[string][]int // norms by which an act may come: obligations, permissions, aims, powers
	set   map[string][]int // norms that set a mark, once asked for
	after map[int][]before // whose act must not come before another norm is done
}

// before says that a norm has to be done before something that another brings about.
type before struct {
	norm int
	span source.Span
}

func newGraph(prog *norms.Program) *graph {
	g := &graph{prog: prog, index: map[string]int{}, byAct: map[string][]int{}, set: map[string][]int{}, after: map[int][]before{}}
	for i := range prog.Agreements {
		a := &prog.Agreements[i]
		for j := range a.Norms {
			n := &a.Norms[j]
			g.index[n.Name()] = len(g.norms)
			if n.Modality != norms.Prohibition && n.Goal == nil && n.Act.Act != "" {
				g.byAct[n.Act.Act] = append(g.byAct[n.Act.Act], len(g.norms))
			}
			g.norms = append(g.norms, n)
		}
	}
	for i, n := range g.norms {
		if b := n.Window.End; ahead(n) {
			for _, k := range g.bringing(b) {
				if k != i {
					g.after[k] = append(g.after[k], before{i, b.Span})
				}
			}
		}
	}
	return g
}

// ahead says that the norm is to be done before an act or the keeping of another norm, from the start.
func ahead(n *norms.Norm) bool {
	b := n.Window.End
	return b != nil && (b.At.Sort == norms.AtAct || b.At.Sort == norms.AtNorm && !b.At.Breach) &&
		(b.Plus.IsZero() || b.Before) && n.Modality == norms.Obligation && n.Goal == nil
}

// bringing lists the norms whose act would fix the bound.
func (g *graph) bringing(b *norms.Bound) []int {
	if b.At.Sort == norms.AtNorm {
		if k, ok := g.index[b.At.Norm]; ok {
			return []int{k}
		}
		return nil
	}
	return g.suppliers(&b.At.Act)
}

// suppliers lists the norms by which an act that matches may come.
func (g *graph) suppliers(p *norms.Pattern) (list []int) {
	for _, act := range g.acts(p.Act) {
		for _, k := range g.byAct[act] {
			if overlap(g.prog, &g.norms[k].Act, p) {
				list = append(list, k)
			}
		}
	}
	for i := range g.prog.Agreements {
		for _, c := range g.prog.Agreements[i].Counts {
			if c.To.Act == p.Act {
				list = append(list, g.byAct[c.From.Act]...)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// acts lists the acts that match a pattern on an act, phases taken into account (spec/norms.md, section 3).
func (g *graph) acts(id string) []string {
	a := g.prog.Act(id)
	switch {
	case a == nil:
		return nil
	case a.Of != "":
		return []string{id, a.Of}
	}
	return []string{id, id + ".finish"}
}

// overlap says whether some act may match both patterns, as far as the values say.
func overlap(prog *norms.Program, p, q *norms.Pattern) bool {
	decl := prog.Act(p.Act)
	if decl == nil {
		return false
	}
	for i := range p.Roles {
		for j := range q.Roles {
			if v, w := &p.Roles[i], &q.Roles[j]; v.Role == w.Role && !meet(prog, decl, v, w) {
				return false
			}
		}
	}
	return true
}

// meet says whether one value may be what both want.
func meet(prog *norms.Program, decl *norms.Act, v, w *norms.Want) bool {
	role := decl.Role(v.Role)
	if role == nil || v.Amount != nil || w.Amount != nil {
		return true
	}
	if role.Many && role.Name != decl.Doer() {
		return true
	}
	t := norms.PartyTree
	switch role.Type {
	case norms.KindRole:
		t = norms.KindTree
	case norms.PlaceRole:
		t = norms.ZoneTree
	}
	below := func(x, y string) bool {
		if t == norms.PartyTree {
			return x == y || len(prog.Vocabulary.Within(x, y)) > 0
		}
		return prog.Vocabulary.Below(t, x, y, 0)
	}
	for _, x := range v.Values {
		for _, y := range w.Values {
			if x.Var != "" || y.Var != "" || below(x.ID, y.ID) || below(y.ID, x.ID) {
				return true
			}
		}
	}
	return false
}

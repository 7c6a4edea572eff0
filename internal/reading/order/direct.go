package order

import (
	"slices"

	"mithaq/internal/agreement/norms"
)

// Wait is a direct wait of one norm on another.
type Wait struct {
	Link
	Any bool // others would do as well
}

// Direct lists what each norm of the texts waits on, in their order: conditions, and bounds counted from acts and norms. It is read
// off the text alone and says nothing of whether it can come about. Unlike Waits it tells what has to end in any case from what others would do as well.
func Direct(prog *norms.Program) (list []Wait) {
	g := newGraph(prog)
	sure := g.direct(true)
	for i, edges := range g.direct(false) {
		seen := map[int]bool{}
		for _, e := range edges {
			if seen[e.to] {
				continue
			}
			seen[e.to] = true
			all := slices.ContainsFunc(sure[i], func(x edge) bool { return x.to == e.to })
			list = append(list, Wait{Link{g.norms[i].Name(), g.norms[e.to].Name(), e.span}, !all})
		}
	}
	return list
}

// direct gives what each norm waits on; with sure only what has to end in any case, not alternatives.
func (g *graph) direct(sure bool) [][]edge {
	all := make([][]edge, len(g.norms))
	k := &asker{g: g, reached: make([]bool, len(g.norms)), note: true, sure: sure}
	for i := range g.norms {
		k.blocked = nil
		k.norm(i)
		all[i] = slices.Clone(k.blocked)
	}
	return all
}

// Whole is all that is found of the order of the steps of texts by one reading.
type Whole struct {
	Waits   []Wait
	Circles []Circle
}

// Of finds it. Runs are played for it.
func Of(prog *norms.Program) *Whole { return &Whole{Direct(prog), Circles(prog)} }

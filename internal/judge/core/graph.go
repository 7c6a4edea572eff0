package core

import "mithaq/internal/judge/core/policy"

// operator is a node of the graph. After each time point every operator takes one step, operands first.
type operator interface {
	step() error    // writes the relations of all time points that are newly decided
	need() int64    // the first time point whose stamp is still needed
	mark(m *marker) // notes the strings of its state
}

// graph is a compiled formula.
type graph struct {
	clock     clock
	symbols   *Symbols
	paired    bool      // a run over lanes
	atoms     [][]*atom // by predicate
	inputs    []*stream // of the atoms
	operators []operator
	tidied    int // stamps left by the last tidying
	result    *reader
	columns   []int // of the result, in the order in which verdicts show them
	types     []policy.Type
	ordered   bool      // the result comes in the order of verdicts
	lanes     laneInput // of a run over lanes
}

// tuple gives a tuple of the time point that comes next to the atoms.
func (g *graph) tuple(pred int, args []Word, p Pair) {
	point := g.clock.read()
	for _, a := range g.atoms[pred] {
		a.out.reach(point)
		a.take(args, p)
	}
}

// point ends the time point that comes next, whose tuples the atoms have got.
func (g *graph) point(stamp int64) { g.clock.stamps = append(g.clock.stamps, stamp) }

// step evaluates the time points that have ended.
func (g *graph) step() error {
	read := g.clock.read()
	for _, in := range g.inputs {
		in.reach(read)
	}
	for _, o := range g.operators {
		if err := o.step(); err != nil {
			return err
		}
	}
	return nil
}

// tidy forgets stamps that no operator needs any more. What it costs is paid by the time points read since.
func (g *graph) tidy() {
	if len(g.clock.stamps) < 2048 || len(g.clock.stamps) < 2*g.tidied {
		return
	}
	need := min(g.result.s.known, g.clock.read())
	for _, o := range g.operators {
		need = min(need, o.need())
	}
	g.clock.drop(need)
	g.tidied = len(g.clock.stamps)
}

// mark notes the strings of all state.
func (g *graph) mark(m *marker) {
	for _, in := range g.inputs {
		in.mark(m)
	}
	g.lanes.mark(m)
	for _, o := range g.operators {
		o.mark(m)
	}
}

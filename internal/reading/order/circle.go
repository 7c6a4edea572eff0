package order

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/base/civil"
	"mithaq/internal/judge/status"
	"mithaq/internal/reading/run"
)

// Circle is a ring of norms each of which waits on the next.
type Circle struct {
	Links  []Link // the first from the norm that stands first in the text
	Behind int    // how many more norms wait on these
	Run    *run.Told
	Break  *Break // nil: no single act is known that would break it
}

// Break is an act that would break a circle, done before anything asks for it.
type Break struct {
	Norm string // whose act it is
	Run  *run.Told
}

// Circles finds the rings, the shortest of each knot.
func Circles(prog *norms.Program) (found []Circle) {
	g := newGraph(prog)
	reached, edges := g.settle()
	if !slices.Contains(reached, false) {
		return nil
	}
	for _, ring := range rings(edges) {
		c := Circle{}
		for i, e := range ring {
			next := ring[(i+1)%len(ring)].from
			c.Links = append(c.Links, Link{g.norms[e.from].Name(), g.norms[next].Name(), e.span})
		}
		if ok, err := g.show(&c); err == nil && ok { // otherwise no run is confirmed, so nothing is said
			c.Behind = behind(edges, ring)
			found = append(found, c)
		}
	}
	return found
}

// show finds the run in which all else is done and the ring still waits, and an act that would break it.
func (g *graph) show(c *Circle) (bool, error) {
	names := make([]string, len(c.Links))
	for i, l := range c.Links {
		names[i] = l.From
	}
	return run.Try(g.prog, func(prog *norms.Program, part bool) (bool, error) { return g.shown(c, prog, part, names) }, names...)
}

func (g *graph) shown(c *Circle, prog *norms.Program, part bool, names []string) (bool, error) {
	policy := &run.Policy{Aims: true, Leave: true, Free: true}
	setting := run.Suppose(prog)
	played, err := run.Play(prog, setting, policy)
	if err != nil {
		return false, err
	}
	j, err := run.Judge(prog, played.Run)
	switch {
	case err != nil:
		return false, err
	case !waiting(j, names):
		return false, nil
	case played.Bounded || !j.Lawful():
		return false, run.ErrElse
	}
	c.Run = &run.Told{Program: prog, Run: played.Run, Part: part}
	return true, g.broken(c, prog, setting, policy, names)
}

// broken tries the act of each norm of the ring, before anything asks for it.
func (g *graph) broken(c *Circle, prog *norms.Program, s *run.Setting, policy *run.Policy, names []string) error {
	for _, name := range names {
		first, err := run.Ahead(prog, s.Begin(), prog.Norm(name))
		if err != nil {
			return err
		}
		if first == nil {
			continue
		}
		played, err := run.Continue(prog, first, policy)
		if err != nil {
			return err
		}
		j, err := run.Judge(prog, played.Run)
		if err != nil {
			return err
		}
		if played.Bounded || !j.Lawful() || waitsAny(j, names) {
			continue
		}
		c.Break = &Break{name, &run.Told{Program: prog, Run: played.Run, Part: c.Run.Part}}
		return nil
	}
	return nil
}

// waits are the states of what never came into force.
var waits = status.Of(status.NotYet, status.Overtaken, status.Suspended)

// waiting says whether every one of the norms has instances and all of them wait.
func waiting(j *run.Judged, names []string) bool {
	for _, name := range names {
		some := false
		for _, in := range j.Instances() {
			if in.Key.Norm != name {
				continue
			}
			if some = true; !in.States.Within(waits) {
				return false
			}
		}
		if !some {
			return false
		}
	}
	return true
}

// waitsAny says whether some instance of one of the norms still waits.
func waitsAny(j *run.Judged, names []string) bool {
	for _, in := range j.Instances() {
		if slices.Contains(names, in.Key.Norm) && in.States&waits != 0 {
			return true
		}
	}
	return false
}

// hop is one node of a ring with the words by which it waits on the next.
type hop struct {
	from int
	edge
}

// rings gives the shortest ring of each knot of the graph of what stands in the way, in the order of the text.
func rings(edges [][]edge) (list [][]hop) {
	used := map[int]bool{}
	for start := range edges {
		if len(edges[start]) == 0 || used[start] {
			continue
		}
		ring := shortest(edges, start)
		if ring == nil {
			continue
		}
		// the shortest ring of the knot may be another one: look from each node that this one reaches and that reaches it
		knot := knot(edges, start)
		for _, k := range knot {
			used[k] = true
			if other := shortest(edges, k); len(other) < len(ring) {
				ring = other
			}
		}
		first := 0
		for i := range ring {
			if ring[i].from < ring[first].from {
				first = i
			}
		}
		list = append(list, append(slices.Clone(ring[first:]), ring[:first]...))
	}
	return list
}

// shortest gives the shortest way from a node back to itself.
func shortest(edges [][]edge, start int) []hop {
	back, seen := make([]hop, len(edges)), make([]bool, len(edges))
	queue := []int{start}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, e := range edges[n] {
			if e.to == start {
				ring := []hop{{n, e}}
				for n != start {
					h := back[n]
					ring = append(ring, h)
					n = h.from
				}
				slices.Reverse(ring) // a ring may be as long as the text
				return ring
			}
			if !seen[e.to] {
				seen[e.to], back[e.to] = true, hop{n, e}
				queue = append(queue, e.to)
			}
		}
	}
	return nil
}

// knot lists the nodes that a node reaches and that reach it.
func knot(edges [][]edge, start int) (list []int) {
	forth := reach(start, func(n int) (to []int) {
		for _, e := range edges[n] {
			to = append(to, e.to)
		}
		return to
	})
	into := make([][]int, len(edges))
	for n := range edges {
		for _, e := range edges[n] {
			into[e.to] = append(into[e.to], n)
		}
	}
	for n := range reach(start, func(n int) []int { return into[n] }) {
		if forth[n] {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

func reach(start int, next func(int) []int) map[int]bool {
	seen := map[int]bool{start: true}
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		for _, to := range next(queue[0]) {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	return seen
}

// behind counts the norms that wait on a ring without being in it.
func behind(edges [][]edge, ring []hop) int {
	into := make([][]int, len(edges))
	for n := range edges {
		for _, e := range edges[n] {
			into[e.to] = append(into[e.to], n)
		}
	}
	return len(reach(ring[0].from, func(n int) []int { return into[n] })) - len(ring)
}

// years gives the instant some years after the first start of the texts.
func years(prog *norms.Program, n int) int64 {
	t := civil.Forever
	for i := range prog.Agreements {
		t = min(t, prog.Agreements[i].Starts)
	}
	return t + int64(n)*365*86400
}

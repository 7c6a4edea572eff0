package order

import (
	"slices"

	"mithaq/internal/agreement/norms"
	"mithaq/internal/reading/run"
)

// Dispute is two steps that one reading of a text puts in one order, another in the other, or in none.
type Dispute struct {
	First, Second string // norms: by reading A, First comes before Second
	A, B          string // the readings; B "": the text as written
	Free          bool   // B leaves the order open; otherwise it puts Second before First
	Link          Link   // by which A says so
	Back          Link   // by which B says otherwise; zero with Free
	Runs          [2]*run.Told
}

// Disputes finds, for each two readings that do not agree on the order of two steps, the steps that are told of most directly; and for each
// reading that no other contradicts but the text as written, those.
func Disputes(prog *norms.Program) (found []Dispute) {
	bundles := prog.Bundles()
	if len(bundles) < 2 {
		return nil
	}
	graphs := make([]*graph, len(bundles))
	ways := make([]map[[2]int]way, len(bundles))
	for i, b := range bundles {
		graphs[i] = newGraph(b.Program)
		ways[i] = graphs[i].ways()
	}
	opposed := map[int]bool{}
	for a := 1; a < len(bundles); a++ {
		for b := a + 1; b < len(bundles); b++ {
			if d, ok := dispute(bundles, graphs, ways, a, b, false); ok {
				found = append(found, d)
				opposed[a], opposed[b] = true, true
			}
		}
	}
	for a := 1; a < len(bundles); a++ {
		if opposed[a] {
			continue
		}
		for _, free := range []bool{false, true} {
			if d, ok := dispute(bundles, graphs, ways, a, 0, free); ok {
				found = append(found, d)
				break
			}
		}
	}
	return found
}

// way says that one norm has to come before another: by how many links, and by which words at the later one.
type way struct {
	length int
	link   Link
}

// ways gives, for each two norms of which one waits on the other, how. Only waits that all have to end count, not alternatives.
func (g *graph) ways() map[[2]int]way {
	direct := g.direct(true)
	all := map[[2]int]way{}
	for i := range g.norms {
		seen := map[int]bool{i: true}
		type step struct {
			at, length int
			link       Link
		}
		queue := []step{{at: i}}
		for len(queue) > 0 {
			s := queue[0]
			queue = queue[1:]
			for _, e := range direct[s.at] {
				if seen[e.to] {
					continue
				}
				seen[e.to] = true
				link := s.link
				if s.at == i {
					link = Link{g.norms[i].Name(), g.norms[e.to].Name(), e.span}
				}
				all[[2]int{e.to, i}] = way{s.length + 1, link}
				queue = append(queue, step{e.to, s.length + 1, link})
			}
		}
	}
	return all
}

// dispute looks for two steps in one order by reading a, and in the other (or, with free, in none) by reading b.
func dispute(bundles []norms.Bundle, graphs []*graph, ways []map[[2]int]way, a, b int, free bool) (Dispute, bool) {
	type candidate struct {
		d      Dispute
		length int
		at     [2]int
	}
	var list []candidate
	for pair, w := range ways[a] {
		first, second := graphs[a].norms[pair[0]], graphs[a].norms[pair[1]]
		i, ok := graphs[b].index[first.Name()]
		k, also := graphs[b].index[second.Name()]
		if !ok || !also || !step(first) || !step(second) || !step(graphs[b].norms[i]) || !step(graphs[b].norms[k]) {
			continue
		}
		back, other := ways[b][[2]int{k, i}]
		_, same := ways[b][[2]int{i, k}]
		_, both := ways[a][[2]int{pair[1], pair[0]}] // a circle: told as such
		if both || same || other == free {
			continue
		}
		list = append(list, candidate{
			Dispute{First: first.Name(), Second: second.Name(), A: bundles[a].Reading, B: bundles[b].Reading, Free: free, Link: w.link, Back: back.link},
			w.length + back.length, pair,
		})
	}
	slices.SortFunc(list, func(x, y candidate) int {
		if x.length != y.length {
			return x.length - y.length
		}
		if x.at[1] != y.at[1] {
			return x.at[1] - y.at[1]
		}
		return x.at[0] - y.at[0]
	})
	for i, c := range list {
		if i == tries {
			break
		}
		if c.d.show(bundles[a].Program, bundles[b].Program) {
			return c.d, true
		}
	}
	return Dispute{}, false
}

// tries bounds the pairs of steps for which runs are made, for each two readings.
const tries = 4

// step says that a norm is a step: an act that somebody is to do, may do or aims to do, once.
func step(n *norms.Norm) bool {
	return n.Modality != norms.Prohibition && n.Goal == nil && n.ForEach == nil && n.AtLeast.Per.IsZero()
}

// show makes the two runs: by the one reading the first step comes first, by the other the second.
func (d *Dispute) show(a, b *norms.Program) bool {
	for i, order := range [2][2]string{{d.First, d.Second}, {d.Second, d.First}} {
		small, part := run.Only([2]*norms.Program{a, b}[i], order[0], order[1])
		told, err := ordered(small, part, order[0], order[1])
		if err != nil || told == nil {
			return false // no run is confirmed, so nothing is said
		}
		d.Runs[i] = told
	}
	return true
}

// ordered makes a lawful run in which one step comes before another; nil where there is none.
func ordered(small *norms.Program, part bool, first, second string) (*run.Told, error) {
	place := func(m *run.Move) int {
		switch m.For.Norm {
		case first:
			return 0
		case second:
			return 2
		}
		return 1
	}
	policy := &run.Policy{
		Aims: true, Leave: true, Free: true,
		Order: func(x, y *run.Move) int { return place(x) - place(y) },
	}
	played, err := run.Play(small, run.Suppose(small), policy)
	if err != nil || played.Bounded {
		return nil, err
	}
	done := func(name string) int {
		return slices.IndexFunc(played.Run.Acts, func(x run.Act) bool { return x.For.Norm == name })
	}
	i, k := done(first), done(second)
	if i < 0 || k < 0 || i > k {
		return nil, nil
	}
	j, err := run.Judge(small, played.Run)
	if err != nil || !j.Lawful() {
		return nil, err
	}
	return &run.Told{Program: small, Run: played.Run, Part: part}, nil
}

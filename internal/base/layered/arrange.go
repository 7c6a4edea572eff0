package layered

import (
	"cmp"
	"slices"
)

// plan is a graph in which every edge leads from a layer to the next: long ones lead through places of their own.
type plan struct {
	layer   []int   // of each node and place
	layers  [][]int // nodes and places from one side to the other
	up      [][]int // neighbours in the layer before
	down    [][]int // neighbours in the layer after
	through [][]int // of each edge, its places between
	nodes   int
}

func newPlan(n int, edges []Edge, rank []int) *plan {
	p := &plan{layer: slices.Clone(rank), up: make([][]int, n), down: make([][]int, n), through: make([][]int, len(edges)), nodes: n}
	join := func(a, b int) {
		p.down[a] = append(p.down[a], b)
		p.up[b] = append(p.up[b], a)
	}
	for i, e := range edges {
		if e.From == e.To {
			continue
		}
		at := e.From
		for r := rank[e.From] + 1; r < rank[e.To]; r++ {
			v := len(p.layer)
			p.layer = append(p.layer, r)
			p.up, p.down = append(p.up, nil), append(p.down, nil)
			p.through[i] = append(p.through[i], v)
			join(at, v)
			at = v
		}
		join(at, e.To)
	}
	for v, r := range p.layer {
		for len(p.layers) <= r {
			p.layers = append(p.layers, nil)
		}
		p.layers[r] = append(p.layers[r], v)
	}
	return p
}

// sweeps is how often the layers are ordered anew, down and up in turn.
const sweeps = 12

// arrange orders each layer by the mean place of its neighbours in the one before, then in the one after, and keeps the order with the fewest crossings.
func (p *plan) arrange() {
	best, fewest := p.copied(), p.crossings()
	for i := 0; i < sweeps && fewest > 0; i++ {
		for k := range p.layers {
			r, near := k, p.up
			if i%2 == 1 {
				r, near = len(p.layers)-1-k, p.down
			}
			p.order(r, near)
		}
		if c := p.crossings(); c < fewest {
			best, fewest = p.copied(), c
		}
	}
	p.layers = best
}

func (p *plan) copied() [][]int {
	layers := make([][]int, len(p.layers))
	for r := range layers {
		layers[r] = slices.Clone(p.layers[r])
	}
	return layers
}

// order sorts a layer by the mean place of neighbours. What has none keeps its place.
func (p *plan) order(r int, near [][]int) {
	at := p.positions()
	mean := map[int]float64{}
	for i, v := range p.layers[r] {
		mean[v] = float64(i)
		if list := near[v]; len(list) > 0 {
			sum := 0
			for _, w := range list {
				sum += at[w]
			}
			mean[v] = float64(sum) / float64(len(list))
		}
	}
	slices.SortStableFunc(p.layers[r], func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
}

func (p *plan) positions() []int {
	at := make([]int, len(p.layer))
	for _, list := range p.layers {
		for i, v := range list {
			at[v] = i
		}
	}
	return at
}

// crossings counts the pairs of edges between two layers that cross.
func (p *plan) crossings() (n int) {
	at := p.positions()
	for _, list := range p.layers {
		var ends []int // of the edges from this layer, from side to side
		for _, v := range list {
			to := make([]int, 0, len(p.down[v]))
			for _, w := range p.down[v] {
				to = append(to, at[w])
			}
			slices.Sort(to)
			ends = append(ends, to...)
		}
		n += inversions(ends)
	}
	return n
}

// inversions counts the pairs that stand in the wrong order, by merging.
func inversions(list []int) int {
	if len(list) < 2 {
		return 0
	}
	half := len(list) / 2
	a, b := slices.Clone(list[:half]), slices.Clone(list[half:])
	n := inversions(a) + inversions(b)
	slices.Sort(a)
	slices.Sort(b)
	j := 0
	for _, x := range a {
		for j < len(b) && b[j] < x {
			j++
		}
		n += j
	}
	return n
}

// passes is how often places are moved towards their neighbours.
const passes = 24

// places gives each node and place its distance from the side: in the order of its layer, at least one apart, as near to its neighbours as that allows.
func (p *plan) places() []float64 {
	x := make([]float64, len(p.layer))
	for _, list := range p.layers {
		for i, v := range list {
			x[v] = float64(i)
		}
	}
	for i := range passes {
		for k := range p.layers {
			r := k
			if i%2 == 1 {
				r = len(p.layers) - 1 - k
			}
			p.settle(p.layers[r], x, i)
		}
	}
	least := 0.0
	for i, at := range x {
		if i == 0 || at < least {
			least = at
		}
	}
	for i := range x {
		x[i] -= least
	}
	return x
}

// settle moves the places of a layer to the mean of their neighbours; where they would come too close, blocks of them take the mean of what they wish.
func (p *plan) settle(list []int, x []float64, pass int) {
	type block struct {
		wish  float64 // of its first place
		count int
	}
	var blocks []block
	for _, v := range list {
		near := p.up[v]
		if pass%2 == 1 {
			near = p.down[v]
		}
		if len(near) == 0 {
			near = slices.Concat(p.up[v], p.down[v])
		}
		wish := x[v]
		if len(near) > 0 {
			wish = 0
			for _, w := range near {
				wish += x[w]
			}
			wish /= float64(len(near))
		}
		blocks = append(blocks, block{wish, 1})
		for len(blocks) > 1 {
			a, b := blocks[len(blocks)-2], blocks[len(blocks)-1]
			if b.wish >= a.wish+float64(a.count) {
				break
			}
			count := a.count + b.count
			wish := (a.wish*float64(a.count) + (b.wish-float64(a.count))*float64(b.count)) / float64(count)
			blocks = append(blocks[:len(blocks)-2], block{wish, count})
		}
	}
	i := 0
	for _, b := range blocks {
		for k := range b.count {
			x[list[i]] = b.wish + float64(k)
			i++
		}
	}
}

// Package layered lays out a directed graph in layers, so that what comes first stands above what follows it: the method of
// Sugiyama, Tagawa and Toda (Methods for Visual Understanding of Hierarchical System Structures, 1981). Edges that go round in a
// circle are turned where they meet the beginning; nodes take the layer of their longest way from a beginning; long edges pass
// through layers between at places of their own; places in a layer follow the mean of their neighbours, crossings counted; at
// last all is moved together. The same graph gives the same layout.
package layered

import "slices"

// Edge leads from what comes first to what follows it.
type Edge struct{ From, To int }

// Point is a place: X counts in widths of a node, Layer from the first.
type Point struct {
	X     float64
	Layer int
}

// Layout is a graph with its places.
type Layout struct {
	Nodes  []Point
	Paths  [][]Point // of each edge, through all layers from one end to the other
	Turned []bool    // the edges that lead back
	Knots  [][]int   // nodes of which each leads to each other, or to itself
	Layers int
	Width  float64 // from the middle of the first place to that of the last
}

// Of lays out a graph of n nodes. Edges between the same two nodes lie on one another.
func Of(n int, edges []Edge) *Layout {
	l := &Layout{Turned: make([]bool, len(edges)), Knots: knots(n, edges)}
	l.turn(n, edges)
	ahead := make([]Edge, len(edges))
	for i, e := range edges {
		if ahead[i] = e; l.Turned[i] {
			ahead[i] = Edge{e.To, e.From}
		}
	}
	rank := ranks(n, ahead)
	p := newPlan(n, ahead, rank)
	p.arrange()
	x := p.places()
	for i := range n {
		l.Nodes = append(l.Nodes, Point{x[i], rank[i]})
		l.Layers = max(l.Layers, rank[i]+1)
	}
	for i, e := range ahead {
		path := []Point{{x[e.From], rank[e.From]}}
		for _, v := range p.through[i] {
			path = append(path, Point{x[v], p.layer[v]})
		}
		if e.From != e.To {
			path = append(path, Point{x[e.To], rank[e.To]})
		}
		if l.Turned[i] {
			slices.Reverse(path)
		}
		l.Paths = append(l.Paths, path)
	}
	for _, at := range x {
		l.Width = max(l.Width, at)
	}
	return l
}

// turn marks the edges that lead back to a node from which they were reached, looking from each node in order.
func (l *Layout) turn(n int, edges []Edge) {
	out := make([][]int, n)
	for i, e := range edges {
		out[e.From] = append(out[e.From], i)
	}
	const (
		untouched = iota
		open
		done
	)
	state, next := make([]int, n), make([]int, n)
	for start := range n {
		if state[start] != untouched {
			continue
		}
		state[start] = open
		for stack := []int{start}; len(stack) > 0; {
			v := stack[len(stack)-1]
			if next[v] == len(out[v]) {
				state[v] = done
				stack = stack[:len(stack)-1]
				continue
			}
			i := out[v][next[v]]
			next[v]++
			switch to := edges[i].To; state[to] {
			case open:
				l.Turned[i] = true
			case untouched:
				state[to] = open
				stack = append(stack, to)
			}
		}
	}
}

// ranks gives each node the layer of its longest way from a beginning.
func ranks(n int, edges []Edge) []int {
	rank, into := make([]int, n), make([]int, n)
	out := make([][]int, n)
	for _, e := range edges {
		if e.From != e.To {
			out[e.From] = append(out[e.From], e.To)
			into[e.To]++
		}
	}
	var ready []int
	for v := range n {
		if into[v] == 0 {
			ready = append(ready, v)
		}
	}
	for len(ready) > 0 {
		v := ready[0]
		ready = ready[1:]
		for _, to := range out[v] {
			rank[to] = max(rank[to], rank[v]+1)
			if into[to]--; into[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
	return rank
}

// knots finds the strongly connected parts (Tarjan, Depth-first search and linear graph algorithms, 1972) that hold a circle.
func knots(n int, edges []Edge) (list [][]int) {
	out, self := make([][]int, n), make([]bool, n)
	for _, e := range edges {
		out[e.From] = append(out[e.From], e.To)
		self[e.From] = self[e.From] || e.From == e.To
	}
	index, low, on := make([]int, n), make([]int, n), make([]bool, n)
	var stack []int
	count := 0
	type frame struct{ v, next int }
	for start := range n {
		if index[start] != 0 {
			continue
		}
		for calls := []frame{{start, 0}}; len(calls) > 0; {
			f := &calls[len(calls)-1]
			if index[f.v] == 0 {
				count++
				index[f.v], low[f.v], on[f.v] = count, count, true
				stack = append(stack, f.v)
			}
			deeper := false
			for ; f.next < len(out[f.v]); f.next++ {
				w := out[f.v][f.next]
				if index[w] == 0 {
					deeper = true
					break
				}
				if on[w] {
					low[f.v] = min(low[f.v], low[w])
				}
			}
			if deeper {
				w := out[f.v][f.next]
				calls = append(calls, frame{w, 0})
				continue
			}
			v := f.v
			if low[v] == index[v] {
				var part []int
				for {
					w := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					on[w] = false
					part = append(part, w)
					if w == v {
						break
					}
				}
				if len(part) > 1 || self[v] {
					slices.Sort(part)
					list = append(list, part)
				}
			}
			if calls = calls[:len(calls)-1]; len(calls) > 0 {
				up := &calls[len(calls)-1]
				low[up.v] = min(low[up.v], low[v])
			}
		}
	}
	slices.SortFunc(list, func(a, b []int) int { return a[0] - b[0] })
	return list
}
